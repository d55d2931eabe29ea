import type { CodeRedemption, OAuthStore, RefreshRedemption } from "../store";

/** Long enough not to matter to tests that do not ask about it. */
const REFRESH_LIFETIME = 365 * 24 * 3600;

type CodeTokens = Pick<CodeRedemption, "accessToken" | "refreshToken"> & Partial<CodeRedemption>;
type Exchange = Pick<RefreshRedemption, "accessToken" | "expiresAt" | "rotation"> & Partial<RefreshRedemption>;

/** Redeems a code as a client that knows everything about its request. @returns whether the store did it */
export async function redeemCode(store: OAuthStore, codeHash: string, now: Date, tokens: CodeTokens): Promise<boolean> {
  const found = await store.findAuthorizationCode(codeHash);
  const proof = found?.code ?? { clientId: "unknown", redirectUri: "unknown", codeChallenge: null };
  const shape = found?.grant ?? { scopes: [], resources: [] };
  return (
    (await store.redeemAuthorizationCode({
      codeHash,
      now,
      proof,
      shape,
      refreshLifetime: REFRESH_LIFETIME,
      ...tokens,
    })) !== null
  );
}

/** Exchanges a refresh token as the client that owns it. @returns whether the store did it */
export async function exchangeRefreshToken(
  store: OAuthStore,
  tokenHash: string,
  now: Date,
  exchange: Exchange,
): Promise<boolean> {
  const found = await store.findRefreshToken(tokenHash);
  const { clientId, scopes } = found?.refreshToken ?? { clientId: "unknown", scopes: [] };
  const shape = { scopes, resources: found?.grant.resources ?? [] };
  return (
    (await store.redeemRefreshToken({
      tokenHash,
      now,
      clientId,
      shape,
      refreshLifetime: REFRESH_LIFETIME,
      ...exchange,
    })) !== null
  );
}
