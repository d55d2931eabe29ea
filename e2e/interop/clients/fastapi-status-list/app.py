"""An API that refuses revoked tokens: PyJWT checks the JWT, and status_list.py whether it was revoked."""

import os
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from status_list import StatusListCheck

ISSUER = os.environ["ISSUER"]
ALGORITHMS = ["RS256", "ES256"]
keys = jwt.PyJWKClient(f"{ISSUER}/oauth/jwks")
status_lists = StatusListCheck(ISSUER, keys, ALGORITHMS)
app = FastAPI()


def refuse(why: str) -> HTTPException:
    return HTTPException(401, why, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


def read_token(given: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict:
    try:
        decoded = jwt.decode_complete(
            given.credentials,
            keys.get_signing_key_from_jwt(given.credentials),
            algorithms=ALGORITHMS,
            issuer=ISSUER,
            audience=os.environ["API_IDENTIFIER"],
            options={"require": ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"]},
        )
    except jwt.PyJWKClientConnectionError:
        raise  # the portal does not answer, which is not the caller's fault
    except jwt.PyJWTError as error:
        raise refuse(str(error)) from error
    if decoded["header"].get("typ") != "at+jwt":
        raise refuse("This is not an access token")
    if status_lists.is_revoked(decoded["payload"]):
        raise refuse("The token is revoked")
    return decoded["payload"]


@app.get("/")
def who(token: Annotated[dict, Depends(read_token)]) -> str:
    return f"{token['sub']} may {token['scope']}"
