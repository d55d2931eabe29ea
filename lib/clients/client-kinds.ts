import type { Client, ClientKind } from "../oauth/model";
import { usesSecret } from "../oauth/register/settings";

export const CLIENT_KINDS = ["web", "spa", "native", "device", "service"] as const satisfies readonly ClientKind[];

/** Kinds that can be registered. There is no device grant here, and a command-line tool is a native app. */
export const OFFERED_KINDS = ["web", "spa", "native", "service"] as const satisfies readonly ClientKind[];

type KindDefaults = Pick<
  Client,
  "tokenEndpointAuthMethod" | "grantTypes" | "responseTypes" | "scopes" | "requirePkce" | "idTokenSignedResponseAlg"
>;

const signsPeopleIn = {
  grantTypes: ["authorization_code", "refresh_token"],
  responseTypes: ["code"],
  scopes: ["openid", "profile", "email"],
  // OIDC Core §2: RS256 unless the client chose another.
  idTokenSignedResponseAlg: "RS256",
} as const;

// RFC 9700 §2.1.1: public clients MUST use PKCE.
const publicClient = { tokenEndpointAuthMethod: "none", requirePkce: true } as const;

// Most libraries of confidential clients send no code challenge by default; its owner can require one in the settings.
const confidentialClient = { tokenEndpointAuthMethod: "client_secret_basic", requirePkce: false } as const;

/** The defaults of a kind of client. @see RFC 8252 §8.4, RFC 8628 §3.1, RFC 6749 §4.4 */
export const kindDefaults: Readonly<
  Record<ClientKind, Readonly<{ [K in keyof KindDefaults]: Readonly<KindDefaults[K]> }>>
> = {
  web: { ...signsPeopleIn, ...confidentialClient },
  spa: { ...signsPeopleIn, ...publicClient },
  native: { ...signsPeopleIn, ...publicClient },
  device: {
    ...signsPeopleIn,
    ...publicClient,
    grantTypes: ["urn:ietf:params:oauth:grant-type:device_code", "authorization_code", "refresh_token"],
  },
  service: {
    ...signsPeopleIn,
    ...confidentialClient,
    grantTypes: ["client_credentials"],
    responseTypes: [],
    scopes: [],
  },
};

/** Whether this kind of client has redirect URIs. */
export function usesRedirectUris(kind: ClientKind): boolean {
  return kind !== "service";
}

/**
 * Whether this client authenticates with a secret, so that it is neither public nor uses a key pair.
 * @see RFC 6749 §2.3.1
 */
export const isConfidential = usesSecret;
