import type { Scope } from "./model";
import { normalizeResourceIdentifier } from "./resource-identifier";
import { PERSON_SCOPES } from "./scopes";

/** The resource identifier of the portal's own API; that of userinfo is the issuer itself. @see RFC 8707 §2 */
export function getOwnApi(issuer: string): string {
  return `${issuer}/api/v1`;
}

/**
 * The protected resource of the portal itself that an identifier names, as tokens carry it: the issuer, which stands for
 * userinfo, or its API. Null for every other API. The portal's API is at one address with a trailing slash and without.
 * @see RFC 3986 §6.2.4
 */
export function findOwnResource(identifier: string, issuer: string): string | null {
  if (identifier === issuer || identifier === getOwnApi(issuer)) return identifier;
  const asked = normalizeResourceIdentifier(identifier);
  const isAsked = (own: string) => asked !== null && asked === normalizeResourceIdentifier(own);
  if (isAsked(issuer) || isAsked(`${issuer}/`)) return issuer;
  return isAsked(getOwnApi(issuer)) || isAsked(`${getOwnApi(issuer)}/`) ? getOwnApi(issuer) : null;
}

/** The API at which a scope is used: a registered one, or one of the portal's own. */
export function getResourceOfScope(scope: Pick<Scope, "name" | "resourceIdentifier">, issuer: string): string {
  if (scope.resourceIdentifier !== null) return scope.resourceIdentifier;
  return PERSON_SCOPES.includes(scope.name) ? issuer : getOwnApi(issuer);
}
