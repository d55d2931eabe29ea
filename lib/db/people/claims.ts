import { z } from "zod";
import type { Scope } from "../../oauth/model";
import type { ClaimType, ClaimValue } from "../../oauth/tokens/defined-claims";
import { builtInScopes } from "../driver/built-in-scopes";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { readClaimEditor, readClaimType } from "../driver/known-values";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { findFreeAt, releaseNames } from "../protocol/forget-scopes";

/** Who gives a claim its values. */
export type ClaimEditor = "administrator" | "person";

/** A claim about people that the operator added to those of OpenID Connect. */
export interface ClaimDefinition {
  name: string;
  type: ClaimType;
  editor: ClaimEditor;
  /** the scope that brings it */
  scopeName: string;
  /** what people read beside its value */
  label: string;
  /** the same in other languages, by BCP 47 tag */
  labels: Readonly<Record<string, string>>;
  createdAt: Date;
}

/** Claims that one portal can have: a person may have a value of each, and they travel in one ID token. */
export const MOST_CLAIMS = 50;

const select = {
  name: true,
  type: true,
  editor: true,
  scopeName: true,
  label: true,
  labels: true,
  createdAt: true,
} satisfies Prisma.ClaimDefinitionSelect;

const labelsSchema = z.record(z.string(), z.string());
const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

function toDefinition(row: Prisma.ClaimDefinitionGetPayload<{ select: typeof select }>): ClaimDefinition {
  const { type, editor, labels, ...rest } = row;
  return {
    ...rest,
    type: readClaimType(type),
    editor: readClaimEditor(editor),
    labels: labelsSchema.parse(labels),
  };
}

/** All of them, the oldest first. */
export async function listClaimDefinitions(): Promise<ClaimDefinition[]> {
  const db = await getDb();
  const rows = await db.claimDefinition.findMany({
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
    take: MOST_CLAIMS,
    select,
  });
  return rows.map(toDefinition);
}

export async function findClaimDefinition(name: string): Promise<ClaimDefinition | null> {
  // No text column can hold NUL.
  if (name.includes("\0")) return null;
  const db = await getDb();
  const row = await db.claimDefinition.findUnique({ where: { name }, select });
  return row && toDefinition(row);
}

/** There, and about people: of no API, and bringing something besides tokens. */
const mayBringClaims = {
  resourceId: null,
  retiredAt: null,
  name: { notIn: ["openid", "offline_access", "grant_management_query", "grant_management_revoke"] },
} satisfies Prisma.ScopeWhereInput;

/** Scopes about people that bring no tokens for an API, and which may bring such a claim too. */
export async function listClaimScopes(): Promise<string[]> {
  const db = await getDb();
  const rows = await db.scope.findMany({
    where: mayBringClaims,
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

/** A scope that is made together with its first claim. */
export type NewScope = Pick<Scope, "name" | "title" | "detail" | "texts">;

/**
 * Stores a claim, and its scope where that is new, both or nothing. `taken`: there is a claim of that name, however its
 * capital letters are written; `full`: there are as many claims as there can be.
 */
export async function insertClaimDefinition(
  claim: ClaimDefinition,
  newScope: NewScope | null,
): Promise<"done" | "taken" | ScopeRefusal | "full"> {
  return await inTransaction(async (tx) => {
    await lockDefinitions(tx);
    if ((await tx.claimDefinition.count()) >= MOST_CLAIMS) return "full";
    const same = { name: { equals: claim.name, mode: "insensitive" } } as const;
    if (await tx.claimDefinition.findFirst({ where: same, select: { name: true } })) return "taken";
    const problem = await provideScope(tx, claim.scopeName, newScope, claim.createdAt);
    if (problem) return problem;
    await tx.claimDefinition.create({
      data: { ...claim, labels: toJson({ ...claim.labels }) },
      select: { name: true },
    });
    return "done" as const;
  }).catch(toScopeRefusal);
}

/**
 * Why a scope cannot bring a claim. `scopeTaken`: its name is another's, or was until a while ago; `scopeInvalid`: it is gone.
 */
type ScopeRefusal = "scopeTaken" | "scopeInvalid";

/** Administrators change claims seldom, and one after the other. */
async function lockDefinitions(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`LOCK TABLE claim_definitions IN SHARE ROW EXCLUSIVE MODE`;
}

/** Makes the new scope of a claim, or makes sure that the one it names is there. */
async function provideScope(
  tx: Prisma.TransactionClient,
  name: string,
  newScope: NewScope | null,
  now: Date,
): Promise<ScopeRefusal | null> {
  if (!newScope) {
    const isThere = (await tx.scope.count({ where: { AND: [mayBringClaims, { name }] } })) === 1;
    return isThere ? null : "scopeInvalid";
  }
  await releaseNames(tx, [name], now);
  if (await tx.scope.findUnique({ where: { name }, select: { name: true } })) return "scopeTaken";
  const { texts, ...scope } = newScope;
  await tx.scope.create({ data: { ...scope, texts: toJson({ ...texts }), risk: "identity", icon: "id-card" } });
  return null;
}

/** An API's scope of that name was made in the same moment: claims wait for one another. */
function toScopeRefusal(error: unknown): ScopeRefusal {
  if (isUniqueViolation(error)) return "scopeTaken";
  throw error;
}

/**
 * Retires a scope that was made for such claims and brings none any more. Its name stays taken until the last token that
 * could name it has expired: what people allowed under it must never open something else of that name.
 */
async function retireEmptyScope(tx: Prisma.TransactionClient, name: string, now: Date): Promise<void> {
  if (builtInScopes.some((scope) => scope.name === name)) return;
  const where = { name, resourceId: null, retiredAt: null, claims: { none: {} } };
  if ((await tx.scope.count({ where })) === 0) return;
  const freeAt = await findFreeAt(tx, { scopes: [name] }, now);
  await tx.scope.updateMany({ where, data: { retiredAt: now, freeAt } });
}

/** What can be changed of a claim. Its name and type stay: apps read the one, and values are of the other. */
export type ClaimChanges = Pick<ClaimDefinition, "editor" | "label" | "labels" | "scopeName">;

/**
 * Changes a claim as `decide` says of what it is, while others who change claims wait; or answers why `decide` refuses. Its
 * former scope is retired if it was made for such claims and brings no other.
 */
export async function reviseClaimDefinition<Refusal extends string>(
  name: string,
  decide: (before: ClaimDefinition) => { changes: ClaimChanges; newScope: NewScope | null } | Refusal,
  now: Date,
): Promise<ClaimDefinition | "missing" | ScopeRefusal | Refusal> {
  // No text column can hold NUL.
  if (name.includes("\0")) return "missing";
  return await inTransaction(async (tx) => {
    await lockDefinitions(tx);
    const row = await tx.claimDefinition.findUnique({ where: { name }, select });
    if (!row) return "missing";
    const before = toDefinition(row);
    const decided = decide(before);
    if (typeof decided === "string") return decided;
    const { changes, newScope } = decided;
    const problem = await provideScope(tx, changes.scopeName, newScope, now);
    if (problem) return problem;
    await tx.claimDefinition.update({
      where: { name },
      data: { ...changes, labels: toJson({ ...changes.labels }) },
      select: { name: true },
    });
    await retireEmptyScope(tx, before.scopeName, now);
    return { ...before, ...changes };
  }).catch(toScopeRefusal);
}

/**
 * Deletes a claim with everybody's values, and retires its scope where the scope was made for such claims and brings no
 * other. True when there was one.
 */
export async function deleteClaimDefinition(name: string, now: Date): Promise<boolean> {
  // No text column can hold NUL.
  if (name.includes("\0")) return false;
  return await inTransaction(async (tx) => {
    await lockDefinitions(tx);
    const row = await tx.claimDefinition.findUnique({ where: { name }, select: { scopeName: true } });
    const { count } = await tx.claimDefinition.deleteMany({ where: { name } });
    if (!row || count === 0) return false;
    await retireEmptyScope(tx, row.scopeName, now);
    return true;
  });
}

/** The values that a person has, by the names of their claims. */
export async function listClaimValues(userId: string): Promise<Map<string, ClaimValue>> {
  const db = await getDb();
  const rows = await db.claimValue.findMany({
    where: { userId },
    orderBy: { claimName: "asc" },
    select: { claimName: true, value: true },
  });
  return new Map(rows.map(({ claimName, value }) => [claimName, valueSchema.parse(value)]));
}

/**
 * Gives a person a value of a claim, or none. `missing`: the account or the claim is gone.
 * @param isExpected whether the value that is there may be replaced; must not wait for anything. `overtaken`: it may not
 */
export async function setClaimValue(
  { userId, claimName, value }: { userId: string; claimName: string; value: ClaimValue | null },
  isExpected: (before: ClaimValue | null) => boolean,
  now: Date,
): Promise<"done" | "missing" | "overtaken"> {
  return await inTransaction(async (tx) => {
    const people = await tx.$queryRaw<unknown[]>`
      SELECT id FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
    const claims = await tx.$queryRaw<unknown[]>`
      SELECT name FROM claim_definitions WHERE name = ${claimName} FOR KEY SHARE`;
    if (people.length === 0 || claims.length === 0) return "missing";
    const where = { userId_claimName: { userId, claimName } };
    const before = await tx.claimValue.findUnique({ where, select: { value: true } });
    if (!isExpected(before && valueSchema.parse(before.value))) return "overtaken";
    if (value === null) {
      await tx.claimValue.deleteMany({ where: { userId, claimName } });
      return "done";
    }
    const changed = { value, updatedAt: now };
    await tx.claimValue.upsert({
      where,
      create: { userId, claimName, ...changed },
      update: changed,
      select: { userId: true },
    });
    return "done";
  });
}
