import express from "express";
import { generators, Issuer } from "openid-client";

const redirect_uri = `${process.env.APP_URL}/cb`;
const issuer = await Issuer.discover(process.env.ISSUER);
const client = new issuer.Client({
  client_id: process.env.CLIENT_ID,
  client_secret: process.env.CLIENT_SECRET,
  redirect_uris: [redirect_uri],
  response_types: ["code"],
});
const code_verifier = generators.codeVerifier();
let tokens = null;

const app = express();
app.get("/", async (_request, response) => {
  if (!tokens) return response.send("nobody");
  const user = await client.userinfo(tokens);
  response.send(`${user.name} ${user.email}`);
});
app.get("/login", (_request, response) =>
  response.redirect(
    client.authorizationUrl({
      scope: "openid profile email offline_access",
      code_challenge: generators.codeChallenge(code_verifier),
      code_challenge_method: "S256",
    }),
  ),
);
app.get("/cb", async (request, response) => {
  tokens = await client.callback(redirect_uri, client.callbackParams(request), { code_verifier });
  response.redirect("/");
});
app.get("/refresh", async (_request, response) => {
  tokens = await client.refresh(tokens);
  response.redirect("/");
});
app.get("/logout", (_request, response) => {
  const id_token_hint = tokens.id_token;
  tokens = null;
  response.redirect(client.endSessionUrl({ id_token_hint, post_logout_redirect_uri: `${process.env.APP_URL}/` }));
});
app.listen(process.env.PORT);
