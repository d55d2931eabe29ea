import type { AuthorizationParams } from "../model";
import { findClaimRequest } from "./claims";

/** A class of authentication, and the methods (RFC 8176) that it takes. */
interface AuthenticationContext {
  acr: string;
  isMet: (amr: readonly string[]) => boolean;
}

/** What cannot be phished, by the name that OpenID gave it. @see OpenID Connect EAP ACR Values 1.0 §2 (`phr`) */
export const PHISHING_RESISTANT_ACR = "phr";

/** More than one factor, by the name that federations know. @see https://refeds.org/profile/mfa */
export const MULTI_FACTOR_ACR = "https://refeds.org/profile/mfa";

/**
 * The classes that this portal can tell apart, strongest first. It lists, and advertises, only what people can really
 * do here.
 */
const CONTEXTS: AuthenticationContext[] = [
  // A key that signs for this portal's address alone, given out after the person showed that it is them.
  { acr: PHISHING_RESISTANT_ACR, isMet: (amr) => amr.includes("pop") && amr.includes("mfa") },
  { acr: MULTI_FACTOR_ACR, isMet: (amr) => amr.includes("mfa") },
  { acr: "urn:portico:acr:single-factor", isMet: (amr) => amr.length > 0 },
];

/** For the metadata, weakest first. @see OpenID Connect Discovery §3 (`acr_values_supported`) */
export const ACR_VALUES: string[] = CONTEXTS.map(({ acr }) => acr).reverse();

/** Whether a sign-in with these methods belongs to this class. */
export function isAcrMet(acr: unknown, amr: readonly string[]): boolean {
  return CONTEXTS.some((context) => context.acr === acr && context.isMet(amr));
}

/**
 * The `acr` of a sign-in: the first requested class that it meets, otherwise the strongest class that it meets; null
 * when it meets none.
 * @param requested in order of preference
 * @see OIDC Core §2, §3.1.2.1
 */
export function pickAcr(amr: readonly string[], requested: readonly unknown[]): string | null {
  const met = CONTEXTS.filter(({ isMet }) => isMet(amr)).map(({ acr }) => acr);
  return (
    requested.map((wanted) => met.find((acr) => acr === wanted)).find((acr) => acr !== undefined) ?? met[0] ?? null
  );
}

/** The classes that a request asks for, in order of preference: those of the `claims` parameter, then `acr_values`. */
export function listRequestedAcrs({ claims, acrValues }: Pick<AuthorizationParams, "claims" | "acrValues">): unknown[] {
  return [...listOf(claims), ...acrValues];
}

/**
 * The classes of which the sign-in must meet one, or the request fails; empty when none is required.
 * @see OIDC Core §5.5.1.1
 */
export function listEssentialAcrs(claims: AuthorizationParams["claims"]): unknown[] {
  return findClaimRequest(claims, "id_token", "acr")?.essential === true ? listOf(claims) : [];
}

/**
 * The classes of which a sign-in for this request should meet one, among those that this portal can tell apart: the
 * essential ones, otherwise the first of the others; empty when any sign-in will do.
 * @see OIDC Core §5.5.1.1, §3.1.2.1 (acr_values)
 */
export function listWantedAcrs(params: Pick<AuthorizationParams, "claims" | "acrValues">): string[] {
  const known = (values: unknown[]) => ACR_VALUES.filter((acr) => values.includes(acr));
  const essential = listEssentialAcrs(params.claims);
  if (essential.length > 0) return known(essential);
  const first = listRequestedAcrs(params).find((wanted) => known([wanted]).length > 0);
  return known([first]);
}

function listOf(claims: AuthorizationParams["claims"]): unknown[] {
  const wanted = findClaimRequest(claims, "id_token", "acr");
  return [wanted?.value ?? wanted?.values ?? []].flat();
}
