import type { OAuthErrorCode } from "../errors";
import type { Authentication, AuthorizationParams, Client, Consent } from "../model";
import type { RefusalCause } from "../refusal-causes";
import type { NeededConsent } from "../store";
import { ACR_VALUES, isAcrMet, listEssentialAcrs, MULTI_FACTOR_ACR } from "../tokens/acr";
import { listScopesOfClaims } from "../tokens/claims";
import { givesRefreshToken } from "../tokens/scopes";
import { liveConsent } from "./consent-lifetime";
import { isWantedPerson, namesPerson } from "./hinted-subject";
import { wayOf } from "./way-of";

/** Why a person has to sign in. */
export type LoginReason = "none" | "prompt" | "max_age" | "hint" | "acr";

/** What happens next with an authorization request. */
export type Decision =
  | { kind: "login"; reason: LoginReason }
  /** the person says which of the browser's accounts it is about */
  | { kind: "choose" }
  | { kind: "consent"; scopes: string[] }
  /** back to the client with a code; `scopes` may be used. `needed`: the consent that allows it; null: none is asked for */
  | { kind: "redirect"; scopes: string[]; needed: NeededConsent | null }
  /** back to the client with an error */
  | { kind: "error"; code: OAuthErrorCode; cause: RefusalCause; description: string };

export interface Situation {
  client: Client;
  /** the issuer, which stands for userinfo in the list of APIs */
  issuer: string;
  params: AuthorizationParams;
  authentication: Authentication | null;
  /** the signed-in person's `sub` at this client */
  subject: string | null;
  consent: Consent | null;
  /** when the pending request was stored; null for a new request, which no sign-in can have answered yet */
  requestedAt: Date | null;
  /** the session that the person chose for this request; null: none yet */
  chosenSessionId: string | null;
  now: Date;
}

/** Decides what an authorization request needs next. No other code decides it. @see OIDC Core §3.1.2.3, §3.1.2.4 */
export function decide(situation: Situation): Decision {
  const decision = decideWithPages(situation);
  // OIDC Core §3.1.2.1: prompt=none allows no page.
  if (!situation.params.prompt.includes("none")) return decision;
  if (decision.kind === "login" || decision.kind === "choose")
    return refuse(
      "login_required",
      "login_required",
      "The user has to sign in: send the request again without prompt=none",
    );
  if (decision.kind === "consent")
    return refuse(
      "consent_required",
      "consent_required",
      "The user has to give consent: send the request again without prompt=none",
    );
  return decision;
}

/**
 * Every scope that the person must see: the requested scopes, the scopes that stand for requested claims, and
 * `offline_access` where the client gets a refresh token without asking for one.
 */
export function listAskedScopes(params: AuthorizationParams, client: Client): string[] {
  const keepsAccess = wayOf(client, params).canKeepAccess() && givesRefreshToken(params.scopes, client);
  const implied = keepsAccess ? ["offline_access"] : [];
  return [...new Set([...params.scopes, ...listScopesOfClaims(params.claims), ...implied])];
}

/**
 * The APIs in the request that the person must see. Userinfo is not among them: its scopes already say what it returns.
 */
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
  // A sign-in made for this request satisfies prompt=login and max_age, however long the person takes afterwards.
  const isOfThisRequest = requestedAt !== null && authentication.authenticatedAt >= requestedAt;
  if (!isOfThisRequest) {
    if (mustChoose(situation, authentication)) return { kind: "choose" };
    if (params.prompt.includes("login")) return { kind: "login", reason: "prompt" };
    const age = (requestedAt ?? now).getTime() - authentication.authenticatedAt.getTime();
    if (params.maxAge !== null && age > params.maxAge * 1000) return { kind: "login", reason: "max_age" };
  }
  // OIDC Core §3.1.2.1, §5.5.1: id_token_hint or the requested sub names another person.
  if (!isWantedPerson(params, subject)) {
    if (!isOfThisRequest) return { kind: "login", reason: "hint" };
    return refuse(
      "login_required",
      "other_person",
      "The user who signed in is not the one that id_token_hint or claims named",
    );
  }
  return checkAcr(situation, authentication, isOfThisRequest);
}

/** Whether the sign-in is as strong as the request and the client want it. */
function checkAcr({ client, params }: Situation, { amr }: Authentication, isOfThisRequest: boolean): Decision | null {
  if (client.requireSecondFactor && !isAcrMet(MULTI_FACTOR_ACR, amr)) {
    if (!isOfThisRequest) return { kind: "login", reason: "acr" };
    return refuse(
      "unmet_authentication_requirements",
      "acr_unmet",
      "The client requires a second factor (require_second_factor), and the user cannot add one at this server",
    );
  }
  // OIDC Core §5.5.1.1: an essential acr must be met, or the request fails.
  const essential = listEssentialAcrs(params.claims);
  if (essential.length === 0 || essential.some((acr) => isAcrMet(acr, amr))) return null;
  const isPossible = essential.some((acr) => ACR_VALUES.some((known) => known === acr));
  if (isPossible && !isOfThisRequest) return { kind: "login", reason: "acr" };
  return refuse(
    "unmet_authentication_requirements",
    "acr_unmet",
    `None of the essential acr values can be met: request one of acr_values_supported: ${ACR_VALUES.join(", ")}`,
  );
}

function mustChoose({ params, subject, chosenSessionId }: Situation, authentication: Authentication): boolean {
  if (chosenSessionId === authentication.sessionId) return false;
  // OIDC Core §3.1.2.1: select_account asks the person to choose.
  if (params.prompt.includes("select_account")) return true;
  // The current account counts where no page may be shown, and where the client named the person.
  if (params.prompt.includes("none") || (namesPerson(params) && isWantedPerson(params, subject))) return false;
  return authentication.accountCount > 1;
}

function decideConsent({ client, params, issuer, now, ...situation }: Situation): Decision {
  const scopes = listAskedScopes(params, client);
  const consent = liveConsent(situation.consent, now);
  const managed = params.grantManagement;
  // Grant Management for OAuth 2.0 §5.2: unknown, of another client, or of another person.
  if (managed && managed.action !== "create" && managed.grantId !== consent?.grantId) {
    return refuse("invalid_grant_id", "grant_id_unknown", "grant_id names no grant of this client and this user");
  }
  // The person sees what is replaced.
  if (managed && managed.action !== "merge") return { kind: "consent", scopes };
  if (params.prompt.includes("consent")) return { kind: "consent", scopes };
  if (wayOf(client, params).mustAsk()) return { kind: "consent", scopes };
  if (client.isTrusted) return { kind: "redirect", scopes, needed: null };
  if (consent === null) return { kind: "consent", scopes };
  // RFC 8707 §2: a token for a new API needs a new yes, even without a new scope.
  const resources = listAskedResources(params, issuer);
  if (resources.some((identifier) => !consent.resources.includes(identifier))) {
    return { kind: "consent", scopes };
  }
  const allowed = scopes.filter((name) => consent.scopes.some((scope) => scope.name === name));
  const declined = scopes.filter(
    (name) => consent.declinedScopes.includes(name) && client.optionalScopes.includes(name),
  );
  if (allowed.length + declined.length < scopes.length) return { kind: "consent", scopes };
  return { kind: "redirect", scopes: allowed, needed: { scopes: allowed, resources } };
}

function refuse(code: OAuthErrorCode, cause: RefusalCause, description: string): Decision {
  return { kind: "error", code, cause, description };
}
