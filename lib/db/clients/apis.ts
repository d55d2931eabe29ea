import type { Resource, Scope, ScopeRisk } from "../../oauth/model";
import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { readScopeTexts } from "../driver/json-columns";
import { readClientPolicy, readScopeRisk } from "../driver/known-values";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { findFreeAt, forgetScopes, releaseNames } from "../protocol/forget-scopes";
import { scopeColumns } from "./scopes";

/** For what goes through all grants and tokens, of which there can be millions: milliseconds, not the usual five seconds. */
const LARGE = { timeout: 120_000 };

/** A scope of an API as administrators see it, including retired scopes. */
export interface ApiScope extends Pick<Scope, "title" | "detail" | "texts"> {
  name: string;
  risk: ScopeRisk;
  icon: string | null;
  /** false: only an administrator can give it to a client */
  isPublic: boolean;
  retiredAt: Date | null;
}

/** A registered API as its administrators see it. */
export interface ApiDetails extends Omit<Resource, "scopes"> {
  id: string;
  scopes: ApiScope[];
  createdAt: Date;
  updatedAt: Date;
}

export type ApiSettings = Pick<
  Resource,
  | "name"
  | "tokenFormat"
  | "accessTokenTtl"
  | "signingAlg"
  | "tokenTyp"
  | "clientPolicy"
  | "listedClients"
  | "allowsQueryToken"
>;

const detailSelect = {
  id: true,
  identifier: true,
  normalIdentifier: true,
  name: true,
  tokenFormat: true,
  signingAlg: true,
  tokenTyp: true,
  clientPolicy: true,
  listedClients: true,
  accessTokenTtl: true,
  allowsQueryToken: true,
  clientId: true,
  createdAt: true,
  updatedAt: true,
  scopes: {
    select: scopeColumns,
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
  },
} satisfies Prisma.ResourceSelect;

type DetailRow = Prisma.ResourceGetPayload<{ select: typeof detailSelect }>;

function toDetails({ clientId, scopes, ...row }: DetailRow): ApiDetails {
  return {
    ...row,
    tokenFormat: row.tokenFormat === "jwt" ? "jwt" : "opaque",
    signingAlg: row.signingAlg === "ES256" ? "ES256" : "RS256",
    tokenTyp: row.tokenTyp === "JWT" ? "JWT" : "at+jwt",
    clientPolicy: readClientPolicy(row.clientPolicy),
    introspectionClientId: clientId,
    scopes: scopes.map((scope) => ({
      ...scope,
      texts: readScopeTexts(scope.texts),
      risk: readScopeRisk(scope.risk),
    })),
  };
}

/** All APIs by name, including the portal's own. */
export async function listApiRows(): Promise<ApiDetails[]> {
  const db = await getDb();
  const rows = await db.resource.findMany({ select: detailSelect, orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map(toDetails);
}

export async function findApiDetails(id: string): Promise<ApiDetails | null> {
  if (!isUuid(id)) return null;
  const db = await getDb();
  const row = await db.resource.findUnique({ where: { id }, select: detailSelect });
  return row && toDetails(row);
}

/**
 * Stores the API with its first scopes, all or nothing. "taken", with nothing written, when its identifier (as written
 * or in normal form) or the name of a scope is in use, or was until a while ago.
 */
export async function createApiRow(
  resource: ApiSettings & Pick<Resource, "identifier" | "normalIdentifier" | "introspectionClientId">,
  scopes: Omit<ApiScope, "retiredAt">[],
  now: Date,
): Promise<{ id: string } | "taken"> {
  const { introspectionClientId, ...columns } = resource;
  // The row's time keeps the order in which the scopes were written.
  const rows = scopes.map((scope, index) => ({
    ...scope,
    texts: toJson(scope.texts),
    createdAt: new Date(now.getTime() + index),
  }));
  const names = scopes.map(({ name }) => name);
  try {
    return await inTransaction(async (tx) => {
      await releaseNames(tx, names, now);
      return await tx.resource.create({
        data: { id: newId(), ...columns, clientId: introspectionClientId, scopes: { create: rows } },
        select: { id: true },
      });
    }, LARGE);
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** Whether one of these names is already a scope, of any API or of the portal, including retired scopes. */
export async function hasScopeNamed(names: string[]): Promise<boolean> {
  const db = await getDb();
  return (await db.scope.count({ where: { name: { in: names } } })) > 0;
}

/**
 * Changes an API depending on its current settings; nobody else changes it or its scopes in between. Its identifier never
 * changes, because tokens name it as their audience.
 * @param decide gets the API as it is; answers the changes, or null for none; must not wait for anything
 * @returns whether there were changes; null when there is no such API
 */
export async function reviseApi(
  id: string,
  decide: (api: ApiDetails) => Partial<ApiSettings> | null,
): Promise<boolean | null> {
  return await inTransaction(async (tx) => {
    const api = await readLockedApi(tx, id);
    if (!api) return null;
    const changes = decide(api);
    if (changes !== null) await tx.resource.update({ where: { id }, data: changes, select: { id: true } });
    return changes !== null;
  });
}

/** Others who change the API or its scopes wait. */
async function readLockedApi(tx: Prisma.TransactionClient, id: string): Promise<ApiDetails | null> {
  await tx.$queryRaw`SELECT 1 FROM resources WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const row = await tx.resource.findUnique({ where: { id }, select: detailSelect });
  return row && toDetails(row);
}

/** Makes this client the one that introspects an API's tokens. False when the API already has one or does not exist. */
export async function claimIntrospection(id: string, clientId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.resource.updateMany({ where: { id, clientId: null }, data: { clientId } });
  return count === 1;
}

/**
 * Deletes the API and takes its scopes out of everything that people allowed and apps hold. The names of its scopes stay,
 * retired and of no API, until the last token that could name them has expired: what people allowed under a name must
 * never open something else. `asked`, with nothing written: an app that is not deleted may ask for one of its scopes.
 */
export async function deleteApiRow(id: string, now: Date): Promise<"deleted" | "asked" | "missing"> {
  return inTransaction(async (tx) => {
    const api = await readLockedApi(tx, id);
    if (!api) return "missing";
    const gone = { scopes: api.scopes.map(({ name }) => name), resources: [api.identifier] };
    const asking = { deletedAt: null, scopes: { hasSome: gone.scopes } };
    if ((await tx.client.count({ where: asking })) > 0) return "asked";
    const freeAt = await findFreeAt(tx, gone, now);
    await forgetScopes(tx, gone, now);
    await tx.scope.updateMany({ where: { resourceId: id, retiredAt: null }, data: { retiredAt: now } });
    await tx.scope.updateMany({ where: { resourceId: id }, data: { resourceId: null, freeAt } });
    await tx.resource.deleteMany({ where: { id } });
    return "deleted";
  }, LARGE);
}

/**
 * False, with nothing written, when a scope of this name exists, here or at another API, or the name of a deleted one is
 * not free yet.
 */
export async function createScope(resourceId: string, scope: Omit<ApiScope, "retiredAt">, now: Date): Promise<boolean> {
  try {
    await inTransaction(async (tx) => {
      await releaseNames(tx, [scope.name], now);
      await tx.scope.create({ data: { ...scope, texts: toJson(scope.texts), resourceId }, select: { name: true } });
    }, LARGE);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Changes of a scope: its words, who may ask for it, whether it is retired. Its name never changes. */
export type ScopeChanges = Partial<Omit<ApiScope, "name">>;

/**
 * Changes a scope depending on what it is now; nobody else changes it in between.
 * @param decide gets the scope as it is; answers the changes, or null for none; must not wait for anything
 * @returns the changes; "missing": the scope is not of this API
 */
export async function reviseScope<Changes extends ScopeChanges>(
  resourceId: string,
  name: string,
  decide: (scope: ApiScope) => Changes | null,
): Promise<Changes | "missing" | null> {
  return await inTransaction(async (tx) => {
    const scope = (await readLockedApi(tx, resourceId))?.scopes.find((each) => each.name === name);
    if (!scope) return "missing";
    const changes = decide(scope);
    if (changes === null) return null;
    const data = { ...changes, texts: changes.texts && toJson(changes.texts) };
    await tx.scope.update({ where: { name }, data, select: { name: true } });
    return changes;
  });
}
