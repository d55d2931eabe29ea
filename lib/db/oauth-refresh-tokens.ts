import type { AccessToken, RefreshToken } from "../oauth/model";
import type { OAuthStore } from "../oauth/store";
import { createBatcher } from "./batch";
import { runStatement } from "./client";
import {
  type GrantColumns,
  grantColumns,
  insertAccessTokens,
  insertRefreshTokens,
  type SubjectColumns,
  subjectColumns,
  toAccessTokenRecord,
  toGrant,
  toRefreshTokenRecord,
  toSubject,
} from "./oauth-rows";
import { recordset, toRecordset } from "./sql";

type RefreshRow = GrantColumns & SubjectColumns & { [K in keyof RefreshToken]: RefreshToken[K] };

function toRefreshToken(row: RefreshRow): RefreshToken {
  const { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt } = row;
  return { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt };
}

const find = {
  name: "find-refresh-tokens",
  text: `
    SELECT r.token_hash AS "tokenHash", r.grant_id AS "grantId", r.client_id AS "clientId", r.scopes,
      r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.consumed_at AS "consumedAt",
      r.revoked_at AS "revokedAt", ${grantColumns}, ${subjectColumns}
    FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id JOIN users u ON u.id = g.user_id
    WHERE r.token_hash = ANY($1::text[])`,
};

const findRefreshTokens = createBatcher(async (tokenHashes: string[]) => {
  const rows = await runStatement<RefreshRow>(find, [tokenHashes]);
  const found = new Map(
    rows.map((row) => [
      row.tokenHash,
      { refreshToken: toRefreshToken(row), grant: toGrant(row), subject: toSubject(row) },
    ]),
  );
  return tokenHashes.map((tokenHash) => found.get(tokenHash) ?? null);
});

interface Redemption {
  tokenHash: string;
  now: Date;
  accessToken: AccessToken;
  expiresAt: Date;
  rotation: { successor: RefreshToken; graceSeconds: number } | null;
}

const redemptionFields =
  "token_hash text, now timestamptz, expires_at timestamptz, rotates bool, first_use_since timestamptz";

// RFC 9700 §4.14.2: a rotated token is used once; a lost answer may be fetched again within the grace window.
// Of the answers that the window lets out only one lives on: the first that is used ends the others, so that a thief's
// line of tokens and the client's cannot both go on.
// A grant is locked, so that a revocation cannot overtake, nor a use of another of its tokens: who comes second waits.
const redeem = {
  name: "redeem-refresh-tokens",
  text: `
    WITH live AS (
      SELECT i.*, g.id, r.consumed_at IS NULL AND i.rotates AS is_first
      FROM ${recordset("$1", "i", redemptionFields)}
        JOIN refresh_tokens r ON r.token_hash = i.token_hash JOIN grants g ON g.id = r.grant_id
      WHERE g.revoked_at IS NULL ORDER BY g.id FOR NO KEY UPDATE OF g, r
    ), redeemed AS (
      UPDATE refresh_tokens r SET
        consumed_at = CASE WHEN live.rotates THEN coalesce(r.consumed_at, live.now) END,
        expires_at = CASE WHEN live.rotates THEN r.expires_at ELSE live.expires_at END
      FROM live
      WHERE r.token_hash = live.token_hash AND r.grant_id = live.id AND r.revoked_at IS NULL
        AND r.expires_at > live.now
        AND (r.consumed_at IS NULL OR live.rotates AND r.consumed_at >= live.first_use_since)
      RETURNING live.n, live.id AS grant_id, live.token_hash, live.now, live.is_first
    ), superseded AS (
      UPDATE refresh_tokens r SET revoked_at = redeemed.now FROM redeemed
      WHERE redeemed.is_first AND r.grant_id = redeemed.grant_id AND r.token_hash <> redeemed.token_hash
        AND r.consumed_at IS NULL AND r.revoked_at IS NULL
    ), access AS (${insertAccessTokens("$2", "redeemed")}
    ), successor AS (${insertRefreshTokens("$3", "redeemed")})
    SELECT n FROM redeemed`,
};

function toItem({ tokenHash, now, expiresAt, rotation }: Redemption, n: number) {
  const firstUseSince = new Date(now.getTime() - (rotation?.graceSeconds ?? 0) * 1000);
  return {
    ...{ n, token_hash: tokenHash, now, expires_at: expiresAt },
    ...{ rotates: rotation !== null, first_use_since: firstUseSince },
  };
}

const redeemRefreshTokens = createBatcher(
  async (items: Redemption[]) => {
    const successors = items.flatMap(({ rotation }, n) =>
      rotation ? [{ n, ...toRefreshTokenRecord(rotation.successor) }] : [],
    );
    const rows = await runStatement<{ n: number }>(redeem, [
      toRecordset(items.map(toItem)),
      toRecordset(items.map(({ accessToken }, n) => ({ n, ...toAccessTokenRecord(accessToken) }))),
      toRecordset(successors),
    ]);
    const winners = new Set(rows.map(({ n }) => n));
    return items.map((_, n) => winners.has(n));
  },
  // Tokens of one grant end one another, and one statement cannot change a row twice.
  { keyOf: ({ tokenHash, rotation }) => rotation?.successor.grantId ?? tokenHash },
);

/** Refresh tokens: found by hash, exchanged by one conditional UPDATE that stores what they are exchanged for. */
export const refreshTokenSteps: Pick<OAuthStore, "findRefreshToken" | "redeemRefreshToken"> = {
  findRefreshToken: findRefreshTokens,
  redeemRefreshToken: (tokenHash, now, exchange) => redeemRefreshTokens({ tokenHash, now, ...exchange }),
};
