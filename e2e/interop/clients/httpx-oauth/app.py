import os

from httpx_oauth.clients.openid import OpenID
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

issuer = os.environ["ISSUER"]
redirect_uri = os.environ["APP_URL"] + "/callback"
client = OpenID(
    os.environ["CLIENT_ID"],
    os.environ["CLIENT_SECRET"],
    issuer + "/.well-known/openid-configuration",
    base_scopes=["openid", "profile", "email", "offline_access"],
)
token = None


async def home(request):
    if token is None:
        return PlainTextResponse("nobody")
    _id, email = await client.get_id_email(token["access_token"])
    profile = await client.get_profile(token["access_token"])
    return PlainTextResponse(f"{profile['name']} {email}")


async def login(request):
    return RedirectResponse(await client.get_authorization_url(redirect_uri, state="only-one-browser-comes"))


async def callback(request):
    global token
    token = await client.get_access_token(request.query_params["code"], redirect_uri)
    return RedirectResponse("/")


async def refresh(request):
    global token
    token = await client.refresh_token(token["refresh_token"])
    return RedirectResponse("/")


async def logout(request):
    global token
    token = None
    return RedirectResponse("/")


routes = [("/", home), ("/login", login), ("/callback", callback), ("/refresh", refresh), ("/logout", logout)]
app = Starlette(routes=[Route(path, handler) for path, handler in routes])
