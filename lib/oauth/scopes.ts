import type { Client, Scope } from "./model";

/** Scopes that speak about a person: a client alone cannot have them. @see OIDC Core §5.4, §11 */
export const PERSON_SCOPES: readonly string[] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/** The names of scopes, space-delimited. @see RFC 6749 §3.3 */
export function toScopeValue(names: readonly string[]): string {
  return names.join(" ");
}

/** Those of `names` that the client is registered for and the portal still knows, in the order of `names`. */
export function selectAllowedScopes(names: readonly string[], client: Client, known: readonly Scope[]): Scope[] {
  return names.flatMap((name) => {
    const scope = known.find((each) => each.name === name);
    return scope && scope.retiredAt === null && client.scopes.includes(name) ? [scope] : [];
  });
}
