import type { AccessToken, AuthorizationCode, Grant, RefreshToken } from "../oauth/model";
import type { OAuthStore } from "../oauth/store";
import { createBatcher } from "./batch";
import { runStatement } from "./client";
import {
  type GrantColumns,
  grantColumns,
  insertAccessTokens,
  insertCodes,
  insertGrants,
  insertRefreshTokens,
  type SubjectColumns,
  subjectColumns,
  toAccessTokenRecord,
  toCodeRecord,
  toGrant,
  toGrantRecord,
  toRefreshTokenRecord,
  toSubject,
} from "./oauth-rows";
import { recordset, toRecordset } from "./sql";

type CodeRow = GrantColumns & SubjectColumns & { [K in keyof AuthorizationCode]: AuthorizationCode[K] };

function toCode({ codeHash, grantId, clientId, redirectUri, nonce, ...row }: CodeRow): AuthorizationCode {
  const { codeChallenge, codeChallengeMethod, createdAt, expiresAt, consumedAt } = row;
  return {
    ...{ codeHash, grantId, clientId, redirectUri, codeChallenge, codeChallengeMethod, nonce },
    ...{ createdAt, expiresAt, consumedAt },
  };
}

const create = {
  name: "create-codes",
  text: `WITH given AS (${insertGrants("$1")}) ${insertCodes("$2")}`,
};

const createCodes = createBatcher(async (items: { grant: Grant; code: AuthorizationCode }[]) => {
  const grants = items.map(({ grant }) => toGrantRecord(grant));
  await runStatement(create, [toRecordset(grants), toRecordset(items.map(({ code }) => toCodeRecord(code)))]);
  return items.map(() => undefined);
});

const find = {
  name: "find-codes",
  text: `
    SELECT c.code_hash AS "codeHash", c.grant_id AS "grantId", c.client_id AS "clientId",
      c.redirect_uri AS "redirectUri", c.code_challenge AS "codeChallenge",
      c.code_challenge_method AS "codeChallengeMethod", c.nonce, c.created_at AS "createdAt",
      c.expires_at AS "expiresAt", c.consumed_at AS "consumedAt", ${grantColumns}, ${subjectColumns}
    FROM authorization_codes c JOIN grants g ON g.id = c.grant_id JOIN users u ON u.id = g.user_id
    WHERE c.code_hash = ANY($1::text[])`,
};

const findCodes = createBatcher(async (codeHashes: string[]) => {
  const rows = await runStatement<CodeRow>(find, [codeHashes]);
  const found = new Map(
    rows.map((row) => [row.codeHash, { code: toCode(row), grant: toGrant(row), subject: toSubject(row) }]),
  );
  return codeHashes.map((codeHash) => found.get(codeHash) ?? null);
});

interface Redemption {
  codeHash: string;
  now: Date;
  accessToken: AccessToken;
  refreshToken: RefreshToken | null;
}

// RFC 6749 §4.1.2: a code is used once. The UPDATE has one winner, and only the winner's rows feed the inserts.
// A grant is locked, so that a revocation cannot overtake: who revokes it waits, or its end is seen here.
const redeem = {
  name: "redeem-codes",
  text: `
    WITH live AS (
      SELECT i.n, i.code_hash, i.now, g.id
      FROM ${recordset("$1", "i", "code_hash text, now timestamptz")}
        JOIN authorization_codes c ON c.code_hash = i.code_hash JOIN grants g ON g.id = c.grant_id
      WHERE g.revoked_at IS NULL ORDER BY i.n FOR SHARE OF g
    ), redeemed AS (
      UPDATE authorization_codes c SET consumed_at = live.now FROM live
      WHERE c.code_hash = live.code_hash AND c.grant_id = live.id AND c.consumed_at IS NULL AND c.expires_at > live.now
      RETURNING live.n
    ), access AS (${insertAccessTokens("$2", "redeemed")}
    ), refresh AS (${insertRefreshTokens("$3", "redeemed")})
    SELECT n FROM redeemed`,
};

const redeemCodes = createBatcher(
  async (items: Redemption[]) => {
    const rows = await runStatement<{ n: number }>(redeem, [
      toRecordset(items.map(({ codeHash, now }, n) => ({ n, code_hash: codeHash, now }))),
      toRecordset(items.map(({ accessToken }, n) => ({ n, ...toAccessTokenRecord(accessToken) }))),
      toRecordset(
        items.flatMap(({ refreshToken }, n) => (refreshToken ? [{ n, ...toRefreshTokenRecord(refreshToken) }] : [])),
      ),
    ]);
    const winners = new Set(rows.map(({ n }) => n));
    return items.map((_, n) => winners.has(n));
  },
  { keyOf: ({ codeHash }) => codeHash },
);

/** Authorization codes: found by hash, used once by one conditional UPDATE that stores their tokens too. */
export const codeSteps: Pick<
  OAuthStore,
  "createAuthorizationCode" | "findAuthorizationCode" | "redeemAuthorizationCode"
> = {
  createAuthorizationCode: (grant, code) => createCodes({ grant, code }),
  findAuthorizationCode: findCodes,
  redeemAuthorizationCode: (codeHash, now, tokens) => redeemCodes({ codeHash, now, ...tokens }),
};
