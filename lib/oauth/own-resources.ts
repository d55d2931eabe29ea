import type { Scope } from "./model";
import { PERSON_SCOPES } from "./scopes";

/** The resource identifier of the portal's own API; that of userinfo is the issuer itself. @see RFC 8707 §2 */
export function getOwnApi(issuer: string): string {
  return `${issuer}/api/v1`;
}

/** Whether an identifier names a protected resource of the portal itself, which needs no registration. */
export function isOwnResource(identifier: string, issuer: string): boolean {
  return identifier === issuer || identifier === getOwnApi(issuer);
}

/** The API at which a scope is used: a registered one, or one of the portal's own. */
export function getResourceOfScope(scope: Pick<Scope, "name" | "resourceIdentifier">, issuer: string): string {
  if (scope.resourceIdentifier !== null) return scope.resourceIdentifier;
  return PERSON_SCOPES.includes(scope.name) ? issuer : getOwnApi(issuer);
}
