import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for

app = Flask(__name__)
app.secret_key = os.urandom(32)
oauth = OAuth(app)
portico = oauth.register(
    "portico",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email offline_access groups"},
)


@app.route("/")
def home():
    user = session.get("user")
    if not user:
        return "nobody"
    return f"{user['name']} {user['email']}, in {', '.join(user['groups']) or 'no group'}"


@app.route("/login")
def login():
    return portico.authorize_redirect(url_for("authorize", _external=True))


@app.route("/authorize")
def authorize():
    token = portico.authorize_access_token()
    session["user"] = token["userinfo"]
    session["refresh_token"] = token["refresh_token"]
    return redirect("/")


@app.route("/refresh")
def refresh():
    token = portico.fetch_access_token(grant_type="refresh_token", refresh_token=session["refresh_token"])
    session["user"] = portico.userinfo(token=token)
    return redirect("/")


@app.route("/logout")
def logout():
    session.clear()
    return redirect("/")
