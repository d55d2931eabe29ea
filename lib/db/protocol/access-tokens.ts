import type { AccessToken, SigningAlg } from "../../oauth/model";
import type { OAuthStore } from "../../oauth/store";
import { getDb, runStatement } from "../driver/database";
import { recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";
import type { PartRow } from "../driver/table";
import { inTransaction } from "../driver/transaction";
import { revokeAllAccess } from "./revoke-all";
import { accessTokens, grants, type SubjectRow, subject } from "./tables";

const accessToken = accessTokens.as("a");
// APIs ask about tokens more often than about anything else, and the other columns of the grant (three lists and two
// times) would be read for nothing.
const grant = grants.only("g", ["grantId", "authenticatedAt", "acr", "claims", "revokedAt"]);

interface ClientColumns {
  isClientLive: boolean;
  userinfoSignedResponseAlg: SigningAlg | null;
  pairwiseSector: string | null;
  clientScopes: string[];
  isSelfRegistered: boolean;
}
type FoundRow = PartRow<typeof accessToken> & ClientColumns & ((PartRow<typeof grant> & SubjectRow) | { g_id: null });

function toFound(row: FoundRow) {
  const { isClientLive, userinfoSignedResponseAlg, pairwiseSector, clientScopes, isSelfRegistered } = row;
  return {
    accessToken: accessToken.read(row),
    grant: row.g_id === null ? null : grant.read(row),
    subject: row.g_id === null ? null : subject.read(row),
    isClientLive,
    userinfoSignedResponseAlg,
    pairwiseSector,
    client: { scopes: clientScopes, isSelfRegistered },
  };
}

const create = { name: "create-access-tokens", text: accessTokens.insert("$1") };

const createAccessTokens = createStatementBatcher(
  async (tokens: AccessToken[]) => {
    await runStatement(create, [toRecordset(tokens)]);
    return tokens.map(() => undefined);
  },
  { overlaps: true },
);

const find = {
  name: "find-access-tokens",
  text: `
    SELECT ${accessToken.selected}, ${grant.selected}, ${subject.selected},
      coalesce(c.suspended_at IS NULL AND c.deleted_at IS NULL AND c.id IS NOT NULL, false) AS "isClientLive",
      c.userinfo_signed_response_alg AS "userinfoSignedResponseAlg", c.pairwise_sector AS "pairwiseSector",
      coalesce(c.scopes, '{}') AS "clientScopes", coalesce(c.is_self_registered, false) AS "isSelfRegistered"
    FROM access_tokens a
      LEFT JOIN clients c ON c.id = a.client_id
      LEFT JOIN grants g ON g.id = a.grant_id
      LEFT JOIN users u ON u.id = g.user_id
    WHERE a.token_hash = ANY($1::text[])`,
};

const findAccessTokens = createStatementBatcher(async (tokenHashes: string[]) => {
  const rows = await runStatement<FoundRow>(find, [tokenHashes]);
  const found = new Map(rows.map((row) => [row.a_token_hash, toFound(row)]));
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

const revokeAccessTokens = createStatementBatcher(
  async (items: { token_hash: string; client_id: string; now: Date }[]) => {
    type Row = { n: number; clientId: string; userId: string | null };
    const rows = await runStatement<Row>(revoke, [toRecordset(items)]);
    const found = new Map(rows.map(({ n, clientId, userId }) => [n, { clientId, userId }]));
    return items.map((_, n) => found.get(n) ?? null);
  },
  { keyOf: ({ token_hash }) => token_hash },
);

/** Access tokens, and their revocation. */
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
    await inTransaction((tx) => revokeAllAccess(tx, { grantId }, now));
  },
};
