import type { JWK, JWTPayload } from "jose";
import type { PublishedRequestObjects } from "./authorize/published-request-objects";
import type { WayBack } from "./authorize/respond";
import type { ClientKeySets } from "./client-keys";
import type { Authentication, Client, Consent, ProtocolEvent, SigningAlg } from "./model";
import type { RefusalCause } from "./refusal-causes";
import type { RegistrationStore } from "./register/registration-store";
import type { OAuthStore } from "./store";
import type { GrantShapes } from "./token/grant-shapes";

/** Signs with the current key of an algorithm and publishes the public halves. Private keys never leave it. */
export interface SigningKeys {
  /** A compact JWS with `alg`, `kid` and `typ` set. */
  sign(payload: JWTPayload, options: { alg: SigningAlg; typ: string }): Promise<string>;
  /** Public JWKs: next, current and not yet expired ones. @see RFC 7517 §5 */
  listPublicJwks(): Promise<JWK[]>;
}

/** What an error page of the authorization endpoint tells. Safe to show; `cause` and `description` are for the client's developer. */
export interface ErrorPage {
  status: number;
  cause: RefusalCause;
  error: string;
  description: string;
  client: Client | null;
  receivedRedirectUri: string | null;
  /** the answer that the person may take to the client, whom nobody has looked at; null: nobody may be led there */
  wayBack: WayBack | null;
  request: Request;
}

/** The pages that the core answers with but does not draw. */
export interface Pages {
  /** For errors that must not be redirected. @see RFC 6749 §4.1.2.1 */
  renderError: (page: ErrorPage) => Promise<Response>;
  /** For a person who has to wait so many seconds (RFC 6585 §4). */
  renderLimited: (page: { seconds: number; request: Request }) => Response;
  /** For an app on this device, which opens beside the browser: a link to it, on a page that stays. @see RFC 8252 §7.1 */
  renderHandOff: (page: { href: string; client: Client }) => Response;
  /** The frame that tells clients whether a session is still the one they know. */
  renderCheckSession: () => Response;
  /** Frames that tell clients that a session ended, and the way on to `target`. @see OpenID Connect Front-Channel Logout §3 */
  renderSigningOut: (page: { frames: string[]; target: string }) => Response;
  /**
   * A form that submits itself to the client. `isSilent`: the client may have it in a frame of its own page.
   * @see OAuth 2.0 Form Post Response Mode §2
   */
  renderFormPost: (page: {
    action: string;
    fields: [name: string, value: string][];
    client: Client;
    isSilent: boolean;
  }) => Response;
}

/**
 * Reads an address that a client named: https only, public addresses only, no redirects, with limits of size and time.
 * Rejects with an Error whose message says why and is safe to show; an answer of any status but a redirect is given.
 */
export type GuardedFetch = (
  url: string,
  options?: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string },
) => Promise<{ status: number; body: string }>;

/** What anybody may bring about who knows a client's id, and what therefore has a limit. */
export type LimitedStep =
  /** a request waits for its person */
  | "waiting_request"
  /** a request is too long for an address, and is kept */
  | "posted_request"
  /** an address that the client registered is read */
  | "request_uri";

/** Dynamic registration, as the operator wants it. */
export interface RegistrationSettings {
  /** "closed": nobody; "token": with an initial access token; "open": everybody (RFC 7591 §3) */
  mode: "closed" | "token" | "open";
  store: RegistrationStore;
  /** Encrypts a client secret that must be read again. */
  sealSecret: (secret: string) => Promise<string>;
}

/** Everything the pure core needs from outside: no floating clock, randomness or configuration. */
export interface OAuthContext {
  /** Exactly as configured, no trailing slash. */
  issuer: string;
  /** the operator allows answers that carry tokens through the browser */
  legacyResponseTypes: boolean;
  /** whose authorization requests need a code challenge, as the operator wants it: public clients', or everybody's */
  requirePkce: "public" | "all";
  store: OAuthStore;
  /** seconds after the start of a grant at which its refresh tokens end, however often they are used */
  refreshLifetime: number;
  /** what clients exchanged last, as a guess of what they exchange next */
  shapes: { code: GrantShapes; refreshToken: GrantShapes };
  keys: SigningKeys;
  /** Reads what a client named. */
  fetch: GuardedFetch;
  /** Counts a step that this request causes; the seconds that its sender has to wait, or null. Not for hot paths. */
  limit: (step: LimitedStep, request: Request) => Promise<number | null>;
  /** Request objects that are read at the addresses of clients. */
  requestObjects: PublishedRequestObjects;
  /** The public keys of clients, also of those that publish them at an address. */
  clientKeys: ClientKeySets;
  registration: RegistrationSettings;
  /** A client secret that was stored encrypted. */
  openSecret: (secretJwe: string) => Promise<string>;
  now: () => Date;
  /** Cryptographically random bytes. */
  random: (bytes: number) => Uint8Array;
  /** Keyed derivation (HMAC-SHA-256, base64url) under the portal's secret, separated by `purpose`. */
  derive: (purpose: string, value: string) => string;
  /** Who is signed in, in the browser that sent this request. */
  authenticate: (request: Request) => Promise<Authentication | null>;
  /** The same, with what the person allowed a client before: what the authorization endpoint asks each time. */
  authenticateFor: (
    request: Request,
    clientId: string,
  ) => Promise<{ authentication: Authentication; consent: Consent | null } | null>;
  /** The secret that marks the browser, to which a pending request is bound; `setCookie` is a header value to send when it is new. */
  browser: (request: Request) => { token: string; setCookie: string | null };
  /** Ends the session for good; answers the `Set-Cookie` values that clear it from the browser. */
  endSession: (sessionId: string) => Promise<string[]>;
  /** Hands an event to the audit log; never throws, never awaited on a hot path. */
  record: (event: ProtocolEvent, request: Request | null) => void;
  pages: Pages;
}
