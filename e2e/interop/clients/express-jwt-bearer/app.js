// The same API twice: by the middleware, and by jose alone.
import { createServer } from "node:http";
import express from "express";
import { auth, requiredScopes } from "express-oauth2-jwt-bearer";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { ISSUER, API_IDENTIFIER, PORT, SECOND_PORT } = process.env;
const app = express();
app.use(auth({ issuerBaseURL: ISSUER, audience: API_IDENTIFIER, strict: true }));
app.get("/", requiredScopes("express:read"), (request, response) => {
  response.send(`${request.auth.payload.sub} may ${request.auth.payload.scope}`);
});

const keys = createRemoteJWKSet(new URL(`${ISSUER}/oauth/jwks`));
const second = createServer(async (request, response) => {
  try {
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const options = { issuer: ISSUER, audience: API_IDENTIFIER, typ: "at+jwt" };
    const { payload } = await jwtVerify(token, keys, options);
    response.end(`${payload.sub} may ${payload.scope}`);
  } catch (error) {
    response.writeHead(401).end(String(error));
  }
});
second.listen(SECOND_PORT, () => app.listen(PORT));
