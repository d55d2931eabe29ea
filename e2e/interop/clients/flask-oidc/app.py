import json
import os

from flask import Flask, session
from flask_oidc import OpenIDConnect

issuer = os.environ["ISSUER"]
app = Flask(__name__)
with open("client_secrets.json", "w") as file:
    json.dump(
        {
            "web": {
                "client_id": os.environ["CLIENT_ID"],
                "client_secret": os.environ["CLIENT_SECRET"],
                "issuer": issuer,
                "auth_uri": issuer + "/oauth/authorize",
                "token_uri": issuer + "/oauth/token",
                "userinfo_uri": issuer + "/oauth/userinfo",
            }
        },
        file,
    )
app.config.update(
    SECRET_KEY=os.urandom(32),
    OIDC_CLIENT_SECRETS="client_secrets.json",
    OIDC_SCOPES="openid email profile",
)
oidc = OpenIDConnect(app)


@app.route("/")
def home():
    if not oidc.user_loggedin:
        return "nobody"
    user = session["oidc_auth_profile"]
    return f"{user['name']} {user['email']}"
