import type { Scope } from "../model";
import { normalizeResourceIdentifier } from "./resource-identifier";
import { ADMIN_SCOPE } from "./scopes";

/** Path of the portal's own API, below the issuer. */
export const OWN_API_PATH = "/api/v1";

/** Scopes of the portal's own API that every app may ask for, by what they give access to. */
export const OWN_API_SCOPES = ["account:read", "account:apps", "consents", "clients:read", "clients:write"] as const;

/**
 * The resource identifier of the portal's own API. The identifier of userinfo is the issuer itself.
 * @see RFC 8707 §2
 */
export function getOwnApi(issuer: string): string {
  return issuer + OWN_API_PATH;
}

/**
 * The portal's own protected resource that an identifier names, as tokens carry it: the issuer, which stands for
 * userinfo, or the portal's API. Null for every other API. A trailing slash makes no difference for the portal's API.
 * @see RFC 3986 §6.2.4
 */
export function findOwnResource(identifier: string, issuer: string): string | null {
  if (identifier === issuer || identifier === getOwnApi(issuer)) return identifier;
  const asked = normalizeResourceIdentifier(identifier);
  const isAsked = (own: string) => asked !== null && asked === normalizeResourceIdentifier(own);
  if (isAsked(issuer) || isAsked(`${issuer}/`)) return issuer;
  return isAsked(getOwnApi(issuer)) || isAsked(`${getOwnApi(issuer)}/`) ? getOwnApi(issuer) : null;
}

/** The API that a scope belongs to: a registered API or one of the portal's own. */
export function getResourceOfScope(scope: Pick<Scope, "name" | "resourceIdentifier">, issuer: string): string {
  if (scope.resourceIdentifier !== null) return scope.resourceIdentifier;
  const ofOwnApi: readonly string[] = [...OWN_API_SCOPES, ADMIN_SCOPE];
  return ofOwnApi.includes(scope.name) ? getOwnApi(issuer) : issuer;
}
