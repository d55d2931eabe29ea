import express from "express";
import session from "express-session";
import grant from "grant";

const { ISSUER, APP_URL, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const app = express();
app.use(session({ secret: CLIENT_SECRET, resave: false, saveUninitialized: false }));
app.use(
  grant.express({
    defaults: { origin: APP_URL, transport: "session" },
    portico: {
      oauth: 2,
      authorize_url: `${ISSUER}/oauth/authorize`,
      access_url: `${ISSUER}/oauth/token`,
      profile_url: `${ISSUER}/oauth/userinfo`,
      key: CLIENT_ID,
      secret: CLIENT_SECRET,
      scope: ["openid", "profile", "email"],
      scope_delimiter: " ",
      response: ["tokens", "profile"],
      callback: "/",
    },
  }),
);
app.get("/", ({ session }, response) => {
  const answer = session.grant?.response;
  if (answer?.error) return response.status(502).send(answer.error);
  response.send(answer ? `${answer.profile.name} ${answer.profile.email}` : "nobody");
});
app.get("/logout", (request, response) => request.session.destroy(() => response.redirect("/")));
app.listen(PORT);
