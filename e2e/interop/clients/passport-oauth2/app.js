import express from "express";
import session from "express-session";
import passport from "passport";
import OAuth2Strategy from "passport-oauth2";

const issuer = process.env.ISSUER;
passport.use(
  new OAuth2Strategy(
    {
      authorizationURL: `${issuer}/oauth/authorize`,
      tokenURL: `${issuer}/oauth/token`,
      clientID: process.env.CLIENT_ID,
      clientSecret: process.env.CLIENT_SECRET,
      callbackURL: `${process.env.APP_URL}/auth/example/callback`,
    },
    async (accessToken, _refreshToken, _profile, done) => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const answer = await fetch(`${issuer}/oauth/userinfo`, { headers });
      done(null, await answer.json());
    },
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: process.env.CLIENT_SECRET, resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get("/", ({ user }, response) => response.send(user ? `${user.name} ${user.email}` : "nobody"));
app.get("/auth/example", passport.authenticate("oauth2"));
app.get("/auth/example/callback", passport.authenticate("oauth2"), (_request, response) => response.redirect("/"));
app.get("/logout", (request, response) => request.logout(() => response.redirect("/")));
app.listen(process.env.PORT);
