import { noticeFactor } from "../auth/factor-notice";
import { recordEvent } from "../db/audit/events";
import { removeSecondFactors } from "../db/people/second-factors";
import type { ManagedPerson } from "./managed-person";
import { done, type Result, refused } from "./result";

/**
 * Takes away all second factors of a person, who lost theirs or whose factor somebody else may have, with the accounts
 * elsewhere that sign them in, and signs them out everywhere. They are told by mail. They sign in with their password or by a mailed code; where the portal requires a second
 * factor, they add a new one then, before they are signed in.
 */
export async function requireNewFactor(person: ManagedPerson, now: Date): Promise<Result<{ sessions: number }>> {
  const { actor, user, isOneself } = person;
  if (person.isBeyond("support")) return refused("administratorOnly");
  if (isOneself) return refused("oneself");
  const { userId, email, locale } = user;
  const removal = await removeSecondFactors(userId, person.reach, now);
  if (removal === "missing") return refused("missing");
  if (removal === "beyond") return refused("administratorOnly");
  const data = { by: actor.userId, ...removal };
  await recordEvent({ type: "user.factors_removed", outcome: "ok", userId, data }, actor.source);
  // The administrator's language says nothing of this person's.
  await noticeFactor({ email, locale, answerLocale: null }, "removedByAdministrator", now);
  return done({ sessions: removal.sessions });
}
