import type { AuthorizationRequest, Consent, Grant } from "../../oauth/model";
import type { NeededConsent, OAuthStore } from "../../oauth/store";
import { getDb, runStatement } from "../driver/database";
import { toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { CONSENT_COLUMNS, type ConsentColumns, JOIN_NEEDED_CONSENT, toConsent } from "./consent-rows";
import { keepYes } from "./consent-versions";
import { codes, grants, toStorable } from "./tables";
import { withdrawFromAccess } from "./withdraw-scopes";

/** Steps of one statement that remember a consent, once for each row of `source`. */
function rememberConsent(
  consent: Consent | null,
  { scopes: replaced = [], ...withdrawn }: { claims: string[]; resources: string[]; scopes?: string[] },
  isFreshGrant: boolean,
  now: Date,
  source: Prisma.Sql,
): Prisma.Sql {
  if (!consent) return Prisma.sql`remembered AS (SELECT 1)`;
  const names = consent.scopes.map((scope) => scope.name);
  const times = consent.scopes.map((scope) => scope.grantedAt.toISOString());
  const { userId, clientId, declinedScopes: declined, resources, expiresAt } = consent;
  const taken = [...declined, ...replaced];
  const access = withdrawFromAccess({ userId, clientId, scopes: taken, ...withdrawn, endsAt: expiresAt, now });
  const isAnswered = Prisma.sql`AND EXISTS (SELECT 1 FROM ${source})`;
  return Prisma.sql`
    consent AS (
      INSERT INTO consents (id, user_id, client_id, declined_scopes, resources, created_at, updated_at, expires_at)
      SELECT ${newId()}::uuid, ${consent.userId}::uuid, ${consent.clientId}::text, ${declined}::text[],
        ${resources}::text[], ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz
      FROM ${source}
      ON CONFLICT (user_id, client_id) DO UPDATE SET
        updated_at = excluded.updated_at,
        grant_id = CASE WHEN ${isFreshGrant}::bool THEN excluded.id ELSE consents.grant_id END,
        -- A yes that leaves more in place than its page showed ends nothing later: LEAST passes over NULL, which is no end.
        expires_at = CASE
          WHEN consents.resources <@ (excluded.resources || ${withdrawn.resources}::text[]) AND NOT EXISTS (
            SELECT 1 FROM consent_scopes s
            WHERE s.consent_id = consents.id AND s.scope <> ALL(${[...names, ...taken]}::text[]))
          THEN excluded.expires_at ELSE LEAST(consents.expires_at, excluded.expires_at) END,
        declined_scopes = ARRAY(
          SELECT unnest(consents.declined_scopes) UNION SELECT unnest(excluded.declined_scopes)
          EXCEPT SELECT unnest(${names}::text[])),
        resources = ARRAY(
          SELECT unnest(consents.resources) UNION SELECT unnest(excluded.resources)
          EXCEPT SELECT unnest(${withdrawn.resources}::text[]))
      RETURNING id
    ), withdrawn AS (
      DELETE FROM consent_scopes s USING consent
      WHERE s.consent_id = consent.id AND s.scope = ANY(${taken}::text[])
    ), narrowed_grants AS (${access.grants} ${isAnswered}
    ), narrowed_refresh_tokens AS (${access.refreshTokens} ${isAnswered}
    ), narrowed_access_tokens AS (${access.accessTokens} ${isAnswered}
    ), remembered AS (
      INSERT INTO consent_scopes (consent_id, scope, granted_at)
      SELECT consent.id, added.scope, added.granted_at
      FROM consent, unnest(${names}::text[], ${times}::text[]::timestamptz[]) AS added(scope, granted_at)
      ON CONFLICT (consent_id, scope) DO NOTHING
    )`;
}

/** Selects, and locks, the person's consent if it holds what is needed of it. */
function lockNeeded({ scopes, resources }: NeededConsent, { userId, clientId }: Grant, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id FROM (SELECT ${userId}::uuid AS user_id, ${clientId}::text AS client_id, ${scopes}::text[] AS scopes,
      ${resources}::text[] AS resources, ${now}::timestamptz AS now) AS i ${Prisma.raw(JOIN_NEEDED_CONSENT)}
    FOR SHARE OF c`;
}

const find = {
  name: "find-consents",
  text: `
    SELECT i.n, c.user_id AS "userId", ${CONSENT_COLUMNS}
    FROM ${recordset("$1", "i", "user_id uuid, client_id text")}
      JOIN consents c ON c.user_id = i.user_id AND c.client_id = i.client_id`,
};

type ConsentRow = ConsentColumns & { n: number; userId: string };

const findConsents = createStatementBatcher(async (items: { userId: string; clientId: string }[]) => {
  const keys = items.map(({ userId, clientId }, n) => ({ n, user_id: userId, client_id: clientId }));
  const answers: (Consent | null)[] = items.map(() => null);
  for (const row of await runStatement<ConsentRow>(find, [toRecordset(keys)])) {
    answers[row.n] = toConsent(row.userId, row);
  }
  return answers;
});

/** Requests that wait for their person, and the person's answers. */
export const requestSteps: Pick<
  OAuthStore,
  | "createPostedRequest"
  | "findPostedRequest"
  | "createAuthorizationRequest"
  | "findAuthorizationRequest"
  | "chooseSession"
  | "renewAuthorizationRequest"
  | "answerAuthorizationRequest"
  | "findConsent"
  | "forgetEndedConsent"
  | "listClientsOfSession"
> = {
  createPostedRequest: async (posted) => {
    const db = await getDb();
    await db.postedRequest.create({ data: posted, select: { idHash: true } });
  },

  findPostedRequest: async (idHash, now) => {
    const db = await getDb();
    const row = await db.postedRequest.findFirst({
      where: { idHash, expiresAt: { gt: now } },
      select: { query: true },
    });
    return row?.query ?? null;
  },

  createAuthorizationRequest: async ({ answerBy: _only, ...request }) => {
    const db = await getDb();
    const claims = request.claims === null ? Prisma.DbNull : toJson(request.claims);
    const grantManagement = request.grantManagement === null ? Prisma.DbNull : toJson(request.grantManagement);
    await db.authorizationRequest.create({ data: { ...request, claims, grantManagement }, select: { idHash: true } });
  },

  findAuthorizationRequest: async (idHash) => {
    const db = await getDb();
    const row = await db.authorizationRequest.findUnique({ where: { idHash } });
    if (!row) return null;
    return {
      ...row,
      answerBy: "redirect",
      responseMode: row.responseMode as AuthorizationRequest["responseMode"],
      codeChallengeMethod: row.codeChallengeMethod as AuthorizationRequest["codeChallengeMethod"],
      claims: row.claims as AuthorizationRequest["claims"],
      grantManagement: row.grantManagement as AuthorizationRequest["grantManagement"],
      answer: row.answer as AuthorizationRequest["answer"],
    };
  },

  chooseSession: async (idHash, sessionId) => {
    const db = await getDb();
    const data = { chosenSessionId: sessionId };
    await db.authorizationRequest.updateMany({ where: { idHash, consumedAt: null }, data });
  },

  renewAuthorizationRequest: async (idHash, expiresAt) => {
    const db = await getDb();
    await db.authorizationRequest.updateMany({ where: { idHash, consumedAt: null }, data: { expiresAt } });
  },

  answerAuthorizationRequest: async (idHash, given) => {
    const db = await getDb();
    const answered = Prisma.sql`
      UPDATE authorization_requests SET consumed_at = ${given.now}::timestamptz, answer = ${given.answer}::text
      WHERE id_hash = ${idHash} AND consumed_at IS NULL`;
    if (given.answer === "deny") return (await db.$executeRaw(answered)) === 1;
    const source = Prisma.sql`answered`;
    const needed = given.needed ? lockNeeded(given.needed, given.grant, given.now) : Prisma.sql`SELECT 1`;
    const withdrawn = given.withdrawn ?? { claims: [], resources: [] };
    const allowed = Prisma.sql`
      WITH needed AS (${needed}),
        answered AS (${answered} AND EXISTS (SELECT FROM needed) RETURNING id_hash),
        given AS (${grants.insertFor(source, toStorable(given.grant))}),
        code AS (${codes.insertFor(source, given.code)}),
        ${rememberConsent(given.consent, withdrawn, given.isFreshGrant ?? false, given.now, source)},
        ${keepYes({ ...given, shown: given.shown ?? null }, given.now, source)}
      SELECT id_hash FROM answered`;
    const { consent } = given;
    const takesAway = consent !== null && consent.declinedScopes.length + (withdrawn.scopes ?? []).length > 0;
    const isNarrower = consent !== null && (takesAway || consent.expiresAt !== null);
    if (!isNarrower) return (await db.$queryRaw<unknown[]>(allowed)).length === 1;
    // A statement does not see what others store after it began, such as the tokens of a refresh that it waits for. So it
    // begins once the grants are locked, and the consent, which codes that rest on it lock.
    const rows = await inTransaction(async (tx) => {
      await tx.$queryRaw`
        SELECT id FROM consents
        WHERE user_id = ${consent.userId}::uuid AND client_id = ${consent.clientId}::text FOR NO KEY UPDATE`;
      await tx.$queryRaw`
        SELECT id FROM grants
        WHERE user_id = ${consent.userId}::uuid AND client_id = ${consent.clientId}::text AND revoked_at IS NULL
        ORDER BY id FOR NO KEY UPDATE`;
      return tx.$queryRaw<unknown[]>(allowed);
    });
    return rows.length === 1;
  },

  listClientsOfSession: async (sessionId) => {
    const db = await getDb();
    const rows = await db.$queryRaw<{ client_id: string }[]>`
      SELECT DISTINCT client_id FROM grants WHERE session_id = ${sessionId}::uuid ORDER BY client_id`;
    return rows.map((row) => row.client_id);
  },

  findConsent: (userId, clientId) => findConsents({ userId, clientId }),

  forgetEndedConsent: async (userId, clientId, now) => {
    const db = await getDb();
    const { count } = await db.consent.deleteMany({ where: { userId, clientId, expiresAt: { lte: now } } });
    return count === 1;
  },
};
