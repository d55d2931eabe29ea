import type { Problem, ProblemKey } from "../console/result";
import { type FieldProblem, problem } from "../http/problem";
import { getWords } from "../i18n/words";

const missing = new Set<ProblemKey>(["not_found", "uri_missing", "secret_missing"]);
const conflicts = new Set<ProblemKey>([
  "already_registered",
  "too_many_secrets",
  "secret_duplicate",
  "too_many_uris",
  "uri_duplicate",
  "public_client",
]);

/** Names of the members on the wire, by the names that the use cases give them. @see RFC 7591 §2 */
const wireNames: Record<string, string> = {
  name: "client_name",
  redirectUris: "redirect_uris",
  postLogoutRedirectUris: "post_logout_redirect_uris",
  clientUri: "client_uri",
  logoUri: "logo_uri",
  policyUri: "policy_uri",
  tosUri: "tos_uri",
  scopes: "scope",
  initiateLoginUri: "initiate_login_uri",
  backchannelLogoutUri: "backchannel_logout_uri",
  frontchannelLogoutUri: "frontchannel_logout_uri",
};

/** Tells the caller of the API why a use case did nothing. */
export function clientProblem({ key, fields, refusedUris }: Problem): Response {
  const words = getWords().console;
  const status = missing.has(key) ? 404 : conflicts.has(key) ? 409 : 422;
  const errors: FieldProblem[] = Object.entries(fields).map(([name, reason]) => ({
    name: wireNames[name] ?? name,
    reason: words.problems[reason],
  }));
  const uris = refusedUris.map(({ uri, message, fix }) => ({ uri, reason: message, ...(fix ? { use: fix } : {}) }));
  return problem(status, words.problems[key], {
    ...(errors.length > 0 ? { errors } : {}),
    ...(uris.length > 0 ? { refusedUris: uris } : {}),
  });
}
