import type { Client } from "../model";

/** All that a client's metadata decides. What the portal or its people decide (owner, status, …) is not here. */
export interface ClientSettings
  extends Pick<
    Client,
    | "name"
    | "kind"
    | "tokenEndpointAuthMethod"
    | "requireRegisteredAuthMethod"
    | "tokenEndpointAuthSigningAlg"
    | "grantTypes"
    | "responseTypes"
    | "redirectUris"
    | "postLogoutRedirectUris"
    | "scopes"
    | "requirePkce"
    | "idTokenClaims"
    | "idTokenSignedResponseAlg"
    | "userinfoSignedResponseAlg"
    | "jwks"
    | "jwksUri"
    | "requestObjectSigningAlg"
    | "requestUris"
    | "pairwiseSector"
    | "sectorIdentifierUri"
    | "initiateLoginUri"
    | "defaultMaxAge"
    | "requireAuthTime"
    | "defaultAcrValues"
    | "backchannelLogoutUri"
    | "frontchannelLogoutUri"
    | "clientUri"
    | "logoUri"
    | "policyUri"
    | "tosUri"
  > {
  contacts: string[];
  backchannelLogoutSessionRequired: boolean;
  frontchannelLogoutSessionRequired: boolean;
  /** registered members that the portal only keeps, by their names on the wire */
  metadata: Record<string, unknown>;
}

/** Whether this client proves who it is by a secret: neither a public one, nor one with a key pair. @see RFC 6749 §2.3.1 */
export function usesSecret(client: Pick<Client, "tokenEndpointAuthMethod">): boolean {
  return !["none", "private_key_jwt"].includes(client.tokenEndpointAuthMethod);
}

/** The settings with what follows from them. RFC 9700 §2.1.1: public clients MUST use PKCE, whatever they say. */
export function withConsequences<S extends Pick<Client, "tokenEndpointAuthMethod" | "requirePkce">>(settings: S): S {
  return settings.tokenEndpointAuthMethod === "none" ? { ...settings, requirePkce: true } : settings;
}

/** Whether the portal must be able to read this client's secret: an HMAC cannot be checked with a hash. */
export function readsSecret(client: Pick<Client, "tokenEndpointAuthMethod" | "requestObjectSigningAlg">): boolean {
  return client.tokenEndpointAuthMethod === "client_secret_jwt" || client.requestObjectSigningAlg === "HS256";
}

/** Settings of which nothing was said. What every client must say is not among them. */
export const emptySettings = {
  requireRegisteredAuthMethod: false,
  idTokenClaims: false,
  tokenEndpointAuthSigningAlg: null,
  userinfoSignedResponseAlg: null,
  jwks: null,
  jwksUri: null,
  requestObjectSigningAlg: null,
  requestUris: [],
  pairwiseSector: null,
  sectorIdentifierUri: null,
  initiateLoginUri: null,
  defaultMaxAge: null,
  requireAuthTime: false,
  defaultAcrValues: [],
  clientUri: null,
  logoUri: null,
  policyUri: null,
  tosUri: null,
  contacts: [],
  backchannelLogoutUri: null,
  backchannelLogoutSessionRequired: false,
  frontchannelLogoutUri: null,
  frontchannelLogoutSessionRequired: false,
  metadata: {},
} satisfies Partial<ClientSettings>;
