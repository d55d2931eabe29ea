import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Client,
  Consent,
  Grant,
  RefreshToken,
  Resource,
  Scope,
  SigningAlg,
  Subject,
} from "./model";

/** What an exchange may give at most. The tokens are prepared for it before the grant was read. */
export interface GrantShape {
  scopes: string[];
  /** resource identifiers of the grant */
  resources: string[];
}

/** An access token that gets grant, client and person from what it is exchanged for. */
export type NewAccessToken = Omit<AccessToken, "grantId" | "clientId" | "userId">;
/** A refresh token that gets grant and client from what it is exchanged for. */
export type NewRefreshToken = Omit<RefreshToken, "grantId" | "clientId">;

export interface CodeRedemption {
  codeHash: string;
  now: Date;
  /** whose code it is said to be, and what its authorization request is said to have held */
  proof: { clientId: string; redirectUri: string; codeChallenge: string | null };
  /** what the grant is said to be for */
  shape: GrantShape;
  accessToken: NewAccessToken;
  refreshToken: NewRefreshToken | null;
  /** seconds after the start of the grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
}

export interface RefreshRedemption {
  tokenHash: string;
  now: Date;
  /** whose token it is said to be */
  clientId: string;
  /** what the token's scopes and its grant's resources are said to be */
  shape: GrantShape;
  accessToken: NewAccessToken;
  /** until when a token lives on that is not rotated */
  expiresAt: Date;
  /** seconds after the start of the grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
  rotation: { successor: NewRefreshToken; graceSeconds: number } | null;
}

/**
 * The protocol core's only door to persistence. `find*` answers null when there is nothing.
 * Every method is one atomic step: it has happened whole or not at all, and is durable when its promise resolves.
 * `lib/oauth/testing/store-contract.ts` states each promise as a test; memory, PGlite and PostgreSQL all pass it.
 */
export interface OAuthStore {
  /** Not deleted; suspended ones are returned with `suspendedAt`. */
  findClient(clientId: string): Promise<Client | null>;
  /** The API that is registered under this identifier, or else the one whose normal form it is. */
  findResource(identifier: string): Promise<Resource | null>;
  /** Those of `names` that exist, in no particular order. */
  findScopes(names: string[]): Promise<Scope[]>;
  /** Every scope that is not retired, for discovery. */
  listScopes(): Promise<Scope[]>;
  findSubject(userId: string): Promise<Subject | null>;

  /** Keeps the form-encoded parameters of a request until `expiresAt`. */
  createPostedRequest(posted: { idHash: string; query: string; expiresAt: Date }): Promise<void>;
  /** The parameters, any number of times; null when they are not there or expired at `now`. */
  findPostedRequest(idHash: string, now: Date): Promise<string | null>;
  createAuthorizationRequest(request: AuthorizationRequest): Promise<void>;
  /** Expired ones too, until the sweep takes them. */
  findAuthorizationRequest(idHash: string): Promise<AuthorizationRequest | null>;
  /** Notes which of the browser's sessions the person chose. Nothing happens to an answered request. */
  chooseSession(idHash: string, sessionId: string): Promise<void>;
  /** A page that was left open too long goes on with the same request. Nothing happens to an answered one. */
  renewAuthorizationRequest(idHash: string, expiresAt: Date): Promise<void>;
  /**
   * Answers the request. True for exactly one caller; false, with nothing written, when it had been answered or does not exist.
   * With "allow": creates grant and code, all or nothing, and, where `consent` is not null, remembers it:
   * `consent.scopes` are added to what was remembered (a scope that was there keeps its `grantedAt`) and leave the declined ones;
   * `consent.declinedScopes` are taken out of what was remembered and added to the declined ones. `consent.resources`
   * are added to what was remembered, and `withdrawn.resources` taken out of it. Declined scopes and what is withdrawn
   * are also taken out of the live grants and tokens that the client has of this person already; an access token that
   * is for no API any more is revoked.
   */
  answerAuthorizationRequest(
    idHash: string,
    answer:
      | { answer: "deny"; now: Date }
      | {
          answer: "allow";
          now: Date;
          consent: Consent | null;
          withdrawn?: { claims: string[]; resources: string[] };
          grant: Grant;
          code: AuthorizationCode;
        },
  ): Promise<boolean>;

  findConsent(userId: string, clientId: string): Promise<Consent | null>;
  /** The clients that got a code in a session, each once. */
  listClientsOfSession(sessionId: string): Promise<string[]>;
  /** A remembered consent with a live session: grant and code at once, without a request row. */
  createAuthorizationCode(grant: Grant, code: AuthorizationCode): Promise<void>;
  /** Consumed and expired codes too (reuse is detected by them). */
  findAuthorizationCode(codeHash: string): Promise<{ code: AuthorizationCode; grant: Grant; subject: Subject } | null>;
  /**
   * Consumes the code and stores its tokens, all or nothing, and answers whose it was: for exactly one of any number of
   * callers. Null, with nothing written, when the code was consumed, is expired at `now`, is not exactly what `proof`
   * says, or when its grant is revoked or not for exactly `shape`, or its person is suspended. The refresh token ends
   * with `refreshLifetime`, if not before.
   */
  redeemAuthorizationCode(
    redemption: CodeRedemption,
  ): Promise<{ nonce: string | null; grant: Grant; subject: Subject } | null>;

  findRefreshToken(tokenHash: string): Promise<{ refreshToken: RefreshToken; grant: Grant; subject: Subject } | null>;
  /**
   * Stores the tokens of a refresh, all or nothing, and answers whose the presented token was. Null, with nothing
   * written, when that is not `clientId`'s, not for exactly `shape`, revoked or expired at `now`, or when its grant is
   * revoked or older than `refreshLifetime`, or its person suspended.
   * `rotation` null: the presented token stays valid, its `expiresAt` moves to `expiresAt`.
   * `rotation` set: it is consumed by its first use, which stores the successor; a use within `graceSeconds` after that
   * names the same successor, which stays as it is, used or not; a later use is null.
   * No token's `expiresAt` becomes later than the end that `refreshLifetime` sets.
   */
  redeemRefreshToken(redemption: RefreshRedemption): Promise<{ grant: Grant; subject: Subject } | null>;

  /** Marks a `jti` as used until `expiresAt`. True for exactly one caller; false when a live mark is there at `now`. */
  useJti(jtiHash: string, expiresAt: Date, now: Date): Promise<boolean>;

  createAccessToken(accessToken: AccessToken): Promise<void>;
  /**
   * With its grant and subject where it has one. Revoked and expired ones too; a revoked grant shows in `grant.revokedAt`.
   * `isClientLive` is false when its client is suspended or deleted; `userinfoSignedResponseAlg`, `pairwiseSector`
   * and what `client` holds are that client's; of one that is gone, it has no scopes.
   */
  findAccessToken(tokenHash: string): Promise<{
    accessToken: AccessToken;
    grant: Grant | null;
    subject: Subject | null;
    isClientLive: boolean;
    userinfoSignedResponseAlg: SigningAlg | null;
    pairwiseSector: string | null;
    client: Pick<Client, "scopes" | "isSelfRegistered">;
  } | null>;
  /**
   * Revokes the token if it is `clientId`'s; what was revoked before keeps its time. Answers whose it is, also when
   * that is another client; null when there is no such token.
   */
  revokeAccessToken(
    tokenHash: string,
    clientId: string,
    now: Date,
  ): Promise<Pick<AccessToken, "clientId" | "userId"> | null>;
  /** The same for the whole grant of a refresh token: the grant, and every token of it. */
  revokeRefreshToken(
    tokenHash: string,
    clientId: string,
    now: Date,
  ): Promise<Pick<AccessToken, "clientId" | "userId"> | null>;
  /** The grant and every access and refresh token of it, with `now` as `revokedAt`; what was revoked before keeps its time. */
  revokeGrant(grantId: string, now: Date): Promise<void>;
}
