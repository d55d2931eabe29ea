package org.example;

import io.javalin.Javalin;
import io.javalin.http.Context;
import org.pac4j.core.config.Config;
import org.pac4j.javalin.CallbackHandler;
import org.pac4j.javalin.JavalinFrameworkParameters;
import org.pac4j.javalin.LogoutHandler;
import org.pac4j.javalin.SecurityHandler;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.profile.OidcProfile;

public class App {
  public static void main(String[] args) {
    String app = System.getenv("APP_URL");
    OidcConfiguration settings = new OidcConfiguration();
    settings.setClientId(System.getenv("CLIENT_ID"));
    settings.setSecret(System.getenv("CLIENT_SECRET"));
    settings.setDiscoveryURI(System.getenv("ISSUER") + "/.well-known/openid-configuration");
    Config config = new Config(app + "/callback", new OidcClient(settings));

    CallbackHandler callback = new CallbackHandler(config, null, true);
    LogoutHandler logout = new LogoutHandler(config, app + "/");
    logout.logoutUrlPattern = app + "/.*";
    logout.centralLogout = true;
    logout.destroySession = true;
    Javalin.create()
        .get("/", context -> context.result("nobody"))
        .get("/callback", callback)
        .post("/callback", callback)
        .before("/who", new SecurityHandler(config, "OidcClient"))
        .get("/who", context -> context.result(describe(context, config)))
        .get("/logout", logout)
        .start(Integer.parseInt(System.getenv("PORT")));
  }

  private static String describe(Context context, Config config) {
    JavalinFrameworkParameters parameters = new JavalinFrameworkParameters(context);
    OidcProfile profile =
        config
            .getProfileManagerFactory()
            .apply(
                config.getWebContextFactory().newContext(parameters),
                config.getSessionStoreFactory().newSessionStore(parameters))
            .getProfile(OidcProfile.class)
            .orElseThrow();
    return profile.getDisplayName() + " " + profile.getEmail();
  }
}
