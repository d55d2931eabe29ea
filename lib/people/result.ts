import type { StandingChange } from "../db/people/standing";
import type { Words } from "../i18n/words";

/** Why nothing was done to a person: names a sentence of the catalogue. */
export type PeopleProblem = keyof Words["admin"]["people"]["problems"];

/** The same for a group of people. */
export type GroupProblem = keyof Words["admin"]["groups"]["problems"];

/** The same for a claim, and for somebody's value of one. */
export type ClaimProblem = keyof Words["admin"]["claims"]["problems"];
export type ClaimValueProblem = keyof Words["common"]["claims"]["problems"];

/** The same for a place where people can sign in to come here. */
export type UpstreamProblem = keyof Words["admin"]["upstreams"]["problems"];

/** The same for a company's directory. */
export type DirectoryProblem = keyof Words["admin"]["directories"]["problems"];

/** The same for an invitation. */
export type InvitationProblem = keyof Words["admin"]["invitations"]["problems"];

/** Why a use case did nothing. `retryAfter`: seconds after which another try may work */
export type Refusal<Problem> = { ok: false; problem: Problem; retryAfter?: number };

export type Result<T, Problem = PeopleProblem> = { ok: true; value: T } | Refusal<Problem>;

/** The sentence that says why, and how long to wait. @param problems the sentences of the catalogue that `problem` is one of */
export function sentenceOf<Problem extends string>(
  { problem, retryAfter }: Refusal<Problem>,
  problems: Record<Problem, string>,
  { common }: Words,
): string {
  const sentence = problems[problem];
  return retryAfter === undefined ? sentence : `${sentence} ${common.wait(retryAfter)}`;
}

/** A use case that did what was asked. */
export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Why a change of somebody's account was not made; null: it was, or there was nothing to change. */
export function problemOf(change: StandingChange): "missing" | "lastAdministrator" | "administratorOnly" | null {
  if (change === "beyond") return "administratorOnly";
  return change === "missing" || change === "lastAdministrator" ? change : null;
}

/** A use case that did nothing, and why. @param retryAfter seconds after which another try may work */
export function refused<
  Problem extends
    | PeopleProblem
    | GroupProblem
    | ClaimProblem
    | ClaimValueProblem
    | InvitationProblem
    | UpstreamProblem
    | DirectoryProblem,
>(problem: Problem, retryAfter?: number): Refusal<Problem> {
  return retryAfter === undefined ? { ok: false, problem } : { ok: false, problem, retryAfter };
}
