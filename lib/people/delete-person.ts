import { recordEvent } from "../db/audit/events";
import { deleteUser } from "../db/people/standing";
import type { ManagedPerson } from "./managed-person";
import { done, type Result, refused } from "./result";

/**
 * Deletes an account for good, with its sessions, consents and tokens; apps that want to know are told. Apps that the
 * person registered stay, and are the operator's from then on; the audit log keeps the id.
 */
export async function deletePerson(person: ManagedPerson, now: Date): Promise<Result<null>> {
  const { actor, user, isOneself } = person;
  if (isOneself) return refused("oneself");
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const change = await deleteUser(user.userId, now);
  if (change === "missing" || change === "lastAdministrator") return refused(change);
  const { userId } = user;
  await recordEvent({ type: "user.deleted", outcome: "ok", userId, data: { by: actor.userId } }, actor.source);
  return done(null);
}
