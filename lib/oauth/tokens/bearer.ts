import { OAuthError } from "../errors";
import type { Params } from "../wire/params";

/** Whether the request carries an access token in its address. @see RFC 6750 §2.3 */
export function hasQueryToken(request: Request): boolean {
  return /[?&]access_token=/.test(request.url);
}

/**
 * The access token of a request to an API that accepts tokens in the query. Throws `invalid_request` when the token
 * came twice, and 401 when it is empty.
 * @see RFC 6750 §2.3
 */
export function readQueryToken(request: Request): string {
  const tokens = new URL(request.url).searchParams.getAll("access_token");
  // RFC 6750 §2: Clients MUST NOT use more than one method to transmit the token in each request.
  if (tokens.length > 1 || request.headers.has("authorization")) {
    throw new OAuthError(
      "invalid_request",
      "More than one access token was sent: send one, in the Authorization header",
      { cause: "access_token_twice" },
    );
  }
  const [token] = tokens;
  if (!token)
    throw new OAuthError("invalid_token", "No access token was sent: send it in the Authorization header", {
      cause: "access_token_missing",
    });
  return token;
}

/**
 * The access token of a request to a protected resource, from the header or the form body. Throws 401 when there is
 * none, and `invalid_request` when it came twice or in the query.
 * @see RFC 6750 §2
 */
export function readBearerToken(request: Request, form: Params | null): string {
  // RFC 6750 §2.3, §5.3: a token in the query is refused, because queries end up in logs and histories.
  if (hasQueryToken(request)) {
    throw new OAuthError(
      "invalid_request",
      "An access token in the query is not accepted: send it in the Authorization header",
      {
        cause: "access_token_in_query",
      },
    );
  }
  const authorization = request.headers.get("authorization");
  const fromForm = form?.get("access_token") ?? null;
  // RFC 6750 §2: Clients MUST NOT use more than one method to transmit the token in each request.
  if (authorization !== null && fromForm !== null) {
    throw new OAuthError(
      "invalid_request",
      "More than one access token was sent: send one, in the Authorization header",
      { cause: "access_token_twice" },
    );
  }
  if (fromForm !== null) return fromForm;
  // RFC 9110 §11.1: the scheme is case-insensitive.
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) {
    throw new OAuthError("invalid_token", "No access token was sent: send it in the Authorization header", {
      cause: "access_token_missing",
      isChallenge: authorization === null,
    });
  }
  return token;
}
