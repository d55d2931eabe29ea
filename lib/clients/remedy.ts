import { withoutMasked } from "../oauth/client/masked-uri";
import type { RefusalCause } from "../oauth/refusal-causes";
import type { ExplainedRefusal } from "./explain-refusal";
import type { RemedySection } from "./remedy-sections";

/** What the console can do about a problem, and where. */
export type Remedy = { kind: "add_redirect_uri"; uri: string } | { kind: "open"; section: RemedySection };

const SECTIONS: Partial<
  Record<RefusalCause | "logout_token" | "logo" | "leak" | "scope_ignored" | "other", RemedySection>
> = {
  client_suspended: "settings",
  auth_method_differs: "authentication",
  public_client: "authentication",
  secret_wrong: "credentials",
  secret_expired: "credentials",
  assertion_refused: "keys",
  redirect_uri_missing: "redirect_uris",
  redirect_uri_unregistered: "redirect_uris",
  redirect_uri_differs: "redirect_uris",
  response_type_unregistered: "response_types",
  scope_not_allowed: "scopes",
  scope_not_granted: "scopes",
  scope_ignored: "scopes",
  resource_not_allowed: "scopes",
  resource_not_granted: "scopes",
  scope_of_other_api: "scopes",
  scope_of_people: "scopes",
  access_token_scope: "scopes",
  code_challenge_missing: "pkce",
  request_uri_unregistered: "request_uris",
  request_object_refused: "tokens",
  grant_type_unregistered: "grant_types",
  events_not_polled: "signals",
  post_logout_redirect_uri_unregistered: "post_logout_uris",
  logout_token: "logout",
  logo: "branding",
  leak: "credentials",
};

/**
 * Where the console mends a problem; null: the app's own code does.
 * @param registered the app's redirect URIs
 */
export function findRemedy(
  { cause, receivedRedirectUri }: ExplainedRefusal,
  registered: readonly string[],
): Remedy | null {
  const uri = receivedRedirectUri && withoutMasked(receivedRedirectUri);
  if (uri !== null && !registered.includes(uri)) return { kind: "add_redirect_uri", uri };
  const section = SECTIONS[cause];
  return section === undefined ? null : { kind: "open", section };
}
