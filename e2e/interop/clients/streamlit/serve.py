# Writes the file of secrets that the documentation shows, and starts the app with it.
import os
from pathlib import Path

secrets = {
    "redirect_uri": os.environ["APP_URL"] + "/oauth2callback",
    "cookie_secret": os.environ["CLIENT_SECRET"],
    "client_id": os.environ["CLIENT_ID"],
    "client_secret": os.environ["CLIENT_SECRET"],
    "server_metadata_url": os.environ["ISSUER"] + "/.well-known/openid-configuration",
}
Path(".streamlit").mkdir(exist_ok=True)
lines = ["[auth]", *(f'{name} = "{value}"' for name, value in secrets.items())]
Path(".streamlit/secrets.toml").write_text("\n".join(lines) + "\n")
options = ["--server.headless=true", "--server.address=localhost", f"--server.port={os.environ['PORT']}"]
os.execvp("streamlit", ["streamlit", "run", "app.py", "--browser.gatherUsageStats=false", *options])
