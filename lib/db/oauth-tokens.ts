import type { AccessToken, AuthorizationCode, RefreshToken, SigningAlg } from "../oauth/model";
import type { OAuthStore } from "../oauth/store";
import { getDb } from "./client";
import { Prisma } from "./generated/client";
import {
  type GrantColumns,
  grantColumns,
  insertAccessToken,
  insertCode,
  insertGrant,
  insertRefreshToken,
  type SubjectColumns,
  subjectColumns,
  toGrant,
  toSubject,
} from "./oauth-rows";

const one = Prisma.sql`(SELECT 1) AS one`;

/** A grant that a revocation cannot overtake: who revokes it waits for this statement, or this one sees it revoked. */
function liveGrantOf(table: "authorization_codes" | "refresh_tokens", key: "code_hash" | "token_hash", hash: string) {
  return Prisma.sql`
    SELECT g.id FROM grants g JOIN ${Prisma.raw(table)} t ON t.grant_id = g.id
    WHERE t.${Prisma.raw(key)} = ${hash} AND g.revoked_at IS NULL FOR SHARE OF g`;
}

type CodeRow = GrantColumns & SubjectColumns & { [K in keyof AuthorizationCode]: AuthorizationCode[K] };

function toCode({ codeHash, grantId, clientId, redirectUri, nonce, ...row }: CodeRow): AuthorizationCode {
  const { codeChallenge, codeChallengeMethod, createdAt, expiresAt, consumedAt } = row;
  return {
    ...{ codeHash, grantId, clientId, redirectUri, codeChallenge, codeChallengeMethod, nonce },
    ...{ createdAt, expiresAt, consumedAt },
  };
}

type RefreshRow = GrantColumns & SubjectColumns & { [K in keyof RefreshToken]: RefreshToken[K] };

function toRefreshToken(row: RefreshRow): RefreshToken {
  const { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt } = row;
  return { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt };
}

type AccessColumns = { [K in keyof AccessToken]: AccessToken[K] } & {
  isClientLive: boolean;
  userinfoSignedResponseAlg: SigningAlg | null;
  pairwiseSector: string | null;
};
type AccessRow = AccessColumns & ((GrantColumns & SubjectColumns) | { g_id: null });

function toAccessToken(row: AccessColumns): AccessToken {
  const { tokenHash, grantId, clientId, userId, scopes, audience, createdAt, expiresAt, revokedAt } = row;
  return { tokenHash, grantId, clientId, userId, scopes, audience, createdAt, expiresAt, revokedAt };
}

/** Codes and tokens: found by hash, used once by one conditional UPDATE, stored with it in one statement. */
export const tokenSteps: Pick<
  OAuthStore,
  | "createAuthorizationCode"
  | "findAuthorizationCode"
  | "redeemAuthorizationCode"
  | "findRefreshToken"
  | "redeemRefreshToken"
  | "useJti"
  | "createAccessToken"
  | "findAccessToken"
  | "revokeAccessToken"
  | "revokeGrant"
> = {
  createAuthorizationCode: async (grant, code) => {
    const db = await getDb();
    await db.$executeRaw`WITH given AS (${insertGrant(grant, one)}) ${insertCode(code, one)}`;
  },

  findAuthorizationCode: async (codeHash) => {
    const db = await getDb();
    const [row] = await db.$queryRaw<CodeRow[]>`
      SELECT c.code_hash AS "codeHash", c.grant_id AS "grantId", c.client_id AS "clientId",
        c.redirect_uri AS "redirectUri", c.code_challenge AS "codeChallenge",
        c.code_challenge_method AS "codeChallengeMethod", c.nonce, c.created_at AS "createdAt",
        c.expires_at AS "expiresAt", c.consumed_at AS "consumedAt", ${grantColumns}, ${subjectColumns}
      FROM authorization_codes c JOIN grants g ON g.id = c.grant_id JOIN users u ON u.id = g.user_id
      WHERE c.code_hash = ${codeHash}`;
    return row ? { code: toCode(row), grant: toGrant(row), subject: toSubject(row) } : null;
  },

  redeemAuthorizationCode: async (codeHash, now, { accessToken, refreshToken }) => {
    const db = await getDb();
    const source = Prisma.sql`redeemed`;
    // RFC 6749 §4.1.2: a code is used once. The UPDATE has one winner, and only the winner's rows feed the inserts.
    const rows = await db.$queryRaw<unknown[]>`
      WITH live AS (${liveGrantOf("authorization_codes", "code_hash", codeHash)}),
        redeemed AS (
          UPDATE authorization_codes c SET consumed_at = ${now}::timestamptz FROM live
          WHERE c.code_hash = ${codeHash} AND c.grant_id = live.id AND c.consumed_at IS NULL
            AND c.expires_at > ${now}::timestamptz
          RETURNING c.code_hash
        ),
        access AS (${insertAccessToken(accessToken, source)}),
        refresh AS (${insertRefreshToken(refreshToken, source)})
      SELECT code_hash FROM redeemed`;
    return rows.length === 1;
  },

  findRefreshToken: async (tokenHash) => {
    const db = await getDb();
    const [row] = await db.$queryRaw<RefreshRow[]>`
      SELECT r.token_hash AS "tokenHash", r.grant_id AS "grantId", r.client_id AS "clientId", r.scopes,
        r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.consumed_at AS "consumedAt",
        r.revoked_at AS "revokedAt", ${grantColumns}, ${subjectColumns}
      FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id JOIN users u ON u.id = g.user_id
      WHERE r.token_hash = ${tokenHash}`;
    return row ? { refreshToken: toRefreshToken(row), grant: toGrant(row), subject: toSubject(row) } : null;
  },

  redeemRefreshToken: async (tokenHash, now, { accessToken, expiresAt, rotation }) => {
    const db = await getDb();
    const source = Prisma.sql`redeemed`;
    const earliestFirstUse = new Date(now.getTime() - (rotation?.graceSeconds ?? 0) * 1000);
    // RFC 9700 §4.14.2: a rotated token is used once; a lost answer may be fetched again within the grace window.
    const use = rotation
      ? Prisma.sql`SET consumed_at = coalesce(r.consumed_at, ${now}::timestamptz)`
      : Prisma.sql`SET expires_at = ${expiresAt}::timestamptz`;
    const unused = rotation
      ? Prisma.sql`(r.consumed_at IS NULL OR r.consumed_at >= ${earliestFirstUse}::timestamptz)`
      : Prisma.sql`r.consumed_at IS NULL`;
    const rows = await db.$queryRaw<unknown[]>`
      WITH live AS (${liveGrantOf("refresh_tokens", "token_hash", tokenHash)}),
        redeemed AS (
          UPDATE refresh_tokens r ${use} FROM live
          WHERE r.token_hash = ${tokenHash} AND r.grant_id = live.id AND r.revoked_at IS NULL
            AND r.expires_at > ${now}::timestamptz AND ${unused}
          RETURNING r.token_hash
        ),
        access AS (${insertAccessToken(accessToken, source)}),
        successor AS (${insertRefreshToken(rotation?.successor ?? null, source)})
      SELECT token_hash FROM redeemed`;
    return rows.length === 1;
  },

  useJti: async (jtiHash, expiresAt, now) => {
    const db = await getDb();
    const count = await db.$executeRaw`
      INSERT INTO used_jtis AS used (jti_hash, expires_at) VALUES (${jtiHash}, ${expiresAt}::timestamptz)
      ON CONFLICT (jti_hash) DO UPDATE SET expires_at = excluded.expires_at
        WHERE used.expires_at <= ${now}::timestamptz`;
    return count === 1;
  },

  createAccessToken: async (accessToken) => {
    const db = await getDb();
    await db.$executeRaw(insertAccessToken(accessToken, one));
  },

  findAccessToken: async (tokenHash) => {
    const db = await getDb();
    const [row] = await db.$queryRaw<AccessRow[]>`
      SELECT a.token_hash AS "tokenHash", a.grant_id AS "grantId", a.client_id AS "clientId", a.user_id AS "userId",
        a.scopes, a.audience, a.created_at AS "createdAt", a.expires_at AS "expiresAt", a.revoked_at AS "revokedAt",
        coalesce(c.suspended_at IS NULL AND c.deleted_at IS NULL AND c.id IS NOT NULL, false) AS "isClientLive",
        c.userinfo_signed_response_alg AS "userinfoSignedResponseAlg", c.pairwise_sector AS "pairwiseSector",
        ${grantColumns}, ${subjectColumns}
      FROM access_tokens a
        LEFT JOIN clients c ON c.id = a.client_id
        LEFT JOIN grants g ON g.id = a.grant_id
        LEFT JOIN users u ON u.id = g.user_id
      WHERE a.token_hash = ${tokenHash}`;
    if (!row) return null;
    const owner = row.g_id === null ? { grant: null, subject: null } : { grant: toGrant(row), subject: toSubject(row) };
    const { isClientLive, userinfoSignedResponseAlg, pairwiseSector } = row;
    return { accessToken: toAccessToken(row), ...owner, isClientLive, userinfoSignedResponseAlg, pairwiseSector };
  },

  revokeAccessToken: async (tokenHash, now) => {
    const db = await getDb();
    await db.accessToken.updateMany({ where: { tokenHash, revokedAt: null }, data: { revokedAt: now } });
  },

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
