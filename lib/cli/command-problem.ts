import type { Problem } from "../clients/result";
import { wordsFor } from "../i18n/words";
import { CommandError } from "./command";

/** A use case's refusal as a sentence, with every field and address that was wrong. */
export function toCommandError(problem: Problem): CommandError {
  const problems = wordsFor("en").console.problems;
  const fields = Object.entries(problem.fields).map(([field, key]) => `${field}: ${problems[key]}`);
  const addresses = problem.refusedUris.map(({ uri, message }) => `${uri} (${message})`);
  return new CommandError([problems[problem.key], ...fields, ...addresses].join(" "));
}
