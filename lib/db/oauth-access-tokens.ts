import type { AccessToken, SigningAlg } from "../oauth/model";
import type { OAuthStore } from "../oauth/store";
import { createBatcher } from "./batch";
import { getDb, runStatement } from "./client";
import {
  type GrantColumns,
  grantColumns,
  insertAccessTokens,
  type SubjectColumns,
  subjectColumns,
  toAccessTokenRecord,
  toGrant,
  toSubject,
} from "./oauth-rows";
import { recordset, toRecordset } from "./sql";

type AccessColumns = { [K in keyof AccessToken]: AccessToken[K] } & {
  isClientLive: boolean;
  userinfoSignedResponseAlg: SigningAlg | null;
  pairwiseSector: string | null;
  clientScopes: string[];
  isSelfRegistered: boolean;
};
type AccessRow = AccessColumns & ((GrantColumns & SubjectColumns) | { g_id: null });

function toFound(row: AccessRow) {
  const { tokenHash, grantId, clientId, userId, scopes, audience, createdAt, expiresAt, revokedAt } = row;
  const { isClientLive, userinfoSignedResponseAlg, pairwiseSector, clientScopes, isSelfRegistered } = row;
  const owner = row.g_id === null ? { grant: null, subject: null } : { grant: toGrant(row), subject: toSubject(row) };
  return {
    accessToken: { tokenHash, grantId, clientId, userId, scopes, audience, createdAt, expiresAt, revokedAt },
    ...owner,
    isClientLive,
    userinfoSignedResponseAlg,
    pairwiseSector,
    client: { scopes: clientScopes, isSelfRegistered },
  };
}

const create = { name: "create-access-tokens", text: insertAccessTokens("$1") };

const createAccessTokens = createBatcher(
  async (tokens: AccessToken[]) => {
    await runStatement(create, [toRecordset(tokens.map(toAccessTokenRecord))]);
    return tokens.map(() => undefined);
  },
  { overlaps: true },
);

const find = {
  name: "find-access-tokens",
  text: `
    SELECT a.token_hash AS "tokenHash", a.grant_id AS "grantId", a.client_id AS "clientId", a.user_id AS "userId",
      a.scopes, a.audience, a.created_at AS "createdAt", a.expires_at AS "expiresAt", a.revoked_at AS "revokedAt",
      coalesce(c.suspended_at IS NULL AND c.deleted_at IS NULL AND c.id IS NOT NULL, false) AS "isClientLive",
      c.userinfo_signed_response_alg AS "userinfoSignedResponseAlg", c.pairwise_sector AS "pairwiseSector",
      coalesce(c.scopes, '{}') AS "clientScopes", coalesce(c.is_self_registered, false) AS "isSelfRegistered",
      ${grantColumns}, ${subjectColumns}
    FROM access_tokens a
      LEFT JOIN clients c ON c.id = a.client_id
      LEFT JOIN grants g ON g.id = a.grant_id
      LEFT JOIN users u ON u.id = g.user_id
    WHERE a.token_hash = ANY($1::text[])`,
};

const findAccessTokens = createBatcher(async (tokenHashes: string[]) => {
  const rows = await runStatement<AccessRow>(find, [tokenHashes]);
  const found = new Map(rows.map((row) => [row.tokenHash, toFound(row)]));
  return tokenHashes.map((tokenHash) => found.get(tokenHash) ?? null);
});

const revoke = {
  name: "revoke-access-tokens",
  text: `
    WITH revoked AS (
      UPDATE access_tokens a SET revoked_at = i.now
      FROM ${recordset("$1", "i", "token_hash text, client_id text, now timestamptz")}
      WHERE a.token_hash = i.token_hash AND a.client_id = i.client_id AND a.revoked_at IS NULL
    )
    SELECT i.n, a.client_id AS "clientId", a.user_id AS "userId"
    FROM ${recordset("$1", "i", "token_hash text")} JOIN access_tokens a ON a.token_hash = i.token_hash`,
};

const revokeAccessTokens = createBatcher(
  async (items: { token_hash: string; client_id: string; now: Date }[]) => {
    type Row = { n: number; clientId: string; userId: string | null };
    const rows = await runStatement<Row>(revoke, [toRecordset(items)]);
    const found = new Map(rows.map(({ n, clientId, userId }) => [n, { clientId, userId }]));
    return items.map((_, n) => found.get(n) ?? null);
  },
  { keyOf: ({ token_hash }) => token_hash },
);

/** Access tokens, and what ends them. */
export const accessTokenSteps: Pick<
  OAuthStore,
  "useJti" | "createAccessToken" | "findAccessToken" | "revokeAccessToken" | "revokeGrant"
> = {
  useJti: async (jtiHash, expiresAt, now) => {
    const db = await getDb();
    const count = await db.$executeRaw`
      INSERT INTO used_jtis AS used (jti_hash, expires_at) VALUES (${jtiHash}, ${expiresAt}::timestamptz)
      ON CONFLICT (jti_hash) DO UPDATE SET expires_at = excluded.expires_at
        WHERE used.expires_at <= ${now}::timestamptz`;
    return count === 1;
  },

  createAccessToken: createAccessTokens,

  findAccessToken: findAccessTokens,

  revokeAccessToken: (tokenHash, clientId, now) =>
    revokeAccessTokens({ token_hash: tokenHash, client_id: clientId, now }),

  revokeGrant: async (grantId, now) => {
    const db = await getDb();
    const where = { grantId, revokedAt: null };
    const data = { revokedAt: now };
    // The grant first: a redemption that holds it is waited for, and its tokens are seen by the next statements.
    await db.$transaction([
      db.grant.updateMany({ where: { id: grantId, revokedAt: null }, data }),
      db.accessToken.updateMany({ where, data }),
      db.refreshToken.updateMany({ where, data }),
    ]);
  },
};
