import type { Resource, ScopeRisk } from "../oauth/model";
import { getDb } from "./client";
import type { Prisma } from "./generated/client";
import { newId } from "./new-id";
import { isUniqueViolation } from "./unique-violation";

/** A scope of an API as its administrators see it; retired ones too. */
export interface ResourceScope {
  name: string;
  title: string;
  detail: string | null;
  risk: ScopeRisk;
  icon: string | null;
  /** false: only an administrator can give it to a client */
  isPublic: boolean;
  retiredAt: Date | null;
}

/** A registered API as its administrators see it. */
export interface ResourceDetails extends Omit<Resource, "scopes"> {
  id: string;
  scopes: ResourceScope[];
  createdAt: Date;
  updatedAt: Date;
}

export type ResourceSettings = Pick<
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
    select: { name: true, title: true, detail: true, risk: true, icon: true, isPublic: true, retiredAt: true },
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
  },
} satisfies Prisma.ResourceSelect;

type DetailRow = Prisma.ResourceGetPayload<{ select: typeof detailSelect }>;

function toDetails({ clientId, scopes, ...row }: DetailRow): ResourceDetails {
  return {
    ...row,
    tokenFormat: row.tokenFormat === "jwt" ? "jwt" : "opaque",
    signingAlg: row.signingAlg === "ES256" ? "ES256" : "RS256",
    tokenTyp: row.tokenTyp === "JWT" ? "JWT" : "at+jwt",
    clientPolicy: row.clientPolicy as Resource["clientPolicy"],
    introspectionClientId: clientId,
    scopes: scopes.map((scope) => ({ ...scope, risk: scope.risk as ScopeRisk })),
  };
}

/** All of them by name; the portal's own API is one. */
export async function listResources(): Promise<ResourceDetails[]> {
  const db = await getDb();
  const rows = await db.resource.findMany({ select: detailSelect, orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map(toDetails);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function findResourceDetails(id: string): Promise<ResourceDetails | null> {
  if (!uuid.test(id)) return null;
  const db = await getDb();
  const row = await db.resource.findUnique({ where: { id }, select: detailSelect });
  return row && toDetails(row);
}

/**
 * Stores the API with its first scopes, all or nothing.
 * "taken", with nothing written, when its identifier, as it is written or in normal form, or the name of a scope is in use.
 */
export async function createResource(
  resource: ResourceSettings & Pick<Resource, "identifier" | "normalIdentifier" | "introspectionClientId">,
  scopes: Omit<ResourceScope, "retiredAt">[],
): Promise<{ id: string } | "taken"> {
  const db = await getDb();
  const { introspectionClientId, ...columns } = resource;
  const now = Date.now();
  // The row's time keeps the order in which the scopes were written.
  const rows = scopes.map((scope, index) => ({ ...scope, createdAt: new Date(now + index) }));
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

/** Whether one of these names is a scope already, of any API or of the portal, retired ones included. */
export async function hasScopeNamed(names: string[]): Promise<boolean> {
  const db = await getDb();
  return (await db.scope.count({ where: { name: { in: names } } })) > 0;
}

/** False when there is no such API. Its identifier stays for ever: tokens name it as their audience. */
export async function updateResource(
  id: string,
  changes: Partial<ResourceSettings & Pick<Resource, "introspectionClientId">>,
): Promise<boolean> {
  const db = await getDb();
  const { introspectionClientId, ...columns } = changes;
  const data = { ...columns, ...(introspectionClientId === undefined ? {} : { clientId: introspectionClientId }) };
  const { count } = await db.resource.updateMany({ where: { id }, data });
  return count === 1;
}

/** Gives an API without introspection credentials this client. False when it has one, or there is no such API. */
export async function claimIntrospection(id: string, clientId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.resource.updateMany({ where: { id, clientId: null }, data: { clientId } });
  return count === 1;
}

/** The API with its scopes; tokens for it stay until they expire. False when there was none. */
export async function deleteResource(id: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.resource.deleteMany({ where: { id } });
  return count === 1;
}

/** False, with nothing written, when a scope of this name exists, here or at another API. */
export async function createScope(resourceId: string, scope: Omit<ResourceScope, "retiredAt">): Promise<boolean> {
  const db = await getDb();
  try {
    await db.scope.create({ data: { ...scope, resourceId }, select: { name: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** What a scope says and who may ask for it; its name stays for ever. False when it is not of this API. */
export async function updateScope(
  resourceId: string,
  name: string,
  changes: Partial<Omit<ResourceScope, "name">>,
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.scope.updateMany({ where: { name, resourceId }, data: changes });
  return count === 1;
}

/** Clients that are not deleted and may ask for one of these scopes. */
export async function countClientsAsking(scopeNames: string[]): Promise<number> {
  const db = await getDb();
  return db.client.count({ where: { deletedAt: null, scopes: { hasSome: scopeNames } } });
}
