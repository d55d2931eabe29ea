import os

from authlib.integrations.starlette_client import OAuth
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

oauth = OAuth()
portico = oauth.register(
    "portico",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email offline_access groups"},
)


async def home(request):
    user = request.session.get("user")
    if not user:
        return PlainTextResponse("nobody")
    groups = ", ".join(user["groups"]) or "no group"
    return PlainTextResponse(f"{user['name']} {user['email']}, in {groups}")


async def login(request):
    return await portico.authorize_redirect(request, request.url_for("auth"))


async def auth(request):
    token = await portico.authorize_access_token(request)
    request.session["user"] = dict(token["userinfo"])
    request.session["refresh_token"] = token["refresh_token"]
    return RedirectResponse("/")


async def refresh(request):
    old = request.session["refresh_token"]
    token = await portico.fetch_access_token(grant_type="refresh_token", refresh_token=old)
    request.session["user"] = dict(await portico.userinfo(token=token))
    return RedirectResponse("/")


async def logout(request):
    request.session.clear()
    return RedirectResponse("/")


app = Starlette(
    routes=[
        Route("/", home),
        Route("/login", login),
        Route("/auth", auth, name="auth"),
        Route("/refresh", refresh),
        Route("/logout", logout),
    ],
    middleware=[Middleware(SessionMiddleware, secret_key=os.urandom(32).hex())],
)
