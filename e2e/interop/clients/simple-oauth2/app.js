import express from "express";
import { AuthorizationCode } from "simple-oauth2";

const issuer = process.env.ISSUER;
const client = new AuthorizationCode({
  client: { id: process.env.CLIENT_ID, secret: process.env.CLIENT_SECRET },
  auth: { tokenHost: issuer },
});
const redirect_uri = `${process.env.APP_URL}/callback`;
const state = "only-one-browser-comes";
let accessToken = null;

const app = express();
app.get("/", async (_request, response) => {
  if (!accessToken) return response.send("nobody");
  const headers = { authorization: `Bearer ${accessToken.token.access_token}` };
  const user = await (await fetch(`${issuer}/oauth/userinfo`, { headers })).json();
  response.send(`${user.name} ${user.email}`);
});
app.get("/login", (_request, response) =>
  response.redirect(client.authorizeURL({ redirect_uri, scope: "openid profile email offline_access", state })),
);
app.get("/callback", async ({ query }, response) => {
  accessToken = await client.getToken({ code: query.code, redirect_uri });
  response.redirect("/");
});
app.get("/refresh", async (_request, response) => {
  accessToken = await accessToken.refresh();
  response.redirect("/");
});
app.get("/logout", async (_request, response) => {
  await accessToken.revokeAll();
  accessToken = null;
  response.redirect("/");
});
app.listen(process.env.PORT);
