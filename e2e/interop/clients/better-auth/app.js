import { betterAuth } from "better-auth";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { genericOAuth } from "better-auth/plugins";
import express from "express";

const auth = betterAuth({
  baseURL: process.env.APP_URL,
  secret: process.env.CLIENT_SECRET,
  plugins: [
    genericOAuth({
      config: [
        {
          providerId: "portal",
          clientId: process.env.CLIENT_ID,
          clientSecret: process.env.CLIENT_SECRET,
          discoveryUrl: `${process.env.ISSUER}/.well-known/openid-configuration`,
          scopes: ["openid", "profile", "email"],
        },
      ],
    }),
  ],
});

const app = express();
app.all("/api/auth/*splat", toNodeHandler(auth));
app.get("/", async (request, response) => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (!session) return response.send("nobody");
  response.send(`${session.user.name} ${session.user.email}
    <button onclick="fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then(() => { location = '/' })">Sign out</button>`);
});
app.get("/login", (_request, response) =>
  response.send(`<script>
    fetch("/api/auth/sign-in/social", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ provider: "portal", callbackURL: "/" }) })
      .then((answer) => answer.text()).then((text) => { location = JSON.parse(text).url ?? document.body.append(text); });
  </script>`),
);
app.listen(process.env.PORT);
