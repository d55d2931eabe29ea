import { recordEvent } from "../db/audit/events";
import { findClaimDefinition, setClaimValue } from "../db/people/claims";
import { maySaveOver, nameSeenValue } from "../forms/seen";
import { acceptClaimValue, type ClaimType, type ClaimValue, readClaimValue } from "../oauth/tokens/defined-claims";
import type { ManagedPerson } from "./managed-person";
import { type ClaimValueProblem, done, type Result, refused } from "./result";

/**
 * Gives a person a value of one of the operator's own claims, as it was typed; an empty one takes it away.
 * @param seen the value that the form showed, by {@link nameSeenValue}: if it is another one, nothing is changed
 */
export async function setPersonClaim(
  person: ManagedPerson,
  name: string,
  typed: string,
  now: Date,
  seen: string | null = null,
): Promise<Result<null, ClaimValueProblem>> {
  return storeValue(person, { name, seen, read: (type) => readClaimValue(type, typed) }, now);
}

/** The same with a value as JSON has it; null takes it away. */
export async function setPersonClaimValue(
  person: ManagedPerson,
  name: string,
  value: unknown,
  now: Date,
): Promise<Result<null, ClaimValueProblem>> {
  return storeValue(person, { name, seen: null, read: (type) => acceptClaimValue(type, value) }, now);
}

async function storeValue(
  person: ManagedPerson,
  { name, seen, read }: { name: string; seen: string | null; read: (type: ClaimType) => ClaimValue | null | undefined },
  now: Date,
): Promise<Result<null, ClaimValueProblem>> {
  const { actor, user } = person;
  // Apps may decide by a value what somebody can do there.
  if (person.isBeyond("administrator")) return refused("missing");
  const claim = await findClaimDefinition(name);
  if (!claim) return refused("missing");
  const value = read(claim.type);
  if (value === undefined) return refused(claim.type);
  const { userId } = user;
  const saved = nameSeenValue(value);
  const isExpected = (before: ClaimValue | null) => maySaveOver(nameSeenValue(before), { seen, saved });
  const change = await setClaimValue({ userId, claimName: name, value }, isExpected, now);
  if (change !== "done") return refused(change);
  // Not the value, which the person may want to be forgotten.
  const data = { by: actor.userId, name, isSet: value !== null };
  await recordEvent({ type: "claim.value_changed", outcome: "ok", userId, data }, actor.source);
  return done(null);
}
