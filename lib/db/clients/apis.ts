import type { Resource, Scope, ScopeRisk } from "../../oauth/model";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { readScopeTexts } from "../driver/json-columns";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { scopeColumns } from "./scopes";

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
    clientPolicy: row.clientPolicy as Resource["clientPolicy"],
    introspectionClientId: clientId,
    scopes: scopes.map((scope) => ({
      ...scope,
      texts: readScopeTexts(scope.texts),
      risk: scope.risk as ScopeRisk,
    })),
  };
}

/** All APIs by name, including the portal's own. */
export async function listApiRows(): Promise<ApiDetails[]> {
  const db = await getDb();
  const rows = await db.resource.findMany({ select: detailSelect, orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map(toDetails);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function findApiDetails(id: string): Promise<ApiDetails | null> {
  if (!UUID.test(id)) return null;
  const db = await getDb();
  const row = await db.resource.findUnique({ where: { id }, select: detailSelect });
  return row && toDetails(row);
}

/**
 * Stores the API with its first scopes, all or nothing. "taken", with nothing written, when its identifier (as written
 * or in normal form) or the name of a scope is in use.
 */
export async function createApiRow(
  resource: ApiSettings & Pick<Resource, "identifier" | "normalIdentifier" | "introspectionClientId">,
  scopes: Omit<ApiScope, "retiredAt">[],
): Promise<{ id: string } | "taken"> {
  const db = await getDb();
  const { introspectionClientId, ...columns } = resource;
  const now = Date.now();
  // The row's time keeps the order in which the scopes were written.
  const rows = scopes.map((scope, index) => ({
    ...scope,
    texts: toJson(scope.texts),
    createdAt: new Date(now + index),
  }));
  try {
    return await db.resource.create({
      data: { id: newId(), ...columns, clientId: introspectionClientId, scopes: { create: rows } },
      select: { id: true },
    });
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

/** False when there is no such API. Its identifier never changes, because tokens name it as their audience. */
export async function updateApiRow(id: string, changes: Partial<ApiSettings>): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.resource.updateMany({ where: { id }, data: changes });
  return count === 1;
}

/** Makes this client the one that introspects an API's tokens. False when the API already has one or does not exist. */
export async function claimIntrospection(id: string, clientId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.resource.updateMany({ where: { id, clientId: null }, data: { clientId } });
  return count === 1;
}

/**
 * Deletes the API. The names of its scopes stay, retired and of no API: what people allowed under a name must never open
 * something else. Tokens for it stay valid until they expire. False when there was none.
 */
export async function deleteApiRow(id: string, now: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    await tx.scope.updateMany({ where: { resourceId: id, retiredAt: null }, data: { retiredAt: now } });
    await tx.scope.updateMany({ where: { resourceId: id }, data: { resourceId: null } });
    const { count } = await tx.resource.deleteMany({ where: { id } });
    return count === 1;
  });
}

/** False, with nothing written, when a scope of this name exists, here or at another API. */
export async function createScope(resourceId: string, scope: Omit<ApiScope, "retiredAt">): Promise<boolean> {
  const db = await getDb();
  try {
    await db.scope.create({ data: { ...scope, texts: toJson(scope.texts), resourceId }, select: { name: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Changes a scope's words and who may ask for it; its name never changes. False when the scope is not of this API. */
export async function updateScope(
  resourceId: string,
  name: string,
  changes: Partial<Omit<ApiScope, "name">>,
): Promise<boolean> {
  const db = await getDb();
  const data = { ...changes, texts: changes.texts && toJson(changes.texts) };
  const { count } = await db.scope.updateMany({ where: { name, resourceId }, data });
  return count === 1;
}

/** Clients that are not deleted and may ask for one of these scopes. */
export async function countClientsAsking(scopeNames: string[]): Promise<number> {
  const db = await getDb();
  return db.client.count({ where: { deletedAt: null, scopes: { hasSome: scopeNames } } });
}
