import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, redirect, session, url_for

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
oauth = OAuth(app)
portal = oauth.register(
    "portal",
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
    groups = ", ".join(user["groups"]) or "no group"
    return Response(f"{user['name']} {user['email']}, in {groups}", mimetype="text/plain")


@app.route("/login")
def login():
    return portal.authorize_redirect(url_for("authorize", _external=True))


@app.route("/authorize")
def authorize():
    token = portal.authorize_access_token()
    session["user"] = token["userinfo"]
    # Flask signs its cookie and does not encrypt it: keep the token in a store of your own in production.
    session["refresh_token"] = token["refresh_token"]
    return redirect("/")


@app.route("/refresh")
def refresh():
    token = portal.fetch_access_token(grant_type="refresh_token", refresh_token=session["refresh_token"])
    # The portal may send another refresh token, which then replaces this one.
    session["refresh_token"] = token.get("refresh_token", session["refresh_token"])
    session["user"] = portal.userinfo(token=token)
    return redirect("/")


@app.route("/logout")
def logout():
    session.clear()
    return redirect("/")
