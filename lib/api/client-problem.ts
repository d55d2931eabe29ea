import { type Problem, type ProblemKey, sentenceOf } from "../clients/result";
import { type FieldProblem, problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { toWireName } from "../oauth/client/member-lists";

const MISSING = new Set<ProblemKey>(["not_found", "uri_missing", "secret_missing"]);
const CONFLICTS = new Set<ProblemKey>([
  "already_registered",
  "too_many_apps",
  "too_many_secrets",
  "secret_duplicate",
  "too_many_uris",
  "uri_duplicate",
  "public_client",
  "teammate_already",
  "team_full",
]);

/** Tells the caller of the API why a use case did nothing, in English, like all of the protocol. */
export function clientProblem(cause: Problem): Response {
  const { key, fields, refusedUris } = cause;
  const words = wordsFor("en");
  const status =
    key === "administrators_register"
      ? 403
      : MISSING.has(key)
        ? 404
        : CONFLICTS.has(key)
          ? 409
          : key === "apps_too_fast" || key === "handovers_too_fast" || key === "invitations_too_fast"
            ? 429
            : 422;
  const errors: FieldProblem[] = Object.entries(fields).map(([name, reason]) => ({
    name: toWireName(name),
    reason: words.console.problems[reason],
  }));
  const uris = refusedUris.map(({ uri, message, fix }) => ({ uri, reason: message, ...(fix ? { use: fix } : {}) }));
  const { retryAfter } = cause;
  return problem(status, sentenceOf(cause, words), {
    ...(retryAfter === undefined ? {} : { headers: { "retry-after": String(retryAfter) } }),
    ...(errors.length > 0 ? { errors } : {}),
    ...(uris.length > 0 ? { refusedUris: uris } : {}),
  });
}
