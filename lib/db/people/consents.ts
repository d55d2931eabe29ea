import type { ClientStatus, Scope, ScopeRisk, ScopeText } from "../../oauth/model";
import { getDb } from "../driver/database";
import { readScopeTexts } from "../driver/json-columns";
import { readScopeRisk } from "../driver/known-values";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { keepWithdrawal } from "../protocol/consent-versions";
import { revokeAllAccess } from "../protocol/revoke-all";
import { withdrawFromAccess } from "../protocol/withdraw-scopes";

/** One thing that a person allowed an app, in words. */
export interface AllowedScope {
  name: string;
  grantedAt: Date;
  /** when the portal last saw the app use it; null: it never did */
  lastUsedAt: Date | null;
  /** null: the scope is no longer in the catalogue */
  title: string | null;
  detail: string | null;
  risk: ScopeRisk;
  /** the API it belongs to; null: the portal itself */
  resourceName: string | null;
  isOptional: boolean;
}

/** The title of a scope in the reader's language. */
export type DescribeScope = (scope: Pick<Scope, "name" | "title" | "detail" | "texts">) => ScopeText;

/** An API that an app may get tokens for. */
export interface AllowedResource {
  identifier: string;
  /** null: it is no longer registered */
  name: string | null;
}

/** An app that a person allowed to use their account, as that person sees it. */
export interface ConnectedApp {
  clientId: string;
  name: string;
  status: ClientStatus;
  publisher: string | null;
  logoUri: string | null;
  clientUri: string | null;
  policyUri: string | null;
  tosUri: string | null;
  /** where a sign-in that starts here is sent */
  initiateLoginUri: string | null;
  /** where the app may send people after sign-in */
  redirectUris: string[];
  /** its developer deleted it; the consent is still there to be removed */
  isDeleted: boolean;
  isSuspended: boolean;
  allowedAt: Date;
  /** null: never used */
  lastUsedAt: Date | null;
  /** when it ends by itself, as the person chose; null: when they remove it */
  expiresAt: Date | null;
  /** allowed only once: nothing is remembered, and what the app got then has not ended yet */
  isOnce: boolean;
  scopes: AllowedScope[];
  resources: AllowedResource[];
}

/** Those consents, or grants, that have not ended by themselves. The sweep deletes such consents later. */
const liveAt = (now: Date) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const clientSelect = {
  id: true,
  name: true,
  status: true,
  publisher: true,
  logoUri: true,
  clientUri: true,
  policyUri: true,
  tosUri: true,
  initiateLoginUri: true,
  optionalScopes: true,
  deletedAt: true,
  suspendedAt: true,
  redirectUris: { where: { kind: "redirect" }, select: { uri: true }, orderBy: { createdAt: "asc" } },
} satisfies Prisma.ClientSelect;

const consentSelect = {
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  resources: true,
  scopes: {
    select: { scope: true, grantedAt: true, lastUsedAt: true },
    orderBy: [{ grantedAt: "asc" }, { scope: "asc" }],
  },
  client: { select: clientSelect },
} satisfies Prisma.ConsentSelect;

type ConsentRow = Prisma.ConsentGetPayload<{ select: typeof consentSelect }>;

/** What a person allowed an app, remembered or only once. */
type Allowed = ConsentRow & Pick<ConnectedApp, "isOnce">;

/**
 * Live grants that rest on no consent: what people allowed only once. First-party apps need no consent, so theirs are
 * not among them.
 */
function unrememberedAt(userId: string, now: Date) {
  const expiresAt = { gt: now };
  return {
    revokedAt: null,
    client: { isTrusted: false, consents: { none: { userId, ...liveAt(now) } } },
    AND: [
      liveAt(now),
      {
        OR: [
          { accessTokens: { some: { revokedAt: null, expiresAt } } },
          { refreshTokens: { some: { revokedAt: null, expiresAt } } },
          { codes: { some: { consumedAt: null, expiresAt } } },
        ],
      },
    ],
  } satisfies Prisma.GrantWhereInput;
}

/** The apps with such grants and without a consent of this person, each with all of them. */
async function listOnce(userId: string, now: Date, clientIds?: readonly string[]): Promise<Allowed[]> {
  const db = await getDb();
  const expiresAt = { gt: now };
  const grants = await db.grant.findMany({
    where: { userId, ...(clientIds && { clientId: { in: [...clientIds] } }), ...unrememberedAt(userId, now) },
    orderBy: { createdAt: "asc" },
    select: {
      createdAt: true,
      scopes: true,
      resources: true,
      client: { select: clientSelect },
      accessTokens: { where: { revokedAt: null, expiresAt }, select: { expiresAt: true } },
      refreshTokens: { where: { revokedAt: null, expiresAt }, select: { expiresAt: true } },
      codes: { where: { consumedAt: null, expiresAt }, select: { expiresAt: true } },
    },
  });
  const apps = new Map<string, Allowed>();
  for (const { createdAt, scopes, resources, client, ...ends } of grants) {
    const app = apps.get(client.id) ?? {
      createdAt,
      lastUsedAt: null,
      expiresAt: null,
      isOnce: true,
      resources: [],
      scopes: [],
      client,
    };
    const names = scopes.filter((scope) => !app.scopes.some((each) => each.scope === scope));
    const times = [...ends.accessTokens, ...ends.refreshTokens, ...ends.codes, app].map((each) => each.expiresAt);
    apps.set(client.id, {
      ...app,
      lastUsedAt: createdAt,
      expiresAt: new Date(Math.max(...times.map((time) => time?.getTime() ?? 0))),
      resources: [...new Set([...app.resources, ...resources])],
      scopes: [...app.scopes, ...names.map((scope) => ({ scope, grantedAt: createdAt, lastUsedAt: null }))],
    });
  }
  return [...apps.values()];
}

/**
 * Those of these apps that the person allowed, in this order, including apps that never used the access, apps that their
 * developer deleted, and apps that were allowed only once, until what they got then has ended.
 */
export async function listConnectedApps(
  userId: string,
  clientIds: readonly string[],
  describe: DescribeScope,
  now: Date,
): Promise<ConnectedApp[]> {
  const db = await getDb();
  const where = { userId, clientId: { in: [...clientIds] }, ...liveAt(now) };
  const rows = await db.consent.findMany({ where, select: consentSelect });
  const found = new Set(rows.map(({ client }) => client.id));
  const others = clientIds.filter((clientId) => !found.has(clientId));
  const once = others.length > 0 ? await listOnce(userId, now, others) : [];
  const apps = await toApps([...rows.map((row) => ({ ...row, isOnce: false })), ...once], describe);
  const byId = new Map(apps.map((app) => [app.clientId, app]));
  return clientIds.flatMap((clientId) => byId.get(clientId) ?? []);
}

/** Null when the person has not allowed this app. */
export async function findConnectedApp(
  userId: string,
  clientId: string,
  describe: DescribeScope,
  now: Date,
): Promise<ConnectedApp | null> {
  // It may come from an address; no text column can hold NUL.
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const row = await db.consent.findFirst({ where: { userId, clientId, ...liveAt(now) }, select: consentSelect });
  const rows = row ? [{ ...row, isOnce: false }] : await listOnce(userId, now, [clientId]);
  const [app] = await toApps(rows, describe);
  return app ?? null;
}

/**
 * Deletes the consent and ends every grant, code and token that this app has for this person, all or nothing. False,
 * with nothing written, when there is neither a consent nor a grant, as of an app that was allowed only once.
 */
export async function removeConsent(userId: string, clientId: string, now: Date): Promise<boolean> {
  return inTransaction((tx) => removeConsentIn(tx, { userId, clientId }, now));
}

/** The same in a transaction that does more. */
export async function removeConsentIn(
  tx: Prisma.TransactionClient,
  { userId, clientId }: { userId: string; clientId: string },
  now: Date,
): Promise<boolean> {
  const held = await tx.$queryRaw<{ scope: string }[]>`${heldScopes(userId, clientId)} ORDER BY 1`;
  const { count } = await tx.consent.deleteMany({ where: { userId, clientId } });
  const live = await tx.grant.count({ where: { userId, clientId, revokedAt: null } });
  if (count + live === 0) return false;
  await keepWithdrawal(tx, { userId, clientId, change: "removed", scopes: held.map(({ scope }) => scope) }, now);
  await revokeAllAccess(tx, { userId, clientId }, now);
  return true;
}

/** The scopes that a person allowed an app; without a consent, those of the grants that it got only once. */
function heldScopes(userId: string, clientId: string): Prisma.Sql {
  const owner = Prisma.sql`user_id = ${userId}::uuid AND client_id = ${clientId}::text`;
  return Prisma.sql`
    SELECT s.scope FROM consents c JOIN consent_scopes s ON s.consent_id = c.id WHERE ${owner}
    UNION
    SELECT unnest(scopes) FROM grants
    WHERE ${owner} AND revoked_at IS NULL AND NOT EXISTS (SELECT FROM consents WHERE ${owner})`;
}

/**
 * Removes some scopes, and the APIs that are left without a scope, from the consent and from all its live grants and
 * tokens, all or nothing. The rest keeps working. `claimsOf`: the claims that scopes stand for. Answers the names that
 * were really removed.
 */
export async function removeConsentScopes(
  userId: string,
  clientId: string,
  scopes: string[],
  claimsOf: (scopes: readonly string[]) => string[],
  now: Date,
): Promise<string[]> {
  return inTransaction(async (tx) => {
    const consent = { userId, clientId };
    const rows = await tx.$queryRaw<{ scope: string }[]>`
      SELECT scope FROM (${heldScopes(userId, clientId)}) AS held WHERE scope = ANY(${scopes}::text[])`;
    const removed = rows.map((row) => row.scope);
    if (removed.length === 0) return removed;
    await tx.consentScope.deleteMany({ where: { consent, scope: { in: removed } } });
    const apis = await tx.$queryRaw<{ identifier: string }[]>`
      SELECT r.identifier FROM scopes s JOIN resources r ON r.id = s.resource_id WHERE s.name = ANY(${removed}::text[])
      EXCEPT
      SELECT r.identifier FROM (${heldScopes(userId, clientId)}) AS kept
        JOIN scopes s ON s.name = kept.scope JOIN resources r ON r.id = s.resource_id
      WHERE kept.scope <> ALL(${removed}::text[])`;
    const resources = apis.map(({ identifier }) => identifier);
    // From now on these are declined: the app's next sign-in does not ask for them again.
    await tx.$executeRaw`UPDATE consents
      SET declined_scopes = ARRAY(SELECT unnest(declined_scopes) UNION SELECT unnest(${removed}::text[])), updated_at = ${now},
        resources = ARRAY(SELECT unnest(resources) EXCEPT SELECT unnest(${resources}::text[]))
      WHERE user_id = ${userId}::uuid AND client_id = ${clientId}`;
    const claims = claimsOf(removed);
    const steps = withdrawFromAccess({ userId, clientId, scopes: removed, claims, resources, endsAt: null, now });
    for (const step of Object.values(steps)) await tx.$executeRaw(step);
    await keepWithdrawal(tx, { userId, clientId, change: "narrowed", scopes: removed }, now);
    return removed;
  });
}

/**
 * Until when an API may still accept a token of each app after its access was removed: client id -> moment. APIs check
 * JWT access tokens by themselves, so these stay valid until they expire. An app without one is not in the map: its
 * access ends at once.
 * @see RFC 9068
 */
export async function listSelfContainedExpiries(userId: string, now: Date): Promise<Map<string, Date>> {
  const db = await getDb();
  const resources = await db.resource.findMany({ where: { tokenFormat: "jwt" }, select: { identifier: true } });
  if (resources.length === 0) return new Map();
  const audience = { hasSome: resources.map((each) => each.identifier) };
  const rows = await db.accessToken.groupBy({
    by: ["clientId"],
    where: { userId, expiresAt: { gt: now }, audience },
    _max: { expiresAt: true },
  });
  return new Map(rows.flatMap(({ clientId, _max }) => (_max.expiresAt ? [[clientId, _max.expiresAt]] : [])));
}

/** The apps that have live access from sign-ins in each of the person's sessions: session id -> app names. */
export async function listAppNamesBySession(userId: string, now: Date): Promise<Map<string, string[]>> {
  const db = await getDb();
  const rows = await db.grant.findMany({
    where: { userId, revokedAt: null, sessionId: { not: null }, ...liveAt(now) },
    distinct: ["sessionId", "clientId"],
    select: { sessionId: true, client: { select: { name: true } } },
  });
  const names = new Map<string, string[]>();
  for (const { sessionId, client } of rows) {
    if (sessionId) names.set(sessionId, [...(names.get(sessionId) ?? []), client.name].sort());
  }
  return names;
}

/** An app that a person allowed, in short. */
export interface AllowedApp {
  clientId: string;
  name: string;
  allowedAt: Date;
  /** null: never used */
  lastUsedAt: Date | null;
}

/** The apps that a person allowed, the newest first. */
export async function listAllowedApps(userId: string, now: Date): Promise<AllowedApp[]> {
  const db = await getDb();
  const rows = await db.consent.findMany({
    where: { userId, ...liveAt(now) },
    orderBy: { createdAt: "desc" },
    select: { clientId: true, createdAt: true, lastUsedAt: true, client: { select: { name: true } } },
  });
  return rows.map(({ client, createdAt, ...app }) => ({ ...app, name: client.name, allowedAt: createdAt }));
}

/** Names of clients, deleted ones too, by client id. */
export async function findClientNames(clientIds: string[]): Promise<Map<string, string>> {
  const db = await getDb();
  const rows = await db.client.findMany({ where: { id: { in: clientIds } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The most consents that {@link deleteEndedConsents} deletes at a time. */
const ENDED_AT_ONCE = 500;

/** Deletes consents that have ended by themselves. Answers whose they were; as many as it deletes at a time: there may be more. */
export async function deleteEndedConsents(now: Date): Promise<{ userId: string; clientId: string; endedAt: Date }[]> {
  const db = await getDb();
  return await db.$queryRaw<{ userId: string; clientId: string; endedAt: Date }[]>`
    DELETE FROM consents WHERE id = ANY(ARRAY(
      SELECT id FROM consents WHERE expires_at <= ${now}::timestamptz
      ORDER BY expires_at LIMIT ${ENDED_AT_ONCE} FOR UPDATE SKIP LOCKED))
    RETURNING user_id AS "userId", client_id AS "clientId", expires_at AS "endedAt"`;
}

/** How many apps the person allowed, as {@link listConnectedApps} lists them. */
export async function countConnectedApps(userId: string, now: Date): Promise<number> {
  const db = await getDb();
  const remembered = await db.consent.count({ where: { userId, ...liveAt(now) } });
  return remembered + (await listOnce(userId, now)).length;
}

async function toApps(rows: Allowed[], describe: DescribeScope): Promise<ConnectedApp[]> {
  const names = [...new Set(rows.flatMap((row) => row.scopes.map((each) => each.scope)))];
  const db = await getDb();
  const catalogue = await db.scope.findMany({
    where: { name: { in: names } },
    select: { name: true, title: true, detail: true, texts: true, risk: true, resource: { select: { name: true } } },
  });
  const byName = new Map(catalogue.map((scope) => [scope.name, scope]));
  const identifiers = [...new Set(rows.flatMap((row) => row.resources))];
  const known = await db.resource.findMany({
    where: { identifier: { in: identifiers } },
    select: { identifier: true, name: true },
  });
  const nameOf = new Map(known.map(({ identifier, name }) => [identifier, name]));
  return rows.map(({ client, createdAt, lastUsedAt, expiresAt, isOnce, scopes, resources }) => ({
    clientId: client.id,
    name: client.name,
    status: client.status as ClientStatus,
    publisher: client.publisher,
    logoUri: client.logoUri,
    clientUri: client.clientUri,
    policyUri: client.policyUri,
    tosUri: client.tosUri,
    initiateLoginUri: client.initiateLoginUri,
    redirectUris: client.redirectUris.map((row) => row.uri),
    isDeleted: client.deletedAt !== null,
    isSuspended: client.suspendedAt !== null,
    allowedAt: createdAt,
    lastUsedAt,
    expiresAt,
    isOnce,
    resources: resources.map((identifier) => ({ identifier, name: nameOf.get(identifier) ?? null })),
    scopes: scopes.map(({ scope, grantedAt, lastUsedAt: scopeUsedAt }) => {
      const entry = byName.get(scope);
      const text = entry && describe({ ...entry, texts: readScopeTexts(entry.texts) });
      return {
        name: scope,
        grantedAt,
        lastUsedAt: scopeUsedAt,
        title: text?.title ?? null,
        detail: text?.detail ?? null,
        risk: readScopeRisk(entry?.risk ?? "read"),
        resourceName: entry?.resource?.name ?? null,
        isOptional: client.optionalScopes.includes(scope),
      };
    }),
  }));
}
