import type { OAuthStore, RefreshCondition, RefreshRedemption } from "../../oauth/store";
import { runStatement } from "../driver/database";
import { allOf, recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";
import type { PartRow } from "../driver/table";
import {
  insertNewAccessTokens,
  insertNewRefreshTokens,
  newTokensTyped,
  refreshEnd,
  writeNewTokens,
} from "./new-tokens";
import { type GrantRow, grant, grants, type OwnerRow, owner, refreshTokens, type SubjectRow, subject } from "./tables";

const refreshToken = refreshTokens.as("r");

const find = {
  name: "find-refresh-tokens",
  text: `
    SELECT ${refreshToken.selected}, ${grant.selected}, ${subject.selected}
    FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id JOIN users u ON u.id = g.user_id
    WHERE r.token_hash = ANY($1::text[])`,
};

type FoundRow = PartRow<typeof refreshToken> & GrantRow & SubjectRow;

const toFound = (row: FoundRow) => ({
  refreshToken: refreshToken.read(row),
  grant: grant.read(row),
  subject: subject.read(row),
});

const findRefreshTokens = createStatementBatcher(async (tokenHashes: string[]) => {
  const rows = await runStatement<FoundRow>(find, [tokenHashes]);
  const found = new Map(rows.map((row) => [row.r_token_hash, toFound(row)]));
  return tokenHashes.map((tokenHash) => found.get(tokenHash) ?? null);
});

const redemptionTyped = [
  refreshTokens.typed("tokenHash", "clientId", "scopes"),
  grants.typed("resources"),
  "now timestamptz, lives_until timestamptz, rotates bool, first_use_since timestamptz",
  newTokensTyped,
].join(", ");

/** Conditions that are checked while the token is used, because others may use or revoke it at the same time. */
const whenUsed = {
  isNotRevoked: "r.revoked_at IS NULL",
  isInTime: "r.expires_at > live.now",
  isUnusedOrUsedAgain: "r.consumed_at IS NULL OR live.rotates AND r.consumed_at >= live.first_use_since",
} satisfies Partial<Record<RefreshCondition, string>>;

/** All other conditions. Nobody can change these while the grant is locked. */
const whenRead: Record<Exclude<RefreshCondition, keyof typeof whenUsed>, string> = {
  isOfClient: "r.client_id = i.client_id",
  isForScopes: "r.scopes = i.scopes",
  isForResources: "g.resources = i.resources",
  hasLiveGrant: "g.revoked_at IS NULL",
  hasUnexpiredGrant: "g.expires_at IS NULL OR g.expires_at > i.now",
  hasYoungGrant: `${refreshEnd("g.created_at")} > i.now`,
  hasActivePerson: "u.suspended_at IS NULL",
};

// RFC 9700 §4.14.2: a rotated token is used once. A repeated use within the grace window gets the same successor, which
// is already stored and may have been used. So a grant has one line of tokens, and two parties that hold a token of it
// cannot both continue unnoticed. The grant is locked, so that a revocation cannot overtake: it either waits, or is
// seen here.
const redeem = {
  name: "redeem-refresh-tokens",
  text: `
    WITH live AS (
      SELECT i.*, ${owner.selected}
      FROM ${recordset("$1", "i", redemptionTyped)}
        JOIN refresh_tokens r ON r.token_hash = i.token_hash JOIN grants g ON g.id = r.grant_id
        JOIN users u ON u.id = g.user_id
      WHERE ${allOf(whenRead)}
      ORDER BY g.id FOR NO KEY UPDATE OF g, r
    ), redeemed AS (
      UPDATE refresh_tokens r SET
        consumed_at = CASE WHEN live.rotates THEN coalesce(r.consumed_at, live.now) END,
        expires_at = CASE WHEN live.rotates THEN r.expires_at
          ELSE LEAST(live.lives_until, ${refreshEnd("live.g_created_at")}, live.g_expires_at) END
      FROM live
      WHERE r.token_hash = live.token_hash AND ${allOf(whenUsed)}
      RETURNING live.*
    ), access AS (${insertNewAccessTokens("redeemed")}
    ), successor AS (${insertNewRefreshTokens("redeemed")} ON CONFLICT (token_hash) DO NOTHING)
    SELECT n, ${owner.names} FROM redeemed`,
};

function toItem({ tokenHash, now, clientId, shape, accessToken, rotation, ...exchange }: RefreshRedemption) {
  const item = {
    token_hash: tokenHash,
    client_id: clientId,
    scopes: shape.scopes,
    resources: shape.resources,
    now,
    lives_until: rotation ? undefined : exchange.expiresAt,
    rotates: rotation !== null,
    first_use_since: rotation ? new Date(now.getTime() - rotation.graceSeconds * 1000) : undefined,
  };
  return writeNewTokens(item, accessToken, rotation?.successor ?? null, exchange.refreshLifetime);
}

const redeemRefreshTokens = createStatementBatcher(
  async (items: RefreshRedemption[]) => {
    const rows = await runStatement<OwnerRow & { n: number }>(redeem, [toRecordset(items.map(toItem))]);
    const found = new Map(rows.map((row) => [row.n, row]));
    return items.map(({ clientId, shape }, n) => {
      const row = found.get(n);
      return row === undefined ? null : owner.read(row, { clientId, resources: shape.resources });
    });
  },
  { keyOf: ({ tokenHash }) => tokenHash, overlaps: true },
);

const revoke = {
  name: "revoke-refresh-tokens",
  // Ending the grant is enough: tokens that an exchange stores meanwhile end with it.
  text: `
    WITH own AS (
      SELECT g.id, i.now FROM ${recordset("$1", "i", "token_hash text, client_id text, now timestamptz")}
        JOIN refresh_tokens r ON r.token_hash = i.token_hash AND r.client_id = i.client_id
        JOIN grants g ON g.id = r.grant_id
      ORDER BY g.id FOR NO KEY UPDATE OF g
    ), ended AS (
      UPDATE grants g SET revoked_at = own.now FROM own WHERE g.id = own.id AND g.revoked_at IS NULL
    ), access AS (
      UPDATE access_tokens t SET revoked_at = own.now FROM own WHERE t.grant_id = own.id AND t.revoked_at IS NULL
    ), refresh AS (
      UPDATE refresh_tokens t SET revoked_at = own.now FROM own WHERE t.grant_id = own.id AND t.revoked_at IS NULL
    )
    SELECT i.n, r.client_id AS "clientId", g.user_id AS "userId"
    FROM ${recordset("$1", "i", "token_hash text")}
      JOIN refresh_tokens r ON r.token_hash = i.token_hash JOIN grants g ON g.id = r.grant_id`,
};

const revokeRefreshTokens = createStatementBatcher(
  async (items: { token_hash: string; client_id: string; now: Date }[]) => {
    const rows = await runStatement<{ n: number; clientId: string; userId: string }>(revoke, [toRecordset(items)]);
    const found = new Map(rows.map(({ n, clientId, userId }) => [n, { clientId, userId }]));
    return items.map((_, n) => found.get(n) ?? null);
  },
);

/** Refresh tokens: found by hash, exchanged by one conditional UPDATE that also stores the new tokens. */
export const refreshTokenSteps: Pick<OAuthStore, "findRefreshToken" | "redeemRefreshToken" | "revokeRefreshToken"> = {
  findRefreshToken: findRefreshTokens,
  redeemRefreshToken: redeemRefreshTokens,
  revokeRefreshToken: (tokenHash, clientId, now) =>
    revokeRefreshTokens({ token_hash: tokenHash, client_id: clientId, now }),
};
