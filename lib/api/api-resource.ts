import { getOwnApi } from "../oauth/own-resources";

/** Scopes of the portal's own API, by what they open. */
export const apiScopes = ["account:read", "account:apps", "clients:read", "clients:write"] as const;

/** The resource identifier of the portal's own API: the audience of tokens for it. @see RFC 8707 §2 */
export function getApiResource(issuer: string): string {
  return getOwnApi(issuer);
}

/** Where the metadata of the portal's own API is: the well-known part goes before its path. @see RFC 9728 §3.1 */
export function getApiMetadataUrl(issuer: string): string {
  return `${issuer}/.well-known/oauth-protected-resource/api/v1`;
}
