package org.example;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.Micronaut;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;

@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
public class App {
  public static void main(String[] args) {
    Micronaut.run(App.class, args);
  }

  @Get
  @Produces(MediaType.TEXT_PLAIN)
  String home(@Nullable Authentication user) {
    return user == null ? "nobody" : user.getAttributes().get("name") + " " + user.getAttributes().get("email");
  }
}
