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

/**
 * The protocol core's only door to persistence. `find*` answers null when there is nothing.
 * Every method is one atomic step: it has happened whole or not at all, and is durable when its promise resolves.
 * `lib/oauth/testing/store-contract.ts` states each promise as a test; memory, PGlite and PostgreSQL all pass it.
 */
export interface OAuthStore {
  /** Not deleted; suspended ones are returned with `suspendedAt`. */
  findClient(clientId: string): Promise<Client | null>;
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
   * `consent.declinedScopes` are taken out of what was remembered and added to the declined ones. They, and
   * `withdrawnClaims`, are also taken out of the live grants and tokens that the client has of this person already.
   */
  answerAuthorizationRequest(
    idHash: string,
    answer:
      | { answer: "deny"; now: Date }
      | {
          answer: "allow";
          now: Date;
          consent: Consent | null;
          withdrawnClaims?: string[];
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
   * Consumes the code and stores its tokens, all or nothing. True for exactly one of any number of callers;
   * false, with nothing written, when the code was consumed, is expired at `now`, or its grant is revoked.
   */
  redeemAuthorizationCode(
    codeHash: string,
    now: Date,
    tokens: { accessToken: AccessToken; refreshToken: RefreshToken | null },
  ): Promise<boolean>;

  findRefreshToken(tokenHash: string): Promise<{ refreshToken: RefreshToken; grant: Grant; subject: Subject } | null>;
  /**
   * Stores the tokens of a refresh, all or nothing, unless the presented token is revoked, expired at `now` or its grant is revoked (then false).
   * `rotation` null: the presented token stays valid, its `expiresAt` moves to `expiresAt`.
   * `rotation` set: it is consumed by its first use; a use more than `graceSeconds` after that is false. The first use
   * revokes the other tokens of the grant that nobody used yet: answers to the same token within the grace window.
   */
  redeemRefreshToken(
    tokenHash: string,
    now: Date,
    tokens: {
      accessToken: AccessToken;
      expiresAt: Date;
      rotation: { successor: RefreshToken; graceSeconds: number } | null;
    },
  ): Promise<boolean>;

  /** Marks a `jti` as used until `expiresAt`. True for exactly one caller; false when a live mark is there at `now`. */
  useJti(jtiHash: string, expiresAt: Date, now: Date): Promise<boolean>;

  createAccessToken(accessToken: AccessToken): Promise<void>;
  /**
   * With its grant and subject where it has one. Revoked and expired ones too; a revoked grant shows in `grant.revokedAt`.
   * `isClientLive` is false when its client is suspended or deleted; `userinfoSignedResponseAlg`, `pairwiseSector`
   * and `clientScopes`, which it may ask for now, are that client's.
   */
  findAccessToken(tokenHash: string): Promise<{
    accessToken: AccessToken;
    grant: Grant | null;
    subject: Subject | null;
    isClientLive: boolean;
    userinfoSignedResponseAlg: SigningAlg | null;
    pairwiseSector: string | null;
    clientScopes: string[];
  } | null>;
  revokeAccessToken(tokenHash: string, now: Date): Promise<void>;
  /** The grant and every access and refresh token of it, with `now` as `revokedAt`; what was revoked before keeps its time. */
  revokeGrant(grantId: string, now: Date): Promise<void>;
}
