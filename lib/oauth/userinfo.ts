import { findActiveAccessToken } from "./access-token";
import { readBearerToken } from "./bearer";
import { CLAIMS_OF_SCOPE, listRequestedClaims, releaseClaims } from "./claims";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import { readFormParams } from "./params";

/**
 * The userinfo endpoint: what the person allowed this client to know. GET, or POST with the token in header or body.
 * @see OIDC Core §5.3
 */
export async function handleUserinfoRequest(request: Request, context: OAuthContext): Promise<Response> {
  const isForm = request.method === "POST" && request.headers.has("content-type");
  const form = isForm ? await readFormParams(request) : null;
  const token = readBearerToken(request, form);
  const active = await findActiveAccessToken(token, context);
  if (active === null) throw invalidToken("unknown, expired or revoked token");
  const { accessToken, grant, subject } = active;
  return await onBehalfOf(accessToken.clientId, async () => {
    // RFC 8707 §2: a token for another API is not a token for this one.
    if (!accessToken.audience.includes(context.issuer)) throw invalidToken("the token is for another API");
    if (grant === null || subject === null || !accessToken.scopes.includes("openid")) {
      throw new OAuthError("insufficient_scope", "The scope openid is needed");
    }
    const names = [
      ...accessToken.scopes.flatMap((scope) => CLAIMS_OF_SCOPE[scope] ?? []),
      ...listRequestedClaims(grant.claims, "userinfo"),
    ];
    // OIDC Core §5.3.2: sub MUST always be returned.
    return Response.json({ sub: subject.userId, ...releaseClaims(subject, names) });
  });
}

function invalidToken(reason: string): OAuthError {
  return new OAuthError("invalid_token", "The access token is unknown, expired or revoked", { reason });
}
