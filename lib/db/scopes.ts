import type { Resource, Scope, ScopeRisk } from "../oauth/model";
import { builtInScopes } from "./built-in-scopes";
import { getDb } from "./client";
import type { Prisma } from "./generated/client";
import { newId } from "./new-id";

const scopeSelect = {
  name: true,
  title: true,
  detail: true,
  risk: true,
  icon: true,
  isPublic: true,
  retiredAt: true,
  resource: { select: { identifier: true, name: true, clientPolicy: true, listedClients: true } },
} satisfies Prisma.ScopeSelect;

type ScopeRow = Prisma.ScopeGetPayload<{ select: typeof scopeSelect }>;

/** A scope with the name of the API it belongs to. */
export interface ScopeDetails extends Scope {
  /** null: a scope of the portal itself */
  resourceName: string | null;
}

function toScope({ resource, ...row }: ScopeRow): ScopeDetails {
  return {
    ...row,
    risk: row.risk as ScopeRisk,
    resourceIdentifier: resource?.identifier ?? null,
    resourceName: resource?.name ?? null,
    clientPolicy: (resource?.clientPolicy ?? "scopes") as Scope["clientPolicy"],
    listedClients: resource?.listedClients ?? [],
  };
}

/** All that are not retired, those of the portal first, then by API and in the order they were made. */
export async function listScopes(): Promise<ScopeDetails[]> {
  const db = await getDb();
  const rows = await db.scope.findMany({
    where: { retiredAt: null },
    select: scopeSelect,
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
  });
  const known = builtInScopes.map((scope) => scope.name);
  // Made in one statement, the portal's own scopes have one time: their order is the one they are written in.
  const rank = (scope: ScopeDetails) => (known.includes(scope.name) ? known.indexOf(scope.name) : known.length);
  return rows
    .map(toScope)
    .sort((a, b) => (a.resourceName ?? "").localeCompare(b.resourceName ?? "") || rank(a) - rank(b));
}

/** Those of `names` that exist and are not retired. */
export async function findScopes(names: string[]): Promise<ScopeDetails[]> {
  const db = await getDb();
  const rows = await db.scope.findMany({ where: { name: { in: names }, retiredAt: null }, select: scopeSelect });
  return rows.map(toScope);
}

/** Makes the scope, or gives it these words; the name stays for ever. */
export async function upsertScope(
  scope: Pick<Scope, "name" | "title" | "detail" | "risk" | "icon"> & Partial<Pick<Scope, "isPublic">>,
  resourceIdentifier: string | null,
): Promise<void> {
  const db = await getDb();
  const { name, ...words } = scope;
  const resource = resourceIdentifier
    ? await db.resource.findUniqueOrThrow({ where: { identifier: resourceIdentifier }, select: { id: true } })
    : null;
  const data = { ...words, resourceId: resource?.id ?? null };
  await db.scope.upsert({ where: { name }, create: { name, ...data }, update: data, select: { name: true } });
}

type UpsertedMember = "identifier" | "name" | "tokenFormat" | "accessTokenTtl" | "introspectionClientId";

/** Registers an API, or changes how its tokens look. `accessTokenTtl` in seconds. @see RFC 8707 §2 */
export async function upsertResource(
  resource: Pick<Resource, UpsertedMember> & Partial<Omit<Resource, UpsertedMember | "scopes">>,
): Promise<void> {
  const db = await getDb();
  const { identifier, introspectionClientId, ...rest } = resource;
  const data = { ...rest, clientId: introspectionClientId };
  await db.resource.upsert({
    where: { identifier },
    create: { id: newId(), identifier, ...data },
    update: data,
    select: { id: true },
  });
}
