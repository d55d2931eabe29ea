import os

from flask import Flask, redirect, request, session
from requests_oauthlib import OAuth2Session

# The library's documentation asks for it wherever an address is http.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
app = Flask(__name__)
app.secret_key = os.urandom(32)
issuer = os.environ["ISSUER"]
client_id = os.environ["CLIENT_ID"]
client_secret = os.environ["CLIENT_SECRET"]
scope = ["openid", "profile", "email", "offline_access"]
redirect_uri = os.environ["APP_URL"] + "/callback"


@app.route("/")
def home():
    if "token" not in session:
        return "nobody"
    user = OAuth2Session(client_id, token=session["token"]).get(issuer + "/oauth/userinfo").json()
    return f"{user['name']} {user['email']}"


@app.route("/login")
def login():
    portico = OAuth2Session(client_id, scope=scope, redirect_uri=redirect_uri)
    url, session["state"] = portico.authorization_url(issuer + "/oauth/authorize")
    return redirect(url)


@app.route("/callback")
def callback():
    portico = OAuth2Session(client_id, state=session["state"], redirect_uri=redirect_uri)
    session["token"] = portico.fetch_token(
        issuer + "/oauth/token", client_secret=client_secret, authorization_response=request.url
    )
    return redirect("/")


@app.route("/refresh")
def refresh():
    extra = {"client_id": client_id, "client_secret": client_secret}
    portico = OAuth2Session(client_id, token=session["token"])
    session["token"] = portico.refresh_token(issuer + "/oauth/token", **extra)
    return redirect("/")


@app.route("/logout")
def logout():
    session.clear()
    return redirect("/")
