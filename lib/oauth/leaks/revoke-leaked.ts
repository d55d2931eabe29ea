import type { OAuthContext } from "../context";
import { CLIENT_SECRET_PREFIX, hashSecret, REFRESH_TOKEN_PREFIX, REGISTRATION_TOKEN_PREFIX } from "../secrets";
import { hashAccessToken } from "../tokens/access-token";
import type { Leak } from "./leak-desk";

/**
 * Ends what somebody found in public, if it is a credential of this portal: a secret or a registration token, an access
 * token alone, a refresh token with all of its access. Null: it is none. It is looked for by its hash only.
 */
export async function revokeLeaked(credential: string, context: OAuthContext): Promise<Leak | null> {
  const { leaks } = context;
  const now = context.now();
  if (credential.startsWith(CLIENT_SECRET_PREFIX)) {
    const found = await leaks.revokeSecret(hashSecret(credential), now);
    return found && { ...found, kind: "client_secret" };
  }
  if (credential.startsWith(REGISTRATION_TOKEN_PREFIX)) {
    const found = await leaks.revokeRegistrationToken(hashSecret(credential), now);
    return found && { ...found, kind: "registration_token" };
  }
  if (credential.startsWith(REFRESH_TOKEN_PREFIX)) return await revokeRefreshToken(hashSecret(credential), context);
  const tokenHash = await hashAccessToken(credential, context);
  return tokenHash === null ? null : await revokeAccessToken(tokenHash, context);
}

async function revokeRefreshToken(tokenHash: string, context: OAuthContext): Promise<Leak | null> {
  const found = await context.store.findRefreshToken(tokenHash);
  if (found === null) return null;
  const { refreshToken, grant } = found;
  const now = context.now();
  // Whoever has a token that was used before could still end the grant by using it again.
  const wasLive = refreshToken.revokedAt === null && grant.revokedAt === null && refreshToken.expiresAt > now;
  await context.store.revokeRefreshToken(tokenHash, refreshToken.clientId, now);
  return { kind: "refresh_token", clientId: refreshToken.clientId, userId: grant.userId, hint: null, wasLive };
}

async function revokeAccessToken(tokenHash: string, context: OAuthContext): Promise<Leak | null> {
  const found = await context.store.findAccessToken(tokenHash);
  if (found === null) return null;
  const { accessToken, grant } = found;
  const now = context.now();
  const isOver = accessToken.revokedAt !== null || accessToken.expiresAt <= now || (grant?.revokedAt ?? null) !== null;
  await context.store.revokeAccessToken(tokenHash, accessToken.clientId, now);
  return {
    kind: "access_token",
    clientId: accessToken.clientId,
    userId: accessToken.userId,
    hint: null,
    wasLive: !isOver,
  };
}
