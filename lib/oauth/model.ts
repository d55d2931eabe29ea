/**
 * The things the protocol core speaks about. Plain data: no Prisma, no Next.js.
 * Times are `Date` (UTC), lifetimes are seconds, hashes are base64url SHA-256.
 */

/** How a client proves who it is at the token endpoint. @see RFC 7591 §2 */
export type TokenEndpointAuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "client_secret_jwt"
  | "private_key_jwt"
  | "none";

/** Algorithms with which clients sign; Ed25519 is the newer name of what EdDSA was used for. @see RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2 */
export type ClientSigningAlg = "RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519";

/** Algorithms of request objects; HS256 only for a client that registered it. @see OIDC Core §6.1 */
export type RequestObjectAlg = ClientSigningAlg | "HS256";

/** Algorithms of client assertions; HS256 is for client_secret_jwt only. @see RFC 7591 §2, OIDC Core §9 */
export type AssertionAlg = ClientSigningAlg | "HS256";

/** Public keys of a client. @see RFC 7517 §5 */
export interface ClientJwks {
  keys: Record<string, unknown>[];
}

/** What kind of program the client is; decides its defaults in the console. */
export type ClientKind = "web" | "spa" | "native" | "device" | "service";

export type ClientStatus = "development" | "in_review" | "verified";

/** Signature algorithms of ID tokens. @see RFC 7518 §3.1, RFC 8037 §3.1 */
export type SigningAlg = "RS256" | "ES256" | "PS256" | "EdDSA";

export interface ClientSecret {
  id: string;
  secretHash: string;
  /** the secret, encrypted; only for client_secret_jwt, null otherwise */
  secretJwe: string | null;
  expiresAt: Date | null;
}

/** An app that asks for access. @see RFC 6749 §2 */
export interface Client {
  clientId: string;
  name: string;
  kind: ClientKind;
  status: ClientStatus;
  /** first-party: no consent page */
  isTrusted: boolean;
  /** it registered itself (RFC 7591), nobody in the console did */
  isSelfRegistered: boolean;
  /** hosts (`findRedirectHost`) that an administrator looked at: the client counts as verified on the way to these only */
  reviewedHosts: string[];
  tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** a client with a secret sends it the registered way only; otherwise in the header or in the body (RFC 6749 §2.3.1) */
  requireRegisteredAuthMethod: boolean;
  grantTypes: string[];
  responseTypes: string[];
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  /** scopes the client may ask for */
  scopes: string[];
  /** those of `scopes` that the person may leave out */
  optionalScopes: string[];
  /** every sign-in needs a code challenge; of public clients that is so anyway */
  requirePkce: boolean;
  /** what the scopes tell of a person is in the ID token too, not at userinfo alone (OIDC Core §5.4) */
  idTokenClaims: boolean;
  idTokenSignedResponseAlg: SigningAlg;
  /** userinfo is a JWT signed with it; null: plain JSON */
  userinfoSignedResponseAlg: SigningAlg | null;
  /** the only algorithm of its assertions; null: any that fits the method */
  tokenEndpointAuthSigningAlg: AssertionAlg | null;
  /** its public keys; never with `jwksUri` */
  jwks: ClientJwks | null;
  jwksUri: string | null;
  /** the only algorithm of its request objects; null: any asymmetric one */
  requestObjectSigningAlg: RequestObjectAlg | null;
  /** addresses at which its request objects may be read */
  requestUris: string[];
  /** people have a `sub` of their own at every client of this sector (a host); null: one `sub` everywhere (OIDC Core §8) */
  pairwiseSector: string | null;
  /** where the redirect URIs of the sector are listed */
  sectorIdentifierUri: string | null;
  /** where a sign-in that starts at the portal is sent (OIDC Core §4) */
  initiateLoginUri: string | null;
  /** receives logout tokens */
  backchannelLogoutUri: string | null;
  /** shown in a hidden frame when a session ends */
  frontchannelLogoutUri: string | null;
  /** seconds; counts where a request has no max_age */
  defaultMaxAge: number | null;
  /** the client relies on `auth_time`, which every ID token has */
  requireAuthTime: boolean;
  /** counts where a request has no acr_values */
  defaultAcrValues: string[];
  clientUri: string | null;
  logoUri: string | null;
  policyUri: string | null;
  tosUri: string | null;
  publisher: string | null;
  ownerId: string | null;
  suspendedAt: Date | null;
  /** those that nobody revoked; an expired one is refused by its name */
  secrets: ClientSecret[];
}

/** Which apps may ask for an API. */
export interface ResourcePolicy {
  /**
   * "scopes": those that may ask for one of its scopes. "open": every app. "review": verified and first-party ones.
   * "listed": those of `listedClients`.
   */
  clientPolicy: "scopes" | "open" | "review" | "listed";
  /** client ids; only for "listed" */
  listedClients: string[];
}

/** A resource server (an API). @see RFC 8707 §2 */
export interface Resource extends ResourcePolicy {
  /** absolute URI, the `aud` of its tokens */
  identifier: string;
  /** the same in RFC 3986 normal form; null: two identifiers are one only when they are written alike */
  normalIdentifier: string | null;
  name: string;
  tokenFormat: "opaque" | "jwt";
  /** of its JWT access tokens. @see RFC 9068 §2.1 */
  signingAlg: "RS256" | "ES256";
  /** header of its JWT access tokens; "JWT" for libraries that know no other. @see RFC 9068 §2.1 */
  tokenTyp: "at+jwt" | "JWT";
  /** seconds */
  accessTokenTtl: number;
  /** takes the access token in the query of a request, which is refused everywhere else. @see RFC 6750 §2.3 */
  allowsQueryToken: boolean;
  /** the client that may introspect its tokens */
  introspectionClientId: string | null;
  /** scope names */
  scopes: string[];
}

export type ScopeRisk = "identity" | "read" | "change" | "sensitive";

/** What an app may do, at one API; `clientPolicy` and `listedClients` are that API's. */
export interface Scope extends ResourcePolicy {
  name: string;
  /** null: a scope of the portal itself */
  resourceIdentifier: string | null;
  title: string;
  detail: string | null;
  risk: ScopeRisk;
  icon: string | null;
  isPublic: boolean;
  retiredAt: Date | null;
}

/** A validated authorization request, as the client sent it. @see RFC 6749 §4.1.1, OIDC Core §3.1.2.1 */
export interface AuthorizationParams {
  clientId: string;
  redirectUri: string;
  responseType: string;
  responseMode: "query" | "fragment" | "form_post";
  scopes: string[];
  /** resource identifiers, RFC 8707 */
  resources: string[];
  state: string | null;
  nonce: string | null;
  codeChallenge: string | null;
  codeChallengeMethod: "S256" | null;
  prompt: string[];
  /** seconds */
  maxAge: number | null;
  loginHint: string | null;
  acrValues: string[];
  /** `sub`, as the client knows it, of the verified `id_token_hint` */
  hintedSubject: string | null;
  /** the parsed `claims` parameter */
  claims: Record<string, unknown> | null;
}

/** A request that waits for its person; bound to one browser. */
export interface AuthorizationRequest extends AuthorizationParams {
  idHash: string;
  browserHash: string;
  createdAt: Date;
  expiresAt: Date;
  /** when it was answered */
  consumedAt: Date | null;
  answer: "allow" | "deny" | null;
  /** the session that the person chose for this request */
  chosenSessionId: string | null;
}

/** Who is signed in, in this browser. */
export interface Authentication {
  sessionId: string;
  userId: string;
  /** `auth_time` */
  authenticatedAt: Date;
  /** how: RFC 8176 method names */
  amr: string[];
  /** people who are signed in, in this browser: with more than one, the person chooses for each request */
  accountCount: number;
}

/** A remembered yes: one per user and client. */
export interface Consent {
  userId: string;
  clientId: string;
  scopes: { name: string; grantedAt: Date }[];
  /** identifiers of the APIs that the client may have tokens for: those it named, and those of the scopes */
  resources: string[];
  /** optional scopes that the person left out; not asked again unless with `prompt=consent` */
  declinedScopes: string[];
}

/** What all tokens of one authorization share. */
export interface Grant {
  grantId: string;
  clientId: string;
  userId: string;
  sessionId: string | null;
  scopes: string[];
  /** identifiers of the APIs that its request named; none: they follow from the scopes */
  resources: string[];
  authenticatedAt: Date;
  acr: string | null;
  amr: string[];
  claims: Record<string, unknown> | null;
  createdAt: Date;
  revokedAt: Date | null;
}

/** @see RFC 6749 §4.1.2 */
export interface AuthorizationCode {
  codeHash: string;
  grantId: string;
  clientId: string;
  redirectUri: string;
  codeChallenge: string | null;
  codeChallengeMethod: "S256" | null;
  nonce: string | null;
  createdAt: Date;
  expiresAt: Date;
  consumedAt: Date | null;
}

export interface AccessToken {
  /** hash of the opaque token, or of the `jti` of a JWT */
  tokenHash: string;
  /** null: client_credentials */
  grantId: string | null;
  clientId: string;
  /** null: client_credentials */
  userId: string | null;
  scopes: string[];
  audience: string[];
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

export interface RefreshToken {
  tokenHash: string;
  grantId: string;
  clientId: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  /** when its successor was issued */
  consumedAt: Date | null;
  revokedAt: Date | null;
}

/** What userinfo and ID tokens may tell of a person. */
export interface Subject {
  userId: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  locale: string | null;
  /** other OIDC Core §5.1 claims under their wire names */
  claims: Record<string, unknown>;
  updatedAt: Date;
  suspendedAt: Date | null;
}

/**
 * Something the protocol did or refused, for the audit log and the app's developers. Never holds a secret.
 * `data` may name what was used: `secretId`, `redirectUri` (registered form). Of a refusal it holds
 * `error`, `description`, `cause` (a `RefusalCause`) and its `RefusalValues`.
 * `client.authenticated` only says which secret was used; it need not become a row.
 */
export interface ProtocolEvent {
  /** `authorize.refused`, `token.issued`, `token.refused`, `code.reused`, … */
  type: string;
  outcome: "ok" | "refused" | "failed";
  clientId?: string | null;
  userId?: string | null;
  data?: Record<string, unknown>;
}
