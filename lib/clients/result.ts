import type { Words } from "../i18n/words";
import type { RedirectUriCheck } from "../oauth/client/redirect-uri";

/** The key of a sentence of the catalogue (`words.console.problems`). */
export type ProblemKey = keyof Words["console"]["problems"];

/** An address that was refused, with the reason. */
export interface RefusedUri extends RedirectUriCheck {
  uri: string;
}

/** Why a use case did nothing. */
export interface Problem {
  key: ProblemKey;
  /** per input, what is wrong with it */
  fields: Record<string, ProblemKey>;
  refusedUris: RefusedUri[];
  /** the limit, if a limit is why */
  limit?: number;
  /** seconds after which another try may work */
  retryAfter?: number;
}

/** The sentence that says why, with its number if it has one, and how long to wait. */
export function sentenceOf({ key, limit, retryAfter }: Problem, words: Words): string {
  const { problems, limits } = words.console;
  const hasNumber = limit !== undefined && (key === "too_many_apps" || key === "apps_too_fast");
  const sentence = hasNumber ? limits[key](limit) : problems[key];
  return retryAfter === undefined ? sentence : `${sentence} ${words.common.wait(retryAfter)}`;
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** The use case did what was asked. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** The use case did nothing, and why. */
export function refused(key: ProblemKey, more: Partial<Omit<Problem, "key">> = {}): { ok: false; problem: Problem } {
  return { ok: false, problem: { key, fields: {}, refusedUris: [], ...more } };
}
