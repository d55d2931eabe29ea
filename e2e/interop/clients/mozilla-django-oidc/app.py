import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path

issuer = os.environ["ISSUER"]
settings.configure(
    DEBUG=True,
    SECRET_KEY=os.environ["CLIENT_SECRET"],
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "mozilla_django_oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["app.Backend"],
    OIDC_RP_CLIENT_ID=os.environ["CLIENT_ID"],
    OIDC_RP_CLIENT_SECRET=os.environ["CLIENT_SECRET"],
    OIDC_OP_AUTHORIZATION_ENDPOINT=issuer + "/oauth/authorize",
    OIDC_OP_TOKEN_ENDPOINT=issuer + "/oauth/token",
    OIDC_OP_USER_ENDPOINT=issuer + "/oauth/userinfo",
    # The documentation asks for these two wherever tokens are not signed with the client's secret.
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_OP_JWKS_ENDPOINT=issuer + "/oauth/jwks",
    # "openid email" if this is left out; a name is in the profile.
    OIDC_RP_SCOPES="openid email profile",
    LOGIN_REDIRECT_URL="/",
    LOGOUT_REDIRECT_URL="/",
)
sys.modules["app"] = sys.modules[__name__]
django.setup()

from mozilla_django_oidc.auth import OIDCAuthenticationBackend  # noqa: E402


class Backend(OIDCAuthenticationBackend):
    """As in "Changing how Django users are created"."""

    def create_user(self, claims):
        user = super().create_user(claims)
        user.first_name = claims["name"]
        user.save()
        return user


def home(request):
    if not request.user.is_authenticated:
        return HttpResponse("nobody")
    form = f'<form method="post" action="/oidc/logout/"><input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}"><button>Sign out</button></form>'
    return HttpResponse(f"{request.user.first_name} {request.user.email}{form}")


urlpatterns = [path("", home), path("oidc/", include("mozilla_django_oidc.urls"))]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
