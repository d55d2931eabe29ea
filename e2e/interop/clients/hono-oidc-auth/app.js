import { serve } from "@hono/node-server";
import { getAuth, oidcAuthMiddleware, processOAuthCallback, revokeSession } from "@hono/oidc-auth";
import { Hono } from "hono";

process.env.OIDC_AUTH_SECRET = process.env.CLIENT_SECRET;
const app = new Hono();
app.get("/signed-out", (c) => c.text("nobody"));
app.get("/logout", async (c) => {
  await revokeSession(c);
  return c.redirect("/signed-out");
});
app.get("/callback", (c) => processOAuthCallback(c));
app.use("*", oidcAuthMiddleware());
app.get("/", async (c) => {
  const auth = await getAuth(c);
  return c.text(String(auth?.email));
});
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
