import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { Client, Resource } from "../model";
import { CALENDAR_API, SCOPES, START } from "../testing/fixtures";
import { basic, CONFIDENTIAL, ISSUER, PUBLIC, SERVICE, TEST_KEYS, TestPortal } from "../testing/test-context";
import { token } from "../testing/test-grants";
import { findActiveAccessToken } from "../tokens/access-token";
import { findOwnJwtPayload } from "../tokens/own-jwt";

const OWN_SCOPE = { ...SCOPES[0], name: "clients:read" } as (typeof SCOPES)[number];
const MAIL_API: Resource = {
  ...CALENDAR_API,
  identifier: "https://mail.example",
  normalIdentifier: "https://mail.example/",
  scopes: ["mail:read"],
  accessTokenTtl: 60,
};
const MAIL_SCOPE = { ...OWN_SCOPE, name: "mail:read", resourceIdentifier: MAIL_API.identifier };
const CLIENT: Client = { ...SERVICE, scopes: [...SERVICE.scopes, "mail:read", "clients:read"] };

function makePortal(resource: Partial<Resource> = {}) {
  return new TestPortal({
    clients: [CLIENT, PUBLIC, CONFIDENTIAL],
    resources: [{ ...CALENDAR_API, ...resource }, MAIL_API],
    scopes: [...SCOPES, OWN_SCOPE, MAIL_SCOPE],
  });
}

function ask(portal: TestPortal, fields: Record<string, string | string[]> = {}) {
  return token(portal, { grant_type: "client_credentials", ...fields }, basic(CLIENT.clientId));
}

async function rowOf(portal: TestPortal, value: unknown) {
  return (await findActiveAccessToken(String(value), portal.context))?.accessToken;
}

describe("client credentials (RFC 6749 §4.4)", () => {
  it("give an access token of the client's own, no refresh token and no ID token", async () => {
    const portal = makePortal();
    const response = await ask(portal, { scope: "calendar:read" });
    expect(Object.keys(response).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
    expect(await rowOf(portal, response.access_token)).toMatchObject({
      clientId: CLIENT.clientId,
      userId: null,
      grantId: null,
      scopes: ["calendar:read"],
      audience: [CALENDAR_API.identifier],
    });
  });

  it("give everything the client may have for itself at one API when no scope is named", async () => {
    const response = await ask(makePortal(), { resource: CALENDAR_API.identifier });
    expect(response.scope).toBe("calendar:read calendar:write");
    const portal = makePortal();
    portal.store.tables.clients.set(CLIENT.clientId, { ...CLIENT, scopes: ["mail:read"] });
    expect((await ask(portal)).scope).toBe("mail:read");
  });

  it.each([
    ["openid", "invalid_scope"],
    ["calendar:read profile", "invalid_scope"],
    ["no:such", "invalid_scope"],
    ["calendar:read address", "invalid_scope"],
  ])("refuse scope=%s with %s", async (scope, error) => {
    expect(await ask(makePortal(), { scope })).toMatchObject({ error });
  });

  it("are not for clients that are not registered for them, nor for public ones", async () => {
    const portal = makePortal();
    expect(await token(portal, { grant_type: "client_credentials" })).toMatchObject({ error: "unauthorized_client" });
    portal.store.tables.clients.set(PUBLIC.clientId, { ...PUBLIC, grantTypes: ["client_credentials"] });
    const fields = { grant_type: "client_credentials", client_id: PUBLIC.clientId };
    expect(await token(portal, fields, {})).toMatchObject({ error: "unauthorized_client" });
  });
});

describe("a client that registered itself where everybody may", () => {
  const tryAs = async (client: Partial<Client>, resource: Partial<Resource> = {}, mode: "open" | "token" = "open") => {
    const portal = makePortal(resource);
    portal.context.registration.mode = mode;
    portal.store.tables.clients.set(CLIENT.clientId, { ...CLIENT, isSelfRegistered: true, ...client });
    return await ask(portal, { scope: "calendar:read" });
  };

  it("has no token of its own for an API that does not let everybody in: nobody said yes to it", async () => {
    expect(await tryAs({})).toMatchObject({ error: "invalid_target" });
  });

  it.each<[string, Partial<Client>, Partial<Resource>, "open" | "token"]>([
    ["the API is open", {}, { clientPolicy: "open" }, "open"],
    ["an administrator verified it", { status: "verified" }, {}, "open"],
    ["registration takes a token that the operator gave", {}, {}, "token"],
  ])("has one where %s", async (_, client, resource, mode) => {
    expect(await tryAs(client, resource, mode)).toMatchObject({ scope: "calendar:read" });
  });
});

describe("the audience of a token (RFC 8707 §2.2)", () => {
  it.each<[string, Record<string, string | string[]>, string[], string, number]>([
    ["follows from the scope", { scope: "mail:read" }, ["https://mail.example"], "mail:read", 60],
    [
      "is the named API, of the scopes of several",
      { scope: "mail:read calendar:read", resource: "https://mail.example" },
      ["https://mail.example"],
      "mail:read",
      60,
    ],
    [
      "is the named API, with its scopes only",
      { resource: CALENDAR_API.identifier },
      [CALENDAR_API.identifier],
      "calendar:read calendar:write",
      600,
    ],
    [
      "is the portal's own API for its own scopes",
      { scope: "clients:read" },
      [`${ISSUER}/api/v1`],
      "clients:read",
      600,
    ],
    [
      "is the API as it is registered, however it is written (RFC 3986 §6.2)",
      { resource: ["HTTPS://Mail.EXAMPLE:443/", "https://mail.example"] },
      ["https://mail.example"],
      "mail:read",
      60,
    ],
  ])("%s", async (_case, fields, audience, scope, ttl) => {
    const portal = makePortal();
    const response = await ask(portal, fields);
    expect(response).toMatchObject({ scope, expires_in: ttl });
    expect(await rowOf(portal, response.access_token)).toMatchObject({ audience });
  });

  it.each(["https://unknown.example", "calendar", `${CALENDAR_API.identifier}/`])("is never %s", async (resource) => {
    expect(await ask(makePortal(), { resource })).toMatchObject({ error: "invalid_target" });
  });

  it("is never two APIs, whether named or meant by their scopes (RFC 9068 §3)", async () => {
    const requests: Record<string, string | string[]>[] = [
      { resource: [CALENDAR_API.identifier, "https://mail.example"] },
      { scope: "mail:read calendar:read" },
      {},
    ];
    for (const fields of requests) {
      expect(await ask(makePortal(), fields)).toMatchObject({ error: "invalid_target" });
    }
  });

  it("is never an API of which the client has no scope (RFC 9068 §5)", async () => {
    const portal = makePortal();
    portal.store.tables.clients.set(CLIENT.clientId, { ...CLIENT, scopes: ["mail:read"] });
    expect(await ask(portal, { resource: CALENDAR_API.identifier })).toMatchObject({ error: "invalid_target" });
    const fields = { resource: MAIL_API.identifier, scope: "calendar:read" };
    expect(await ask(portal, fields)).toMatchObject({ error: "invalid_scope" });
  });

  it("is never an API that a client registered itself without: nobody is asked here", async () => {
    const portal = makePortal();
    portal.store.tables.clients.set(CLIENT.clientId, { ...CLIENT, scopes: ["mail:read"], isSelfRegistered: true });
    expect(await ask(portal, { resource: CALENDAR_API.identifier })).toMatchObject({ error: "invalid_target" });
    expect(await ask(portal, { scope: "calendar:read" })).toMatchObject({ error: "invalid_scope" });
    expect(await ask(portal, { scope: "mail:read" })).toMatchObject({ scope: "mail:read" });
  });

  it("holds a scope of the named API when scopes are named", async () => {
    const fields = { resource: MAIL_API.identifier, scope: "calendar:read" };
    expect(await ask(makePortal(), fields)).toMatchObject({ error: "invalid_scope" });
  });
});

describe("JWT access tokens (RFC 9068)", () => {
  it.each([
    ["RS256", "at+jwt"],
    ["ES256", "at+jwt"],
    ["RS256", "JWT"],
  ] as const)("are given where the API wants them, with %s and typ %s, and say what they are for", async (alg, typ) => {
    const portal = makePortal({ tokenFormat: "jwt", signingAlg: alg, tokenTyp: typ });
    const response = await ask(portal, { resource: CALENDAR_API.identifier });
    const jwt = String(response.access_token);
    expect(decodeProtectedHeader(jwt)).toEqual({ alg, kid: `key-${alg}`, typ });
    expect(await rowOf(portal, jwt)).toMatchObject({ audience: [CALENDAR_API.identifier] });
    const keySet = createLocalJWKSet({ keys: await TEST_KEYS.listPublicJwks() });
    const { payload } = await jwtVerify(jwt, keySet, { currentDate: START });
    const { jti, ...claims } = payload;
    expect(claims).toEqual({
      iss: ISSUER,
      sub: CLIENT.clientId,
      aud: CALENDAR_API.identifier,
      client_id: CLIENT.clientId,
      iat: START.getTime() / 1000,
      exp: START.getTime() / 1000 + 600,
      scope: "calendar:read calendar:write",
      status: {
        status_list: { idx: expect.any(Number), uri: expect.stringContaining(`${ISSUER}/oauth/status-lists?id=`) },
      },
    });
    expect(jti).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it("are found by their jti, once their signature was checked", async () => {
    const portal = makePortal({ tokenFormat: "jwt" });
    const { access_token } = await ask(portal, { resource: CALENDAR_API.identifier });
    const jwt = String(access_token);
    const [header = "", payload = "", signature = ""] = jwt.split(".");
    const { jti } = JSON.parse(Buffer.from(payload, "base64url").toString());
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    const idToken = await TEST_KEYS.sign({ iss: ISSUER, jti }, { alg: "ES256", typ: "JWT" });
    const foreign = await TEST_KEYS.sign({ iss: "https://other.example", jti }, { alg: "ES256", typ: "at+jwt" });
    expect(await rowOf(portal, jwt)).toMatchObject({ audience: [CALENDAR_API.identifier] });
    const forged = [jti, `${header}.${payload}.`, `${none}.${payload}.`, `${header}.${payload}.${signature.slice(1)}`];
    for (const value of [...forged, idToken, foreign, "..", "a.b.c"])
      expect(await rowOf(portal, value)).toBeUndefined();
  });

  it("of the typ JWT are told from ID tokens, either way, by their client_id (RFC 8725 §3.11)", async () => {
    const portal = makePortal({ tokenFormat: "jwt", tokenTyp: "JWT" });
    const { access_token } = await ask(portal, { resource: CALENDAR_API.identifier });
    expect(await findOwnJwtPayload(String(access_token), "JWT", portal.context)).toBeNull();
    const { jti } = decodeJwt(String(access_token));
    const idToken = await TEST_KEYS.sign({ iss: ISSUER, jti }, { alg: "ES256", typ: "JWT" });
    expect(await rowOf(portal, idToken)).toBeUndefined();
  });
});

describe("grant types (RFC 6749 §5.2)", () => {
  it.each([
    ["password", "unsupported_grant_type"],
    ["implicit", "unsupported_grant_type"],
    ["constructor", "unsupported_grant_type"],
    ["", "invalid_request"],
  ])("grant_type=%s is refused with %s", async (grantType, error) => {
    expect(await token(makePortal(), { grant_type: grantType })).toMatchObject({ error });
  });
});
