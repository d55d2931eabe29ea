import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "./algorithms";
import { OAuthError } from "./errors";
import { hashSecret } from "./secrets";
import { ALICE, accessToken, at, CALENDAR_API, grant, START } from "./testing/fixtures";
import { CONFIDENTIAL, get, ISSUER, post, TEST_KEYS, TestPortal } from "./testing/test-context";
import { findOwnJwtPayload } from "./tokens/own-jwt";
import { handleUserinfoRequest } from "./userinfo";

const TOKEN = "pt_at_the-token";
const FULL = {
  ...ALICE,
  claims: { given_name: "Example", birthdate: "2000-01-01", phone_number: "+1 555 0100", address: { country: "KR" } },
};
const bearer = (value = TOKEN) => ({ authorization: `Bearer ${value}` });

interface Given {
  scopes?: string[];
  audience?: string[];
  claims?: Record<string, unknown>;
}

async function givenToken({ scopes = ["openid"], audience = [ISSUER], claims }: Given = {}) {
  const portal = new TestPortal({ subjects: [FULL] });
  const given = grant({ scopes, claims: claims ?? null });
  portal.store.tables.grants.set(given.grantId, given);
  const token = accessToken(given, { tokenHash: hashSecret(TOKEN), scopes, audience });
  await portal.store.createAccessToken(token);
  return { portal, grant: given, token };
}

async function ask(portal: TestPortal, request: Request) {
  try {
    return (await (await handleUserinfoRequest(request, portal.context)).json()) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { error: error.code, status: error.status, isChallenge: error.detail.isChallenge ?? false };
  }
}

describe("userinfo (OIDC Core §5.3, §5.4)", () => {
  it.each([
    [["openid"], ["sub"]],
    [
      ["openid", "profile"],
      ["birthdate", "given_name", "locale", "name", "preferred_username", "sub", "updated_at"],
    ],
    [
      ["openid", "email"],
      ["email", "email_verified", "sub"],
    ],
    [
      ["openid", "address", "phone"],
      ["address", "phone_number", "sub"],
    ],
    [["openid", "calendar:read"], ["sub"]],
  ])("scopes %j give %j", async (scopes, names) => {
    const { portal } = await givenToken({ scopes });
    const claims = await ask(portal, get("/oauth/userinfo", {}, bearer()));
    expect(Object.keys(claims).sort()).toEqual(names);
    expect(claims).toMatchObject({ sub: ALICE.userId });
  });

  it.each([
    ["openid groups", { sub: ALICE.userId, groups: ["editors"] }],
    ["openid", { sub: ALICE.userId }],
  ])("tells the names of the person's groups by scope: %s", async (scopes, told) => {
    const { portal } = await givenToken({ scopes: scopes.split(" ") });
    portal.store.tables.groups.push({ name: "editors", members: [ALICE.userId] }, { name: "writers", members: [] });
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer()))).toEqual(told);
  });

  it.each([
    ["by its scope", { scopes: ["openid", "work"] }, "red"],
    ["by the claims parameter", { claims: { userinfo: { team: null }, defined: { team: "work" } } }, "red"],
    [
      "by no claims parameter from when another scope brought it",
      { claims: { userinfo: { team: null }, defined: { team: "profile" } } },
      undefined,
    ],
    ["by no other scope", { scopes: ["openid", "profile"] }, undefined],
    [
      "by no claims parameter of a client that lost the scope",
      { claims: { userinfo: { team: null }, defined: { team: "other" } } },
      undefined,
    ],
  ])("tells an operator's own claim %s", async (_by, given, told) => {
    const { portal } = await givenToken(given);
    const [client] = portal.store.tables.clients.values();
    if (!client) throw new Error("no client");
    portal.store.tables.clients.set(client.clientId, { ...client, scopes: [...client.scopes, "work"] });
    portal.store.tables.claimValues.set(ALICE.userId, { team: "red" });
    const claims = await ask(portal, get("/oauth/userinfo", {}, bearer()));
    expect(claims.team).toBe(told);
  });

  it("tells somebody in no group so, by an empty array", async () => {
    const { portal } = await givenToken({ scopes: ["openid", "groups"] });
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer()))).toEqual({ sub: ALICE.userId, groups: [] });
  });

  it("reads groups of nobody whose app does not ask for them", async () => {
    const { portal } = await givenToken({ scopes: ["openid", "profile", "email"] });
    portal.store.findClaims = () => Promise.reject(new Error("groups were read"));
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer()))).toMatchObject({ email: ALICE.email });
  });

  it("gives nothing of a scope that the client lost since, though the claims parameter asked for it", async () => {
    const { portal } = await givenToken({ claims: { userinfo: { email: null, name: null } } });
    const [client] = portal.store.tables.clients.values();
    if (!client) throw new Error("no client");
    const scopes = client.scopes.filter((name) => name !== "email");
    portal.store.tables.clients.set(client.clientId, { ...client, scopes });
    const claims = await ask(portal, get("/oauth/userinfo", {}, bearer()));
    expect(claims).toEqual({ sub: ALICE.userId, name: ALICE.name });
  });

  it("gives what the claims parameter asked for here (OIDC Core §5.5)", async () => {
    const { portal } = await givenToken({ claims: { userinfo: { email: null }, id_token: { name: null } } });
    const claims = await ask(portal, get("/oauth/userinfo", {}, bearer()));
    expect(claims).toEqual({ sub: ALICE.userId, email: ALICE.email });
  });

  it.each([
    ["GET with a header", get("/oauth/userinfo", {}, bearer())],
    ["GET with a lower-case scheme", get("/oauth/userinfo", {}, { authorization: `bearer ${TOKEN}` })],
    ["POST with a header", new Request(`${ISSUER}/oauth/userinfo`, { method: "POST", headers: bearer() })],
    ["POST with a header and an empty form", post("/oauth/userinfo", {}, bearer())],
    ["POST with a body", post("/oauth/userinfo", { access_token: TOKEN })],
  ])("takes the token by %s (RFC 6750 §2)", async (_case, request) => {
    const { portal } = await givenToken();
    expect(await ask(portal, request)).toMatchObject({ sub: ALICE.userId });
  });

  it.each([
    ["with no body", undefined],
    ["with an empty body", ""],
    ["with an empty object", "{}"],
  ])("answers a POST that says it is JSON, as HTTP clients do by default, %s (RFC 6750 §2.1)", async (_case, body) => {
    const { portal } = await givenToken();
    const headers = { ...bearer(), "content-type": "application/json" };
    const request = new Request(`${ISSUER}/oauth/userinfo`, { method: "POST", headers, body });
    const response = await handleUserinfoRequest(request, portal.context);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ sub: ALICE.userId });
  });

  it.each([
    ["no token", get("/oauth/userinfo"), "invalid_token", 401, true],
    ["another scheme", get("/oauth/userinfo", {}, { authorization: "Basic x" }), "invalid_token", 401, false],
    ["an unknown token", get("/oauth/userinfo", {}, bearer("pt_at_x")), "invalid_token", 401, false],
    ["a token in the query", get("/oauth/userinfo", { access_token: TOKEN }), "invalid_request", 400, false],
    ["two tokens", post("/oauth/userinfo", { access_token: TOKEN }, bearer()), "invalid_request", 400, false],
  ])("refuses %s (RFC 6750 §3.1)", async (_case, request, error, status, isChallenge) => {
    const { portal } = await givenToken();
    expect(await ask(portal, request)).toEqual({ error, status, isChallenge });
  });

  it("refuses a token without openid", async () => {
    const { portal } = await givenToken({ scopes: ["profile"] });
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer()))).toMatchObject({
      error: "insufficient_scope",
      status: 403,
    });
  });

  it("refuses a token for another API (RFC 8707 §2)", async () => {
    const { portal } = await givenToken({ audience: [CALENDAR_API.identifier] });
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer()))).toMatchObject({ error: "invalid_token" });
  });

  it("refuses an ID token", async () => {
    const { portal } = await givenToken();
    const jwt = await TEST_KEYS.sign({ iss: ISSUER, sub: ALICE.userId, jti: TOKEN }, { alg: "ES256", typ: "JWT" });
    expect(await ask(portal, get("/oauth/userinfo", {}, bearer(jwt)))).toMatchObject({ error: "invalid_token" });
  });

  it.each<[string, (given: Awaited<ReturnType<typeof givenToken>>) => unknown]>([
    ["it expired", ({ portal }) => portal.moveTo(600)],
    ["it was revoked", ({ portal, token }) => portal.store.revokeAccessToken(token.tokenHash, token.clientId, START)],
    ["its grant was revoked", ({ portal, grant: { grantId } }) => portal.store.revokeGrant(grantId, START)],
    [
      "only its grant says so",
      ({ portal, grant: given }) => portal.store.tables.grants.set(given.grantId, { ...given, revokedAt: START }),
    ],
    [
      "the person was suspended",
      ({ portal }) => portal.store.tables.subjects.set(ALICE.userId, { ...FULL, suspendedAt: at(1) }),
    ],
    [
      "the client was suspended",
      ({ portal }) => portal.store.tables.clients.set(CONFIDENTIAL.clientId, { ...CONFIDENTIAL, suspendedAt: at(1) }),
    ],
    ["the client was deleted", ({ portal }) => portal.store.tables.clients.delete(CONFIDENTIAL.clientId)],
  ])("stops at once when %s", async (_case, change) => {
    const given = await givenToken();
    expect(await ask(given.portal, get("/oauth/userinfo", {}, bearer()))).toHaveProperty("sub");
    await change(given);
    expect(await ask(given.portal, get("/oauth/userinfo", {}, bearer()))).toMatchObject({ error: "invalid_token" });
  });

  it.each(SIGNING_ALGS)("is a JWT signed with %s for a client that registered it (OIDC Core §5.3.2)", async (alg) => {
    const { portal } = await givenToken({ scopes: ["openid", "email"] });
    portal.store.tables.clients.set(CONFIDENTIAL.clientId, { ...CONFIDENTIAL, userinfoSignedResponseAlg: alg });
    const response = await handleUserinfoRequest(get("/oauth/userinfo", {}, bearer()), portal.context);
    expect(response.headers.get("content-type")).toBe("application/jwt");
    const jwks = createLocalJWKSet({ keys: await TEST_KEYS.listPublicJwks() });
    const jwt = await response.text();
    const { payload, protectedHeader } = await jwtVerify(jwt, jwks, {
      issuer: ISSUER,
      audience: CONFIDENTIAL.clientId,
    });
    expect(protectedHeader).toEqual({ alg, kid: `key-${alg}`, typ: "userinfo+jwt" });
    const expected = { iss: ISSUER, aud: CONFIDENTIAL.clientId, sub: ALICE.userId, email: ALICE.email };
    expect(payload).toEqual({ ...expected, email_verified: true });
    // RFC 8725 §3.11: it does not pass for an ID token.
    expect(await findOwnJwtPayload(jwt, "JWT", portal.context)).toBeNull();
  });
});
