import { ACR_VALUES, isAcrMet, listEssentialAcrs } from "../acr";
import { isClaimedAddress } from "../claimed-address";
import { listScopesOfClaims } from "../claims";
import type { OAuthErrorCode } from "../errors";
import type { Authentication, AuthorizationParams, Client, Consent } from "../model";
import type { RefusalCause } from "../refusal-causes";
import { isReviewedHost } from "../register/review";
import { givesRefreshToken } from "../scopes";
import { isWantedPerson, namesPerson } from "./hinted-subject";
import { carriesTokens, hasPart } from "./response-types";

/** Why a person has to sign in. */
export type LoginReason = "none" | "prompt" | "max_age" | "hint" | "acr";

/** What happens next with an authorization request. */
export type Decision =
  | { kind: "login"; reason: LoginReason }
  /** the person says which of the browser's accounts it is about */
  | { kind: "choose" }
  | { kind: "consent"; scopes: string[] }
  /** back to the client with a code; `scopes` may be used */
  | { kind: "redirect"; scopes: string[] }
  /** back to the client with an error */
  | { kind: "error"; code: OAuthErrorCode; cause: RefusalCause; description: string };

export interface Situation {
  client: Client;
  /** the issuer, which stands for userinfo where a request names its APIs */
  issuer: string;
  params: AuthorizationParams;
  authentication: Authentication | null;
  /** the `sub` by which the client knows whoever is signed in */
  subject: string | null;
  consent: Consent | null;
  /** when the pending request was made; null when it is new, so that no sign-in can have answered it yet */
  requestedAt: Date | null;
  /** the session that the person chose for this request; null: none yet */
  chosenSessionId: string | null;
  now: Date;
}

/** The one place that knows what an authorization request needs. @see OIDC Core §3.1.2.3, §3.1.2.4 */
export function decide(situation: Situation): Decision {
  const decision = decideWithPages(situation);
  // OIDC Core §3.1.2.1: with prompt=none no page may be shown.
  if (!situation.params.prompt.includes("none")) return decision;
  if (decision.kind === "login" || decision.kind === "choose")
    return refuse("login_required", "login_required", "The person must sign in: ask without prompt=none");
  if (decision.kind === "consent")
    return refuse("consent_required", "consent_required", "The person must be asked: ask without prompt=none");
  return decision;
}

/**
 * Every scope that the person must know of: those asked for, those that stand for the requested claims, and
 * `offline_access` where a refresh token comes without being asked for.
 */
export function listAskedScopes(params: AuthorizationParams, client: Client): string[] {
  const keepsAccess = hasPart(params.responseType, "code") && givesRefreshToken(params.scopes, client);
  const implied = keepsAccess ? ["offline_access"] : [];
  return [...new Set([...params.scopes, ...listScopesOfClaims(params.claims), ...implied])];
}

/** The APIs that the request names and the person must know of. Userinfo is not one: its scopes say what it tells. */
export function listAskedResources({ resources }: AuthorizationParams, issuer: string): string[] {
  return resources.filter((identifier) => identifier !== issuer);
}

function decideWithPages(situation: Situation): Decision {
  const { authentication } = situation;
  if (authentication === null) return { kind: "login", reason: "none" };
  return checkAuthentication(situation, authentication) ?? decideConsent(situation);
}

function checkAuthentication(situation: Situation, authentication: Authentication): Decision | null {
  const { params, subject, requestedAt, now } = situation;
  // A sign-in that this very request asked for answers prompt=login and max_age, however long the person then takes.
  const isOfThisRequest = requestedAt !== null && authentication.authenticatedAt >= requestedAt;
  if (!isOfThisRequest) {
    if (mustChoose(situation, authentication)) return { kind: "choose" };
    if (params.prompt.includes("login")) return { kind: "login", reason: "prompt" };
    const age = (requestedAt ?? now).getTime() - authentication.authenticatedAt.getTime();
    if (params.maxAge !== null && age > params.maxAge * 1000) return { kind: "login", reason: "max_age" };
  }
  // OIDC Core §3.1.2.1, §5.5.1: id_token_hint or a requested sub names another person.
  if (!isWantedPerson(params, subject)) {
    if (!isOfThisRequest) return { kind: "login", reason: "hint" };
    return refuse("login_required", "other_person", "Another person signed in than the one that was named");
  }
  // OIDC Core §5.5.1.1: an essential acr must be met, or the request fails.
  const essential = listEssentialAcrs(params.claims);
  if (essential.length === 0 || essential.some((acr) => isAcrMet(acr, authentication.amr))) return null;
  const isPossible = essential.some((acr) => ACR_VALUES.some((known) => known === acr));
  if (isPossible && !isOfThisRequest) return { kind: "login", reason: "acr" };
  return refuse(
    "unmet_authentication_requirements",
    "acr_unmet",
    `The essential acr cannot be met; ask for one of acr_values_supported: ${ACR_VALUES.join(", ")}`,
  );
}

function mustChoose({ params, subject, chosenSessionId }: Situation, authentication: Authentication): boolean {
  if (chosenSessionId === authentication.sessionId) return false;
  // OIDC Core §3.1.2.1: select_account asks the person to choose.
  if (params.prompt.includes("select_account")) return true;
  // Without a page, or for a person that the client named, the current account is the one that counts.
  if (params.prompt.includes("none") || (namesPerson(params) && isWantedPerson(params, subject))) return false;
  return authentication.accountCount > 1;
}

function decideConsent({ client, params, consent, issuer }: Situation): Decision {
  const scopes = listAskedScopes(params, client);
  if (params.prompt.includes("consent")) return { kind: "consent", scopes };
  if (isImpersonable(client, params)) return { kind: "consent", scopes };
  // What was said of a client that was looked at does not count on the way to a host that nobody looked at.
  const wasLookedAt = client.isTrusted || client.status === "verified";
  if (wasLookedAt && !isReviewedHost(client, params.redirectUri)) return { kind: "consent", scopes };
  if (client.isTrusted) return { kind: "redirect", scopes };
  if (consent === null) return { kind: "consent", scopes };
  // RFC 8707 §2: a token for another API than before is another thing to allow, also without a new scope.
  if (listAskedResources(params, issuer).some((identifier) => !consent.resources.includes(identifier))) {
    return { kind: "consent", scopes };
  }
  const allowed = scopes.filter((name) => consent.scopes.some((scope) => scope.name === name));
  const declined = scopes.filter(
    (name) => consent.declinedScopes.includes(name) && client.optionalScopes.includes(name),
  );
  if (allowed.length + declined.length < scopes.length) return { kind: "consent", scopes };
  return { kind: "redirect", scopes: allowed };
}

/**
 * Whether another program could ask in this client's name and get the answer. Then every request is shown to the person,
 * those of first-party clients too: trust in a client says nothing about who uses its id.
 * @see RFC 8252 §8.6
 */
function isImpersonable(
  { tokenEndpointAuthMethod, kind }: Client,
  { redirectUri, responseType }: AuthorizationParams,
): boolean {
  // RFC 8252 §8.5: a secret that every copy of a native app holds proves nothing.
  const holdsSecret = tokenEndpointAuthMethod !== "none" && kind !== "native" && kind !== "device";
  // Tokens in the answer itself are for whoever gets it: nobody asks for a secret first.
  const provesItself = holdsSecret && !carriesTokens(responseType);
  return !provesItself && !isClaimedAddress(redirectUri);
}

function refuse(code: OAuthErrorCode, cause: RefusalCause, description: string): Decision {
  return { kind: "error", code, cause, description };
}
