import type { AuthorizationCode, Grant } from "../../oauth/model";
import type { CodeCondition, CodeRedemption, NeededConsent, OAuthStore } from "../../oauth/store";
import { runStatement } from "../driver/database";
import { allOf, recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";
import type { PartRow } from "../driver/table";
import { JOIN_NEEDED_CONSENT, NEEDED_CONSENT_TYPED } from "./consent-rows";
import { insertNewAccessTokens, insertNewRefreshTokens, newTokensTyped, writeNewTokens } from "./new-tokens";
import {
  codes,
  type GrantRow,
  grant,
  grants,
  type OwnerRow,
  owner,
  type SubjectRow,
  subject,
  toStorable,
} from "./tables";

// The consents are locked until the grants are stored, so that a removal cannot overtake: it either waits, and then finds
// the grants, or is seen here.
const create = {
  name: "create-codes",
  text: `
    WITH consented AS (
      SELECT i.grant_id FROM ${recordset("$3", "i", `grant_id uuid, ${NEEDED_CONSENT_TYPED}`)} ${JOIN_NEEDED_CONSENT}
      ORDER BY c.id FOR SHARE OF c
    ), allowed AS (
      SELECT grant_id FROM consented UNION ALL SELECT grant_id FROM ${recordset("$4", "i", "grant_id uuid")}
    ), given AS (${grants.insert("$1")} WHERE "grantId" IN (SELECT grant_id FROM allowed)
    ), stored AS (${codes.insert("$2")} WHERE "grantId" IN (SELECT grant_id FROM allowed))
    SELECT grant_id AS "grantId" FROM allowed`,
};

interface NewCode {
  grant: Grant;
  code: AuthorizationCode;
  needed: NeededConsent | null;
}

const toNeeded = ({ grant, code, needed }: NewCode) =>
  needed === null
    ? []
    : [{ grant_id: grant.grantId, user_id: grant.userId, client_id: grant.clientId, ...needed, now: code.createdAt }];

const createCodes = createStatementBatcher(async (items: NewCode[]) => {
  const unasked = items.filter(({ needed }) => needed === null);
  const rows = await runStatement<{ grantId: string }>(create, [
    toRecordset(items.map((item) => toStorable(item.grant))),
    toRecordset(items.map(({ code }) => code)),
    toRecordset(items.flatMap(toNeeded)),
    toRecordset(unasked.map(({ grant }) => ({ grant_id: grant.grantId }))),
  ]);
  const stored = new Set(rows.map(({ grantId }) => grantId));
  return items.map(({ grant }) => stored.has(grant.grantId));
});

const code = codes.as("c");

const find = {
  name: "find-codes",
  text: `
    SELECT ${code.selected}, ${grant.selected}, ${subject.selected}
    FROM authorization_codes c JOIN grants g ON g.id = c.grant_id JOIN users u ON u.id = g.user_id
    WHERE c.code_hash = ANY($1::text[])`,
};

type FoundRow = PartRow<typeof code> & GrantRow & SubjectRow;

const findCodes = createStatementBatcher(async (codeHashes: string[]) => {
  const rows = await runStatement<FoundRow>(find, [codeHashes]);
  const toFound = (row: FoundRow) => ({ code: code.read(row), grant: grant.read(row), subject: subject.read(row) });
  const found = new Map(rows.map((row) => [row.c_code_hash, toFound(row)]));
  return codeHashes.map((codeHash) => found.get(codeHash) ?? null);
});

const redemptionTyped = [
  codes.typed("codeHash", "clientId", "redirectUri", "codeChallenge"),
  grants.typed("scopes", "resources"),
  "now timestamptz",
  newTokensTyped,
].join(", ");

/** Conditions that are checked while the code is used up, because others may use it at the same time. */
const whenUsed = {
  isUnused: "c.consumed_at IS NULL",
  isInTime: "c.expires_at > live.now",
} satisfies Partial<Record<CodeCondition, string>>;

/** All other conditions. Nobody can change these while the grant is locked. */
const whenRead: Record<Exclude<CodeCondition, keyof typeof whenUsed>, string> = {
  // RFC 6749 §4.1.3, RFC 7636 §4.6: only by a client that proves that the code is its own
  isOfClient: "c.client_id = i.client_id",
  isForRedirectUri: "c.redirect_uri = i.redirect_uri",
  isForChallenge: "c.code_challenge IS NOT DISTINCT FROM i.code_challenge",
  isForScopes: "g.scopes = i.scopes",
  isForResources: "g.resources = i.resources",
  hasLiveGrant: "g.revoked_at IS NULL",
  hasUnexpiredGrant: "g.expires_at IS NULL OR g.expires_at > i.now",
  hasActivePerson: "u.suspended_at IS NULL",
};

// RFC 6749 §4.1.2: a code is used once. The UPDATE has one winner, and only the winner's rows feed the inserts. The
// grant is locked, so that a revocation cannot overtake: it either waits, or is seen here.
const redeem = {
  name: "redeem-codes",
  text: `
    WITH live AS (
      SELECT i.*, c.nonce, ${owner.selected}
      FROM ${recordset("$1", "i", redemptionTyped)}
        JOIN authorization_codes c ON c.code_hash = i.code_hash JOIN grants g ON g.id = c.grant_id
        JOIN users u ON u.id = g.user_id
      WHERE ${allOf(whenRead)}
      ORDER BY i.n FOR SHARE OF g
    ), redeemed AS (
      UPDATE authorization_codes c SET consumed_at = live.now FROM live
      WHERE c.code_hash = live.code_hash AND ${allOf(whenUsed)}
      RETURNING live.*
    ), access AS (${insertNewAccessTokens("redeemed")}
    ), refresh AS (${insertNewRefreshTokens("redeemed", "g_offline_access")})
    SELECT n, nonce, ${owner.names} FROM redeemed`,
};

function toItem({ codeHash, now, proof, shape, accessToken, refreshToken, refreshLifetime }: CodeRedemption) {
  const item = {
    code_hash: codeHash,
    client_id: proof.clientId,
    redirect_uri: proof.redirectUri,
    code_challenge: proof.codeChallenge,
    scopes: shape.scopes,
    resources: shape.resources,
    now,
  };
  return writeNewTokens(item, accessToken, refreshToken, refreshLifetime);
}

const redeemCodes = createStatementBatcher(
  async (items: CodeRedemption[]) => {
    type Row = OwnerRow & { n: number; nonce: string | null };
    const rows = await runStatement<Row>(redeem, [toRecordset(items.map(toItem))]);
    const found = new Map(rows.map((row) => [row.n, row]));
    return items.map(({ proof, shape }, n) => {
      const row = found.get(n);
      if (row === undefined) return null;
      return { nonce: row.nonce, ...owner.read(row, { clientId: proof.clientId, resources: shape.resources }) };
    });
  },
  { keyOf: ({ codeHash }) => codeHash, overlaps: true },
);

/** Authorization codes: found by hash, used once by one conditional UPDATE that stores their tokens too. */
export const codeSteps: Pick<
  OAuthStore,
  "createAuthorizationCode" | "findAuthorizationCode" | "redeemAuthorizationCode"
> = {
  createAuthorizationCode: (grant, code, needed) => createCodes({ grant, code, needed }),
  findAuthorizationCode: findCodes,
  redeemAuthorizationCode: redeemCodes,
};
