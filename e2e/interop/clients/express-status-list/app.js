// An API that refuses revoked tokens: Auth0's middleware checks the JWT, and status-list.js whether it was revoked.
import express from "express";
import { auth, InvalidTokenError, requiredScopes } from "express-oauth2-jwt-bearer";
import { createRemoteJWKSet } from "jose";
import { createStatusListCheck } from "./status-list.js";

const { ISSUER, API_IDENTIFIER, PORT } = process.env;
const keys = createRemoteJWKSet(new URL(`${ISSUER}/oauth/jwks`));
const isRevoked = createStatusListCheck({ issuer: ISSUER, keys });

const app = express();
app.use(auth({ issuerBaseURL: ISSUER, audience: API_IDENTIFIER, strict: true }));
app.use(async (request, _response, next) => {
  const { token, payload } = request.auth;
  if (await isRevoked(token, payload)) throw new InvalidTokenError("The token is revoked");
  next();
});
app.get("/", requiredScopes("express-status:read"), (request, response) => {
  response.send(`${request.auth.payload.sub} may ${request.auth.payload.scope}`);
});
app.listen(PORT);
