import express from "express";
import { auth } from "express-openid-connect";

const app = express();
app.use(
  auth({
    issuerBaseURL: process.env.ISSUER,
    baseURL: process.env.APP_URL,
    clientID: process.env.CLIENT_ID,
    secret: process.env.CLIENT_SECRET,
    authRequired: false,
    idpLogout: true,
  }),
);
app.get("/", ({ oidc: { user } }, response) => response.send(user ? `${user.name} ${user.email}` : "nobody"));
app.listen(process.env.PORT);
