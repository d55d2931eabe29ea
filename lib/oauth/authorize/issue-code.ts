import type { OAuthContext } from "../context";
import type { Authentication, AuthorizationCode, AuthorizationParams, Grant } from "../model";
import { hashSecret, newUuid, uuidOf } from "../secrets";
import { listRequestedAcrs, pickAcr } from "../tokens/acr";
import { withoutForbiddenClaims } from "../tokens/claims";
import { earlierEnd } from "../tokens/grant-end";

/** How long the client has to redeem a code, in seconds. @see RFC 6749 §4.1.2 (10 minutes at most) */
export const CODE_TTL = 60;

/**
 * What a person allows: the requested scopes, the scopes that stand for requested claims, and `offline_access` where the
 * client gets a refresh token without asking for one.
 */
export interface Allowed {
  scopes: string[];
  /** when this ends by itself; null: it does not */
  expiresAt: Date | null;
}

/**
 * The id of the grant that a waiting request leads to. It is known before the person answers, so that developers see all
 * steps of one flow together.
 * @param requestId secret
 */
export const grantIdOf = (requestId: string) => uuidOf("grant", requestId);

/** The rows behind a code. `grantId`: a new one where the request did not wait for its person. */
export function prepareCode(
  code: string,
  params: AuthorizationParams,
  authentication: Authentication,
  { scopes, expiresAt }: Allowed,
  context: Pick<OAuthContext, "now" | "random">,
  grantId = newUuid(context),
): { grant: Grant; code: AuthorizationCode } {
  const now = context.now();
  const grant: Grant = {
    grantId,
    clientId: params.clientId,
    userId: authentication.userId,
    sessionId: authentication.sessionId,
    scopes: params.scopes.filter((name) => scopes.includes(name)),
    resources: params.resources,
    offlineAccess: scopes.includes("offline_access"),
    authenticatedAt: authentication.authenticatedAt,
    acr: pickAcr(authentication.amr, listRequestedAcrs(params)),
    amr: authentication.amr,
    claims: withoutForbiddenClaims(params.claims, scopes),
    createdAt: now,
    expiresAt,
    revokedAt: null,
  };
  return {
    grant,
    code: {
      codeHash: hashSecret(code),
      grantId: grant.grantId,
      clientId: params.clientId,
      redirectUri: params.redirectUri,
      codeChallenge: params.codeChallenge,
      codeChallengeMethod: params.codeChallengeMethod,
      nonce: params.nonce,
      createdAt: now,
      expiresAt: earlierEnd(new Date(now.getTime() + CODE_TTL * 1000), grant),
      consumedAt: null,
    },
  };
}
