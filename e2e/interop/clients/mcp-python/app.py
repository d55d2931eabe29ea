import asyncio
import contextlib
import os

import httpx
import uvicorn
from mcp.client.auth import OAuthClientProvider, TokenStorage
from mcp.client.session import ClientSession
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route

issuer, app_url = os.environ["ISSUER"], os.environ["APP_URL"]
resource = app_url + "/mcp"


class Verifier(TokenVerifier):
    async def verify_token(self, token):
        async with httpx.AsyncClient() as http:
            answer = await http.post(
                issuer + "/oauth/introspect",
                data={"token": token},
                auth=(os.environ["API_ID"], os.environ["API_SECRET"]),
            )
        found = answer.json()
        if not found["active"]:
            return None
        return AccessToken(
            token=token, client_id=found["client_id"], scopes=found["scope"].split(), expires_at=found["exp"]
        )


server = MCPServer(
    "example",
    token_verifier=Verifier(),
    auth=AuthSettings(issuer_url=issuer, resource_server_url=resource, required_scopes=["mcp-python:tools"]),
)


@server.tool()
def scopes() -> str:
    """What the token allows."""
    return " ".join(get_access_token().scopes)


class Storage(TokenStorage):
    tokens = client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info


shown = "nobody"
address: asyncio.Future = None
callback: asyncio.Future = None
tool: asyncio.Task = None


async def redirect_handler(url):
    address.set_result(url)


async def callback_handler():
    return await callback


provider = OAuthClientProvider(
    server_url=resource,
    client_metadata=OAuthClientMetadata(client_name="MCP SDK for Python", redirect_uris=[app_url + "/callback"]),
    storage=Storage(),
    redirect_handler=redirect_handler,
    callback_handler=callback_handler,
)


async def call_tool():
    async with (
        create_mcp_http_client(auth=provider) as http,
        streamable_http_client(resource, http_client=http) as (read, write),
    ):
        async with ClientSession(read, write) as session:
            await session.initialize()
            return (await session.call_tool("scopes", {})).content[0].text


async def login(request):
    global address, callback, tool
    loop = asyncio.get_running_loop()
    address, callback, tool = loop.create_future(), loop.create_future(), loop.create_task(call_tool())
    await asyncio.wait([address, tool], return_when=asyncio.FIRST_COMPLETED)
    return RedirectResponse(await address if address.done() else str(tool.exception()))


async def finish(request):
    global shown
    query = request.query_params
    if "code" not in query:
        return PlainTextResponse(str(query), 500)
    callback.set_result(AuthorizationCodeResult(**query))
    shown = await tool
    return RedirectResponse("/")


async def home(request):
    return PlainTextResponse(shown)


async def logout(request):
    global shown
    shown = "nobody"
    return RedirectResponse("/")


mcp_app = server.streamable_http_app()


@contextlib.asynccontextmanager
async def lifespan(app):
    async with server.session_manager.run():
        yield


app = Starlette(
    routes=[
        Route("/", home),
        Route("/login", login),
        Route("/callback", finish),
        Route("/logout", logout),
        Mount("/", mcp_app),
    ],
    lifespan=lifespan,
)
uvicorn.run(app, host=os.environ["HOST"], port=int(os.environ["PORT"]))
