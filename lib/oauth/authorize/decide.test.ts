import { describe, expect, it } from "vitest";
import type { AuthorizationParams, Client, Consent } from "../model";
import { ALICE, at, authorizationRequest, BOB, CALENDAR_API, START } from "../testing/fixtures";
import { authentication, CONFIDENTIAL, ISSUER } from "../testing/test-context";
import { ACR_VALUES } from "../tokens/acr";
import { decide, type Situation } from "./decide";

const [ACR = ""] = ACR_VALUES;
const NATIVE: Client = { ...CONFIDENTIAL, kind: "native", redirectUris: ["http://127.0.0.1/cb"] };
const NO_REFRESH: Client = { ...CONFIDENTIAL, grantTypes: ["authorization_code"] };
const TRUSTED: Client = { ...CONFIDENTIAL, isTrusted: true };

function params(values: Partial<AuthorizationParams> = {}): AuthorizationParams {
  return authorizationRequest({
    prompt: [],
    maxAge: null,
    hintedSubject: null,
    claims: null,
    scopes: ["openid", "calendar:read", "calendar:write"],
    ...values,
  });
}

function consentTo(names: string[], declinedScopes: string[] = []): Consent {
  const scopes = names.map((name) => ({ name, grantedAt: START }));
  const resources = [CALENDAR_API.identifier];
  return { userId: ALICE.userId, clientId: CONFIDENTIAL.clientId, scopes, resources, declinedScopes, expiresAt: null };
}

function situation(values: Partial<Situation> = {}): Situation {
  return {
    client: CONFIDENTIAL,
    issuer: ISSUER,
    params: params(),
    authentication: authentication(),
    subject: ALICE.userId,
    consent: consentTo(["openid", "calendar:read", "calendar:write"]),
    requestedAt: null,
    chosenSessionId: null,
    now: START,
    ...values,
  };
}

/** A request that names people by the `claims` parameter. */
const wanting = (claims: Record<string, unknown>) => params({ claims });
const sentTo = (redirectUri: string) => params({ redirectUri });
const KINDS: Client["kind"][] = ["web", "spa", "native", "device"];
const plain = params({ scopes: ["calendar:read"] });
const signedInAt = (seconds: number) => authentication({ authenticatedAt: at(seconds) });

const CASES: [title: string, values: Partial<Situation>, expected: Record<string, unknown>][] = [
  ["signed in and allowed before", {}, { kind: "redirect", scopes: ["openid", "calendar:read", "calendar:write"] }],
  ["nobody signed in", { authentication: null }, { kind: "login", reason: "none" }],
  ["nothing allowed yet", { consent: null }, { kind: "consent" }],
  ["nothing allowed yet, first-party client", { consent: null, client: TRUSTED }, { kind: "redirect" }],
  ["one required scope more than allowed", { consent: consentTo(["openid", "calendar:write"]) }, { kind: "consent" }],
  ["one optional scope more than allowed", { consent: consentTo(["openid", "calendar:read"]) }, { kind: "consent" }],
  [
    "an API more than allowed, without a new scope (RFC 8707 §2)",
    { params: params({ scopes: ["openid"], resources: [CALENDAR_API.identifier, "https://mail.example"] }) },
    { kind: "consent", scopes: ["openid"] },
  ],
  [
    "the same without a page",
    { params: params({ scopes: ["openid"], resources: ["https://mail.example"], prompt: ["none"] }) },
    { kind: "error", code: "consent_required" },
  ],
  [
    "userinfo, which is no other API",
    { params: params({ scopes: ["openid"], resources: [ISSUER] }) },
    { kind: "redirect", scopes: ["openid"] },
  ],
  [
    "an optional scope that was left out before",
    { consent: consentTo(["openid", "calendar:read"], ["calendar:write"]) },
    { kind: "redirect", scopes: ["openid", "calendar:read"] },
  ],
  [
    "a scope left out before that is required by now",
    { consent: consentTo(["openid", "calendar:write"], ["calendar:read"]) },
    { kind: "consent" },
  ],
  [
    "claims of a scope that was not allowed",
    { params: params({ claims: { userinfo: { email: null } } }) },
    { kind: "consent", scopes: ["openid", "calendar:read", "calendar:write", "email"] },
  ],
  [
    "a native app, though allowed (RFC 8252 §8.6)",
    { client: NATIVE, params: params({ redirectUri: "http://127.0.0.1:5/cb" }) },
    { kind: "consent" },
  ],
  // RFC 6749 §1.5: without openid the registration for refresh tokens is what gives one, so the person is told.
  [
    "plain OAuth of a client that refreshes: the person is asked to let it keep access",
    { params: plain, consent: consentTo(["calendar:read"]) },
    { kind: "consent", scopes: ["calendar:read", "offline_access"] },
  ],
  [
    "plain OAuth of a client that refreshes, asked before",
    { params: plain, consent: consentTo(["calendar:read", "offline_access"]) },
    { kind: "redirect" },
  ],
  [
    "plain OAuth of a client that cannot refresh",
    { params: plain, consent: consentTo(["calendar:read"]), client: NO_REFRESH },
    { kind: "redirect", scopes: ["calendar:read"] },
  ],
  ["a native app with an https address", { client: NATIVE }, { kind: "redirect" }],
  [
    "a native app that holds a secret (RFC 8252 §8.5)",
    { client: { ...NATIVE, tokenEndpointAuthMethod: "client_secret_basic" }, params: sentTo("http://127.0.0.1:5/cb") },
    { kind: "consent" },
  ],
  [
    "a web app in development, which holds a secret",
    { params: sentTo("http://localhost:3000/cb") },
    { kind: "redirect" },
  ],
  // RFC 8252 §8.6: nobody needs the secret for tokens that come with the answer.
  ...["id_token", "id_token token", "code id_token", "code token", "code id_token token"].flatMap(
    (responseType): typeof CASES => [
      [
        `a web app in development, which holds a secret, for ${responseType}`,
        { params: params({ redirectUri: "http://localhost:3000/cb", responseType }) },
        { kind: "consent" },
      ],
      [
        `the same, ${responseType}, at an address that nobody else can answer at`,
        { params: params({ responseType }) },
        { kind: "redirect" },
      ],
    ],
  ),
  // What an administrator said of a client counts on the way to the hosts that they looked at.
  ...([{ status: "verified" }, { isTrusted: true }] as const).flatMap((said): typeof CASES => {
    const client: Client = { ...CONFIDENTIAL, ...said, reviewedHosts: ["client.example"] };
    return [
      [`${JSON.stringify(said)}, at a host that was looked at`, { client }, { kind: "redirect" }],
      [
        `${JSON.stringify(said)}, at a new host`,
        { client, params: sentTo("https://new.example/callback") },
        { kind: "consent" },
      ],
      [
        `${JSON.stringify(said)}, at a new host, prompt=none`,
        { client, params: params({ redirectUri: "https://new.example/callback", prompt: ["none"] }) },
        { kind: "error", code: "consent_required" },
      ],
    ];
  }),
  // RFC 8252 §8.6: by where the answer goes, whatever a public client calls itself, and however much it is trusted.
  ...[
    "http://127.0.0.1:5/cb",
    "http://localhost:5/cb",
    "http://[::1]:5/cb",
    "https://localhost/cb",
    "com.example.app:/cb",
  ]
    .flatMap((uri) => KINDS.map((kind): [string, Client["kind"]] => [uri, kind]))
    .flatMap(([uri, kind]): typeof CASES => {
      const client: Client = { ...CONFIDENTIAL, kind, tokenEndpointAuthMethod: "none" };
      return [
        [`a public ${kind} client at ${uri}, though allowed`, { client, params: sentTo(uri) }, { kind: "consent" }],
        [
          `a public ${kind} client at ${uri}, though first-party`,
          { client: { ...client, isTrusted: true }, params: sentTo(uri), consent: null },
          { kind: "consent" },
        ],
        [
          `a public ${kind} client at ${uri}, prompt=none`,
          { client, params: params({ redirectUri: uri, prompt: ["none"] }) },
          { kind: "error", code: "consent_required" },
        ],
        [
          `a public ${kind} client at a claimed https address`,
          { client, params: sentTo("https://app.example.org/cb") },
          { kind: "redirect" },
        ],
      ];
    }),
  // OIDC Core §3.1.2.1: prompt
  ["prompt=login", { params: params({ prompt: ["login"] }) }, { kind: "login", reason: "prompt" }],
  ["prompt=select_account", { params: params({ prompt: ["select_account"] }) }, { kind: "choose" }],
  [
    "prompt=select_account, nobody signed in",
    { params: params({ prompt: ["select_account"] }), authentication: null },
    { kind: "login", reason: "none" },
  ],
  [
    "prompt=select_account, chosen",
    { params: params({ prompt: ["select_account"] }), chosenSessionId: authentication().sessionId },
    { kind: "redirect" },
  ],
  [
    "prompt=select_account, another session chosen",
    { params: params({ prompt: ["select_account"] }), chosenSessionId: "018f4a00-0000-7000-8000-0000005e5599" },
    { kind: "choose" },
  ],
  [
    "prompt=select_account, signed in for the request",
    { params: params({ prompt: ["select_account"] }), requestedAt: START, authentication: signedInAt(5) },
    { kind: "redirect" },
  ],
  [
    "prompt=select_account login, chosen",
    { params: params({ prompt: ["select_account", "login"] }), chosenSessionId: authentication().sessionId },
    { kind: "login", reason: "prompt" },
  ],
  ["two people signed in", { authentication: authentication({ accountCount: 2 }) }, { kind: "choose" }],
  [
    "two people signed in, the current one named",
    { authentication: authentication({ accountCount: 2 }), params: params({ hintedSubject: ALICE.userId }) },
    { kind: "redirect" },
  ],
  [
    "two people signed in, the other one named",
    { authentication: authentication({ accountCount: 2 }), params: params({ hintedSubject: BOB.userId }) },
    { kind: "choose" },
  ],
  [
    "two people signed in, prompt=none",
    { authentication: authentication({ accountCount: 2 }), params: params({ prompt: ["none"] }) },
    { kind: "redirect" },
  ],
  [
    "prompt=login, signed in before the request",
    { params: params({ prompt: ["login"] }), requestedAt: START, now: at(10), authentication: signedInAt(-1) },
    { kind: "login", reason: "prompt" },
  ],
  [
    "prompt=login, signed in for the request",
    { params: params({ prompt: ["login"] }), requestedAt: START, now: at(900), authentication: signedInAt(5) },
    { kind: "redirect" },
  ],
  ["prompt=consent", { params: params({ prompt: ["consent"] }) }, { kind: "consent" }],
  [
    "prompt=consent, first-party client",
    { params: params({ prompt: ["consent"] }), client: TRUSTED },
    { kind: "consent" },
  ],
  ["prompt=login consent", { params: params({ prompt: ["login", "consent"] }) }, { kind: "login", reason: "prompt" }],
  ["prompt=none, allowed", { params: params({ prompt: ["none"] }) }, { kind: "redirect" }],
  [
    "prompt=none, nobody signed in",
    { params: params({ prompt: ["none"] }), authentication: null },
    { kind: "error", code: "login_required" },
  ],
  [
    "prompt=none, nothing allowed",
    { params: params({ prompt: ["none"] }), consent: null },
    { kind: "error", code: "consent_required" },
  ],
  [
    "prompt=none, too old",
    { params: params({ prompt: ["none"], maxAge: 30 }) },
    { kind: "error", code: "login_required" },
  ],
  [
    "prompt=none, another person named",
    { params: params({ prompt: ["none"], hintedSubject: BOB.userId }) },
    { kind: "error", code: "login_required" },
  ],
  // OIDC Core §3.1.2.1: max_age
  ["max_age, young enough", { params: params({ maxAge: 60 }) }, { kind: "redirect" }],
  ["max_age, too old", { params: params({ maxAge: 59 }) }, { kind: "login", reason: "max_age" }],
  ["max_age=0, as prompt=login", { params: params({ maxAge: 0 }) }, { kind: "login", reason: "max_age" }],
  [
    "max_age=1, signed in for the request, then a slow consent",
    { params: params({ maxAge: 1 }), requestedAt: START, now: at(900), authentication: signedInAt(2) },
    { kind: "redirect" },
  ],
  // OIDC Core §3.1.2.1: id_token_hint
  ["the named person", { params: params({ hintedSubject: ALICE.userId }) }, { kind: "redirect" }],
  // OIDC Core §5.5.1: value, and values in order of preference
  ["a requested sub", { params: wanting({ id_token: { sub: { value: ALICE.userId } } }) }, { kind: "redirect" }],
  [
    "a requested sub of another person",
    { params: wanting({ id_token: { sub: { value: BOB.userId } } }) },
    { kind: "login", reason: "hint" },
  ],
  [
    "one of several requested subs",
    { params: wanting({ userinfo: { sub: { values: [BOB.userId, ALICE.userId] } } }) },
    { kind: "redirect" },
  ],
  [
    "none of several requested subs",
    { params: wanting({ id_token: { sub: { values: [BOB.userId, "nobody"] } } }) },
    { kind: "login", reason: "hint" },
  ],
  [
    "value and values that name the same person",
    { params: wanting({ id_token: { sub: { value: ALICE.userId, values: [ALICE.userId, BOB.userId] } } }) },
    { kind: "redirect" },
  ],
  [
    "value and values that contradict each other",
    { params: wanting({ id_token: { sub: { value: ALICE.userId } }, userinfo: { sub: { values: [BOB.userId] } } }) },
    { kind: "login", reason: "hint" },
  ],
  [
    "a requested sub beside the hint of another person",
    { params: { ...wanting({ id_token: { sub: { value: ALICE.userId } } }), hintedSubject: BOB.userId } },
    { kind: "login", reason: "hint" },
  ],
  [
    "a sub that is only essential, or of no value",
    { params: wanting({ id_token: { sub: { essential: true, values: [] } }, userinfo: { sub: null } }) },
    { kind: "redirect" },
  ],
  [
    "two people signed in, the current one among the requested subs",
    {
      authentication: authentication({ accountCount: 2 }),
      params: wanting({ id_token: { sub: { values: [ALICE.userId] } } }),
    },
    { kind: "redirect" },
  ],
  ["another person than named", { params: params({ hintedSubject: BOB.userId }) }, { kind: "login", reason: "hint" }],
  [
    "another person than named, even after signing in",
    { params: params({ hintedSubject: BOB.userId }), requestedAt: START, authentication: signedInAt(1) },
    { kind: "error", code: "login_required" },
  ],
  // OIDC Core §5.5.1.1: acr
  [
    "an essential acr that cannot be met",
    { params: params({ claims: { id_token: { acr: { essential: true, values: ["a", "b"] } } } }) },
    { kind: "error", code: "unmet_authentication_requirements" },
  ],
  [
    "an essential acr that is met",
    { params: params({ claims: { id_token: { acr: { essential: true, values: ["a", ACR] } } } }) },
    { kind: "redirect" },
  ],
  [
    "an essential acr of no value",
    { params: params({ claims: { id_token: { acr: { essential: true } } } }) },
    { kind: "redirect" },
  ],
  [
    "an essential acr that another sign-in may meet",
    {
      params: params({ claims: { id_token: { acr: { essential: true, value: ACR } } } }),
      authentication: authentication({ amr: [] }),
    },
    { kind: "login", reason: "acr" },
  ],
  [
    "an essential acr that the sign-in for this request did not meet",
    {
      params: params({ claims: { id_token: { acr: { essential: true, value: ACR } } } }),
      requestedAt: START,
      authentication: authentication({ amr: [], authenticatedAt: at(1) }),
    },
    { kind: "error", code: "unmet_authentication_requirements" },
  ],
  // require_second_factor of the client
  [
    "a client that requires a second factor, and a sign-in by the password",
    { client: { ...CONFIDENTIAL, requireSecondFactor: true }, authentication: authentication({ amr: ["pwd"] }) },
    { kind: "login", reason: "acr" },
  ],
  [
    "a client that requires a second factor, in silence",
    {
      client: { ...CONFIDENTIAL, requireSecondFactor: true },
      authentication: authentication({ amr: ["pwd"] }),
      params: params({ prompt: ["none"] }),
    },
    { kind: "error", code: "login_required" },
  ],
  [
    "a client that requires a second factor, and a sign-in for this request without one",
    {
      client: { ...CONFIDENTIAL, requireSecondFactor: true },
      requestedAt: START,
      authentication: authentication({ amr: ["pwd"], authenticatedAt: at(1) }),
    },
    { kind: "error", code: "unmet_authentication_requirements" },
  ],
  [
    "a client that requires a second factor, and a sign-in with both",
    {
      client: { ...CONFIDENTIAL, requireSecondFactor: true },
      authentication: authentication({ amr: ["pwd", "otp", "mfa"] }),
    },
    { kind: "redirect" },
  ],
  ["acr_values that cannot be met", { params: params({ acrValues: ["a"] }) }, { kind: "redirect" }],
  ["a voluntary acr", { params: params({ claims: { id_token: { acr: { values: ["a"] } } } }) }, { kind: "redirect" }],
];

describe("what an authorization request needs (OIDC Core §3.1.2.3, §3.1.2.4)", () => {
  it.each(CASES)("%s", (_title, values, expected) => {
    expect(decide(situation(values))).toMatchObject(expected);
  });
});
