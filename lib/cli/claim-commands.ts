import { operator } from "../auth/actor";
import type { ClaimDefinition } from "../db/people/claims";
import { wordsFor } from "../i18n/words";
import { setPersonClaim } from "../people/claim-values";
import { changeClaim, defineClaim, listClaims, removeClaim } from "../people/defined-claims";
import { ManagedPerson } from "../people/managed-person";
import type { ClaimProblem, Result } from "../people/result";
import { type ClaimChangesInput, type ClaimInput, CommandError } from "./command";
import { readTaggedTexts } from "./tagged-texts";

/** The operator's own claims, the oldest first, as JSON. */
export async function listClaimsAsJson(): Promise<string> {
  return JSON.stringify(((await listClaims(operator)) ?? []).map(toDocument), null, 2);
}

/** Defines a claim; answers it as JSON. @throws {CommandError} with a sentence */
export async function createClaim({ scope, ...claim }: ClaimInput, now: Date): Promise<string> {
  const defined = getValue(await defineClaim(operator, { ...claim, scope: toScope(scope) }, now));
  return JSON.stringify(toDocument(defined), null, 2);
}

/** Changes what the file says about a claim; answers it as JSON. @throws {CommandError} with a sentence */
export async function changeClaimByName(
  name: string,
  { scope, ...said }: ClaimChangesInput,
  now: Date,
): Promise<string> {
  const changed = await changeClaim(operator, name, { ...said, scope: scope && toScope(scope) }, now);
  if (!changed.ok && changed.problem === "missing") throw new CommandError(`There is no claim ${name}.`);
  return JSON.stringify(toDocument(getValue(changed)), null, 2);
}

/** Deletes a claim; answers what became of it as JSON. @throws {CommandError} with a sentence */
export async function deleteClaimByName(name: string, now: Date): Promise<string> {
  getValue(await removeClaim(operator, name, now));
  return JSON.stringify({ name, deleted: true }, null, 2);
}

/** Gives a person a value of a claim, as it is typed; an empty one takes it away. @throws {CommandError} with a sentence */
export async function setClaimByEmail(
  { claim, email, value }: { claim: string; email: string; value: string },
  now: Date,
): Promise<string> {
  const person = await ManagedPerson.findByEmail(operator, email);
  if (!person) throw new CommandError(`${email} has no account.`);
  const result = await setPersonClaim(person, claim, value, now);
  if (!result.ok) throw new CommandError(wordsFor("en").common.claims.problems[result.problem]);
  return JSON.stringify({ sub: person.user.userId, email, claim, set: value.trim() !== "" }, null, 2);
}

function toScope(scope: ClaimInput["scope"]) {
  if (typeof scope === "string") return scope;
  const { name, title, detail = null } = scope;
  return { name, title, detail, texts: readTaggedTexts(scope) };
}

function toDocument({ scopeName, createdAt, ...claim }: ClaimDefinition): Record<string, unknown> {
  return { ...claim, scope: scopeName, created_at: createdAt.toISOString() };
}

function getValue<T>(result: Result<T, ClaimProblem>): T {
  if (!result.ok) throw new CommandError(wordsFor("en").admin.claims.problems[result.problem]);
  return result.value;
}
