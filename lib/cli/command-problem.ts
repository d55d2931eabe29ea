import type { Problem } from "../console/result";
import { getWords } from "../i18n/words";
import { CommandError } from "./command";

/** What a use case refused, as a sentence with every field and address that was wrong. */
export function toCommandError(problem: Problem): CommandError {
  const problems = getWords().console.problems;
  const fields = Object.entries(problem.fields).map(([field, key]) => `${field}: ${problems[key]}`);
  const addresses = problem.refusedUris.map(({ uri, message }) => `${uri} (${message})`);
  return new CommandError([problems[problem.key], ...fields, ...addresses].join(" "));
}
