import { MEMBER_DEFAULTS } from "../client/member-lists";
import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Client,
  Grant,
  RefreshToken,
  Resource,
  Scope,
  Subject,
} from "../model";
import type { StoreSeed } from "./memory-store";

/** The moment at which the tests' clock starts. */
export const START = new Date("2026-03-03T12:00:00.000Z");

/** `seconds` after {@link START}. */
export function at(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000);
}

/** The person of the tests. */
export const ALICE: Subject = {
  userId: "018f4a00-0000-7000-8000-00000000a11c",
  email: "user@example.org",
  emailVerified: true,
  name: "Example User",
  locale: "en",
  pictureKey: null,
  claims: {},
  updatedAt: START,
  suspendedAt: null,
};

/** Another person. */
export const BOB: Subject = {
  ...ALICE,
  userId: "018f4a00-0000-7000-8000-000000000b0b",
  email: "other@example.org",
  name: "Other User",
};

/** A person whom an administrator has suspended. */
export const SUSPENDED: Subject = {
  ...ALICE,
  userId: "018f4a00-0000-7000-8000-000000005059",
  email: "suspended@example.org",
  name: "Suspended User",
  suspendedAt: START,
};

// A `Client` leaves out what the protocol does not use.
const {
  contacts: _contacts,
  backchannelLogoutSessionRequired: _backchannel,
  frontchannelLogoutSessionRequired: _frontchannel,
  ...NOTHING_SAID
} = MEMBER_DEFAULTS;

/** A confidential web client that may do everything a web client does. */
export const WEB_CLIENT: Client = {
  ...NOTHING_SAID,
  clientId: "pt_cl_web",
  name: "Calendar",
  status: "development",
  isTrusted: false,
  isSelfRegistered: false,
  reviewedHosts: ["client.example"],
  grantTypes: ["authorization_code", "refresh_token"],
  responseTypes: ["code"],
  redirectUris: ["https://client.example/callback"],
  postLogoutRedirectUris: ["https://client.example/signed-out"],
  scopes: ["openid", "profile", "email", "offline_access", "calendar:read", "calendar:write"],
  optionalScopes: ["calendar:write"],
  requirePkce: true,
  idTokenSignedResponseAlg: "ES256",
  pairwiseSector: null,
  ownerId: null,
  suspendedAt: null,
  secrets: [],
};

/** An API with opaque tokens. */
export const CALENDAR_API: Resource = {
  identifier: "https://calendar.example/api",
  normalIdentifier: "https://calendar.example/api",
  name: "Calendar API",
  tokenFormat: "opaque",
  accessTokenTtl: 600,
  signingAlg: "RS256",
  tokenTyp: "at+jwt",
  clientPolicy: "scopes",
  listedClients: [],
  allowsQueryToken: false,
  introspectionClientId: null,
  scopes: ["calendar:read", "calendar:write"],
};

const FILES_POLICY = { clientPolicy: "listed" as const, listedClients: [WEB_CLIENT.clientId] };

/** An API that lets in one app, and whose identifier is not in normal form. */
export const FILES_API: Resource = {
  ...CALENDAR_API,
  ...FILES_POLICY,
  identifier: "https://FILES.example",
  normalIdentifier: "https://files.example/",
  name: "Files API",
  tokenFormat: "jwt",
  signingAlg: "ES256",
  tokenTyp: "JWT",
  scopes: ["files:read"],
};

/** A scope of the portal, as far as `values` do not say otherwise. */
export function scope(name: string, values: Partial<Scope> = {}): Scope {
  return {
    name,
    resourceIdentifier: null,
    title: `Words for ${name}`,
    detail: null,
    texts: {},
    risk: "identity",
    icon: null,
    isPublic: true,
    claims: [],
    retiredAt: null,
    clientPolicy: "scopes",
    listedClients: [],
    ...values,
  };
}

/** The scopes that the fixtures' clients and resources name. */
export const SCOPES: Scope[] = [
  ...["openid", "profile", "email", "address", "phone", "groups", "offline_access"].map((name) => scope(name)),
  scope("work", { claims: ["desk", "team"] }),
  scope("calendar:read", {
    resourceIdentifier: CALENDAR_API.identifier,
    risk: "read",
    texts: { "en-XA": { title: "[Wórds~~~]", detail: null } },
  }),
  scope("calendar:write", { resourceIdentifier: CALENDAR_API.identifier, risk: "change" }),
];

/** What a store holds before a test of the contract starts. */
export const CONTRACT_SEED: StoreSeed = {
  subjects: [ALICE, BOB, SUSPENDED],
  groups: [
    { name: "writers", members: [ALICE.userId] },
    { name: "editors", members: [ALICE.userId, SUSPENDED.userId] },
    { name: "nobody", members: [] },
  ],
  clients: [
    {
      ...WEB_CLIENT,
      secrets: [
        {
          id: "018f4a00-0000-7000-8000-00000005ec2e",
          secretHash: "hash-of-the-secret",
          secretJwe: null,
          expiresAt: null,
        },
      ],
    },
    { ...WEB_CLIENT, clientId: "pt_cl_suspended", suspendedAt: START },
    {
      ...WEB_CLIENT,
      clientId: "pt_cl_keys",
      tokenEndpointAuthMethod: "private_key_jwt",
      userinfoSignedResponseAlg: "EdDSA",
      tokenEndpointAuthSigningAlg: "ES256",
      jwks: { keys: [{ kty: "EC", crv: "P-256", kid: "one", x: "eA", y: "eQ" }] },
      jwksUri: "https://client.example/keys",
      requestObjectSigningAlg: "PS256",
      requestUris: ["https://client.example/request"],
      pairwiseSector: "sector.example",
      sectorIdentifierUri: "https://sector.example/redirect-uris",
      initiateLoginUri: "https://client.example/start",
      defaultMaxAge: 3600,
      requireAuthTime: true,
      defaultAcrValues: ["urn:example:acr"],
      secrets: [
        {
          id: "018f4a00-0000-7000-8000-00000005ec3f",
          secretHash: "hash-of-another-secret",
          secretJwe: "an encrypted secret",
          expiresAt: null,
        },
      ],
    },
  ],
  resources: [CALENDAR_API, FILES_API],
  scopes: [
    ...SCOPES,
    scope("calendar:old", { retiredAt: START }),
    scope("files:read", { resourceIdentifier: FILES_API.identifier, ...FILES_POLICY }),
  ],
};

let counter = 0;
/** A name that is new at every call, without randomness, so that a failing test fails again. */
export function uniqueName(prefix: string): string {
  counter += 1;
  return `${prefix}-${process.pid}-${counter}`;
}

export function uniqueUuid(): string {
  counter += 1;
  return `018f4a00-0000-7000-8000-${counter.toString(16).padStart(12, "0")}`;
}

/** A pending request of {@link WEB_CLIENT}, valid for ten minutes from {@link START}. */
export function authorizationRequest(values: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return {
    answerBy: "redirect",
    idHash: uniqueName("request"),
    browserHash: "hash-of-the-browser",
    clientId: WEB_CLIENT.clientId,
    redirectUri: "https://client.example/callback",
    responseType: "code",
    responseMode: "query",
    scopes: ["openid", "calendar:read"],
    resources: [CALENDAR_API.identifier],
    state: "a state",
    nonce: "a nonce",
    codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    codeChallengeMethod: "S256",
    prompt: ["login", "consent"],
    maxAge: 300,
    loginHint: ALICE.email,
    acrValues: ["one", "two"],
    hintedSubject: ALICE.userId,
    claims: { userinfo: { name: null } },
    grantManagement: null,
    createdAt: START,
    expiresAt: at(600),
    consumedAt: null,
    answer: null,
    chosenSessionId: null,
    ...values,
  };
}

/** A grant of {@link ALICE} to {@link WEB_CLIENT}. */
export function grant(values: Partial<Grant> = {}): Grant {
  return {
    grantId: uniqueUuid(),
    clientId: WEB_CLIENT.clientId,
    userId: ALICE.userId,
    sessionId: "018f4a00-0000-7000-8000-0000005e5510",
    scopes: ["openid", "calendar:read"],
    resources: [CALENDAR_API.identifier],
    offlineAccess: true,
    authenticatedAt: at(-30),
    acr: null,
    amr: ["pwd"],
    claims: { userinfo: { name: null } },
    createdAt: START,
    expiresAt: null,
    revokedAt: null,
    ...values,
  };
}

/** A code of a grant, valid for 60 s from {@link START}. */
export function authorizationCode(of: Grant, values: Partial<AuthorizationCode> = {}): AuthorizationCode {
  return {
    codeHash: uniqueName("code"),
    grantId: of.grantId,
    clientId: of.clientId,
    redirectUri: "https://client.example/callback",
    codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    codeChallengeMethod: "S256",
    nonce: "a nonce",
    createdAt: START,
    expiresAt: at(60),
    consumedAt: null,
    ...values,
  };
}

/** An access token of a grant, valid for 600 s from {@link START}. */
export function accessToken(of: Grant | null, values: Partial<AccessToken> = {}): AccessToken {
  return {
    tokenHash: uniqueName("access-token"),
    grantId: of?.grantId ?? null,
    clientId: of?.clientId ?? WEB_CLIENT.clientId,
    userId: of?.userId ?? null,
    scopes: ["openid", "calendar:read"],
    audience: [CALENDAR_API.identifier],
    createdAt: START,
    expiresAt: at(600),
    revokedAt: null,
    statusListId: null,
    statusIndex: null,
    ...values,
  };
}

/** A refresh token of a grant, valid for an hour from {@link START}. */
export function refreshToken(of: Grant, values: Partial<RefreshToken> = {}): RefreshToken {
  return {
    tokenHash: uniqueName("refresh-token"),
    grantId: of.grantId,
    clientId: of.clientId,
    scopes: ["openid", "calendar:read"],
    createdAt: START,
    expiresAt: at(3600),
    consumedAt: null,
    revokedAt: null,
    ...values,
  };
}
