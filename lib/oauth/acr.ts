import { findClaimRequest } from "./claims";
import type { AuthorizationParams } from "./model";

/** A class of authentication, and the methods (RFC 8176) that make it. */
interface AuthenticationContext {
  acr: string;
  isMet: (amr: readonly string[]) => boolean;
}

/** What this portal can tell apart, the strongest first. Only what people here can really do is listed, and advertised. */
const CONTEXTS: AuthenticationContext[] = [
  { acr: "urn:portico:acr:single-factor", isMet: (amr) => amr.includes("pwd") },
];

/** For the metadata. @see OpenID Connect Discovery §3 (`acr_values_supported`) */
export const ACR_VALUES: string[] = CONTEXTS.map(({ acr }) => acr);

/** Whether this way of signing in is of this class. */
export function isAcrMet(acr: unknown, amr: readonly string[]): boolean {
  return CONTEXTS.some((context) => context.acr === acr && context.isMet(amr));
}

/**
 * The `acr` of a sign-in: the first requested one that it meets, else the strongest that it meets; null when it meets none.
 * @param requested in order of preference
 * @see OIDC Core §2, §3.1.2.1
 */
export function pickAcr(amr: readonly string[], requested: readonly unknown[]): string | null {
  const met = CONTEXTS.filter(({ isMet }) => isMet(amr)).map(({ acr }) => acr);
  return (
    requested.map((wanted) => met.find((acr) => acr === wanted)).find((acr) => acr !== undefined) ?? met[0] ?? null
  );
}

/** What a request asks for, in order of preference: by the `claims` parameter, then by `acr_values`. */
export function listRequestedAcrs({ claims, acrValues }: Pick<AuthorizationParams, "claims" | "acrValues">): unknown[] {
  return [...listOf(claims), ...acrValues];
}

/** The values of which one must be met, or the request fails; empty when none must. @see OIDC Core §5.5.1.1 */
export function listEssentialAcrs(claims: AuthorizationParams["claims"]): unknown[] {
  return findClaimRequest(claims, "id_token", "acr")?.essential === true ? listOf(claims) : [];
}

function listOf(claims: AuthorizationParams["claims"]): unknown[] {
  const wanted = findClaimRequest(claims, "id_token", "acr");
  return [wanted?.value ?? wanted?.values ?? []].flat();
}
