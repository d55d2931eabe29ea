import type { Client, Scope } from "./model";

/** Scopes that speak about a person: a client alone cannot have them. @see OIDC Core §5.4, §11 */
export const PERSON_SCOPES: readonly string[] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/**
 * Whether a refresh token comes with a code for these scopes. With `openid` it takes `offline_access`, as OpenID Connect
 * wants it; plain OAuth knows no such scope, so that a client gets it by its registration for the grant type.
 * Where the client leaves `offline_access` to the person, it has to be asked for by name.
 * @see RFC 6749 §1.5, OIDC Core §11
 */
export function givesRefreshToken(
  names: readonly string[],
  client: Pick<Client, "grantTypes" | "optionalScopes">,
): boolean {
  if (!client.grantTypes.includes("refresh_token")) return false;
  if (names.includes("offline_access")) return true;
  return !names.includes("openid") && !client.optionalScopes.includes("offline_access");
}

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
