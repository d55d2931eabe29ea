import os
import socket

from oauthenticator.generic import GenericOAuthenticator

issuer = os.environ["ISSUER"]
app_url = os.environ["APP_URL"]

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    proxy_port = free.getsockname()[1]

c = get_config()  # noqa: F821
c.JupyterHub.bind_url = app_url
c.JupyterHub.hub_port = int(os.environ["SECOND_PORT"])
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.JupyterHub.authenticator_class = GenericOAuthenticator
c.GenericOAuthenticator.client_id = os.environ["CLIENT_ID"]
c.GenericOAuthenticator.client_secret = os.environ["CLIENT_SECRET"]
c.GenericOAuthenticator.authorize_url = f"{issuer}/oauth/authorize"
c.GenericOAuthenticator.token_url = f"{issuer}/oauth/token"
c.GenericOAuthenticator.userdata_url = f"{issuer}/oauth/userinfo"
c.GenericOAuthenticator.oauth_callback_url = f"{app_url}/hub/oauth_callback"
c.GenericOAuthenticator.scope = ["openid", "email", "groups"]
c.GenericOAuthenticator.username_claim = "email"
c.GenericOAuthenticator.manage_groups = True
c.GenericOAuthenticator.auth_state_groups_key = "oauth_user.groups"
c.GenericOAuthenticator.allowed_groups = {"notebook-users"}
