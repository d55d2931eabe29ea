import type { ASSERTION_ALGS, CLIENT_SIGNING_ALGS, REQUEST_OBJECT_ALGS, SIGNING_ALGS } from "./algorithms";
import type { ClientMembers } from "./client/members";

/**
 * The things the protocol core speaks about. Plain data: no Prisma, no Next.js.
 * Times are `Date` (UTC), lifetimes are seconds, hashes are base64url SHA-256.
 */

/** How a client proves who it is at the token endpoint. @see RFC 7591 §2 */
export type TokenEndpointAuthMethod = ClientMembers["tokenEndpointAuthMethod"];

export type ClientSigningAlg = (typeof CLIENT_SIGNING_ALGS)[number];
export type RequestObjectAlg = (typeof REQUEST_OBJECT_ALGS)[number];
export type AssertionAlg = (typeof ASSERTION_ALGS)[number];
export type SigningAlg = (typeof SIGNING_ALGS)[number];

/** What kind of program the client is; decides its defaults in the console. */
export type ClientKind = ClientMembers["kind"];

export type ClientStatus = "development" | "in_review" | "verified";

export interface ClientSecret {
  id: string;
  secretHash: string;
  /** the secret, encrypted; only for client_secret_jwt, null otherwise */
  secretJwe: string | null;
  expiresAt: Date | null;
}

/** Members that are stored and returned, but that the protocol does not use. */
type UnreadMember = "contacts" | "backchannelLogoutSessionRequired" | "frontchannelLogoutSessionRequired";

/**
 * An app that asks for access: its members (`client/members.ts`), and what the portal and its people decided.
 * @see RFC 6749 §2
 */
export interface Client extends Omit<ClientMembers, UnreadMember> {
  clientId: string;
  status: ClientStatus;
  /** first-party: no consent page */
  isTrusted: boolean;
  /** it registered itself (RFC 7591) */
  isSelfRegistered: boolean;
  /**
   * hosts (`findRedirectHost`) that an administrator reviewed: only requests that lead to these count as from a
   * verified client
   */
  reviewedHosts: string[];
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  /** those of `scopes` that the person may leave out */
  optionalScopes: string[];
  /**
   * people have a `sub` of their own at every client of this sector (a host); null: one `sub` everywhere (OIDC Core §8)
   */
  pairwiseSector: string | null;
  ownerId: string | null;
  suspendedAt: Date | null;
  /** those that nobody revoked, including expired ones, so that the log can say that a secret has expired */
  secrets: ClientSecret[];
}

/** Which apps may ask for an API. */
export interface ResourcePolicy {
  /**
   * "scopes": apps that may ask for one of its scopes. "open": every app. "review": verified and first-party apps.
   * "listed": the apps in `listedClients`.
   */
  clientPolicy: "scopes" | "open" | "review" | "listed";
  /** client ids; only for "listed" */
  listedClients: string[];
}

/** A resource server (an API). @see RFC 8707 §2 */
export interface Resource extends ResourcePolicy {
  /** absolute URI, the `aud` of its tokens */
  identifier: string;
  /** the same in RFC 3986 normal form; null: it matches only when it is written exactly alike */
  normalIdentifier: string | null;
  name: string;
  tokenFormat: "opaque" | "jwt";
  /** of its JWT access tokens. @see RFC 9068 §2.1 */
  signingAlg: "RS256" | "ES256";
  /** header of its JWT access tokens; "JWT" for libraries that know no other. @see RFC 9068 §2.1 */
  tokenTyp: "at+jwt" | "JWT";
  /** seconds */
  accessTokenTtl: number;
  /** accepts the access token in the query of a request, which every other API refuses. @see RFC 6750 §2.3 */
  allowsQueryToken: boolean;
  /** the client that may introspect its tokens */
  introspectionClientId: string | null;
  /** scope names */
  scopes: string[];
}

export type ScopeRisk = "identity" | "read" | "change" | "sensitive";

/** What people read about a scope: a title with verb, object and owner ("See your tasks"), and one more sentence. */
export interface ScopeText {
  title: string;
  detail: string | null;
}

/** What an app may do, at one API; `clientPolicy` and `listedClients` are that API's. */
export interface Scope extends ResourcePolicy {
  name: string;
  /** null: a scope of the portal itself */
  resourceIdentifier: string | null;
  /** in the language the operator wrote it in; null: a scope of the portal, which has the catalogue's words */
  title: string | null;
  detail: string | null;
  /** the operator's words in other languages, by BCP 47 tag */
  texts: Readonly<Record<string, ScopeText>>;
  risk: ScopeRisk;
  icon: string | null;
  isPublic: boolean;
  /** names of the operator's own claims that it brings, besides those of OpenID Connect */
  claims: readonly string[];
  retiredAt: Date | null;
}

/** What a client asks a person for, in whichever way it asks and is answered. */
export interface PersonRequest {
  clientId: string;
  scopes: string[];
  /** resource identifiers, RFC 8707 */
  resources: string[];
  prompt: string[];
  /** seconds */
  maxAge: number | null;
  loginHint: string | null;
  acrValues: string[];
  /** `sub`, as the client knows it, of the verified `id_token_hint` */
  hintedSubject: string | null;
  /** the parsed `claims` parameter */
  claims: Record<string, unknown> | null;
  /** what becomes of the grant that the client has; null: the request says nothing of it */
  grantManagement: GrantManagement | null;
}

/**
 * What a client wants to become of a grant: a fresh one (`create`), or another content of the one that it names.
 * @see Grant Management for OAuth 2.0 §5.1
 */
export type GrantManagement = { action: "create" } | { action: "merge" | "replace"; grantId: string };

/** A request whose answer the person's browser takes to the client. @see RFC 6749 §4.1.1, OIDC Core §3.1.2.1 */
export interface RedirectParams extends PersonRequest {
  answerBy: "redirect";
  redirectUri: string;
  responseType: string;
  responseMode: "query" | "fragment" | "form_post";
  state: string | null;
  nonce: string | null;
  codeChallenge: string | null;
  codeChallengeMethod: "S256" | null;
}

/**
 * A validated authorization request, as the client sent it. It is a union by the way in which the client is answered
 * (`authorize/way-of.ts`).
 */
export type AuthorizationParams = RedirectParams;

/** A request that waits for its person. It is bound to one browser. */
export type AuthorizationRequest = AuthorizationParams & {
  idHash: string;
  browserHash: string;
  createdAt: Date;
  expiresAt: Date;
  /** when it was answered */
  consumedAt: Date | null;
  answer: "allow" | "deny" | null;
  /** the session that the person chose for this request */
  chosenSessionId: string | null;
};

/** Who is signed in, in this browser. */
export interface Authentication {
  sessionId: string;
  userId: string;
  /** `auth_time` */
  authenticatedAt: Date;
  /** how: RFC 8176 method names */
  amr: string[];
  /** how many people are signed in in this browser; with more than one, the person chooses for each request */
  accountCount: number;
  /** the language that they chose for their account, as a BCP 47 tag; null: none */
  locale: string | null;
}

/**
 * A remembered yes: one per user and client. Clients that manage grants know it by its `grantId`, which a yes without one
 * gets when it is stored.
 */
export interface Consent {
  grantId?: string;
  userId: string;
  clientId: string;
  scopes: { name: string; grantedAt: Date }[];
  /** identifiers of the APIs that the client may get tokens for: the APIs it named, and those of the scopes */
  resources: string[];
  /** optional scopes that the person left out; asked again only with `prompt=consent` */
  declinedScopes: string[];
  /** when it ends by itself, as the person chose; null: when they remove it */
  expiresAt: Date | null;
}

/** A consent page as a person read it. The core keeps it with their answer, and knows nothing of its words. */
export interface ShownPage {
  /** the language of the page, as a BCP 47 tag */
  locale: string;
  page: Record<string, unknown>;
}

/** That a client used what its person allowed it. */
export interface Use {
  grantId: string;
  /** those that it used; none: it used the access, and nobody knows for what */
  scopes: readonly string[];
  at: Date;
}

/** What all tokens of one authorization share. */
export interface Grant {
  grantId: string;
  clientId: string;
  userId: string;
  sessionId: string | null;
  scopes: string[];
  /** identifiers of the APIs that the request named; if it named none, they follow from the scopes */
  resources: string[];
  /** whether the yes included it, requested by name or not: if so, the code brings a refresh token */
  offlineAccess: boolean;
  authenticatedAt: Date;
  acr: string | null;
  amr: string[];
  claims: Record<string, unknown> | null;
  createdAt: Date;
  /** when it ends by itself, as the person chose: no code or token of it lives longer; null: it does not */
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/**
 * What the holder of an access token can learn about its grant: when and how the person signed in, and the requested
 * claims.
 */
export type GrantOfToken = Pick<Grant, "grantId" | "authenticatedAt" | "acr" | "claims" | "revokedAt">;

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
  /** of a JWT: the status list that says whether it is revoked; null: it is not a JWT, or an older version issued it */
  statusListId: string | null;
  /** its place in that list */
  statusIndex: number | null;
}

/** The place of a JWT access token in a Token Status List. @see draft-ietf-oauth-status-list */
export interface StatusPlace {
  statusListId: string;
  statusIndex: number;
}

/** A Token Status List of one API. */
export interface StatusList {
  listId: string;
  /** the API's identifier */
  resource: string;
  createdAt: Date;
  /** when the last of its tokens has expired */
  expiresAt: Date;
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

/** What userinfo and ID tokens may say about a person. */
export interface Subject {
  userId: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  locale: string | null;
  /** of the picture that the person uploaded (`picturePath`); null: none */
  pictureKey: string | null;
  /** other OIDC Core §5.1 claims under their wire names */
  claims: Record<string, unknown>;
  updatedAt: Date;
  suspendedAt: Date | null;
}
