import type { ClientMembers, RegisteredMember } from "../client/members";
import type { Client } from "../model";

/**
 * Everything that a client's metadata decides. It leaves out what the portal or its people decide (owner, status, …).
 */
export interface ClientSettings
  extends Pick<ClientMembers, RegisteredMember | "kind" | "scopes">,
    Pick<Client, "redirectUris" | "postLogoutRedirectUris" | "pairwiseSector"> {
  /** registered members that the portal only keeps, by their names on the wire */
  metadata: Record<string, unknown>;
}

/**
 * Whether this client authenticates with a secret, so that it is neither public nor uses a key pair.
 * @see RFC 6749 §2.3.1
 */
export function usesSecret(client: Pick<Client, "tokenEndpointAuthMethod">): boolean {
  return !["none", "private_key_jwt"].includes(client.tokenEndpointAuthMethod);
}

/**
 * The settings with everything that follows from them. RFC 9700 §2.1.1: public clients MUST use PKCE, whatever they
 * registered.
 */
export function withConsequences<S extends Pick<Client, "tokenEndpointAuthMethod" | "requirePkce">>(settings: S): S {
  return settings.tokenEndpointAuthMethod === "none" ? { ...settings, requirePkce: true } : settings;
}

/** Whether the portal must be able to read this client's secret: an HMAC cannot be checked with a hash. */
export function readsSecret(client: Pick<Client, "tokenEndpointAuthMethod" | "requestObjectSigningAlg">): boolean {
  return client.tokenEndpointAuthMethod === "client_secret_jwt" || client.requestObjectSigningAlg === "HS256";
}
