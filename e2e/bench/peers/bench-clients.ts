/** Who is signed in. */
export const person = { email: "user@example.org", password: "correct horse battery 7 quartz lamp", name: "A. User" };

/** The three clients that every engine gets, in the words of RFC 7591 §2. */
export const redirectUri = "https://app.example.org/callback";

/** For people: what the code exchange asks for. */
export const personScope = "openid profile email offline_access";

export const clientMetadata = {
  /** acts for itself */
  service: {
    client_name: "Bench service",
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["client_credentials"],
    redirect_uris: [] as string[],
    response_types: [] as string[],
  },
  /** keeps a secret; its tokens are for people */
  web: {
    client_name: "Bench web app",
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [redirectUri],
    scope: personScope,
  },
  /** keeps none, so its refresh tokens rotate. @see RFC 9700 §4.14.2 */
  spa: {
    client_name: "Bench single-page app",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [redirectUri],
    scope: personScope,
  },
} as const;

export type ClientName = keyof typeof clientMetadata;

export interface BenchClient {
  clientId: string;
  /** null: a public client */
  clientSecret: string | null;
}

export type BenchClients = Record<ClientName, BenchClient>;
