import { createHash, createHmac } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { NewEvent } from "../../events/catalogue";
import { PublishedRequestObjects } from "../authorize/published-request-objects";
import { ClientKeySets } from "../client/keys";
import type { ErrorPage, LimitedStep, NameTwin, Reader, SigningKeys } from "../context";
import type { EventStore } from "../events/event-store";
import type { ServerContext } from "../feature";
import { FEATURES } from "../features";
import type { Leak } from "../leaks/leak-desk";
import { PartnerSignatures } from "../leaks/partner-signatures";
import type { Authentication, Client, SigningAlg, Use } from "../model";
import { hashSecret } from "../secrets";
import { SignatureChecks } from "../signature-checks";
import { GrantShapes } from "../token/grant-shapes";
import { StatusLists } from "../tokens/status-lists";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { ALICE, at, BOB, CALENDAR_API, SCOPES, START, WEB_CLIENT } from "./fixtures";
import { MemoryRegistrationStore } from "./memory-registration-store";
import { MemoryStore, type StoreSeed } from "./memory-store";

export const ISSUER = "https://id.example";
export const SECRET = "pt_cs_the-secret-of-the-web-client";

/** {@link WEB_CLIENT} with a secret that is known: {@link SECRET}. */
export const CONFIDENTIAL: Client = {
  ...WEB_CLIENT,
  secrets: [
    { id: "018f4a00-0000-7000-8000-00000005ec2e", secretHash: hashSecret(SECRET), secretJwe: null, expiresAt: null },
  ],
};
/** A browser app without a secret. */
export const PUBLIC: Client = { ...WEB_CLIENT, clientId: "pt_cl_spa", kind: "spa", tokenEndpointAuthMethod: "none" };
/** A program without a person. */
export const SERVICE: Client = {
  ...CONFIDENTIAL,
  clientId: "pt_cl_service",
  kind: "service",
  grantTypes: ["client_credentials"],
  responseTypes: [],
  redirectUris: [],
};
/** An API that asks about its tokens. */
export const API_CLIENT: Client = { ...SERVICE, clientId: "pt_cl_api", grantTypes: [], scopes: [] };

export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** One key per algorithm, made once: RSA keys take time. */
const keyPairs = new Map<SigningAlg, Promise<{ publicJwk: JWK; privateKey: CryptoKey }>>();

async function findKeyPair(alg: SigningAlg) {
  const made =
    keyPairs.get(alg) ??
    generateKeyPair(alg, { extractable: true }).then(async ({ publicKey, privateKey }) => ({
      publicJwk: { ...(await exportJWK(publicKey)), kid: `key-${alg}`, alg, use: "sig" },
      privateKey,
    }));
  keyPairs.set(alg, made);
  return await made;
}

/** Signing keys that live as long as the tests. */
export const TEST_KEYS: SigningKeys = {
  async sign(payload, { alg, typ }) {
    const { publicJwk, privateKey } = await findKeyPair(alg);
    return await new SignJWT(payload).setProtectedHeader({ alg, kid: publicJwk.kid, typ }).sign(privateKey);
  },
  async listPublicJwks() {
    return await Promise.all(
      (["ES256", "RS256", "PS256", "EdDSA"] as const).map(async (alg) => (await findKeyPair(alg)).publicJwk),
    );
  },
};

/** Nobody is told of anything. The database's own is tested with the core in `lib/server/job-handlers.test.ts`. */
const NO_EVENTS: EventStore = {
  listWaiting: async () => null,
  settle: async () => undefined,
  waitForNews: async () => undefined,
  takeNext: async () => null,
  noteDelivered: async () => undefined,
  noteRefused: async () => undefined,
  noteFailure: async () => undefined,
  giveUp: async () => undefined,
};

/** What a store throws that cannot be reached. */
export const AWAY = new Error("the store is away");

/** The core in memory, with a clock that moves only when told and random bytes that count up. */
export class TestPortal {
  readonly store: MemoryStore;
  readonly registrations: MemoryRegistrationStore;
  readonly events: NewEvent[] = [];
  readonly uses: Use[] = [];
  /** names that an unverified client cannot have */
  readonly nameTwins = new Map<string, NameTwin>();
  readonly errorPages: ErrorPage[] = [];
  /** of the other pages, in order */
  readonly readers: (Reader | null)[] = [];
  readonly endedSessions: string[] = [];
  /** what is published at other people's addresses; an Error says why it cannot be read */
  readonly published = new Map<string, string | Error>();
  /** every address that was read, in order */
  readonly fetched: string[] = [];
  /** client ids by the hashes of secrets that work and can be reported as leaked */
  readonly leakedSecrets = new Map<string, string>();
  /** leaks that somebody was told of, in order */
  readonly toldLeaks: Leak[] = [];
  readonly context: ServerContext;
  now = START;
  /** who is signed in, in the one browser of the test */
  signedIn: Authentication | null = authentication();
  browserToken = "browser";
  /** seconds to wait, for the steps that are refused */
  readonly limits = new Map<LimitedStep, number>();
  /** every step that was counted, in order */
  readonly counted: LimitedStep[] = [];

  constructor(seed: Partial<StoreSeed> = {}) {
    this.store = new MemoryStore({
      subjects: [ALICE, BOB],
      clients: [CONFIDENTIAL, PUBLIC, SERVICE, API_CLIENT],
      resources: [{ ...CALENDAR_API, introspectionClientId: API_CLIENT.clientId }],
      scopes: SCOPES,
      ...seed,
    });
    this.registrations = new MemoryRegistrationStore(this.store);
    let counter = 0;
    const fetch: GuardedFetch = async (url) => {
      this.fetched.push(url);
      const found = this.published.get(url);
      if (found instanceof Error) throw found;
      return found === undefined ? { status: 404, body: "" } : { status: 200, body: found };
    };
    const parts = {
      issuer: ISSUER,
      store: this.store,
      keys: TEST_KEYS,
      now: () => this.now,
      random: (bytes: number) => {
        counter += 1;
        return createHash("sha512").update(`random ${counter}`).digest().subarray(0, bytes);
      },
    };
    this.context = {
      ...parts,
      statusLists: new StatusLists({ ...parts, isAway: (error) => error === AWAY }),
      events: NO_EVENTS,
      features: FEATURES,
      published: { policyUri: null, termsUri: null },
      legacyResponseTypes: false,
      requirePkce: "public",
      refreshLifetime: 365 * 24 * 3600,
      maxConsentDays: null,
      shapes: { code: new GrantShapes(), refreshToken: new GrantShapes() },
      fetch,
      limit: async (step) => {
        this.counted.push(step);
        return this.limits.get(step) ?? null;
      },
      signatureChecks: new SignatureChecks({
        now: () => this.now,
        senderOf: (request) => request.headers.get("x-forwarded-for"),
        refused: () => undefined,
      }),
      requestObjects: new PublishedRequestObjects({ fetch }),
      clientKeys: new ClientKeySets({ fetch, now: () => this.now }),
      registration: {
        mode: "closed",
        store: this.registrations,
        findNameTwin: async (name) => this.nameTwins.get(name) ?? null,
        sealSecret: async (secret) => `encrypted:${secret}`,
      },
      leaks: {
        revokeSecret: async (secretHash) => {
          const clientId = this.leakedSecrets.get(secretHash);
          if (clientId === undefined) return null;
          const wasLive = !this.toldLeaks.some((leak) => leak.clientId === clientId);
          return { clientId, userId: null, hint: "aaaa", wasLive };
        },
        revokeRegistrationToken: async () => null,
        tell: async (leak) => {
          this.toldLeaks.push(leak);
        },
        partner: new PartnerSignatures({ fetch, now: () => this.now }),
      },
      openSecret: async (secretJwe) => secretJwe.replace("encrypted:", ""),
      derive: (purpose, value) => createHmac("sha256", purpose).update(value).digest("base64url"),
      authenticate: async () => this.signedIn,
      authenticateFor: async (_request, clientId) =>
        this.signedIn && {
          authentication: this.signedIn,
          consent: await this.store.findConsent(this.signedIn.userId, clientId),
        },
      browser: () => ({ token: this.browserToken, setCookie: "browser=browser" }),
      endSession: async (sessionId) => {
        this.endedSessions.push(sessionId);
        return ["session=; Max-Age=0"];
      },
      record: (event) => {
        this.events.push(event);
      },
      noteUse: (use) => {
        this.uses.push(use);
      },
      locales: ["en", "en-XA"],
      keepUiLocales: (uiLocales) => uiLocales && `ui_locales=${uiLocales}`,
      pages: {
        renderError: async (page) => {
          this.errorPages.push(page);
          return new Response(page.description, { status: page.status });
        },
        renderLimited: ({ seconds }) =>
          new Response(null, { status: 429, headers: { "retry-after": String(seconds) } }),
        renderHandOff: ({ href }, reader) => {
          this.readers.push(reader);
          return Response.json({ href });
        },
        renderCheckSession: () => new Response("frame"),
        renderSigningOut: (page, reader) => {
          this.readers.push(reader);
          return Response.json(page);
        },
        renderFormPost: ({ action, fields, isSilent }, reader) => {
          this.readers.push(reader);
          return Response.json({ action, fields, isSilent });
        },
      },
    };
  }

  /** Moves the clock to `seconds` after the start. */
  moveTo(seconds: number): void {
    this.now = at(seconds);
  }
}

/** A sign-in of {@link ALICE}, a minute before {@link START}. */
export function authentication(values: Partial<Authentication> = {}): Authentication {
  return {
    sessionId: "018f4a00-0000-7000-8000-0000005e5510",
    userId: ALICE.userId,
    authenticatedAt: at(-60),
    amr: ["pwd"],
    accountCount: 1,
    locale: null,
    ...values,
  };
}

type Fields = Record<string, string | string[] | null | undefined>;

/** Parameters as text; a list repeats the parameter, null and undefined leave it out. */
export function encodeFields(fields: Fields): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value ?? []].flat()) params.append(name, each);
  }
  return params.toString();
}

/** A form that is posted to an endpoint. */
export function post(path: string, fields: Fields, headers: Record<string, string> = {}): Request {
  return new Request(ISSUER + path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: encodeFields(fields),
  });
}

/** A query that is sent to an endpoint. */
export function get(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Request {
  return new Request(`${ISSUER}${path}?${encodeFields(fields)}`, { headers });
}

/** The Authorization header of a client with a secret. */
export function basic(clientId: string, secret = SECRET): Record<string, string> {
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}
