# The API of FastAPI's documentation, with the keys of the portal.
import os
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

ISSUER = os.environ["ISSUER"]
keys = jwt.PyJWKClient(f"{ISSUER}/oauth/jwks")
app = FastAPI()


def read_token(given: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict:
    token = given.credentials
    try:
        key = keys.get_signing_key_from_jwt(token)
        return jwt.decode(
            token, key, algorithms=["RS256"], audience=os.environ["API_IDENTIFIER"], issuer=ISSUER
        )
    except jwt.PyJWTError as error:
        raise HTTPException(401, str(error), {"WWW-Authenticate": "Bearer"}) from error


@app.get("/")
def who(token: Annotated[dict, Depends(read_token)]) -> str:
    return f"{token['sub']} may {token['scope']}"
