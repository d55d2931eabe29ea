import { type Problem, type ProblemKey, sentenceOf } from "../console/result";
import { type FieldProblem, problem } from "../http/problem";
import { getWords } from "../i18n/words";

const missing = new Set<ProblemKey>(["not_found", "uri_missing", "secret_missing"]);
const conflicts = new Set<ProblemKey>([
  "already_registered",
  "too_many_apps",
  "too_many_secrets",
  "secret_duplicate",
  "too_many_uris",
  "uri_duplicate",
  "public_client",
]);

/** Names of the members on the wire, where they are not those of the use cases in snake case. @see RFC 7591 §2 */
const wireNames: Record<string, string> = { name: "client_name", scopes: "scope" };

function toWireName(field: string): string {
  return wireNames[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Tells the caller of the API why a use case did nothing. */
export function clientProblem(cause: Problem): Response {
  const { key, fields, refusedUris } = cause;
  const words = getWords().console;
  const status = missing.has(key) ? 404 : conflicts.has(key) ? 409 : key === "apps_too_fast" ? 429 : 422;
  const errors: FieldProblem[] = Object.entries(fields).map(([name, reason]) => ({
    name: toWireName(name),
    reason: words.problems[reason],
  }));
  const uris = refusedUris.map(({ uri, message, fix }) => ({ uri, reason: message, ...(fix ? { use: fix } : {}) }));
  const { retryAfter } = cause;
  return problem(status, sentenceOf(cause), {
    ...(retryAfter === undefined ? {} : { headers: { "retry-after": String(retryAfter) } }),
    ...(errors.length > 0 ? { errors } : {}),
    ...(uris.length > 0 ? { refusedUris: uris } : {}),
  });
}
