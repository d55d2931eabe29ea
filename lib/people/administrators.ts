import { mustHaveSecondFactor } from "../auth/second-factor-policy";
import { recordEvent } from "../db/audit/events";
import { addAdministrator, addSupport, removeAdministrator, removeSupport } from "../db/people/standing";
import type { ManagedPerson } from "./managed-person";
import { done, problemOf, type Result, refused } from "./result";
import { tellNewAdministrator } from "./tell-person";

/**
 * Lets a person administer the portal. Twice is harmless; a suspended person is let in again first. Where a second
 * factor is required of administrators, they sign in anew with one.
 */
export async function makeAdministrator(person: ManagedPerson, now: Date): Promise<Result<null>> {
  const { actor, user } = person;
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const { userId } = user;
  const mustHave = await mustHaveSecondFactor({ isAdmin: true, isSupport: false });
  const change = await addAdministrator(userId, mustHave, now);
  const problem = problemOf(change);
  if (problem) return refused(problem);
  if (change === "unchanged") return user.isAdmin ? done(null) : refused("suspended");
  await recordEvent({ type: "administrator.added", outcome: "ok", userId, data: { by: actor.userId } }, actor.source);
  await tellNewAdministrator(user, now);
  return done(null);
}

/** Takes the powers of an administrator away. Twice is harmless; the last one keeps them. */
export async function unmakeAdministrator(person: ManagedPerson, now: Date): Promise<Result<null>> {
  const { actor, user } = person;
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const { userId } = user;
  const change = await removeAdministrator(userId, now);
  const problem = problemOf(change);
  if (problem) return refused(problem);
  if (change === "unchanged") return done(null);
  await recordEvent({ type: "administrator.removed", outcome: "ok", userId, data: { by: actor.userId } }, actor.source);
  return done(null);
}

/** Lets a person look after people, and nothing else. Twice is harmless; an administrator can already. */
export async function makeSupport(person: ManagedPerson, now: Date = new Date()): Promise<Result<null>> {
  const { actor, user } = person;
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const { userId } = user;
  const mustHave = await mustHaveSecondFactor({ isAdmin: false, isSupport: true });
  const change = await addSupport(userId, mustHave, now);
  if (change === "missing") return refused("missing");
  if (change === "unchanged" || change === "lastAdministrator")
    return user.suspendedAt ? refused("suspended") : done(null);
  await recordEvent({ type: "support.added", outcome: "ok", userId, data: { by: actor.userId } }, actor.source);
  return done(null);
}

/** Takes that away. Twice is harmless. */
export async function unmakeSupport(person: ManagedPerson): Promise<Result<null>> {
  const { actor, user } = person;
  if (person.isBeyond("administrator")) return refused("administratorOnly");
  const { userId } = user;
  const change = await removeSupport(userId);
  if (change === "missing") return refused("missing");
  if (change !== "done") return done(null);
  await recordEvent({ type: "support.removed", outcome: "ok", userId, data: { by: actor.userId } }, actor.source);
  return done(null);
}
