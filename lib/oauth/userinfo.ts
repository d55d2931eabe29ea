import { findActiveAccessToken } from "./access-token";
import { readBearerToken } from "./bearer";
import { CLAIMS_OF_SCOPE, listRequestedClaims, releaseClaims, withoutForbiddenClaims } from "./claims";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import { jsonResponse } from "./json-response";
import { hasFormType, readFormParams } from "./params";
import type { RefusalCause } from "./refusal-causes";
import { subjectFor } from "./subject";

/**
 * The userinfo endpoint: what the person allowed this client to know. GET, or POST with the token in header or body.
 * @see OIDC Core §5.3
 */
export async function handleUserinfoRequest(request: Request, context: OAuthContext): Promise<Response> {
  // RFC 6750 §2.2: only a form can carry the token. What else a POST brings, as some HTTP clients do by default, is not read.
  const isForm = request.method === "POST" && hasFormType(request);
  const form = isForm ? await readFormParams(request) : null;
  const token = readBearerToken(request, form);
  const active = await findActiveAccessToken(token, context);
  if (active === null) throw invalidToken("access_token_unusable");
  const { accessToken, grant, subject, userinfoSignedResponseAlg: alg, clientScopes } = active;
  return await onBehalfOf(accessToken.clientId, async () => {
    // RFC 8707 §2: a token for another API is not a token for this one.
    if (!accessToken.audience.includes(context.issuer)) throw invalidToken("access_token_of_other_api");
    if (grant === null || subject === null || !accessToken.scopes.includes("openid")) {
      throw new OAuthError("insufficient_scope", "The scope openid is needed", { cause: "access_token_scope" });
    }
    const names = [
      ...accessToken.scopes.flatMap((scope) => CLAIMS_OF_SCOPE[scope] ?? []),
      // What the client lost its scope for since is not told any more.
      ...listRequestedClaims(withoutForbiddenClaims(grant.claims, clientScopes), "userinfo"),
    ];
    // OIDC Core §5.3.2: sub MUST always be returned.
    const claims = { sub: subjectFor(active, subject.userId, context), ...releaseClaims(subject, names) };
    if (alg === null) return jsonResponse(claims);
    // OIDC Core §5.3.2: a signed answer also says who made it and for whom, and is application/jwt.
    const payload = { ...claims, iss: context.issuer, aud: accessToken.clientId };
    // RFC 8725 §3.11: a type of its own, so that it never passes for an ID token.
    const jwt = await context.keys.sign(payload, { alg, typ: "userinfo+jwt" });
    return new Response(jwt, { headers: { "content-type": "application/jwt" } });
  });
}

function invalidToken(cause: RefusalCause): OAuthError {
  return new OAuthError("invalid_token", "The access token is unknown, expired or revoked", { cause });
}
