# Authlib checks the JWT (RFC 9068) and signature and claims of its status list; the list itself is read by the package
# token-status-list. It asks for the list at every request, so that nothing here decides how old a list may be.
import os

import requests
from authlib.integrations.flask_oauth2 import ResourceProtector, current_token
from authlib.oauth2.rfc6750 import InvalidTokenError
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from token_status_list import VALID, BitArray

ISSUER = os.environ["ISSUER"]
app = Flask(__name__)


class Validator(JWTBearerTokenValidator):
    def get_jwks(self):
        metadata = requests.get(f"{ISSUER}/.well-known/oauth-authorization-server", timeout=5).json()
        return requests.get(metadata["jwks_uri"], timeout=5).json()

    def validate_token(self, token, scopes, request, **kwargs):
        super().validate_token(token, scopes, request, **kwargs)
        place = token["status"]["status_list"]
        answer = requests.get(place["uri"], headers={"Accept": "application/statuslist+jwt"}, timeout=5)
        answer.raise_for_status()
        status_list = jwt.decode(answer.text, KeySet.import_key_set(self.get_jwks()))
        if status_list.header["typ"] != "statuslist+jwt":
            raise ValueError("this is not a status list")
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER},
            sub={"essential": True, "value": place["uri"]},
            iat={"essential": True},
            exp={"essential": True},
        )
        rules.validate(status_list.claims)
        if BitArray.load(status_list.claims["status_list"])[place["idx"]] != VALID:
            raise InvalidTokenError()


require_oauth = ResourceProtector()
require_oauth.register_token_validator(Validator(ISSUER, os.environ["API_IDENTIFIER"]))


@app.get("/")
@require_oauth("flask-status:read")
def who():
    return f"{current_token['sub']} may {current_token['scope']}"
