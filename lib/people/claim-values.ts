import { recordEvent } from "../db/audit/events";
import { findClaimDefinition, setClaimValue } from "../db/people/claims";
import { readClaimValue } from "../oauth/tokens/defined-claims";
import type { ManagedPerson } from "./managed-person";
import { type ClaimValueProblem, done, type Result, refused } from "./result";

/** Gives a person a value of one of the operator's own claims, as it was typed; an empty one takes it away. */
export async function setPersonClaim(
  person: ManagedPerson,
  name: string,
  typed: string,
  now: Date,
): Promise<Result<null, ClaimValueProblem>> {
  const { actor, user } = person;
  // Apps may decide by a value what somebody can do there.
  if (person.isBeyond("administrator")) return refused("missing");
  const claim = await findClaimDefinition(name);
  if (!claim) return refused("missing");
  const value = readClaimValue(claim.type, typed);
  if (value === undefined) return refused(claim.type);
  const { userId } = user;
  if (!(await setClaimValue(userId, name, value, now))) return refused("missing");
  // Not the value, which the person may want to be forgotten.
  const data = { by: actor.userId, name, isSet: value !== null };
  await recordEvent({ type: "claim.value_changed", outcome: "ok", userId, data }, actor.source);
  return done(null);
}
