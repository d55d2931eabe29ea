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
} from "../db/people/claims";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import { type ClaimType, findClaimNameProblem } from "../oauth/tokens/defined-claims";
import { type ClaimProblem, done, type Result, refused } from "./result";

export interface NewClaim {
  name: string;
  type: ClaimType;
  editor: ClaimEditor;
  /** what people read beside its value */
  label: string;
  /** the same in other languages; empty ones are left out */
  labels: Record<string, string>;
  /** an existing scope about people, by its name, or a new one with its words */
  scope: string | NewScope;
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
  const { type, editor } = input;
  const name = input.name.trim();
  const label = input.label.trim();
  const labels = withoutEmpty(input.labels);
  const problem = findClaimNameProblem(name);
  if (problem) return refused(problem === "malformed" ? "nameMalformed" : "nameReserved");
  if (label === "") return refused("labelMissing");
  if (![label, ...Object.values(labels)].every((text) => isLine(text, LABEL_LIMIT))) return refused("labelLong");
  const scope = typeof input.scope === "string" ? input.scope : toScope(input.scope);
  if (scope === null) return refused("scopeInvalid");
  if (typeof scope === "string" && !(await listScopeNames()).includes(scope)) return refused("scopeInvalid");
  const scopeName = typeof scope === "string" ? scope : scope.name;
  const claim = { name, type, editor, scopeName, label, labels, createdAt: now };
  const stored = await insertClaimDefinition(claim, typeof scope === "string" ? null : scope);
  if (stored !== "done") return refused(stored);
  const data = { by: known.userId, name, claimType: type, editor, scope: scopeName };
  await recordEvent({ type: "claim.defined", outcome: "ok", data }, known.source);
  return done(claim);
}

/** Deletes a claim with everybody's values. Apps no longer read it. */
export async function removeClaim(actor: Actor, name: string): Promise<Result<null, ClaimProblem>> {
  const known = await findAdministrator(actor);
  if (!known || !(await deleteClaimDefinition(name))) return refused("missing");
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
