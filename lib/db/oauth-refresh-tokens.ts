import type { RefreshToken } from "../oauth/model";
import type { OAuthStore, RefreshRedemption } from "../oauth/store";
import { createBatcher } from "./batch";
import { runStatement } from "./client";
import {
  type GrantColumns,
  grantColumns,
  insertNewAccessTokens,
  insertNewRefreshTokens,
  newTokenFields,
  type OwnerColumns,
  ownerColumns,
  ownerNames,
  refreshEnd,
  type SubjectColumns,
  subjectColumns,
  toGrant,
  toOwner,
  toSubject,
} from "./oauth-rows";
import { recordset, toRecordset } from "./sql";

type RefreshRow = GrantColumns & SubjectColumns & { [K in keyof RefreshToken]: RefreshToken[K] };

function toRefreshToken(row: RefreshRow): RefreshToken {
  const { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt } = row;
  return { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt };
}

const fields: Record<keyof RefreshToken, string> = {
  ...{ tokenHash: "token_hash", grantId: "grant_id", clientId: "client_id", scopes: "scopes" },
  ...{ createdAt: "created_at", expiresAt: "expires_at", consumedAt: "consumed_at", revokedAt: "revoked_at" },
};
const refreshTokenColumns = Object.entries(fields)
  .map(([name, column]) => `r.${column} AS "${name}"`)
  .join(", ");

const toFound = (row: RefreshRow) => ({
  refreshToken: toRefreshToken(row),
  grant: toGrant(row),
  subject: toSubject(row),
});

const find = {
  name: "find-refresh-tokens",
  text: `
    SELECT ${refreshTokenColumns}, ${grantColumns}, ${subjectColumns}
    FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id JOIN users u ON u.id = g.user_id
    WHERE r.token_hash = ANY($1::text[])`,
};

const findRefreshTokens = createBatcher(async (tokenHashes: string[]) => {
  const rows = await runStatement<RefreshRow>(find, [tokenHashes]);
  const found = new Map(rows.map((row) => [row.tokenHash, toFound(row)]));
  return tokenHashes.map((tokenHash) => found.get(tokenHash) ?? null);
});

const redemptionFields = `token_hash text, client_id text, shape_scopes text[], resources text[], now timestamptz,
  lives_until timestamptz, rotates bool, first_use_since timestamptz, ${newTokenFields}`;

// RFC 9700 §4.14.2: a rotated token is used once; who repeats that use within the grace window gets the same successor,
// which is stored already then, and may have been used. So a grant has one line of tokens, and two who hold a token of
// it cannot both go on unseen.
// The grant is locked, so that a revocation cannot overtake: who revokes it waits, or its end is seen here.
const redeem = {
  name: "redeem-refresh-tokens",
  text: `
    WITH live AS (
      SELECT i.*, ${ownerColumns}
      FROM ${recordset("$1", "i", redemptionFields)}
        JOIN refresh_tokens r ON r.token_hash = i.token_hash JOIN grants g ON g.id = r.grant_id
        JOIN users u ON u.id = g.user_id
      WHERE r.client_id = i.client_id AND r.scopes = i.shape_scopes AND g.resources = i.resources
        AND g.revoked_at IS NULL AND ${refreshEnd("g.created_at")} > i.now AND u.suspended_at IS NULL
      ORDER BY g.id FOR NO KEY UPDATE OF g, r
    ), redeemed AS (
      UPDATE refresh_tokens r SET
        consumed_at = CASE WHEN live.rotates THEN coalesce(r.consumed_at, live.now) END,
        expires_at = CASE WHEN live.rotates THEN r.expires_at
          ELSE LEAST(live.lives_until, ${refreshEnd("live.g_created_at")}) END
      FROM live
      WHERE r.token_hash = live.token_hash AND r.revoked_at IS NULL AND r.expires_at > live.now
        AND (r.consumed_at IS NULL OR live.rotates AND r.consumed_at >= live.first_use_since)
      RETURNING live.*
    ), access AS (${insertNewAccessTokens("redeemed")}
    ), successor AS (${insertNewRefreshTokens("redeemed")} ON CONFLICT (token_hash) DO NOTHING)
    SELECT n, ${ownerNames} FROM redeemed`,
};

// Spelled out: objects that are put together by spreading take three times as long to write as JSON.
const toItem = ({ tokenHash, now, clientId, shape, accessToken, ...exchange }: RefreshRedemption) => ({
  token_hash: tokenHash,
  client_id: clientId,
  shape_scopes: shape.scopes,
  resources: shape.resources,
  now,
  lives_until: exchange.rotation ? undefined : exchange.expiresAt,
  rotates: exchange.rotation !== null,
  first_use_since: exchange.rotation ? new Date(now.getTime() - exchange.rotation.graceSeconds * 1000) : undefined,
  a_hash: accessToken.tokenHash,
  a_scopes: accessToken.scopes,
  a_audience: accessToken.audience,
  a_created_at: accessToken.createdAt,
  a_expires_at: accessToken.expiresAt,
  r_hash: exchange.rotation?.successor.tokenHash,
  r_scopes: exchange.rotation?.successor.scopes,
  r_created_at: exchange.rotation?.successor.createdAt,
  r_expires_at: exchange.rotation?.successor.expiresAt,
  refresh_lifetime: exchange.refreshLifetime,
});

const redeemRefreshTokens = createBatcher(
  async (items: RefreshRedemption[]) => {
    const rows = await runStatement<OwnerColumns & { n: number }>(redeem, [toRecordset(items.map(toItem))]);
    const found = new Map(rows.map((row) => [row.n, row]));
    return items.map(({ clientId, shape }, n) => {
      const row = found.get(n);
      return row === undefined ? null : toOwner(row, { clientId, resources: shape.resources });
    });
  },
  { keyOf: ({ tokenHash }) => tokenHash, overlaps: true },
);

const revoke = {
  name: "revoke-refresh-tokens",
  // The grant's end is what counts: tokens that an exchange stores meanwhile end with it.
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

const revokeRefreshTokens = createBatcher(async (items: { token_hash: string; client_id: string; now: Date }[]) => {
  const rows = await runStatement<{ n: number; clientId: string; userId: string }>(revoke, [toRecordset(items)]);
  const found = new Map(rows.map(({ n, clientId, userId }) => [n, { clientId, userId }]));
  return items.map((_, n) => found.get(n) ?? null);
});

/** Refresh tokens: found by hash, exchanged by one conditional UPDATE that stores what they are exchanged for. */
export const refreshTokenSteps: Pick<OAuthStore, "findRefreshToken" | "redeemRefreshToken" | "revokeRefreshToken"> = {
  findRefreshToken: findRefreshTokens,
  redeemRefreshToken: redeemRefreshTokens,
  revokeRefreshToken: (tokenHash, clientId, now) =>
    revokeRefreshTokens({ token_hash: tokenHash, client_id: clientId, now }),
};
