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

// RFC 9700 §4.14.2: a rotated token is used once; a lost answer may be fetched again within the grace window.
// Of the answers that the window lets out only one lives on: the first that is used ends the others, so that a thief's
// line of tokens and the client's cannot both go on.
// A grant is locked, so that a revocation cannot overtake, nor a use of another of its tokens: who comes second waits.
// Tokens of one grant end one another, and one statement cannot change a row twice: one of them goes, others wait.
const redeem = {
  name: "redeem-refresh-tokens",
  text: `
    WITH live AS (
      SELECT i.*, r.consumed_at IS NULL AND i.rotates AS is_first, ${ownerColumns}
      FROM ${recordset("$1", "i", redemptionFields)}
        JOIN refresh_tokens r ON r.token_hash = i.token_hash JOIN grants g ON g.id = r.grant_id
        JOIN users u ON u.id = g.user_id
      WHERE r.client_id = i.client_id AND r.scopes = i.shape_scopes AND g.resources = i.resources
        AND g.revoked_at IS NULL AND u.suspended_at IS NULL
      ORDER BY g.id FOR NO KEY UPDATE OF g, r
    ), turn AS (
      SELECT DISTINCT ON (g_id) * FROM live ORDER BY g_id, n
    ), redeemed AS (
      UPDATE refresh_tokens r SET
        consumed_at = CASE WHEN turn.rotates THEN coalesce(r.consumed_at, turn.now) END,
        expires_at = CASE WHEN turn.rotates THEN r.expires_at ELSE turn.lives_until END
      FROM turn
      WHERE r.token_hash = turn.token_hash AND r.revoked_at IS NULL AND r.expires_at > turn.now
        AND (r.consumed_at IS NULL OR turn.rotates AND r.consumed_at >= turn.first_use_since)
      RETURNING turn.*
    ), superseded AS (
      UPDATE refresh_tokens r SET revoked_at = redeemed.now FROM redeemed
      WHERE redeemed.is_first AND r.grant_id = redeemed.g_id AND r.token_hash <> redeemed.token_hash
        AND r.consumed_at IS NULL AND r.revoked_at IS NULL
    ), access AS (${insertNewAccessTokens("redeemed")}
    ), successor AS (${insertNewRefreshTokens("redeemed")})
    SELECT true AS "isRedeemed", n, ${ownerNames} FROM redeemed
    UNION ALL
    SELECT false, n, ${ownerNames} FROM live WHERE n NOT IN (SELECT n FROM turn)`,
};

// Spelled out: objects that are put together by spreading take three times as long to write as JSON.
const toItem = ({ tokenHash, now, clientId, shape, accessToken, expiresAt, rotation }: RefreshRedemption) => ({
  token_hash: tokenHash,
  client_id: clientId,
  shape_scopes: shape.scopes,
  resources: shape.resources,
  now,
  lives_until: rotation ? undefined : expiresAt,
  rotates: rotation !== null,
  first_use_since: rotation ? new Date(now.getTime() - rotation.graceSeconds * 1000) : undefined,
  a_hash: accessToken.tokenHash,
  a_scopes: accessToken.scopes,
  a_audience: accessToken.audience,
  a_created_at: accessToken.createdAt,
  a_expires_at: accessToken.expiresAt,
  r_hash: rotation?.successor?.tokenHash,
  r_scopes: rotation?.successor?.scopes,
  r_created_at: rotation?.successor?.createdAt,
  r_expires_at: rotation?.successor?.expiresAt,
});

/** Of those that were not redeemed only because another token of their grant was: they have to come again. */
const notYet = "not yet" as const;

const redeemRefreshTokens = createBatcher(
  async (items: RefreshRedemption[]) => {
    type Row = OwnerColumns & { n: number; isRedeemed: boolean };
    const rows = await runStatement<Row>(redeem, [toRecordset(items.map(toItem))]);
    const found = new Map(rows.map((row) => [row.n, row]));
    return items.map(({ clientId, shape }, n) => {
      const row = found.get(n);
      if (row === undefined) return null;
      return row.isRedeemed ? toOwner(row, { clientId, resources: shape.resources }) : notYet;
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
  redeemRefreshToken: async (redemption) => {
    for (;;) {
      const found = await redeemRefreshTokens(redemption);
      if (found !== notYet) return found;
    }
  },
  revokeRefreshToken: (tokenHash, clientId, now) =>
    revokeRefreshTokens({ token_hash: tokenHash, client_id: clientId, now }),
};
