package org.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class App {
  public static void main(String[] args) {
    String opaque = "--spring.security.oauth2.resourceserver.opaquetoken.";
    SpringApplication.run(
        App.class,
        "--server.port=" + System.getenv("PORT"),
        opaque + "introspection-uri=" + System.getenv("ISSUER") + "/oauth/introspect",
        opaque + "client-id=" + System.getenv("API_ID"),
        opaque + "client-secret=" + System.getenv("API_SECRET"));
  }

  @GetMapping("/")
  String home(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal token) {
    return token.getName() + " may " + token.getAttribute("scope");
  }
}
