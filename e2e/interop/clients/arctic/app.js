import * as arctic from "arctic";
import express from "express";

const { ISSUER, APP_URL, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const client = new arctic.OAuth2Client(CLIENT_ID, CLIENT_SECRET, `${APP_URL}/login/callback`);
const tokenEndpoint = `${ISSUER}/oauth/token`;
const scopes = ["openid", "profile", "email", "offline_access"];
const state = arctic.generateState();
const verifier = arctic.generateCodeVerifier();
let refreshToken = "";
let user = null;

const app = express();
app.get("/", (_request, response) => response.send(user ? `${user.name} ${user.email}` : "nobody"));
app.get("/login", (_request, response) => {
  const method = arctic.CodeChallengeMethod.S256;
  const address = client.createAuthorizationURLWithPKCE(`${ISSUER}/oauth/authorize`, state, method, verifier, scopes);
  response.redirect(address.href);
});
app.get("/login/callback", async (request, response) => {
  if (request.query.state !== state) return response.status(400).send("state");
  const tokens = await client.validateAuthorizationCode(tokenEndpoint, request.query.code, verifier);
  refreshToken = tokens.refreshToken();
  user = arctic.decodeIdToken(tokens.idToken());
  response.redirect("/");
});
app.get("/refresh", async (_request, response) => {
  const found = await client.refreshAccessToken(tokenEndpoint, refreshToken, scopes);
  if (found.hasRefreshToken()) refreshToken = found.refreshToken();
  user = arctic.decodeIdToken(found.idToken());
  response.redirect("/");
});
app.get("/logout", async (_request, response) => {
  await client.revokeToken(`${ISSUER}/oauth/revoke`, refreshToken);
  user = null;
  response.redirect("/");
});
app.listen(PORT);
