import type { JWK, JWTPayload } from "jose";
import type { NewEvent } from "../events/catalogue";
import type { EventStore } from "./events/event-store";
import type { LeakDesk } from "./leaks/leak-desk";
import type {
  Authentication,
  Client,
  ClientSecret,
  ClientSigningAlg,
  Consent,
  SigningAlg,
  StatusPlace,
  Use,
} from "./model";
import type { RefusalCause } from "./refusal-causes";
import type { RegistrationStore } from "./register/registration-store";
import type { SignatureChecks } from "./signature-checks";
import type { GrantShape, OAuthStore } from "./store";
import type { GuardedFetch } from "./wire/guarded-fetch";

/**
 * The `typ` of everything that the portal signs, so that no kind of token passes for another. Whoever signs for other
 * processes signs nothing else.
 * @see RFC 8725 §3.11
 */
export type SignedTyp =
  | "JWT"
  | "at+jwt"
  | "logout+jwt"
  | "statuslist+jwt"
  | "userinfo+jwt"
  | "secevent+jwt"
  | "consent-receipt+jwt";

/** Signs with the current key of an algorithm and publishes the public halves. Private keys never leave it. */
export interface SigningKeys {
  /** A compact JWS with `alg`, `kid` and `typ` set. */
  sign(payload: JWTPayload, options: { alg: SigningAlg; typ: SignedTyp }): Promise<string>;
  /** Public JWKs: next, current and not yet expired ones. @see RFC 7517 §5 */
  listPublicJwks(): Promise<JWK[]>;
}

/** Token Status Lists: which JWT access tokens are revoked. @see draft-ietf-oauth-status-list */
export interface StatusListSource {
  /**
   * A free place in a list of this API, at random, so that neighbours say nothing about each other.
   * @param expiresAt when the token in this place ends at the latest
   */
  take(resource: string, expiresAt: Date): Promise<StatusPlace>;
  /** The list as a signed JWT; null when there is none, or all its tokens have expired. */
  publish(listId: string): Promise<PublishedList | null>;
  /** The ids of all lists with tokens that have not expired, as of a second ago at most. */
  listIds(): Promise<string[]>;
}

/** A status list as APIs get it. */
export interface PublishedList {
  jwt: string;
  etag: string;
}

/** An answer that waits until the person presses something: a link, or the button of a form with these fields. */
export interface WayBack {
  /** the registered address to which it leads */
  redirectUri: string;
  href: string;
  /** null: the link carries the whole answer */
  fields: [name: string, value: string][] | null;
}

/**
 * What an error page of the authorization endpoint says. Safe to show; `cause` and `description` are for the client's
 * developer.
 */
export interface ErrorPage {
  status: number;
  cause: RefusalCause;
  error: string;
  description: string;
  client: Client | null;
  receivedRedirectUri: string | null;
  /**
   * the answer that the person may take to a client that nobody has reviewed; null: the page must not lead to the
   * client
   */
  wayBack: WayBack | null;
  request: Request;
}

/** What is known about the reader of a page that decides its language. */
export interface Reader {
  /** of their browser */
  request: Request;
  /** the languages that the client asks for, as it wrote them; null: none. @see OIDC Core §3.1.2.1 (ui_locales) */
  uiLocales: string | null;
  /** the language that the person chose for their account, as a BCP 47 tag; null: none, or nobody is signed in */
  locale: string | null;
}

/**
 * The pages that the core answers with but does not draw. A reader is null where the core has no request at hand: it is
 * then the reader that the context was made for.
 */
export interface Pages {
  /** For errors that must not be redirected. @see RFC 6749 §4.1.2.1 */
  renderError: (page: ErrorPage) => Promise<Response>;
  /** For a person who has to wait this many seconds (RFC 6585 §4). */
  renderLimited: (page: { seconds: number; request: Request }) => Response;
  /**
   * For an app on this device, which opens beside the browser: a page that stays and links to the app.
   * @see RFC 8252 §7.1
   */
  renderHandOff: (page: { href: string; client: Client }, reader: Reader | null) => Response;
  /** The frame that tells clients whether a session is still the one they know. */
  renderCheckSession: () => Response;
  /**
   * Frames that tell clients that a session ended, and the way on to `target`.
   * @see OpenID Connect Front-Channel Logout §3
   */
  renderSigningOut: (page: { frames: string[]; target: string }, reader: Reader) => Response;
  /**
   * A form that submits itself to the client. `isSilent`: the client may show it in a frame on its own page.
   * @see OAuth 2.0 Form Post Response Mode §2
   */
  renderFormPost: (
    page: { action: string; fields: [name: string, value: string][]; client: Client; isSilent: boolean },
    reader: Reader | null,
  ) => Response;
}

/** Reads the request objects that clients publish. @see OIDC Core §6.2 */
export interface RequestObjectReader {
  /**
   * The text at `uri`. Rejects with an Error that says why it could not be read.
   * @param beforeFetch runs, and may throw, only when something is really fetched
   */
  read: (uri: string, beforeFetch: () => Promise<void>) => Promise<string>;
}

/** Finds the keys that clients sign with. @see OIDC Core §10.1.1 */
export interface ClientKeyFinder {
  /**
   * The public keys that may have made a signature. Empty when none fits. Rejects with an Error when the client has no
   * keys or they cannot be read; its message is safe to show.
   */
  find: (
    client: Pick<Client, "jwks" | "jwksUri">,
    wanted: { alg: ClientSigningAlg; kid: string | undefined },
  ) => Promise<JWK[]>;
}

/** Remembers what clients exchanged last, to guess what they exchange next. */
export interface ShapeMemory {
  guess: (clientId: string) => GrantShape | null;
  remember: (clientId: string, shape: GrantShape) => void;
}

/** Steps that anybody who knows a client id can cause, and that therefore have a limit. */
export type LimitedStep =
  /** a request waits for its person */
  | "waiting_request"
  /** a request is too long for an address and is stored */
  | "posted_request"
  /** an address that the client registered is fetched */
  | "request_uri"
  /** somebody reports a leaked credential; no client id is needed */
  | "leak_report";

/** Whom people could take an unverified client for, by its name. */
export type NameTwin = "portal" | "verified";

/** Dynamic registration, as the operator wants it. */
export interface RegistrationSettings {
  /** "closed": nobody; "token": with an initial access token; "open": everybody (RFC 7591 §3) */
  mode: "closed" | "token" | "open";
  store: RegistrationStore;
  /** Whom people could take a client of this name for; null: nobody. `clientId`: the client itself; null: a new one. */
  findNameTwin: (name: string, clientId: string | null) => Promise<NameTwin | null>;
  /** Encrypts a client secret that must be read again. */
  sealSecret: (secret: string) => Promise<string>;
}

/** Authorization requests that the portal itself begins, for a page of its own. */
export interface OwnRequests {
  /** the address of that page, which no client can register */
  callback: string;
  /** Whether the portal began exactly this request, and the browser that sent it is the one it was begun in. */
  isBegun: (sent: { clientId: string; query: string }, request: Request) => Promise<boolean>;
}

/** What the core derives under a key of the portal. None works in place of another. */
export type DerivedPurpose =
  | "authorization-code"
  | "browser-state"
  | "pairwise-subject"
  | "refresh-token"
  | "session-state";

/** Everything that the pure core takes from outside. It reads no clock, randomness or configuration by itself. */
export interface OAuthContext {
  /** Exactly as configured, no trailing slash. */
  issuer: string;
  /** the operator allows answers that carry tokens through the browser */
  legacyResponseTypes: boolean;
  /** whose authorization requests need a code challenge, by the operator's setting: those of public clients, or all */
  requirePkce: "public" | "all";
  store: OAuthStore;
  /** seconds after the start of a grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
  /** the most days for which people can allow a client something, by the operator's setting; null: no maximum */
  maxConsentDays: number | null;
  /** what clients exchanged last, to guess what they exchange next */
  shapes: { code: ShapeMemory; refreshToken: ShapeMemory };
  /** left out: the portal begins none */
  ownRequests?: OwnRequests;
  keys: SigningKeys;
  /** which JWT access tokens are revoked, for APIs that check tokens by themselves */
  statusLists: StatusListSource;
  /** what clients are told of */
  events: EventStore;
  /** Fetches an address that a client named. */
  fetch: GuardedFetch;
  /**
   * Counts a step that this request causes. Answers the seconds that its sender has to wait, or null. Not for hot
   * paths.
   */
  limit: (step: LimitedStep, request: Request) => Promise<number | null>;
  /** Runs the signature checks that strangers can cause. */
  signatureChecks: SignatureChecks;
  /** Fetches request objects from clients' addresses. */
  requestObjects: RequestObjectReader;
  /** The public keys of clients, including keys that are published at an address. */
  clientKeys: ClientKeyFinder;
  registration: RegistrationSettings;
  /** Deals with credentials that somebody found in public. */
  leaks: LeakDesk;
  /** Decrypts a client secret that was stored encrypted. */
  openSecret: (secretJwe: string) => Promise<string>;
  /**
   * The one of these secrets that was sent, where another program made the stored hash; null: none. Left out: there are no
   * such secrets. May cost as much as a password.
   */
  findForeignSecret?: (
    secrets: readonly ClientSecret[],
    sent: readonly string[],
    request: Request,
  ) => Promise<ClientSecret | null>;
  now: () => Date;
  /** Cryptographically random bytes. */
  random: (bytes: number) => Uint8Array;
  /** Keyed derivation (HMAC-SHA-256, base64url) under a key that only the portal has, separated by `purpose`. */
  derive: (purpose: DerivedPurpose, value: string) => string;
  /** Who is signed in, in the browser that sent this request. */
  authenticate: (request: Request) => Promise<Authentication | null>;
  /** The same, with what the person allowed a client before. The authorization endpoint needs both for each request. */
  authenticateFor: (
    request: Request,
    clientId: string,
  ) => Promise<{ authentication: Authentication; consent: Consent | null } | null>;
  /**
   * The secret that identifies the browser, which pending requests are bound to. A new one comes with `setCookie`, a
   * header value to send.
   */
  browser: (request: Request) => { token: string; setCookie: string | null };
  /** What the operator publishes for people, as addresses of pages; null: nothing. @see RFC 8414 §2 */
  readonly published: { policyUri: string | null; termsUri: string | null };
  /** The languages that pages can be in, as BCP 47 tags. */
  readonly locales: readonly string[];
  /**
   * The `Set-Cookie` value that makes the next pages in this browser use a language that the client asks for; null:
   * there is nothing to keep, and nothing from another client to forget.
   * @param uiLocales as the client wrote them. @see OIDC Core §3.1.2.1 (ui_locales)
   */
  keepUiLocales: (uiLocales: string | null, request: Request) => string | null;
  /** Ends the session for good. Answers the `Set-Cookie` values that clear it from the browser. */
  endSession: (sessionId: string) => Promise<string[]>;
  /** Hands an event to the audit log. Never throws, and is never awaited on a hot path. */
  record: (event: NewEvent, request: Request | null) => void;
  /** Notes what a client used, for its person to see. Never throws, and no request waits for it. */
  noteUse: (use: Use) => void;
  pages: Pages;
}
