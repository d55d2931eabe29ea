import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import {
  type ClaimDefinition,
  type ClaimEditor,
  deleteClaimDefinition,
  insertClaimDefinition,
  listClaimDefinitions,
  listClaimScopes as listScopeNames,
  type NewScope,
  reviseClaimDefinition,
  type ClaimChanges as StoredChanges,
} from "../db/people/claims";
import { maySaveOver, nameSeen } from "../forms/seen";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import { type ClaimType, findClaimNameProblem } from "../oauth/tokens/defined-claims";
import { type ClaimProblem, done, type Result, refused } from "./result";

/** What can be changed of a claim. Its name and type stay: apps read the one, and values are of the other. */
export interface ClaimChanges {
  editor: ClaimEditor;
  /** what people read beside its value */
  label: string;
  /** the same in other languages; empty ones are left out */
  labels: Record<string, string>;
  /** an existing scope about people, by its name, or a new one with its words */
  scope: string | NewScope;
}

export interface NewClaim extends ClaimChanges {
  name: string;
  type: ClaimType;
}

/** Who can set a claim. */
export const CLAIM_EDITORS = ["administrator", "person"] as const satisfies readonly ClaimEditor[];

/** Characters of what people read: a label or a title, and a detail. */
const LABEL_LIMIT = 80;
const DETAIL_LIMIT = 200;

/** RFC 6749 §3.3 allows more characters; these also survive addresses, forms and logs unchanged. */
const SCOPE_NAME = /^[A-Za-z0-9][A-Za-z0-9:._/~-]{0,99}$/;

/** The operator's own claims, the oldest first; null for those who may not see them. */
export async function listClaims(actor: Actor): Promise<ClaimDefinition[] | null> {
  return (await findAdministrator(actor)) && (await listClaimDefinitions());
}

/** The scopes that may bring such a claim; null for those who may not see them. */
export async function listClaimScopes(actor: Actor): Promise<string[] | null> {
  return (await findAdministrator(actor)) && (await listScopeNames());
}

/** Defines a claim. Nobody has a value of it yet. */
export async function defineClaim(
  actor: Actor,
  input: NewClaim,
  now: Date,
): Promise<Result<ClaimDefinition, ClaimProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const name = input.name.trim();
  const problem = findClaimNameProblem(name);
  if (problem) return refused(problem === "malformed" ? "nameMalformed" : "nameReserved");
  const read = readChanges(input);
  if (!read.ok) return read;
  const { changes, newScope } = read.value;
  const claim = { name, type: input.type, ...changes, createdAt: now };
  const stored = await insertClaimDefinition(claim, newScope);
  if (stored !== "done") return refused(stored);
  const { type: claimType, editor, scopeName: scope } = claim;
  const data = { by: known.userId, name, claimType, editor, scope };
  await recordEvent({ type: "claim.defined", outcome: "ok", data }, known.source);
  return done(claim);
}

/** Names what a page shows of a claim that can be changed. */
export function nameSeenClaim({ label, labels, editor, scopeName }: ClaimDefinition): string {
  const inOrder = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return nameSeen([label, inOrder, editor, scopeName]);
}

/**
 * Changes what people read of a claim, who sets it and which scope brings it. What is left out stays, also labels in
 * languages that are not named, and so do values. A scope that was made for it and brings no other claim any more is
 * retired.
 * @param seen what the form showed, by {@link nameSeenClaim}: if it is not so any more, nothing is changed
 */
export async function changeClaim(
  actor: Actor,
  name: string,
  input: { [Key in keyof ClaimChanges]?: ClaimChanges[Key] | undefined },
  now: Date,
  seen: string | null = null,
): Promise<Result<ClaimDefinition, ClaimProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const decide = (before: ClaimDefinition) => {
    const { label = before.label, editor = before.editor, scope = before.scopeName } = input;
    const read = readChanges({ label, editor, scope, labels: { ...before.labels, ...input.labels } });
    if (!read.ok) return read.problem;
    const saved = nameSeenClaim({ ...before, ...read.value.changes });
    const now = nameSeenClaim(before);
    if (!maySaveOver(now, { seen, saved })) return "overtaken";
    // The new scope was made by the press before.
    return now === saved ? { ...read.value, newScope: null } : read.value;
  };
  const changed = await reviseClaimDefinition<ClaimProblem>(name, decide, now);
  if (typeof changed === "string") return refused(changed);
  const data = { by: known.userId, name, editor: changed.editor, scope: changed.scopeName };
  await recordEvent({ type: "claim.changed", outcome: "ok", data }, known.source);
  return done(changed);
}

function readChanges(input: ClaimChanges): Result<{ changes: StoredChanges; newScope: NewScope | null }, ClaimProblem> {
  const { editor } = input;
  const label = input.label.trim();
  const labels = withoutEmpty(input.labels);
  if (label === "") return refused("labelMissing");
  if (![label, ...Object.values(labels)].every((text) => isLine(text, LABEL_LIMIT))) return refused("labelLong");
  if (typeof input.scope === "string") {
    const scopeName = input.scope;
    if (!SCOPE_NAME.test(scopeName)) return refused("scopeInvalid");
    return done({ changes: { editor, label, labels, scopeName }, newScope: null });
  }
  const newScope = toScope(input.scope);
  if (newScope === null) return refused("scopeInvalid");
  return done({ changes: { editor, label, labels, scopeName: newScope.name }, newScope });
}

/** Deletes a claim with everybody's values. Apps no longer read it. */
export async function removeClaim(actor: Actor, name: string, now: Date): Promise<Result<null, ClaimProblem>> {
  const known = await findAdministrator(actor);
  if (!known || !(await deleteClaimDefinition(name, now))) return refused("missing");
  const data = { by: known.userId, name };
  await recordEvent({ type: "claim.removed", outcome: "ok", data }, known.source);
  return done(null);
}

function toScope({ name, title, detail, texts }: NewScope): NewScope | null {
  const said = Object.entries(texts).filter(([, text]) => text.title !== "" || text.detail);
  const words = [{ title, detail }, ...said.map(([, text]) => text)];
  const areRight = words.every(
    (text) => text.title && isLine(text.title, LABEL_LIMIT) && isLine(text.detail ?? "", DETAIL_LIMIT),
  );
  return SCOPE_NAME.test(name) && areRight
    ? { name, title, detail: detail || null, texts: Object.fromEntries(said) }
    : null;
}

function isLine(text: string, limit: number): boolean {
  return [...text].length <= limit && !hasHiddenCharacters(text);
}

function withoutEmpty(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([tag, text]) => (text.trim() ? [[tag, text.trim()]] : [])));
}
