import type { Words } from "../i18n/words";

/** Why nothing was done: names a sentence of the catalogue. */
export type PeopleProblem = keyof Words["admin"]["people"]["problems"];

export type Result<T> = { ok: true; value: T } | { ok: false; problem: PeopleProblem };

/** A use case that did what was asked. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A use case that did nothing, and why. */
export function refused(problem: PeopleProblem): { ok: false; problem: PeopleProblem } {
  return { ok: false, problem };
}
