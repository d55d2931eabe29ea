import express from "express";
import { auth } from "express-openid-connect";

const app = express();
app.use(
  auth({
    issuerBaseURL: process.env.ISSUER,
    baseURL: process.env.APP_URL,
    clientID: process.env.CLIENT_ID,
    clientSecret: process.env.CLIENT_SECRET,
    secret: process.env.SESSION_SECRET,
    authRequired: false,
    idpLogout: true,
    // Without this the library asks for the implicit flow, and gets no access token.
    authorizationParams: { response_type: "code", scope: "openid profile email offline_access" },
  }),
);
app.get("/", ({ oidc: { user } }, response) => {
  response.type("text").send(user ? `${user.name} ${user.email}` : "nobody");
});
app.get("/refresh", async (request, response) => {
  await request.oidc.accessToken.refresh();
  response.redirect("/");
});
app.listen(process.env.PORT);
