import { ExpressAuth, getSession } from "@auth/express";
import express from "express";

const config = {
  secret: process.env.CLIENT_SECRET,
  trustHost: true,
  providers: [
    {
      id: "portal",
      name: "Portico",
      type: "oidc",
      issuer: process.env.ISSUER,
      clientId: process.env.CLIENT_ID,
      clientSecret: process.env.CLIENT_SECRET,
    },
  ],
};

const app = express();
app.set("trust proxy", true);
app.use("/auth/*", ExpressAuth(config));
app.get("/", async (request, response) => {
  const session = await getSession(request, config);
  response.send(session ? `${session.user.name} ${session.user.email}` : "nobody");
});
app.listen(process.env.PORT);
