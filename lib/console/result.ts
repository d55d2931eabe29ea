import type { consoleWords } from "../i18n/en/console";
import { getWords } from "../i18n/words";
import type { RedirectUriCheck } from "../oauth/redirect-uri";

/** Names a sentence of the catalogue (`words.console.problems`). */
export type ProblemKey = keyof (typeof consoleWords)["problems"];

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
  /** how many there may be, where that is why */
  limit?: number;
  /** seconds after which it may work */
  retryAfter?: number;
}

/** The sentence that says why, with the number where one is why. */
export function sentenceOf({ key, limit }: Problem): string {
  const { problems, limits } = getWords().console;
  if (limit !== undefined && (key === "too_many_apps" || key === "apps_too_fast")) return limits[key](limit);
  return problems[key];
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A use case that did what was asked. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A use case that did nothing, and why. */
export function refused(key: ProblemKey, more: Partial<Omit<Problem, "key">> = {}): { ok: false; problem: Problem } {
  return { ok: false, problem: { key, fields: {}, refusedUris: [], ...more } };
}
