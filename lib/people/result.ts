import type { StandingChange } from "../db/people/standing";
import type { Words } from "../i18n/words";

/** Why nothing was done to a person: names a sentence of the catalogue. */
export type PeopleProblem = keyof Words["admin"]["people"]["problems"];

/** The same for a group of people. */
export type GroupProblem = keyof Words["admin"]["groups"]["problems"];

/** The same for a claim, and for somebody's value of one. */
export type ClaimProblem = keyof Words["admin"]["claims"]["problems"];
export type ClaimValueProblem = keyof Words["common"]["claims"]["problems"];

/** The same for an invitation. */
export type InvitationProblem = keyof Words["admin"]["invitations"]["problems"];

export type Result<T, Problem = PeopleProblem> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A use case that did what was asked. */
export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Why a change of somebody's account was not made; null: it was, or there was nothing to change. */
export function problemOf(change: StandingChange): "missing" | "lastAdministrator" | "administratorOnly" | null {
  if (change === "beyond") return "administratorOnly";
  return change === "missing" || change === "lastAdministrator" ? change : null;
}

/** A use case that did nothing, and why. */
export function refused<
  Problem extends PeopleProblem | GroupProblem | ClaimProblem | ClaimValueProblem | InvitationProblem,
>(problem: Problem): { ok: false; problem: Problem } {
  return { ok: false, problem };
}
