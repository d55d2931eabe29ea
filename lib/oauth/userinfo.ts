import { SIGNING_ALGS } from "./algorithms";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import type { Feature } from "./feature";
import type { RefusalCause } from "./refusal-causes";
import { findActiveAccessToken } from "./tokens/access-token";
import { readBearerToken } from "./tokens/bearer";
import {
  listClaimsOfScopes,
  listReleasableClaims,
  PERSON_CLAIMS,
  readClaims,
  withoutForbiddenClaims,
} from "./tokens/claims";
import { subjectFor } from "./tokens/subject";
import { jsonResponse } from "./wire/json-response";
import { hasFormType, readFormParams } from "./wire/params";

/**
 * The userinfo endpoint: answers what the person allowed this client to know. GET, or POST with the token in header or
 * body.
 * @see OIDC Core §5.3
 */
export async function handleUserinfoRequest(request: Request, context: OAuthContext): Promise<Response> {
  // RFC 6750 §2.2: only a form can carry the token. Any other body, which some HTTP clients send by default, is not
  // read.
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
      throw new OAuthError("insufficient_scope", "This endpoint needs an access token with the scope openid", {
        cause: "access_token_scope",
        ...(grant && { grantId: grant.grantId }),
      });
    }
    const known = await context.store.findScopes(accessToken.scopes);
    const used = known.filter(({ name, claims }) => name === "openid" || claims.length > 0);
    context.noteUse({ grantId: grant.grantId, scopes: used.map(({ name }) => name), at: context.now() });
    const names = [
      ...listClaimsOfScopes(accessToken.scopes, known),
      // Claims of scopes that the client has lost since are left out.
      ...(await listReleasableClaims(withoutForbiddenClaims(grant.claims, clientScopes), "userinfo", context.store)),
    ];
    // OIDC Core §5.3.2: sub MUST always be returned.
    const told = await readClaims(subject, names, context);
    const claims = { sub: subjectFor(active, subject.userId, context), ...told };
    const read = { clientId: accessToken.clientId, userId: subject.userId, data: { grantId: grant.grantId } };
    context.record({ type: "userinfo.read", outcome: "ok", ...read }, request);
    if (alg === null) return jsonResponse(claims);
    // OIDC Core §5.3.2: a signed answer also has iss and aud, and is application/jwt.
    const payload = { ...claims, iss: context.issuer, aud: accessToken.clientId };
    // RFC 8725 §3.11: its own typ, so that it never passes for an ID token.
    const jwt = await context.keys.sign(payload, { alg, typ: "userinfo+jwt" });
    return new Response(jwt, { headers: { "content-type": "application/jwt" } });
  });
}

function invalidToken(cause: RefusalCause): OAuthError {
  return new OAuthError("invalid_token", "The access token is unknown, expired or revoked", { cause });
}

/** The operator's own claims that every app may ask for. */
async function listPublicClaims(store: OAuthContext["store"]): Promise<string[]> {
  const scopes = await store.listScopes();
  return scopes.flatMap(({ isPublic, claims }) => (isPublic ? claims : []));
}

/** Claims about the token and the sign-in, beside those about the person. @see OIDC Core §2 */
const PROTOCOL_CLAIMS = ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "sid", "acr", "amr"];

export const userinfo = {
  endpoints: [
    {
      name: "userinfo",
      path: "/oauth/userinfo",
      metadataMember: "userinfo_endpoint",
      methods: ["GET", "POST"],
      isCrossOrigin: true,
      errors: "json",
      handle: handleUserinfoRequest,
    },
  ],
  metadata: async ({ store }) => ({
    userinfo_signing_alg_values_supported: SIGNING_ALGS,
    claim_types_supported: ["normal"],
    claims_supported: [...PROTOCOL_CLAIMS, ...PERSON_CLAIMS, ...(await listPublicClaims(store))],
  }),
} as const satisfies Feature;
