import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Client,
  Consent,
  Grant,
  GrantOfToken,
  RefreshToken,
  Resource,
  Scope,
  ShownPage,
  SigningAlg,
  StatusList,
  Subject,
} from "./model";

/** The most that an exchange may give. The tokens were prepared before the grant was read. */
export interface GrantShape {
  scopes: string[];
  /** resource identifiers of the grant */
  resources: string[];
}

/** An access token that gets grant, client and person from what it is exchanged for. */
export type NewAccessToken = Omit<AccessToken, "grantId" | "clientId" | "userId">;
/** A refresh token that gets grant and client from what it is exchanged for. */
export type NewRefreshToken = Omit<RefreshToken, "grantId" | "clientId">;

/** The remembered consent that a new code rests on: it must still be there, and hold all of this. */
export interface NeededConsent {
  scopes: string[];
  /** identifiers of APIs */
  resources: string[];
}

export interface CodeRedemption {
  codeHash: string;
  now: Date;
  /** the client that claims the code, and what it claims that its authorization request held */
  proof: { clientId: string; redirectUri: string; codeChallenge: string | null };
  /** what the grant is claimed to be for */
  shape: GrantShape;
  accessToken: NewAccessToken;
  /** stored only if the grant has offline access */
  refreshToken: NewRefreshToken | null;
  /** seconds after the start of the grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
}

export interface RefreshRedemption {
  tokenHash: string;
  now: Date;
  /** the client that claims the token */
  clientId: string;
  /** the claimed scopes of the token and resources of its grant */
  shape: GrantShape;
  accessToken: NewAccessToken;
  /** when a token that is not rotated now expires */
  expiresAt: Date;
  /** seconds after the start of the grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
  rotation: { successor: NewRefreshToken; graceSeconds: number } | null;
}

/**
 * The conditions for redeeming a code. A store checks all of them in the step that uses the code up. The contract of
 * the stores breaks one condition at a time.
 * @see RFC 6749 §4.1.2, §4.1.3, RFC 7636 §4.6
 */
export type CodeCondition =
  | "isUnused"
  | "isInTime"
  | "isOfClient"
  | "isForRedirectUri"
  | "isForChallenge"
  | "isForScopes"
  | "isForResources"
  | "hasLiveGrant"
  /** the end that the person chose has not come */
  | "hasUnexpiredGrant"
  | "hasActivePerson";

/** The same for a refresh token. @see RFC 6749 §6, RFC 9700 §4.14.2 */
export type RefreshCondition =
  | "isNotRevoked"
  | "isInTime"
  /** "again": a repeated rotation within the grace window */
  | "isUnusedOrUsedAgain"
  | "isOfClient"
  | "isForScopes"
  | "isForResources"
  | "hasLiveGrant"
  | "hasUnexpiredGrant"
  /** the grant began less than `refreshLifetime` ago */
  | "hasYoungGrant"
  | "hasActivePerson";

/**
 * The protocol core's only access to storage. `find*` answers null when there is nothing. Every method is one atomic
 * step: it happens completely or not at all, and is durable when its promise resolves.
 * `lib/oauth/testing/store-contract.ts` states each promise as a test; memory, PGlite and PostgreSQL all pass it.
 */
export interface OAuthStore {
  /** Never a deleted client; suspended clients are returned with `suspendedAt`. */
  findClient(clientId: string): Promise<Client | null>;
  /** The API that is registered under this identifier, or otherwise the API whose normal form this is. */
  findResource(identifier: string): Promise<Resource | null>;
  /** Those of `names` that exist, in no particular order. */
  findScopes(names: string[]): Promise<Scope[]>;
  /** Every scope that is not retired, for discovery. */
  listScopes(): Promise<Scope[]>;
  findSubject(userId: string): Promise<Subject | null>;
  /**
   * Claims that are kept apart from the person, and so read only where they are asked for: `groups`, the names of the
   * person's groups in a fixed order. Those of `names` that it knows; `groups` is there even if it is empty.
   */
  findClaims(userId: string, names: readonly string[]): Promise<Record<string, unknown>>;

  /** Keeps the form-encoded parameters of a request until `expiresAt`. */
  createPostedRequest(posted: { idHash: string; query: string; expiresAt: Date }): Promise<void>;
  /** The parameters, which can be read any number of times; null when they do not exist or have expired at `now`. */
  findPostedRequest(idHash: string, now: Date): Promise<string | null>;
  createAuthorizationRequest(request: AuthorizationRequest): Promise<void>;
  /** Also finds expired requests until the sweep deletes them. */
  findAuthorizationRequest(idHash: string): Promise<AuthorizationRequest | null>;
  /** Stores which of the browser's sessions the person chose. Does nothing to an answered request. */
  chooseSession(idHash: string, sessionId: string): Promise<void>;
  /** Renews a request whose page was left open for too long. Does nothing to an answered request. */
  renewAuthorizationRequest(idHash: string, expiresAt: Date): Promise<void>;
  /**
   * Answers the request. True for exactly one caller; false, with nothing written, when the request was answered before
   * or does not exist. With "allow", creates the grant and the code together and, unless `consent` is null, remembers
   * the consent: `consent.scopes` are added to the remembered scopes (a scope that was there keeps its `grantedAt`) and
   * removed from the declined ones; `consent.declinedScopes` are removed from the remembered scopes and added to the
   * declined ones. `consent.resources` are added to the remembered ones, and `withdrawn.resources` removed. Declined
   * scopes and withdrawn resources are also removed from the grants and tokens that the client already has for this
   * person; an access token that is left without an API is revoked. The remembered consent ends at `consent.expiresAt`,
   * and so do, at the latest, these grants and tokens. With `needed`, the answer is the consent that was remembered
   * before: if it no longer holds that much at `now`, the answer is false, and the request stays unanswered.
   * `withdrawn.scopes` are removed like declined ones, without becoming declined. With `isFreshGrant`, a consent that was
   * there gets another `grantId`.
   * A consent, and a yes that is not remembered but came of a page (`shown`), also becomes a version for the person's
   * receipts, which nothing in the core reads.
   */
  answerAuthorizationRequest(
    idHash: string,
    answer:
      | { answer: "deny"; now: Date }
      | {
          answer: "allow";
          now: Date;
          consent: Consent | null;
          withdrawn?: { claims: string[]; resources: string[]; scopes?: string[] };
          isFreshGrant?: boolean;
          needed?: NeededConsent | null;
          /** the page that the person answered; null: there was none */
          shown?: ShownPage | null;
          grant: Grant;
          code: AuthorizationCode;
        },
  ): Promise<boolean>;

  /** Also finds a consent that has ended by itself, until it is forgotten. */
  findConsent(userId: string, clientId: string): Promise<Consent | null>;
  /** The consent with this `grantId`, if it is the client's; also one that has ended by itself. */
  findGrantOf(clientId: string, grantId: string): Promise<Consent | null>;
  /**
   * Deletes the consent and ends all that the client has for its person, because the client gives it back. Answers whose it
   * was: for exactly one caller; null when the client has no such consent.
   */
  returnGrant(clientId: string, grantId: string, now: Date): Promise<Consent | null>;
  /**
   * Deletes the consent if it has ended by itself at `now`, so that a new yes does not bring the old one back. Answers
   * whether it had: true for exactly one caller.
   */
  forgetEndedConsent(userId: string, clientId: string, now: Date): Promise<boolean>;
  /** The clients that got a code in a session, each once. */
  listClientsOfSession(sessionId: string): Promise<string[]>;
  /**
   * Creates the grant and the code at once, without a request row. With `needed`, a remembered consent must still hold
   * that much when they are stored: otherwise false, with nothing written. A removal at the same time either comes first
   * and is seen here, or finds the grant and ends it.
   */
  createAuthorizationCode(grant: Grant, code: AuthorizationCode, needed: NeededConsent | null): Promise<boolean>;
  /** Also finds consumed and expired codes, so that reuse can be detected. */
  findAuthorizationCode(codeHash: string): Promise<{ code: AuthorizationCode; grant: Grant; subject: Subject } | null>;
  /**
   * Consumes the code, stores its tokens and answers whose code it was, in one step and for exactly one of any number
   * of callers. Null, with nothing written, when a {@link CodeCondition} does not hold. The refresh token is stored
   * only if the grant has offline access, and ends with `refreshLifetime` at the latest. No token ends after its grant.
   */
  redeemAuthorizationCode(
    redemption: CodeRedemption,
  ): Promise<{ nonce: string | null; grant: Grant; subject: Subject } | null>;

  findRefreshToken(tokenHash: string): Promise<{ refreshToken: RefreshToken; grant: Grant; subject: Subject } | null>;
  /**
   * Stores the tokens of a refresh in one step and answers whose token was presented. Null, with nothing written, when
   * a {@link RefreshCondition} does not hold. With `rotation` null, the presented token stays valid until `expiresAt`.
   * With `rotation` set, its first use consumes it and stores the successor; a use within `graceSeconds` after that
   * names the same successor, which does not change, used or not; a later use answers null. No refresh token's
   * `expiresAt` becomes later than the end that `refreshLifetime` sets, and no token's later than the end of its grant.
   */
  redeemRefreshToken(redemption: RefreshRedemption): Promise<{ grant: Grant; subject: Subject } | null>;

  /** Marks a `jti` as used until `expiresAt`. True for exactly one caller; false when a live mark is there at `now`. */
  useJti(jtiHash: string, expiresAt: Date, now: Date): Promise<boolean>;

  createAccessToken(accessToken: AccessToken): Promise<void>;
  /**
   * The token with its grant and, where it has one, its subject. Also finds revoked and expired tokens; a revoked grant
   * shows in `grant.revokedAt`. `isClientLive` is false when its client is suspended or deleted.
   * `userinfoSignedResponseAlg`, `pairwiseSector` and `client` describe that client; a deleted client has no scopes.
   */
  findAccessToken(tokenHash: string): Promise<{
    accessToken: AccessToken;
    grant: GrantOfToken | null;
    subject: Subject | null;
    isClientLive: boolean;
    userinfoSignedResponseAlg: SigningAlg | null;
    pairwiseSector: string | null;
    client: Pick<Client, "scopes" | "isSelfRegistered">;
  } | null>;
  /**
   * Revokes the token if it belongs to `clientId`. A token that was revoked before keeps its time. Answers whose token
   * it is, even if it belongs to another client; null when there is no such token.
   */
  revokeAccessToken(
    tokenHash: string,
    clientId: string,
    now: Date,
  ): Promise<Pick<AccessToken, "clientId" | "userId"> | null>;
  /** The same for a refresh token, but revokes its grant and every token of that grant. */
  revokeRefreshToken(
    tokenHash: string,
    clientId: string,
    now: Date,
  ): Promise<Pick<AccessToken, "clientId" | "userId"> | null>;
  createStatusList(list: StatusList): Promise<void>;
  /**
   * The API of a status list, and the places, in order, of those of its tokens that have not expired at `now`, and were
   * revoked, narrowed or given an earlier end, or are of a client that ended. Null when there is no such list, or it has
   * expired.
   */
  findStatusList(listId: string, now: Date): Promise<{ resource: string; revoked: number[] } | null>;
  /** The ids of all status lists that have not expired at `now`. */
  listStatusLists(now: Date): Promise<string[]>;
  /** Revokes the grant and every access and refresh token of it at `now`. What was revoked before keeps its time. */
  revokeGrant(grantId: string, now: Date): Promise<void>;
}
