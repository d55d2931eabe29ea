import type { Resource, Scope } from "../../oauth/model";
import { builtInScopes } from "../driver/built-in-scopes";
import { getDb } from "../driver/database";
import { readScopeTexts } from "../driver/json-columns";
import { readClientPolicy, readScopeRisk } from "../driver/known-values";
import { newId } from "../driver/new-id";
import type { Prisma } from "../generated/client";

/** The columns of a scope, without its API. */
export const scopeColumns = {
  name: true,
  title: true,
  detail: true,
  texts: true,
  risk: true,
  icon: true,
  isPublic: true,
  retiredAt: true,
} satisfies Prisma.ScopeSelect;

const scopeSelect = {
  ...scopeColumns,
  claims: { select: { name: true }, orderBy: { name: "asc" } },
  resource: { select: { identifier: true, name: true, clientPolicy: true, listedClients: true } },
} satisfies Prisma.ScopeSelect;

type ScopeRow = Prisma.ScopeGetPayload<{ select: typeof scopeSelect }>;

/** A scope with the name of the API it belongs to. */
export interface ScopeDetails extends Scope {
  /** null: a scope of the portal itself */
  resourceName: string | null;
}

function toScope({ resource, claims, ...row }: ScopeRow): ScopeDetails {
  return {
    ...row,
    claims: claims.map(({ name }) => name),
    texts: readScopeTexts(row.texts),
    risk: readScopeRisk(row.risk),
    resourceIdentifier: resource?.identifier ?? null,
    resourceName: resource?.name ?? null,
    clientPolicy: readClientPolicy(resource?.clientPolicy ?? "scopes"),
    listedClients: resource?.listedClients ?? [],
  };
}

/** All scopes that are not retired: the portal's own first, then by API, in the order in which they were made. */
export async function listScopes(): Promise<ScopeDetails[]> {
  const db = await getDb();
  const rows = await db.scope.findMany({
    where: { retiredAt: null },
    select: scopeSelect,
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
  });
  const known: string[] = builtInScopes.map((scope) => scope.name);
  // The portal's own scopes were made in one statement and have the same time, so they keep the order of the source.
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

/** Creates the scope, or gives it these words. Its name never changes. */
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
