import { actedBy } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { endAccess, resumeUser, suspendUser } from "../db/people/standing";
import type { ManagedPerson } from "./managed-person";
import { done, problemOf, type Result, refused } from "./result";
import { tellSuspended } from "./tell-person";

/**
 * Keeps a person out until they are let in again: sessions, grants and tokens end at once, and apps that want to know
 * are told. Twice is harmless. Answers how many sessions ended.
 * @see OWASP ASVS 5.0 7.4.2
 */
export async function suspendPerson(person: ManagedPerson, now: Date): Promise<Result<{ sessions: number }>> {
  const { actor, user, isOneself } = person;
  if (isOneself) return refused("oneself");
  if (person.isBeyond("support")) return refused("administratorOnly");
  const { change, sessions } = await suspendUser(user.userId, person.reach, now);
  const problem = problemOf(change);
  if (problem) return refused(problem);
  if (change === "unchanged") return done({ sessions });
  const { userId } = user;
  await recordEvent(
    { type: "user.suspended", outcome: "ok", userId, data: { ...actedBy(actor), sessions } },
    actor.source,
  );
  // A company tells its people itself, and often when they have left it.
  if (!actor.directoryId) await tellSuspended(user, now);
  return done({ sessions });
}

/** Lets a suspended person sign in again. Nothing from before works again. Twice is harmless. */
export async function resumePerson(person: ManagedPerson, now: Date): Promise<Result<null>> {
  const { actor, user } = person;
  if (person.isBeyond("support")) return refused("administratorOnly");
  const change = await resumeUser(user.userId, person.reach, now);
  const problem = problemOf(change);
  if (problem) return refused(problem);
  if (change === "unchanged") return done(null);
  const { userId } = user;
  await recordEvent({ type: "user.resumed", outcome: "ok", userId, data: actedBy(actor) }, actor.source);
  return done(null);
}

/**
 * Signs a person out everywhere, and ends the tokens of all their apps, which have to be used anew. Answers how many
 * sessions ended.
 * @see OWASP ASVS 5.0 7.4.5
 */
export async function endPersonSessions(person: ManagedPerson, now: Date): Promise<Result<{ sessions: number }>> {
  const { actor, user } = person;
  if (person.isBeyond("support")) return refused("administratorOnly");
  const { change, sessions } = await endAccess(user.userId, person.reach, now);
  const problem = problemOf(change);
  if (problem) return refused(problem);
  const { userId } = user;
  const data = { by: actor.userId, sessions };
  await recordEvent({ type: "session.all_ended", outcome: "ok", userId, data }, actor.source);
  return done({ sessions });
}
