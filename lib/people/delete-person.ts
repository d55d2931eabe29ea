import { actedBy } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { type AppsFate, deleteUser } from "../db/people/standing";
import { findUserByEmail } from "../db/people/users";
import type { ManagedPerson } from "./managed-person";
import { done, problemOf, type Result, refused } from "./result";

/** What happens with the apps of the person: null: nothing was said, which is right where there are none. */
export type AppsChoice = "delete" | "take" | { newOwner: string } | null;

/**
 * Deletes an account for good, with its sessions, consents and tokens; apps that want to know are told. Apps that the
 * person owns are deleted too, go to the administrator who acts (`take`), or to the account with the address `newOwner`: they
 * never become the operator's own, which may do more than a developer's. The audit log keeps the id.
 */
export async function deletePerson(
  person: ManagedPerson,
  now: Date,
  choice: AppsChoice = null,
): Promise<Result<{ apps: number }>> {
  const { actor, user, isOneself } = person;
  if (isOneself) return refused("oneself");
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const { userId } = user;
  const fate = await toFate(choice, person);
  if (fate === "nobody") return refused("noNewOwner");
  const { change, apps } = await deleteUser(userId, fate, now, person.reach);
  if (change === "ownsApps") return refused("ownsApps");
  const problem = problemOf(change);
  if (problem) return refused(problem);
  for (const clientId of apps) {
    if (fate === "delete") {
      await recordEvent({ type: "client.deleted", outcome: "ok", clientId, userId: actor.userId }, actor.source);
    } else if (fate) {
      const data = { from: userId };
      const event = { type: "client.handed_over", outcome: "ok", clientId, userId: fate.newOwnerId, data } as const;
      await recordEvent(event, actor.source);
    }
  }
  await recordEvent({ type: "user.deleted", outcome: "ok", userId, data: actedBy(actor) }, actor.source);
  return done({ apps: apps.length });
}

async function toFate(choice: AppsChoice, { actor, user }: ManagedPerson): Promise<AppsFate | null | "nobody"> {
  if (choice === null || choice === "delete") return choice;
  // The operator at the command line has no account to take them over.
  if (choice === "take") return actor.userId === null ? "nobody" : { newOwnerId: actor.userId };
  const owner = await findUserByEmail(choice.newOwner);
  return owner && owner.userId !== user.userId && !owner.suspendedAt ? { newOwnerId: owner.userId } : "nobody";
}
