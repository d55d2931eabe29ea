package org.example;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.InflaterInputStream;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.*;
import org.springframework.web.client.RestClient;

/**
 * Refuses an issuer's JWT access tokens that are revoked, by the Token Status Lists that they name. It asks for a
 * list once in its {@code ttl}, however many tokens are checked. If a list cannot be read, it throws, and the request
 * is refused.
 */
class StatusListCheck implements OAuth2TokenValidator<Jwt> {
  private static final int MAX_BYTES = 1 << 20; // of an unpacked list: eight million tokens

  private record StatusList(byte[] bits, Instant freshUntil, Instant expiresAt) {}

  private final String issuer;
  private final NimbusJwtDecoder decoder;
  private final RestClient http = RestClient.create();
  private final Map<String, StatusList> lists = new ConcurrentHashMap<>();

  StatusListCheck(String issuer) {
    this.issuer = issuer;
    decoder = NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(
        new JwtTimestampValidator(Duration.ZERO),
        new JwtIssuerValidator(issuer),
        new JwtTypeValidator("statuslist+jwt"))));
  }

  /** Takes a token that is valid otherwise. */
  @Override
  public OAuth2TokenValidatorResult validate(Jwt token) {
    if (!token.hasClaim("status")) return OAuth2TokenValidatorResult.success();
    var place = (Map<?, ?>) token.getClaimAsMap("status").get("status_list");
    int index = ((Number) place.get("idx")).intValue();
    byte[] bits = get((String) place.get("uri")).bits();
    if ((bits[index >> 3] >> (index & 7) & 1) == 0) return OAuth2TokenValidatorResult.success();
    return OAuth2TokenValidatorResult.failure(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The token is revoked", null));
  }

  /** Of many requests at once, one reads the list. */
  private StatusList get(String uri) {
    lists.values().removeIf(list -> list.expiresAt().isBefore(Instant.now()));
    return lists.compute(uri, (same, known) -> {
      if (known != null && Instant.now().isBefore(known.freshUntil())) return known;
      try {
        return read(uri);
      } catch (RuntimeException error) {
        // While the issuer does not answer, what it signed counts until it expires.
        if (known != null && Instant.now().isBefore(known.expiresAt())) return known;
        throw new IllegalStateException("The status list cannot be read", error);
      }
    });
  }

  private StatusList read(String uri) {
    // Only the issuer says what became of its tokens, and no token may send this API anywhere else.
    if (!uri.startsWith(issuer + "/")) throw new IllegalArgumentException("Not the issuer's: " + uri);
    String text =
        http.get().uri(URI.create(uri)).header("Accept", "application/statuslist+jwt").retrieve().body(String.class);
    Instant receivedAt = Instant.now();
    Jwt jwt = decoder.decode(text);
    Map<String, Object> list = jwt.getClaimAsMap("status_list");
    int bitsPerToken = ((Number) list.get("bits")).intValue();
    boolean isMeant = uri.equals(jwt.getSubject()) && jwt.getExpiresAt() != null && bitsPerToken == 1;
    if (!isMeant) throw new IllegalArgumentException("It has another form");
    Number ttl = jwt.hasClaim("ttl") ? jwt.getClaim("ttl") : 0;
    Instant freshUntil = receivedAt.plusSeconds(ttl.longValue());
    byte[] packed = Base64.getUrlDecoder().decode((String) list.get("lst"));
    try (var unpacked = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return new StatusList(unpacked.readNBytes(MAX_BYTES), freshUntil, jwt.getExpiresAt());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
