package org.example;

import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.*;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An API that refuses revoked tokens: Spring Security checks the JWT, and StatusListCheck whether it was revoked. */
@SpringBootApplication
@RestController
public class App {
  public static void main(String[] args) {
    SpringApplication.run(App.class, "--server.port=" + System.getenv("PORT"));
  }

  @Bean
  JwtDecoder jwtDecoder(@Value("${ISSUER}") String issuer, @Value("${API_IDENTIFIER}") String api) {
    // The type is at+jwt, which the validator checks, and the decoder by itself refuses.
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
    var anyClient = new JwtClaimValidator<String>("client_id", Objects::nonNull);
    var accessToken = JwtValidators.createAtJwtValidator().issuer(issuer).audience(api)
        .validators(all -> all.put("client_id", anyClient)).build();
    var statusLists = new StatusListCheck(issuer);
    decoder.setJwtValidator(token -> {
      var result = accessToken.validate(token);
      return result.hasErrors() ? result : statusLists.validate(token);
    });
    return decoder;
  }

  @GetMapping("/")
  String home(@AuthenticationPrincipal Jwt jwt) {
    return jwt.getSubject() + " may " + jwt.getClaimAsString("scope");
  }
}
