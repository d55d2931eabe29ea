import type { NewAccessToken, NewRefreshToken } from "../../oauth/store";
import { accessTokens, refreshTokens } from "./tables";

// The tokens that a code or a refresh token is exchanged for, in the recordset of what is exchanged.

const access = accessTokens.without("a", ["grantId", "clientId", "userId"]);
const accessButEnd = accessTokens.without("a", ["grantId", "clientId", "userId", "expiresAt"]);
const refresh = refreshTokens.without("r", ["grantId", "clientId"]);
const refreshButEnd = refreshTokens.without("r", ["grantId", "clientId", "expiresAt"]);

/** The columns of the recordset that {@link writeNewTokens} fills. */
export const newTokensTyped = `${access.typed}, ${refresh.typed}, refresh_lifetime float8`;

/** @param refreshLifetime seconds after the start of the grant at which its refresh tokens end */
export function writeNewTokens<Item extends object>(
  item: Item,
  accessToken: NewAccessToken,
  refreshToken: NewRefreshToken | null,
  refreshLifetime: number,
): Item {
  access.write(item, accessToken);
  if (refreshToken) refresh.write(item, refreshToken);
  return Object.assign(item, { refresh_lifetime: refreshLifetime });
}

/** When the refresh tokens of a grant end, computed from its start and the `refresh_lifetime` of the recordset. */
export const refreshEnd = (grantCreatedAt: string) => `${grantCreatedAt} + make_interval(secs => refresh_lifetime)`;

/**
 * Stores the new tokens of a step whose rows hold {@link newTokensTyped}, `client_id` and the names of the `owner`. Each
 * ends with its grant at the latest.
 */
export const insertNewAccessTokens = (source: string) => `
    INSERT INTO access_tokens (grant_id, client_id, user_id, ${accessButEnd.columns}, expires_at)
    SELECT g_id, client_id, g_user_id, ${accessButEnd.names}, LEAST(a_expires_at, g_expires_at) FROM ${source}`;

/** The same for the refresh tokens, if there are any. */
export const insertNewRefreshTokens = (source: string, condition = "true") => `
    INSERT INTO refresh_tokens (grant_id, client_id, ${refreshButEnd.columns}, expires_at)
    SELECT g_id, client_id, ${refreshButEnd.names}, LEAST(r_expires_at, ${refreshEnd("g_created_at")}, g_expires_at)
    FROM ${source} WHERE r_token_hash IS NOT NULL AND ${condition}`;
