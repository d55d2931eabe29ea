import { describe, expect, it } from "vitest";
import type { Client, Scope } from "../model";
import { hashSecret } from "../secrets";
import { ALICE, at, BOB, CALENDAR_API, SCOPES } from "../testing/fixtures";
import {
  authentication,
  CHALLENGE,
  CONFIDENTIAL,
  encodeFields,
  get,
  ISSUER,
  PUBLIC,
  post,
  TEST_KEYS,
  TestPortal,
} from "../testing/test-context";
import { ACR_VALUES } from "../tokens/acr";
import { handleAuthorizeRequest } from "./handle-request";

const [ACR = ""] = ACR_VALUES;
const CALLBACK = "https://client.example/callback";
const TWO_URIS: Client = { ...CONFIDENTIAL, clientId: "pt_cl_two", redirectUris: [CALLBACK, `${CALLBACK}?x=1`] };
const NO_PKCE: Client = { ...CONFIDENTIAL, clientId: "pt_cl_nopkce", requirePkce: false };
const SUSPENDED: Client = { ...CONFIDENTIAL, clientId: "pt_cl_suspended", suspendedAt: at(-1) };
const NO_CODE: Client = { ...CONFIDENTIAL, clientId: "pt_cl_nocode", grantTypes: ["client_credentials"] };
const NO_REFRESH: Client = { ...CONFIDENTIAL, clientId: "pt_cl_norefresh", grantTypes: ["authorization_code"] };
const TRUSTED: Client = { ...CONFIDENTIAL, clientId: "pt_cl_trusted", isTrusted: true };

const NO_SCOPE: Client = { ...CONFIDENTIAL, clientId: "pt_cl_noscope", scopes: ["openid"] };
const SELF_REGISTERED: Client = { ...NO_SCOPE, clientId: "pt_cl_self", isSelfRegistered: true, optionalScopes: [] };
const form = { client_id: TRUSTED.clientId, response_mode: "form_post" };

type Fields = Parameters<typeof encodeFields>[0];

const REQUEST: Fields = {
  client_id: CONFIDENTIAL.clientId,
  redirect_uri: CALLBACK,
  response_type: "code",
  scope: "openid calendar:read",
  state: "a state",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

function makePortal() {
  return new TestPortal({
    clients: [
      CONFIDENTIAL,
      PUBLIC,
      TWO_URIS,
      NO_PKCE,
      SUSPENDED,
      NO_CODE,
      NO_REFRESH,
      TRUSTED,
      NO_SCOPE,
      SELF_REGISTERED,
    ],
    scopes: [...SCOPES, { ...(SCOPES[0] as Scope), name: "admin:all", isPublic: false }],
  });
}

async function authorize(portal: TestPortal, fields: Fields) {
  const response = await handleAuthorizeRequest(get("/oauth/authorize", { ...REQUEST, ...fields }), portal.context);
  const location = response.headers.get("location");
  const url = location === null ? null : new URL(location);
  const [page = null] = portal.errorPages;
  return { response, url, params: Object.fromEntries(url?.searchParams ?? []), page };
}

describe("an error of an app that nobody looked at (RFC 9700 §4.11.2)", () => {
  const MISTAKES: [string, Fields][] = [
    ["no response_type", { response_type: null }],
    ["an unknown response_type", { response_type: "token" }],
    ["an unknown scope", { scope: "nothing:known" }],
    ["no code_challenge", { code_challenge: null, code_challenge_method: null }],
    ["a request object that is none", { request: "a.b.c" }],
    ["a parameter that came twice", { nonce: ["1", "2"] }],
  ];
  const VERIFIED: Client = { ...CONFIDENTIAL, clientId: "pt_cl_verified", status: "verified" };
  const MOVED: Client = { ...VERIFIED, clientId: "pt_cl_moved", reviewedHosts: ["elsewhere.example"] };
  const stranger = () => {
    const portal = new TestPortal({ clients: [CONFIDENTIAL, TRUSTED, VERIFIED, MOVED], scopes: SCOPES });
    portal.signedIn = null;
    return portal;
  };

  it.each(MISTAKES)("%s: a page that names where it leads, and no redirect", async (_case, fields) => {
    for (const client of [CONFIDENTIAL, MOVED]) {
      const portal = stranger();
      const { response, url, page } = await authorize(portal, { client_id: client.clientId, ...fields });
      expect([response.status, url]).toEqual([400, null]);
      const { redirectUri, href } = page?.wayBack ?? {};
      expect(redirectUri).toBe(CALLBACK);
      expect(Object.fromEntries(new URL(href ?? "").searchParams)).toMatchObject({
        error: page?.error,
        state: "a state",
        iss: ISSUER,
      });
      expect(portal.events).toMatchObject([{ type: "authorize.refused", clientId: client.clientId }]);
    }
  });

  it.each(MISTAKES)("%s: redirected at once for a first-party and for a verified app", async (_case, fields) => {
    for (const { clientId } of [TRUSTED, VERIFIED]) {
      expect((await authorize(stranger(), { client_id: clientId, ...fields })).url?.origin).toBe(
        "https://client.example",
      );
    }
  });

  it("prompt=none: redirected at once, since it forbids every page (OIDC Core §3.1.2.1)", async () => {
    expect((await authorize(stranger(), { prompt: "none" })).params.error).toBe("login_required");
    for (const [, fields] of MISTAKES) {
      const { url, page } = await authorize(stranger(), { prompt: "none", ...fields });
      expect([url?.origin, page]).toEqual(["https://client.example", null]);
    }
  });

  it("somebody is signed in: redirected at once", async () => {
    const portal = stranger();
    portal.signedIn = authentication();
    expect((await authorize(portal, { response_type: null })).params.error).toBe("invalid_request");
  });

  it.each([
    ["fragment", { response_mode: "fragment" }],
    ["form_post", { response_mode: "form_post" }],
  ])("by %s: the way on carries the answer as it was asked for", async (mode, fields) => {
    const portal = stranger();
    const { page } = await authorize(portal, { ...fields, scope: "nothing:known", response_type: "code" });
    const { href = "", fields: sent } = page?.wayBack ?? {};
    if (mode === "form_post") {
      expect(href).toBe(CALLBACK);
      expect(Object.fromEntries(sent ?? [])).toMatchObject({ error: "invalid_scope", state: "a state", iss: ISSUER });
    } else {
      expect(new URLSearchParams(new URL(href).hash.slice(1)).get("error")).toBe("invalid_scope");
    }
  });

  it("where the address itself is not registered, nobody is led anywhere", async () => {
    const { page } = await authorize(stranger(), { redirect_uri: "https://evil.example/cb" });
    expect(page?.wayBack).toBeNull();
  });
});

describe("who may be redirected (RFC 6749 §4.1.2.1, §3.1.2.4)", () => {
  it.each<[string, Fields, string]>([
    ["no client_id", { client_id: null }, "invalid_request"],
    ["an unknown client", { client_id: "pt_cl_unknown" }, "invalid_client"],
    ["a client_id that came twice", { client_id: [CONFIDENTIAL.clientId, PUBLIC.clientId] }, "invalid_request"],
    ["a suspended client", { client_id: SUSPENDED.clientId }, "unauthorized_client"],
    ["a foreign redirect_uri", { redirect_uri: "https://evil.example/cb" }, "invalid_request"],
    ["a redirect_uri with more path", { redirect_uri: `${CALLBACK}/more` }, "invalid_request"],
    ["a redirect_uri with a fragment", { redirect_uri: `${CALLBACK}#x` }, "invalid_request"],
    ["a redirect_uri that came twice", { redirect_uri: [CALLBACK, "https://evil.example"] }, "invalid_request"],
    [
      "no redirect_uri, several registered",
      { client_id: TWO_URIS.clientId, redirect_uri: null, scope: "calendar:read" },
      "invalid_request",
    ],
    ["no redirect_uri in a request of OpenID Connect (OIDC Core §3.1.2.1)", { redirect_uri: null }, "invalid_request"],
    ["no redirect_uri, with openid after others", { redirect_uri: null, scope: "email openid" }, "invalid_request"],
  ])("%s: a page, never a redirect", async (_case, fields, code) => {
    const { response, url, page } = await authorize(makePortal(), fields);
    expect([response.status, url, page?.error]).toEqual([400, null, code]);
  });

  it("tells the developers which redirect_uri was received", async () => {
    const portal = makePortal();
    const { page } = await authorize(portal, { redirect_uri: "https://evil.example/cb" });
    expect(page).toMatchObject({
      client: { clientId: CONFIDENTIAL.clientId },
      receivedRedirectUri: "https://evil.example/cb",
    });
    expect(portal.events).toMatchObject([
      {
        type: "authorize.refused",
        clientId: CONFIDENTIAL.clientId,
        data: { error: "invalid_request", receivedRedirectUri: "https://evil.example/cb" },
      },
    ]);
  });

  it("a request whose text is broken: a page", async () => {
    const portal = makePortal();
    const request = new Request(`${ISSUER}/oauth/authorize?${encodeFields(REQUEST)}&x=%ff`);
    expect((await handleAuthorizeRequest(request, portal.context)).status).toBe(400);
  });
});

describe("PKCE of confidential clients (RFC 9700 §2.1.1)", () => {
  const without = { client_id: NO_PKCE.clientId, code_challenge: null, code_challenge_method: null };
  const TRUSTING: Client = { ...NO_PKCE, isTrusted: true };

  it("is not needed where the operator requires it of public clients", async () => {
    const portal = makePortal();
    expect((await authorize(portal, without)).params.error).toBeUndefined();
  });

  it("is needed of everybody where the operator requires it of all", async () => {
    const portal = makePortal();
    portal.context.requirePkce = "all";
    expect((await authorize(portal, without)).params.error).toBe("invalid_request");
    expect((await authorize(portal, { client_id: NO_PKCE.clientId })).params.error).toBeUndefined();
  });

  it.each([
    [
      { code_challenge: null, code_challenge_method: null, nonce: null },
      { pkce: false, nonce: false },
    ],
    [
      { code_challenge: null, code_challenge_method: null, nonce: "a nonce" },
      { pkce: false, nonce: true },
    ],
    [{ nonce: null }, { pkce: true, nonce: false }],
  ])("is filed with each sign-in, and so is the nonce (OAuth 2.1 §7.5.1): %j", async (fields, data) => {
    const portal = new TestPortal({ clients: [TRUSTING] });
    await authorize(portal, { client_id: TRUSTING.clientId, ...fields });
    expect(portal.events).toMatchObject([{ type: "authorize.allowed", data }]);
  });
});

describe("a client that registered itself (RFC 7591 §2)", () => {
  const asked = { client_id: SELF_REGISTERED.clientId };
  const pendingOf = (portal: TestPortal) => [...portal.store.tables.requests.values()].at(-1);

  it.each([
    ["openid calendar:read", ["openid", "calendar:read"]],
    ["calendar:read", ["calendar:read"]],
    ["address phone", ["address", "phone"]],
    ["openid admin:all", ["openid"]],
  ])("may ask for every public scope: of %s it gets %j", async (scope, scopes) => {
    const portal = makePortal();
    expect((await authorize(portal, { ...asked, scope })).url?.pathname).toBe("/consent");
    expect(pendingOf(portal)?.scopes).toEqual(scopes);
  });

  it("reaches an API by its scopes, however it writes its identifier", async () => {
    const portal = makePortal();
    await authorize(portal, { ...asked, scope: "calendar:read", resource: "HTTPS://calendar.example:443/api" });
    expect(pendingOf(portal)).toMatchObject({ scopes: ["calendar:read"], resources: [CALENDAR_API.identifier] });
  });

  it("gets what it registered when it names no scope", async () => {
    const portal = makePortal();
    await authorize(portal, { ...asked, scope: null });
    expect(pendingOf(portal)?.scopes).toEqual(["openid"]);
  });

  it("has what it was given once it is first-party, since nobody is asked any more", async () => {
    const portal = makePortal();
    portal.store.tables.clients.set(SELF_REGISTERED.clientId, { ...SELF_REGISTERED, isTrusted: true });
    expect((await authorize(portal, { ...asked, scope: "calendar:read" })).params.error).toBe("invalid_scope");
  });

  it("may not have what only an administrator gives, nor may one of the console have more than it was given", async () => {
    const portal = makePortal();
    const refused = { ...asked, scope: "admin:all" };
    expect((await authorize(portal, refused)).params.error).toBe("invalid_scope");
    await authorize(portal, { client_id: NO_SCOPE.clientId, scope: "openid calendar:read" });
    expect(pendingOf(portal)?.scopes).toEqual(["openid"]);
  });
});

describe("every later error goes to the client with state and iss (RFC 6749 §4.1.2.1, RFC 9207)", () => {
  it.each<[string, Fields, string]>([
    ["no response_type", { response_type: null }, "invalid_request"],
    ["response_type=token", { response_type: "token" }, "unsupported_response_type"],
    ["response_type=code id_token", { response_type: "code id_token" }, "unsupported_response_type"],
    ["a client without the code flow", { client_id: NO_CODE.clientId }, "unauthorized_client"],
    ["response_mode=pigeon", { response_mode: "pigeon" }, "invalid_request"],
    ["a repeated scope", { scope: ["openid", "profile"] }, "invalid_request"],
    ["a repeated unknown parameter", { whatever: ["1", "2"] }, "invalid_request"],
    ["no scope that the client may have", { scope: "admin:all" }, "invalid_scope"],
    ["an unknown resource", { resource: "https://unknown.example" }, "invalid_target"],
    [
      "an API of which the client has no scope (RFC 8707 §2)",
      { client_id: NO_SCOPE.clientId, scope: "openid", resource: CALENDAR_API.identifier },
      "invalid_target",
    ],
    ["no code_challenge (RFC 7636 §4.4.1)", { code_challenge: null, code_challenge_method: null }, "invalid_request"],
    ["no code_challenge, only its method", { client_id: NO_PKCE.clientId, code_challenge: null }, "invalid_request"],
    [
      "no code_challenge, public client",
      { client_id: PUBLIC.clientId, code_challenge: null, code_challenge_method: null },
      "invalid_request",
    ],
    ["code_challenge_method=plain", { code_challenge_method: "plain" }, "invalid_request"],
    ["no code_challenge_method, which means plain", { code_challenge_method: null }, "invalid_request"],
    ["a short code_challenge", { code_challenge: "abc" }, "invalid_request"],
    ["prompt=none login", { prompt: "none login" }, "invalid_request"],
    ["an unknown prompt", { prompt: "create" }, "invalid_request"],
    ["max_age=-1", { max_age: "-1" }, "invalid_request"],
    ["max_age=x", { max_age: "x" }, "invalid_request"],
    ["claims that are no JSON", { claims: "{" }, "invalid_request"],
    ["a request object", { request: "a.b.c" }, "invalid_request_object"],
    ["a request object by reference", { request_uri: "https://x.example" }, "invalid_request_uri"],
    ["a registration", { registration: "{}" }, "registration_not_supported"],
    ["an id_token_hint that is not ours", { id_token_hint: "a.b.c" }, "login_required"],
    [
      "a requested sub that no person can have",
      { claims: '{"id_token":{"sub":{"value":"\\u000a"}}}' },
      "login_required",
    ],
    ["a requested sub that is a number", { claims: '{"id_token":{"sub":{"value":1}}}' }, "login_required"],
    ["requested subs of which none is usable", { claims: '{"userinfo":{"sub":{"values":[1,""]}}}' }, "login_required"],
    ["prompt=none without consent", { prompt: "none" }, "consent_required"],
  ])("%s", async (_case, fields, code) => {
    const portal = makePortal();
    const { response, url, params } = await authorize(portal, fields);
    expect(response.status).toBe(303);
    expect(`${url?.origin}${url?.pathname}`).toBe(CALLBACK);
    expect(params).toMatchObject({ error: code, state: "a state", iss: ISSUER });
    expect(params).not.toHaveProperty("code");
    expect(portal.store.tables.grants.size).toBe(0);
    expect(portal.events.map((event) => event.type)).toEqual(["authorize.refused"]);
  });

  it("leaves out a state that came twice", async () => {
    const { params } = await authorize(makePortal(), { state: ["a", "b"] });
    expect(params).toMatchObject({ error: "invalid_request" });
    expect(params).not.toHaveProperty("state");
  });

  it("sends errors by form_post when that was asked for", async () => {
    const { response } = await authorize(makePortal(), { response_mode: "form_post", response_type: "token" });
    expect(await response.json()).toEqual({
      action: CALLBACK,
      fields: [
        ["error", "unsupported_response_type"],
        ["error_description", "response_type must be code"],
        ["error_uri", `${ISSUER}/docs/errors#unsupported_response_type`],
        ["state", "a state"],
        ["iss", ISSUER],
      ],
      isSilent: false,
    });
  });

  it.each<[string, Record<string, string>]>([
    ["a code", {}],
    ["an error that was found late", { max_age: "1" }],
    ["an error that was found at once", { response_type: "token" }],
  ])(
    "says of %s by form_post that it answers prompt=none, so that the client may have it in a frame",
    async (_what, fields) => {
      const silent = await authorize(makePortal(), { ...form, ...fields, prompt: "none" });
      expect(await silent.response.json()).toMatchObject({ isSilent: true });
    },
  );

  it("says of the answer to a person by form_post that nobody may have it in a frame", async () => {
    for (const fields of [{}, { response_type: "token" }]) {
      const { response } = await authorize(makePortal(), { ...form, ...fields });
      expect(await response.json()).toMatchObject({ isSilent: false });
    }
  });

  it("keeps the query of the redirect_uri", async () => {
    const { response } = await authorize(makePortal(), {
      client_id: TWO_URIS.clientId,
      redirect_uri: `${CALLBACK}?x=1`,
      response_type: "token",
    });
    expect(response.headers.get("location")).toMatch(/^https:\/\/client\.example\/callback\?x=1&error=/);
  });
});

describe("what is ignored (RFC 6749 §3.1, OIDC Core §3.1.2.1)", () => {
  it.each<[string, Fields]>([
    ["an unknown parameter", { whatever: "1" }],
    ["an unknown scope beside a known one", { scope: "openid admin:all" }],
    ["display, ui_locales, acr_values", { display: "popup", ui_locales: "fr", claims_locales: "fr", acr_values: "1" }],
    ["empty parameters", { request: "", max_age: "", prompt: "" }],
    ["no redirect_uri with one registered, without openid", { redirect_uri: null, scope: "calendar:read" }],
    ["no scope", { scope: null }],
  ])("%s", async (_case, fields) => {
    const { url } = await authorize(makePortal(), fields);
    expect(url?.pathname).toBe("/consent");
  });
});

describe("a request that needs its person", () => {
  it.each([
    [null, "/login"],
    [authentication(), "/consent"],
  ])("waits in this browser, signed in as %o, at %s", async (signedIn, path) => {
    const portal = makePortal();
    portal.signedIn = signedIn;
    const { response, url } = await authorize(portal, { nonce: "a nonce", resource: CALENDAR_API.identifier });
    expect([response.status, url?.origin, url?.pathname]).toEqual([303, ISSUER, path]);
    expect(response.headers.get("set-cookie")).toBe("browser=browser");
    const id = url?.searchParams.get("request") ?? "";
    expect(id).toHaveLength(43);
    expect(portal.store.tables.requests.get(hashSecret(id))).toMatchObject({
      browserHash: hashSecret("browser"),
      clientId: CONFIDENTIAL.clientId,
      scopes: ["openid", "calendar:read"],
      resources: [CALENDAR_API.identifier],
      state: "a state",
      nonce: "a nonce",
      codeChallenge: CHALLENGE,
      answer: null,
    });
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("keeps state and nonce byte-exact", async () => {
    const portal = makePortal();
    const state = `${"s+/= %&é".repeat(20)}`;
    const nonce = "n".repeat(384);
    await authorize(portal, { state, nonce });
    expect([...portal.store.tables.requests.values()]).toMatchObject([{ state, nonce }]);
  });

  it("asks for the default scopes when none are named: what is required, and no offline access", async () => {
    const portal = makePortal();
    await authorize(portal, { scope: null });
    expect([...portal.store.tables.requests.values()]).toMatchObject([
      { scopes: ["openid", "profile", "email", "calendar:read"] },
    ]);
  });

  it("drops offline_access for a client that cannot refresh (OIDC Core §11)", async () => {
    const portal = makePortal();
    await authorize(portal, { client_id: NO_REFRESH.clientId, scope: "openid offline_access" });
    expect([...portal.store.tables.requests.values()]).toMatchObject([{ scopes: ["openid"] }]);
  });

  it("keeps only the scopes of the named resource, and those about the person (RFC 8707 §2.1)", async () => {
    const portal = makePortal();
    await authorize(portal, { scope: "openid calendar:read", resource: ISSUER });
    expect([...portal.store.tables.requests.values()]).toMatchObject([{ scopes: ["openid"] }]);
  });

  it("drops claims that the client may not ask for", async () => {
    const portal = makePortal();
    await authorize(portal, { claims: '{"userinfo":{"email":null,"phone_number":null}}' });
    expect([...portal.store.tables.requests.values()]).toMatchObject([
      { claims: { userinfo: { email: null }, id_token: {} } },
    ]);
  });
});

describe("a request that is allowed already", () => {
  it("gets its code at once, without a pending request", async () => {
    const portal = makePortal();
    const { response, url, params } = await authorize(portal, { client_id: TRUSTED.clientId, nonce: "a nonce" });
    expect(response.status).toBe(303);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(`${url?.origin}${url?.pathname}`).toBe(CALLBACK);
    expect(params).toMatchObject({ state: "a state", iss: ISSUER });
    expect(params.code).toMatch(/^pt_ac_[A-Za-z0-9_-]{43}$/);
    expect(portal.store.tables.requests.size).toBe(0);
    const found = await portal.store.findAuthorizationCode(hashSecret(params.code ?? ""));
    expect(found).toMatchObject({
      code: { clientId: TRUSTED.clientId, redirectUri: CALLBACK, codeChallenge: CHALLENGE, nonce: "a nonce" },
      grant: { userId: ALICE.userId, scopes: ["openid", "calendar:read"], authenticatedAt: at(-60) },
    });
    expect(found?.code.expiresAt).toEqual(at(60));
    expect(portal.events).toMatchObject([
      { type: "authorize.allowed", clientId: TRUSTED.clientId, userId: ALICE.userId, data: { redirectUri: CALLBACK } },
    ]);
  });

  it.each<[string, Fields, string | null]>([
    ["by acr_values", { acr_values: `urn:example:gold ${ACR}` }, ACR],
    ["by an essential claim", { claims: JSON.stringify({ id_token: { acr: { essential: true, value: ACR } } }) }, ACR],
    ["by nothing", {}, ACR],
  ])("tells the acr that was asked for %s (OIDC Core §2)", async (_case, fields, acr) => {
    const portal = makePortal();
    const { params } = await authorize(portal, { client_id: TRUSTED.clientId, ...fields });
    const found = await portal.store.findAuthorizationCode(hashSecret(params.code ?? ""));
    expect(found?.grant).toMatchObject({ acr, amr: ["pwd"] });
  });

  it("counts the max_age and acr_values that the client registered, where the request says nothing", async () => {
    const strict = { ...TRUSTED, defaultMaxAge: 30, defaultAcrValues: [ACR] };
    const ask = (fields: Fields) => {
      const portal = new TestPortal({ clients: [strict] });
      return authorize(portal, { client_id: strict.clientId, ...fields }).then(({ url }) => ({ url, portal }));
    };
    const { url, portal } = await ask({});
    expect(url?.pathname).toBe("/login");
    expect([...portal.store.tables.requests.values()]).toMatchObject([{ maxAge: 30, acrValues: [ACR] }]);
    expect((await ask({ max_age: "600" })).url?.pathname).toBe("/callback");
  });

  it("is never answered for another person than the hinted one", async () => {
    const portal = makePortal();
    const claims = { iss: ISSUER, sub: BOB.userId, aud: TRUSTED.clientId };
    const hint = await TEST_KEYS.sign(claims, { alg: "ES256", typ: "JWT" });
    const fields = { client_id: TRUSTED.clientId, id_token_hint: hint };
    expect((await authorize(portal, fields)).url?.pathname).toBe("/login");
    expect((await authorize(portal, { ...fields, prompt: "none" })).params.error).toBe("login_required");
    portal.signedIn = authentication({ userId: BOB.userId });
    expect((await authorize(portal, fields)).params).toHaveProperty("code");
  });

  it.each([
    ["of another client", { iss: ISSUER, sub: ALICE.userId, aud: PUBLIC.clientId }, "JWT"],
    ["of another issuer", { iss: "https://other.example", sub: ALICE.userId, aud: TRUSTED.clientId }, "JWT"],
    ["that is an access token", { iss: ISSUER, sub: ALICE.userId, aud: TRUSTED.clientId }, "at+jwt"],
  ] as const)("an id_token_hint %s is refused", async (_case, claims, typ) => {
    const hint = await TEST_KEYS.sign(claims, { alg: "ES256", typ });
    const { params } = await authorize(makePortal(), { client_id: TRUSTED.clientId, id_token_hint: hint });
    expect(params.error).toBe("login_required");
  });
});

describe("POST equals GET (OIDC Core §3.1.2.1)", () => {
  it("goes on as GET with the same parameters, so that the browser's cookies come along", async () => {
    const portal = makePortal();
    const response = await handleAuthorizeRequest(post("/oauth/authorize", REQUEST), portal.context);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`${ISSUER}/oauth/authorize?${encodeFields(REQUEST)}`);
    expect(portal.store.tables.requests.size).toBe(0);
  });

  it("keeps a request that no address can hold, for as long as its page may be reloaded", async () => {
    const portal = makePortal();
    const state = "s".repeat(40_000);
    const answer = await handleAuthorizeRequest(post("/oauth/authorize", { ...REQUEST, state }), portal.context);
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, location.length < 200]).toEqual([303, true]);
    const open = async () => {
      const response = await handleAuthorizeRequest(new Request(location), portal.context);
      return response.headers.get("location");
    };
    for (const _time of ["first", "reload"]) expect(await open()).toContain(`${ISSUER}/consent?request=`);
    expect([...portal.store.tables.requests.values()]).toMatchObject([{ state }, { state }]);
    portal.moveTo(600);
    expect(await open()).toBeNull();
    expect(portal.errorPages).toMatchObject([{ error: "invalid_request" }]);
  });

  it("keeps nothing of a long request that would be refused", async () => {
    const portal = makePortal();
    const long = { ...REQUEST, state: "s".repeat(13_000) };
    await handleAuthorizeRequest(post("/oauth/authorize", { ...long, scope: "admin:all" }), portal.context);
    await handleAuthorizeRequest(post("/oauth/authorize", { ...long, client_id: "pt_cl_unknown" }), portal.context);
    expect(portal.events.map(({ type }) => type)).toEqual(["authorize.refused", "authorize.refused"]);
    expect(portal.store.tables.postedRequests.size).toBe(0);
  });

  it.each([
    ["JSON", { "content-type": "application/json" }, "a", 400],
    ["a body over the limit", {}, "s".repeat(70_000), 413],
  ])("refuses %s with a page", async (_case, headers, state, status) => {
    const portal = makePortal();
    const response = await handleAuthorizeRequest(
      post("/oauth/authorize", { ...REQUEST, state }, headers),
      portal.context,
    );
    expect([response.status, portal.errorPages.length]).toEqual([status, 1]);
  });
});
