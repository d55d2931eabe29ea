import "reflect-metadata";
import { Bind, Controller, type ExecutionContext, Get, Module, Req, Res, UseGuards } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { AuthGuard, PassportStrategy } from "@nestjs/passport";
import type { Request, Response } from "express";
import session from "express-session";
import * as client from "openid-client";
import { Strategy } from "openid-client/passport";
import passport from "passport";

const { ISSUER, APP_URL, CLIENT_ID, CLIENT_SECRET, PORT } = process.env as Record<string, string>;
// The portal of a test has no TLS, which the library takes for a fault unless it is told.
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: [client.allowInsecureRequests],
});
type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
type User = { name: string; email: string };
let tokens: Tokens | undefined;

class OidcStrategy extends PassportStrategy(Strategy, "portico") {
  constructor() {
    super({ config, scope: "openid profile email offline_access", callbackURL: `${APP_URL}/auth/callback` });
  }

  validate(found: Tokens) {
    tokens = found;
    return client.fetchUserInfo(config, found.access_token, found.claims()?.sub ?? "");
  }
}

class SessionGuard extends AuthGuard("portico") {
  async canActivate(context: ExecutionContext) {
    await super.canActivate(context);
    await super.logIn(context.switchToHttp().getRequest());
    return true;
  }
}

@Controller()
class AppController {
  @Get("/")
  @Bind(Req())
  home({ user }: Request & { user?: User }) {
    return user ? `${user.name} ${user.email}` : "nobody";
  }

  @Get("/login")
  @UseGuards(AuthGuard("portico"))
  login() {}

  @Get("/auth/callback")
  @UseGuards(SessionGuard)
  @Bind(Res())
  callback(response: Response) {
    response.redirect("/");
  }

  @Get("/refresh")
  @Bind(Res())
  async refresh(response: Response) {
    tokens = await client.refreshTokenGrant(config, tokens?.refresh_token ?? "");
    response.redirect("/");
  }

  @Get("/logout")
  @Bind(Req(), Res())
  logout(request: Request, response: Response) {
    request.logout(() => {
      const address = client.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${APP_URL}/`,
        id_token_hint: tokens?.id_token ?? "",
      });
      response.redirect(address.href);
    });
  }
}

@Module({ controllers: [AppController], providers: [OidcStrategy] })
class AppModule {}

passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user: User, done) => done(null, user));
const app = await NestFactory.create(AppModule);
app.use(session({ secret: CLIENT_SECRET, resave: false, saveUninitialized: false }));
app.use(passport.initialize(), passport.session());
await app.listen(PORT);
