import type { OAuthContext } from "../context";
import type { AccessToken, GrantOfToken, SigningAlg, Subject } from "../model";
import { ACCESS_TOKEN_PREFIX, hashSecret } from "../secrets";
import { findOwnJwtPayload } from "./own-jwt";
import { listClaimScopes } from "./scopes";

/** An access token that is valid now. */
export interface ActiveAccessToken {
  accessToken: AccessToken;
  /** null: client_credentials */
  grant: GrantOfToken | null;
  subject: Subject | null;
  /** how its client wants userinfo signed; null: not at all */
  userinfoSignedResponseAlg: SigningAlg | null;
  /** of its client, for `subjectFor` */
  pairwiseSector: string | null;
  /** the scopes whose claims the client may still ask for */
  clientScopes: string[];
}

/**
 * The hash under which an access token is stored; null for a text that cannot be one of our tokens. A JWT is found by
 * its `jti` after its signature was checked. A bare `jti` is not secret and never passes for an opaque token, because
 * those have a prefix.
 */
export async function hashAccessToken(
  token: string,
  context: Pick<OAuthContext, "keys" | "issuer">,
): Promise<string | null> {
  if (token.startsWith(ACCESS_TOKEN_PREFIX)) return hashSecret(token);
  if (token.split(".").length !== 3) return null;
  // RFC 9068 §4: the typ must be at+jwt.
  const payload = await findOwnJwtPayload(token, "at+jwt", context);
  return typeof payload?.jti === "string" ? hashSecret(payload.jti) : null;
}

/**
 * The token with its grant and person if it is valid: not expired, not revoked, its grant not revoked, and neither its
 * person nor its client suspended. Null otherwise. The caller checks audience and scope.
 */
export async function findActiveAccessToken(
  token: string,
  context: Pick<OAuthContext, "keys" | "issuer" | "store" | "now">,
): Promise<ActiveAccessToken | null> {
  const tokenHash = await hashAccessToken(token, context);
  const found = tokenHash === null ? null : await context.store.findAccessToken(tokenHash);
  if (!found) return null;
  const { accessToken, grant, subject, isClientLive, userinfoSignedResponseAlg, pairwiseSector, client } = found;
  if (accessToken.revokedAt !== null || accessToken.expiresAt <= context.now()) return null;
  if (!isClientLive || (grant !== null && grant.revokedAt !== null)) return null;
  if (subject !== null && subject.suspendedAt !== null) return null;
  const clientScopes = listClaimScopes(client);
  return { accessToken, grant, subject, userinfoSignedResponseAlg, pairwiseSector, clientScopes };
}
