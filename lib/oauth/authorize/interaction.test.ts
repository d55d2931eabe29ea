import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { hashSecret } from "../secrets";
import { ALICE, at, BOB, CALENDAR_API, SCOPES, START } from "../testing/fixtures";
import {
  authentication,
  CHALLENGE,
  CONFIDENTIAL,
  type encodeFields,
  get,
  ISSUER,
  TestPortal,
} from "../testing/test-context";
import { answerConsent, continueAuthorization } from "./answer-request";
import { handleAuthorizeRequest } from "./handle-request";
import { getInteraction } from "./interaction";
import { REQUEST_TTL } from "./pending-request";

const CALLBACK = "https://client.example/callback";

async function givenRequest(portal: TestPortal, fields: Parameters<typeof encodeFields>[0] = {}): Promise<string> {
  const request = get("/oauth/authorize", {
    client_id: CONFIDENTIAL.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid calendar:read calendar:write",
    state: "a state",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  });
  const response = await handleAuthorizeRequest(request, portal.context);
  const id = new URL(response.headers.get("location") ?? "").searchParams.get("request");
  if (id === null) throw new Error("there is no pending request");
  return id;
}

type Answer = Parameters<typeof answerConsent>[0];

/** The revision of the page that the person has open; "" where there is none. */
async function openPage(portal: TestPortal, requestId: string): Promise<string> {
  const interaction = await getInteraction(requestId, "browser", portal.signedIn, portal.context);
  return interaction.kind === "consent" ? interaction.revision : "";
}

/** The answer to the page as it is now, or to the one of `revision`; null: it is shown again. */
async function tryAnswer(portal: TestPortal, requestId: string, values: Partial<Answer> = {}) {
  const input: Answer = {
    requestId,
    browserToken: "browser",
    authentication: portal.signedIn,
    answer: "allow",
    scopes: [],
    lifetime: "",
    revision: await openPage(portal, requestId),
    shown: null,
    ...values,
  };
  return await answerConsent(input, portal.context);
}

async function answerOf(portal: TestPortal, requestId: string, values: Partial<Answer> = {}): Promise<Response> {
  const response = await tryAnswer(portal, requestId, values);
  if (response === null) throw new Error("the page is shown again");
  return response;
}

const locationOf = (response: Response) => new URL(response.headers.get("location") ?? "");

describe("the pages of a pending request", () => {
  it("say who asks, and what is required, optional and new", async () => {
    const portal = new TestPortal();
    const first = await givenRequest(portal, { scope: "openid" });
    await answerOf(portal, first);
    portal.moveTo(100);
    const interaction = await getInteraction(await givenRequest(portal), "browser", portal.signedIn, portal.context);
    expect(interaction).toMatchObject({ kind: "consent", wasExpired: false, subject: { userId: ALICE.userId } });
    if (interaction.kind !== "consent") throw new Error("no consent page");
    expect(interaction.scopes.map(({ scope, isOptional, grantedAt }) => [scope.name, isOptional, grantedAt])).toEqual([
      ["openid", false, START],
      ["calendar:read", false, null],
      ["calendar:write", true, null],
    ]);
  });

  it("show the words of requested claims too", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal, { scope: "openid", claims: '{"userinfo":{"name":null}}' });
    const interaction = await getInteraction(id, "browser", portal.signedIn, portal.context);
    if (interaction.kind !== "consent") throw new Error("no consent page");
    expect(interaction.scopes.map(({ scope }) => scope.name)).toEqual(["openid", "profile"]);
  });

  it("are unknown once their redirect_uri was taken off the list (RFC 9700 §4.1.3)", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    const redirectUris = ["https://client.example/other"];
    portal.store.tables.clients.set(CONFIDENTIAL.clientId, { ...CONFIDENTIAL, redirectUris });
    expect(await getInteraction(id, "browser", portal.signedIn, portal.context)).toEqual({ kind: "unknown" });
    for (const answer of ["allow", "deny"] as const) {
      expect(locationOf(await answerOf(portal, id, { answer })).origin).toBe(ISSUER);
    }
  });

  it("are unknown to another browser, which can neither see nor answer the request", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    expect(await getInteraction(id, "other browser", portal.signedIn, portal.context)).toEqual({ kind: "unknown" });
    const response = await answerOf(portal, id, { browserToken: "other browser" });
    expect(locationOf(response).href).toBe(`${ISSUER}/consent?request=${id}`);
    const going = await continueAuthorization(id, "other browser", portal.signedIn, portal.context);
    expect(locationOf(going).pathname).toBe("/consent");
    expect(portal.store.tables.grants.size).toBe(0);
    expect((await portal.store.findAuthorizationRequest(hashSecret(id)))?.answer).toBeNull();
  });

  it("are unknown for an id that nobody gave out, and for a client that was suspended meanwhile", async () => {
    const portal = new TestPortal();
    expect(await getInteraction("x", "browser", portal.signedIn, portal.context)).toEqual({ kind: "unknown" });
    const id = await givenRequest(portal);
    portal.store.tables.clients.set(CONFIDENTIAL.clientId, { ...CONFIDENTIAL, suspendedAt: START });
    expect(await getInteraction(id, "browser", portal.signedIn, portal.context)).toEqual({ kind: "unknown" });
    expect(locationOf(await answerOf(portal, id)).pathname).toBe("/consent");
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("that were open for too long go on with the same request", async () => {
    const portal = new TestPortal();
    portal.signedIn = null;
    const id = await givenRequest(portal);
    portal.signedIn = authentication();
    portal.moveTo(REQUEST_TTL);
    const late = await getInteraction(id, "browser", portal.signedIn, portal.context);
    expect(late).toMatchObject({ kind: "consent", wasExpired: true });
    const again = await getInteraction(id, "browser", portal.signedIn, portal.context);
    expect(again).toMatchObject({ kind: "consent", wasExpired: false });
    portal.moveTo(3 * REQUEST_TTL);
    expect(locationOf(await answerOf(portal, id)).searchParams.has("code")).toBe(true);
  });
});

describe("after a sign-in", () => {
  it("the way leads to the consent page, and back to sign in when that was not enough", async () => {
    const portal = new TestPortal();
    portal.signedIn = null;
    const id = await givenRequest(portal, { prompt: "login" });
    expect(await getInteraction(id, "browser", null, portal.context)).toMatchObject({ kind: "login", reason: "none" });
    const stale = await continueAuthorization(id, "browser", authentication(), portal.context);
    expect(locationOf(stale).href).toBe(`${ISSUER}/login?request=${id}`);
    const fresh = await continueAuthorization(
      id,
      "browser",
      authentication({ authenticatedAt: at(3) }),
      portal.context,
    );
    expect([fresh.status, locationOf(fresh).href]).toEqual([303, `${ISSUER}/consent?request=${id}`]);
  });

  it("the way leads straight to the client when everything was allowed before", async () => {
    const portal = new TestPortal();
    await answerOf(portal, await givenRequest(portal), { scopes: ["calendar:write"] });
    portal.signedIn = null;
    const id = await givenRequest(portal);
    expect(await getInteraction(id, "browser", authentication(), portal.context)).toMatchObject({ kind: "ready" });
    const response = await continueAuthorization(id, "browser", authentication(), portal.context);
    expect(locationOf(response).searchParams.has("code")).toBe(true);
    const again = await continueAuthorization(id, "browser", authentication(), portal.context);
    expect(locationOf(again).href).toBe(locationOf(response).href);
  });

  it("as another person than the client named: login_required", async () => {
    const portal = new TestPortal();
    portal.signedIn = null;
    const id = await givenRequest(portal, { claims: `{"id_token":{"sub":{"value":"${BOB.userId}"}}}` });
    const someone = authentication({ authenticatedAt: at(1) });
    const response = await continueAuthorization(id, "browser", someone, portal.context);
    expect(locationOf(response).searchParams.get("error")).toBe("login_required");
  });
});

describe("the person's answer", () => {
  it.each([
    [[], ["openid", "calendar:read"], ["calendar:write"]],
    [["calendar:write"], ["openid", "calendar:read", "calendar:write"], []],
    [["calendar:write", "profile", "admin"], ["openid", "calendar:read", "calendar:write"], []],
  ])("with %j ticked gives %j (RFC 6749 §3.3)", async (ticked, granted, declinedScopes) => {
    const portal = new TestPortal();
    const response = await answerOf(portal, await givenRequest(portal), { scopes: ticked });
    const url = locationOf(response);
    expect([response.status, `${url.origin}${url.pathname}`]).toEqual([303, CALLBACK]);
    expect(url.searchParams.get("state")).toBe("a state");
    expect(url.searchParams.get("iss")).toBe(ISSUER);
    const found = await portal.store.findAuthorizationCode(hashSecret(url.searchParams.get("code") ?? ""));
    expect(found?.grant).toMatchObject({ userId: ALICE.userId, scopes: granted });
    expect(await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId)).toEqual({
      grantId: expect.any(String),
      userId: ALICE.userId,
      clientId: CONFIDENTIAL.clientId,
      scopes: granted.map((name) => ({ name, grantedAt: START })),
      resources: [CALENDAR_API.identifier],
      expiresAt: null,
      declinedScopes,
    });
  });

  it("is asked with the APIs by their names, and remembers them (RFC 8707 §2)", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal, { scope: "openid", resource: CALENDAR_API.identifier });
    const shown = await getInteraction(id, "browser", authentication(), portal.context);
    const { identifier, name } = CALENDAR_API;
    expect(shown).toMatchObject({ kind: "consent", resources: [{ identifier, name, isGranted: false }] });
    await answerOf(portal, id);
    const consent = await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId);
    expect(consent).toMatchObject({ scopes: [{ name: "openid" }], resources: [identifier] });
    const given = portal.events.filter(({ type }) => type === "consent.given");
    expect(given).toMatchObject([{ userId: ALICE.userId, data: { scopes: ["openid"], resources: [identifier] } }]);
  });

  it("that takes back the last scope of an API takes back the API, but not one that the request names", async () => {
    const portal = new TestPortal();
    const resources = async () =>
      (await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId))?.resources ?? null;
    const scope = "openid calendar:write";
    await answerOf(portal, await givenRequest(portal, { scope }), { scopes: ["calendar:write"] });
    expect(await resources()).toEqual([CALENDAR_API.identifier]);
    await answerOf(portal, await givenRequest(portal, { scope, prompt: "consent" }), { scopes: [] });
    expect(await resources()).toEqual([]);
    await answerOf(portal, await givenRequest(portal, { scope, resource: CALENDAR_API.identifier }), { scopes: [] });
    expect(await resources()).toEqual([CALENDAR_API.identifier]);
  });

  it.each<[string, (portal: TestPortal, client: Client) => unknown]>([
    ["what may be left out", (_portal, client) => Object.assign(client, { optionalScopes: [] })],
    ["the name", (_portal, client) => Object.assign(client, { name: "Bank" })],
    ["the publisher", (_portal, client) => Object.assign(client, { publisher: "Bank Ltd" })],
    ["a link", (_portal, client) => Object.assign(client, { policyUri: "https://evil.example/" })],
    ["whether anybody checked it", (_portal, client) => Object.assign(client, { status: "verified" })],
    [
      "the words for a scope",
      (portal) => Object.assign(portal.store.tables.scopes.get("calendar:read") ?? {}, { title: "All" }),
    ],
    [
      "the risk of a scope",
      (portal) => Object.assign(portal.store.tables.scopes.get("calendar:read") ?? {}, { risk: "sensitive" }),
    ],
    [
      "what an API is called",
      (portal) => Object.assign(portal.store.tables.resources.get(CALENDAR_API.identifier) ?? {}, { name: "Mail" }),
    ],
    ["that there is such a scope", (portal) => portal.store.tables.scopes.delete("calendar:read")],
  ])(
    "is to what the page showed: when %s is another by then, the page comes again, and nothing is allowed",
    async (_case, change) => {
      const portal = new TestPortal();
      const id = await givenRequest(portal);
      const revision = await openPage(portal, id);
      const client = portal.store.tables.clients.get(CONFIDENTIAL.clientId);
      if (!client) throw new Error("there is no client");
      change(portal, client);
      for (const scopes of [[], ["calendar:write"]]) {
        expect(await tryAnswer(portal, id, { revision, scopes })).toBeNull();
      }
      expect([portal.store.tables.grants.size, portal.store.tables.consents.size]).toEqual([0, 0]);
      expect(locationOf(await answerOf(portal, id)).searchParams.has("code")).toBe(true);
    },
  );

  it("is to what the page showed: offline access that came since is asked about (RFC 6749 §1.5)", async () => {
    const client = { ...CONFIDENTIAL, grantTypes: ["authorization_code"] };
    const portal = new TestPortal({ clients: [client] });
    const id = await givenRequest(portal, { scope: "calendar:read" });
    const revision = await openPage(portal, id);
    portal.store.tables.clients.set(client.clientId, CONFIDENTIAL);
    expect(await tryAnswer(portal, id, { revision })).toBeNull();
    await answerOf(portal, id);
    expect([...portal.store.tables.grants.values()]).toMatchObject([{ offlineAccess: true }]);
  });

  it("is the person's who saw the page, and of no page at all it is none", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    const revision = await openPage(portal, id);
    const other = authentication({ userId: BOB.userId });
    expect(await tryAnswer(portal, id, { revision, authentication: other })).toBeNull();
    expect(await tryAnswer(portal, id, { revision: "" })).toBeNull();
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("counts although the same was allowed in another window meanwhile, and refusing needs no page", async () => {
    const portal = new TestPortal();
    const [id, another, third] = [await givenRequest(portal), await givenRequest(portal), await givenRequest(portal)];
    const revision = await openPage(portal, id);
    await answerOf(portal, another);
    expect(locationOf(await answerOf(portal, id, { revision })).searchParams.has("code")).toBe(true);
    const denied = await answerOf(portal, third, { answer: "deny", revision: "" });
    expect(locationOf(denied).searchParams.get("error")).toBe("access_denied");
  });

  it("counts at once: the next request is answered without a page, also with prompt=none", async () => {
    const portal = new TestPortal();
    await answerOf(portal, await givenRequest(portal));
    const next = get("/oauth/authorize", {
      client_id: CONFIDENTIAL.clientId,
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid calendar:read calendar:write",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
      prompt: "none",
    });
    const url = locationOf(await handleAuthorizeRequest(next, portal.context));
    const found = await portal.store.findAuthorizationCode(hashSecret(url.searchParams.get("code") ?? ""));
    expect(found?.grant.scopes).toEqual(["openid", "calendar:read"]);
  });

  it("Cancel sends access_denied, and nothing is remembered (RFC 6749 §4.1.2.1)", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    const url = locationOf(await answerOf(portal, id, { answer: "deny" }));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: "access_denied",
      state: "a state",
      iss: ISSUER,
    });
    expect(portal.store.tables.consents.size).toBe(0);
    expect(portal.events.at(-1)).toMatchObject({ type: "authorize.denied", userId: ALICE.userId });
    expect(locationOf(await answerOf(portal, id)).searchParams.get("error")).toBe("access_denied");
  });

  it("given twice leads to the same place", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    const answers = await Promise.all(Array.from({ length: 25 }, () => answerOf(portal, id)));
    expect(new Set(answers.map((response) => response.headers.get("location"))).size).toBe(1);
    expect([portal.store.tables.grants.size, portal.store.tables.codes.size]).toEqual([1, 1]);
    const denied = await answerOf(portal, id, { answer: "deny" });
    expect(denied.headers.get("location")).toBe(answers[0]?.headers.get("location"));
  });

  it.each(["used", "expired", "revoked"])(
    "given again after the code was %s leads to a page that says so",
    async (what) => {
      const portal = new TestPortal();
      const id = await givenRequest(portal);
      await answerOf(portal, id);
      const [code] = portal.store.tables.codes.values();
      const [grant] = portal.store.tables.grants.values();
      if (!code || !grant) throw new Error("there is no code");
      if (what === "used") code.consumedAt = START;
      if (what === "expired") portal.moveTo(60);
      if (what === "revoked") grant.revokedAt = START;
      expect(locationOf(await answerOf(portal, id)).href).toBe(`${ISSUER}/consent?request=${id}`);
      expect(await getInteraction(id, "browser", portal.signedIn, portal.context)).toMatchObject({ kind: "answered" });
    },
  );

  it("given again by somebody else does not show them the code", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    await answerOf(portal, id);
    const other = authentication({ userId: BOB.userId });
    expect(locationOf(await answerOf(portal, id, { authentication: other })).pathname).toBe("/consent");
    expect(locationOf(await answerOf(portal, id, { authentication: null })).pathname).toBe("/consent");
  });

  it("counts only while signed in", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal);
    expect(locationOf(await answerOf(portal, id, { authentication: null })).pathname).toBe("/login");
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("cannot skip the sign-in that the request demands", async () => {
    const portal = new TestPortal();
    const id = await givenRequest(portal, { prompt: "login" });
    expect(locationOf(await answerOf(portal, id)).pathname).toBe("/login");
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("with claims allows those whose scope was allowed", async () => {
    const portal = new TestPortal({
      clients: [{ ...CONFIDENTIAL, optionalScopes: ["email"] }],
      scopes: SCOPES,
    });
    const id = await givenRequest(portal, { scope: "openid", claims: '{"userinfo":{"email":null,"name":null}}' });
    await answerOf(portal, id);
    expect([...portal.store.tables.grants.values()]).toMatchObject([
      { scopes: ["openid"], claims: { userinfo: { name: null }, id_token: {} } },
    ]);
  });
});

describe("an app with a scheme of its own (RFC 8252 §7.1)", () => {
  const redirect_uri = "com.example.notes:/callback";
  const NOTES = { ...CONFIDENTIAL, clientId: "pt_cl_notes", kind: "native" as const, redirectUris: [redirect_uri] };

  it("gets its code by a link on a page that stays, with state and iss; an error by redirect", async () => {
    const portal = new TestPortal({ clients: [NOTES] });
    const fields = { client_id: NOTES.clientId, redirect_uri, scope: "openid" };
    const response = await answerOf(portal, await givenRequest(portal, fields));
    expect(response.status).toBe(200);
    const url = new URL((await response.json()).href);
    expect([url.protocol, url.pathname]).toEqual(["com.example.notes:", "/callback"]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: expect.stringMatching(/^pt_ac_/),
      state: "a state",
      iss: ISSUER,
    });
    const denied = await answerOf(portal, await givenRequest(portal, { ...fields, prompt: "consent" }), {
      answer: "deny",
    });
    expect([denied.status, locationOf(denied).protocol]).toEqual([303, "com.example.notes:"]);
  });

  it("gets its code in the fragment of that link where it asked for that", async () => {
    const portal = new TestPortal({ clients: [NOTES] });
    const fields = { client_id: NOTES.clientId, redirect_uri, scope: "openid", response_mode: "fragment" };
    const response = await answerOf(portal, await givenRequest(portal, fields));
    const { search, hash } = new URL((await response.json()).href);
    expect([search, new URLSearchParams(hash.slice(1)).get("code")]).toEqual(["", expect.stringMatching(/^pt_ac_/)]);
  });
});
