package org.example;

import io.quarkus.oidc.IdToken;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.jwt.JsonWebToken;

@Path("/")
public class App {
  @Inject @IdToken JsonWebToken user;

  @GET
  public String home() {
    return "nobody";
  }

  @GET
  @Path("who")
  public String who() {
    return user.getClaim("name") + " " + user.getClaim("email");
  }
}
