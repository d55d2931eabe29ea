import { generateCodeVerifier, OAuth2Client } from "@badgateway/oauth2-client";
import express from "express";

const { ISSUER, APP_URL, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const client = new OAuth2Client({ server: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
const redirectUri = `${APP_URL}/callback`;
const state = "only-one-browser-comes";
const codeVerifier = await generateCodeVerifier();
let token = null;

const app = express();
app.get("/", async (_request, response) => {
  if (!token) return response.send("nobody");
  const headers = { authorization: `Bearer ${token.accessToken}` };
  const user = await (await fetch(`${ISSUER}/oauth/userinfo`, { headers })).json();
  response.send(`${user.name} ${user.email}`);
});
app.get("/login", async (_request, response) => {
  const scope = ["openid", "profile", "email", "offline_access"];
  response.redirect(await client.authorizationCode.getAuthorizeUri({ redirectUri, state, codeVerifier, scope }));
});
app.get("/callback", async (request, response) => {
  const address = `${APP_URL}${request.url}`;
  token = await client.authorizationCode.getTokenFromCodeRedirect(address, { redirectUri, state, codeVerifier });
  response.redirect("/");
});
app.get("/refresh", async (_request, response) => {
  token = await client.refreshToken(token);
  response.redirect("/");
});
app.get("/logout", async (_request, response) => {
  await client.revoke(token, "refresh_token");
  token = null;
  response.redirect("/");
});
app.listen(PORT);
