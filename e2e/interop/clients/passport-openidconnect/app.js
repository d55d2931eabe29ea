import express from "express";
import session from "express-session";
import passport from "passport";
import OpenIDConnectStrategy from "passport-openidconnect";

const issuer = process.env.ISSUER;
passport.use(
  new OpenIDConnectStrategy(
    {
      issuer,
      authorizationURL: `${issuer}/oauth/authorize`,
      tokenURL: `${issuer}/oauth/token`,
      userInfoURL: `${issuer}/oauth/userinfo`,
      clientID: process.env.CLIENT_ID,
      clientSecret: process.env.CLIENT_SECRET,
      callbackURL: "/cb",
      scope: ["profile", "email"],
    },
    (_issuer, profile, done) => done(null, { name: profile.displayName, email: profile.emails[0].value }),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: process.env.CLIENT_SECRET, resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get("/", ({ user }, response) => response.send(user ? `${user.name} ${user.email}` : "nobody"));
app.get("/login", passport.authenticate("openidconnect"));
app.get("/cb", passport.authenticate("openidconnect"), (_request, response) => response.redirect("/"));
app.get("/logout", (request, response) => request.logout(() => response.redirect("/")));
app.listen(process.env.PORT);
