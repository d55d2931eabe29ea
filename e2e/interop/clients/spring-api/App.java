package org.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same API twice: once it is told the issuer, once where the keys are. */
@SpringBootApplication
@RestController
public class App {
  public static void main(String[] args) {
    String jwt = "--spring.security.oauth2.resourceserver.jwt.";
    String issuer = System.getenv("ISSUER");
    SpringApplication.run(App.class, "--server.port=" + System.getenv("SECOND_PORT"), jwt + "jwk-set-uri=" + issuer + "/oauth/jwks");
    SpringApplication.run(App.class, "--server.port=" + System.getenv("PORT"), jwt + "issuer-uri=" + issuer);
  }

  @GetMapping("/")
  String home(@AuthenticationPrincipal Jwt jwt) {
    return jwt.getSubject() + " may " + jwt.getClaimAsString("scope");
  }
}
