import type { AuthorizationCode, Grant } from "../oauth/model";
import type { CodeRedemption, OAuthStore } from "../oauth/store";
import { createBatcher } from "./batch";
import { runStatement } from "./client";
import {
  type GrantColumns,
  grantColumns,
  insertCodes,
  insertGrants,
  insertNewAccessTokens,
  insertNewRefreshTokens,
  newTokenFields,
  type OwnerColumns,
  ownerColumns,
  ownerNames,
  type SubjectColumns,
  subjectColumns,
  toCodeRecord,
  toGrant,
  toGrantRecord,
  toOwner,
  toSubject,
} from "./oauth-rows";
import { recordset, toRecordset } from "./sql";

type CodeRow = GrantColumns & SubjectColumns & { [K in keyof AuthorizationCode]: AuthorizationCode[K] };

const toCode = (row: CodeRow): AuthorizationCode => ({
  codeHash: row.codeHash,
  grantId: row.grantId,
  clientId: row.clientId,
  redirectUri: row.redirectUri,
  codeChallenge: row.codeChallenge,
  codeChallengeMethod: row.codeChallengeMethod,
  nonce: row.nonce,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  consumedAt: row.consumedAt,
});

const create = {
  name: "create-codes",
  text: `WITH given AS (${insertGrants("$1")}) ${insertCodes("$2")}`,
};

const createCodes = createBatcher(async (items: { grant: Grant; code: AuthorizationCode }[]) => {
  const grants = items.map(({ grant }) => toGrantRecord(grant));
  await runStatement(create, [toRecordset(grants), toRecordset(items.map(({ code }) => toCodeRecord(code)))]);
  return items.map(() => undefined);
});

const codeFields: Record<keyof AuthorizationCode, string> = {
  ...{ codeHash: "code_hash", grantId: "grant_id", clientId: "client_id", redirectUri: "redirect_uri" },
  ...{ codeChallenge: "code_challenge", codeChallengeMethod: "code_challenge_method", nonce: "nonce" },
  ...{ createdAt: "created_at", expiresAt: "expires_at", consumedAt: "consumed_at" },
};
const codeColumns = Object.entries(codeFields)
  .map(([name, column]) => `c.${column} AS "${name}"`)
  .join(", ");

const toFound = (row: CodeRow) => ({ code: toCode(row), grant: toGrant(row), subject: toSubject(row) });

const find = {
  name: "find-codes",
  text: `
    SELECT ${codeColumns}, ${grantColumns}, ${subjectColumns}
    FROM authorization_codes c JOIN grants g ON g.id = c.grant_id JOIN users u ON u.id = g.user_id
    WHERE c.code_hash = ANY($1::text[])`,
};

const findCodes = createBatcher(async (codeHashes: string[]) => {
  const rows = await runStatement<CodeRow>(find, [codeHashes]);
  const found = new Map(rows.map((row) => [row.codeHash, toFound(row)]));
  return codeHashes.map((codeHash) => found.get(codeHash) ?? null);
});

const redemptionFields = `code_hash text, now timestamptz, client_id text, redirect_uri text, code_challenge text,
  scopes text[], resources text[], ${newTokenFields}`;

// RFC 6749 §4.1.2: a code is used once. The UPDATE has one winner, and only the winner's rows feed the inserts.
// RFC 6749 §4.1.3, RFC 7636 §4.6: only by who proves that it is theirs, which is checked in the same step.
// A grant is locked, so that a revocation cannot overtake: who revokes it waits, or its end is seen here.
const redeem = {
  name: "redeem-codes",
  text: `
    WITH live AS (
      SELECT i.*, c.nonce, ${ownerColumns}
      FROM ${recordset("$1", "i", redemptionFields)}
        JOIN authorization_codes c ON c.code_hash = i.code_hash JOIN grants g ON g.id = c.grant_id
        JOIN users u ON u.id = g.user_id
      WHERE c.client_id = i.client_id AND c.redirect_uri = i.redirect_uri
        AND c.code_challenge IS NOT DISTINCT FROM i.code_challenge
        AND g.revoked_at IS NULL AND g.scopes = i.scopes AND g.resources = i.resources AND u.suspended_at IS NULL
      ORDER BY i.n FOR SHARE OF g
    ), redeemed AS (
      UPDATE authorization_codes c SET consumed_at = live.now FROM live
      WHERE c.code_hash = live.code_hash AND c.consumed_at IS NULL AND c.expires_at > live.now
      RETURNING live.*
    ), access AS (${insertNewAccessTokens("redeemed")}
    ), refresh AS (${insertNewRefreshTokens("redeemed")})
    SELECT n, nonce, ${ownerNames} FROM redeemed`,
};

// Spelled out: objects that are put together by spreading take three times as long to write as JSON.
const toItem = ({ codeHash, now, proof, shape, accessToken, refreshToken, refreshLifetime }: CodeRedemption) => ({
  code_hash: codeHash,
  now,
  client_id: proof.clientId,
  redirect_uri: proof.redirectUri,
  code_challenge: proof.codeChallenge,
  scopes: shape.scopes,
  resources: shape.resources,
  a_hash: accessToken.tokenHash,
  a_scopes: accessToken.scopes,
  a_audience: accessToken.audience,
  a_created_at: accessToken.createdAt,
  a_expires_at: accessToken.expiresAt,
  r_hash: refreshToken?.tokenHash,
  r_scopes: refreshToken?.scopes,
  r_created_at: refreshToken?.createdAt,
  r_expires_at: refreshToken?.expiresAt,
  refresh_lifetime: refreshLifetime,
});

const redeemCodes = createBatcher(
  async (items: CodeRedemption[]) => {
    type Row = OwnerColumns & { n: number; nonce: string | null };
    const rows = await runStatement<Row>(redeem, [toRecordset(items.map(toItem))]);
    const found = new Map(rows.map((row) => [row.n, row]));
    return items.map(({ proof, shape }, n) => {
      const row = found.get(n);
      if (row === undefined) return null;
      const { grant, subject } = toOwner(row, { clientId: proof.clientId, resources: shape.resources });
      return { nonce: row.nonce, grant, subject };
    });
  },
  { keyOf: ({ codeHash }) => codeHash, overlaps: true },
);

/** Authorization codes: found by hash, used once by one conditional UPDATE that stores their tokens too. */
export const codeSteps: Pick<
  OAuthStore,
  "createAuthorizationCode" | "findAuthorizationCode" | "redeemAuthorizationCode"
> = {
  createAuthorizationCode: (grant, code) => createCodes({ grant, code }),
  findAuthorizationCode: findCodes,
  redeemAuthorizationCode: redeemCodes,
};
