import { createHash } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { hashSecret } from "../secrets";
import { ALICE, at, CALENDAR_API, SCOPES, START } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, ISSUER, PUBLIC, TestPortal, VERIFIER } from "../testing/test-context";
import { CALLBACK, givenCode, redeemCode, refresh } from "../testing/test-grants";
import { findActiveAccessToken } from "../tokens/access-token";

const OTHER: Client = { ...CONFIDENTIAL, clientId: "pt_cl_other" };
const ALL = ["openid", "profile", "calendar:read", "offline_access"];

describe("a code is redeemed (RFC 6749 §4.1.3, §5.1)", () => {
  it("for an access token, a refresh token and an ID token", async () => {
    const portal = new TestPortal();
    const given = await givenCode(portal, CONFIDENTIAL, { scopes: ALL });
    const response = await redeemCode(portal);
    expect(response).toMatchObject({ token_type: "Bearer", expires_in: 600, scope: ALL.join(" ") });
    expect(response.access_token).toMatch(/^pt_at_[A-Za-z0-9_-]{43}$/);
    expect(response.refresh_token).toMatch(/^pt_rt_[A-Za-z0-9_-]{43}$/);
    const active = await findActiveAccessToken(String(response.access_token), portal.context);
    expect(active?.accessToken).toMatchObject({
      grantId: given.grantId,
      userId: ALICE.userId,
      audience: [ISSUER, CALENDAR_API.identifier],
      expiresAt: at(600),
    });
    expect(portal.events).toMatchObject([
      { type: "token.issued", clientId: CONFIDENTIAL.clientId, data: { secretId: CONFIDENTIAL.secrets[0]?.id } },
    ]);
  });

  it("with an ID token that says who signed in and no more (OIDC Core §2)", async () => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes: ALL });
    const response = await redeemCode(portal);
    const idToken = String(response.id_token);
    expect(decodeProtectedHeader(idToken)).toEqual({ alg: "ES256", kid: "key-ES256", typ: "JWT" });
    const digest = createHash("sha256").update(String(response.access_token)).digest();
    expect(decodeJwt(idToken)).toEqual({
      iss: ISSUER,
      sub: ALICE.userId,
      aud: CONFIDENTIAL.clientId,
      iat: START.getTime() / 1000,
      exp: START.getTime() / 1000 + 3600,
      auth_time: at(-30).getTime() / 1000,
      nonce: "a nonce",
      sid: "018f4a00-0000-7000-8000-0000005e5510",
      amr: ["pwd"],
      at_hash: digest.subarray(0, 16).toString("base64url"),
    });
  });

  it("with the ID token claims that were asked for by name (OIDC Core §5.5)", async () => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { claims: { id_token: { email: null }, userinfo: { name: null } } });
    const { id_token } = await redeemCode(portal);
    expect(decodeJwt(String(id_token))).toMatchObject({ email: ALICE.email });
    expect(decodeJwt(String(id_token))).not.toHaveProperty("name");
  });

  it.each([
    [["calendar:read"], false, true],
    [["calendar:read", "offline_access"], false, true],
    [["openid", "calendar:read"], true, false],
    [["openid", "offline_access"], true, true],
  ])("scopes %j: ID token %s, refresh token %s", async (scopes, hasIdToken, hasRefreshToken) => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes });
    const response = await redeemCode(portal);
    expect(["id_token" in response, "refresh_token" in response]).toEqual([hasIdToken, hasRefreshToken]);
  });

  it.each<[string, Partial<Client>]>([
    ["is not registered for them (RFC 6749 §5.1)", { grantTypes: ["authorization_code"] }],
    ["leaves it to the person, and did not ask", { optionalScopes: ["offline_access"] }],
  ])("without a refresh token for plain OAuth of a client that %s", async (_case, values) => {
    const client = { ...CONFIDENTIAL, ...values };
    const portal = new TestPortal({ clients: [client] });
    await givenCode(portal, client, { scopes: ["calendar:read"] });
    const response = await redeemCode(portal, client);
    expect(response).toHaveProperty("access_token");
    expect(response).not.toHaveProperty("refresh_token");
  });

  it("without a refresh token where the yes did not include it, also when the client's grants are known by then", async () => {
    const portal = new TestPortal();
    for (const _each of ["first", "second", "in one step"]) {
      portal.store.tables.codes.clear();
      await givenCode(portal, CONFIDENTIAL, { scopes: ["calendar:read"], offlineAccess: false });
      const response = await redeemCode(portal);
      expect(response).toHaveProperty("access_token");
      expect(response).not.toHaveProperty("refresh_token");
      expect(response).not.toHaveProperty("refresh_token_expires_in");
    }
    expect(portal.store.tables.refreshTokens.size).toBe(0);
  });

  it("for a refresh token without openid, whose answers name the scopes that were asked for and no other", async () => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes: ["calendar:read"] });
    const first = await redeemCode(portal);
    expect(first).toMatchObject({ scope: "calendar:read" });
    expect(await refresh(portal, first.refresh_token)).toMatchObject({ scope: "calendar:read" });
  });

  it("without a scope that was retired or taken from the client meanwhile", async () => {
    const retired = SCOPES.map((scope) => (scope.name === "profile" ? { ...scope, retiredAt: START } : scope));
    const client = { ...CONFIDENTIAL, scopes: ["openid", "profile"] };
    const portal = new TestPortal({ scopes: retired, clients: [client] });
    await givenCode(portal, client, { scopes: ALL });
    expect(await redeemCode(portal)).toMatchObject({ scope: "openid" });
  });

  it.each<[string, Client, Record<string, string | null>, object]>([
    ["without redirect_uri, when PKCE binds it (OAuth 2.1 §10.2)", CONFIDENTIAL, { redirect_uri: null }, {}],
    [
      "without redirect_uri, when only one is registered",
      CONFIDENTIAL,
      { redirect_uri: null, code_verifier: null },
      { codeChallenge: null },
    ],
  ])("%s", async (_case, client, fields, code) => {
    const portal = new TestPortal();
    await givenCode(portal, client, {}, code);
    expect(await redeemCode(portal, client, fields)).toHaveProperty("access_token");
  });
});

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");
const TWO_URIS: Client = { ...CONFIDENTIAL, clientId: "pt_cl_two", redirectUris: [CALLBACK, `${CALLBACK}/two`] };

describe("possession is proved before the code is used up (RFC 6749 §4.1.3, RFC 7636 §4.6)", () => {
  it.each<[string, Client, Record<string, string | string[] | null>, object]>([
    ["another client", OTHER, {}, {}],
    ["a public client with somebody else's code", PUBLIC, {}, {}],
    ["another redirect_uri", CONFIDENTIAL, { redirect_uri: `${CALLBACK}/two` }, {}],
    [
      "no redirect_uri, without PKCE and with several registered",
      TWO_URIS,
      { redirect_uri: null, code_verifier: null },
      { codeChallenge: null, clientId: "pt_cl_two" },
    ],
    ["a wrong verifier", CONFIDENTIAL, { code_verifier: `${VERIFIER}x` }, {}],
    ["no verifier", CONFIDENTIAL, { code_verifier: null }, {}],
    ["the challenge as verifier", CONFIDENTIAL, { code_verifier: CHALLENGE }, {}],
    ["a verifier without a challenge (RFC 9700 §2.1.1)", CONFIDENTIAL, {}, { codeChallenge: null }],
    [
      "a verifier under 43 characters",
      CONFIDENTIAL,
      { code_verifier: "a".repeat(42) },
      { codeChallenge: challengeOf("a".repeat(42)) },
    ],
    [
      "a verifier over 128 characters",
      CONFIDENTIAL,
      { code_verifier: "a".repeat(129) },
      { codeChallenge: challengeOf("a".repeat(129)) },
    ],
    ["an unknown code", CONFIDENTIAL, { code: "pt_ac_unknown" }, {}],
    ["the hash of the code", CONFIDENTIAL, { code: hashSecret("pt_ac_the-code") }, {}],
  ])("%s: invalid_grant, and the code stays", async (_case, client, fields, code) => {
    const portal = new TestPortal({ clients: [CONFIDENTIAL, PUBLIC, OTHER, TWO_URIS] });
    await givenCode(portal, CONFIDENTIAL, {}, code);
    expect(await redeemCode(portal, client, fields)).toMatchObject({ error: "invalid_grant" });
    expect([...portal.store.tables.codes.values()]).toMatchObject([{ consumedAt: null }]);
    expect([...portal.store.tables.grants.values()]).toMatchObject([{ revokedAt: null }]);
    expect(portal.store.tables.accessTokens.size).toBe(0);
  });

  it.each<[string, Record<string, string | string[] | null>, string]>([
    ["no code", { code: null }, "invalid_request"],
    ["a code that came twice", { code: ["a", "b"] }, "invalid_request"],
    ["a repeated unknown parameter", { whatever: ["a", "b"] }, "invalid_request"],
    ["a resource that was not granted", { resource: "https://unknown.example" }, "invalid_target"],
  ])("%s", async (_case, fields, error) => {
    const portal = new TestPortal();
    await givenCode(portal);
    expect(await redeemCode(portal, CONFIDENTIAL, fields)).toMatchObject({ error });
    expect([...portal.store.tables.codes.values()]).toMatchObject([{ consumedAt: null }]);
  });
});

describe("a code is for once (RFC 6749 §4.1.2, §10.5)", () => {
  it.each([
    [59, true],
    [60, false],
  ])("after %d s it is accepted: %s", async (seconds, isAccepted) => {
    const portal = new TestPortal();
    await givenCode(portal);
    portal.moveTo(seconds);
    expect("access_token" in (await redeemCode(portal))).toBe(isAccepted);
  });

  it.each([1, 30, 3600])("a second use %d s later ends every token of the grant", async (seconds) => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes: ALL });
    const first = await redeemCode(portal);
    portal.moveTo(seconds);
    expect(await redeemCode(portal)).toMatchObject({ error: "invalid_grant" });
    expect(await findActiveAccessToken(String(first.access_token), portal.context)).toBeNull();
    expect([...portal.store.tables.refreshTokens.values()]).toMatchObject([{ revokedAt: at(seconds) }]);
    expect(portal.events.map((event) => event.type)).toEqual(["token.issued", "code.reused"]);
  });

  it("a second use by somebody who cannot prove possession ends nothing", async () => {
    const portal = new TestPortal({ clients: [CONFIDENTIAL, OTHER] });
    await givenCode(portal);
    const first = await redeemCode(portal);
    await redeemCode(portal, OTHER);
    await redeemCode(portal, CONFIDENTIAL, { code_verifier: "b".repeat(43) });
    expect(await findActiveAccessToken(String(first.access_token), portal.context)).not.toBeNull();
  });

  it("of 25 at once exactly one wins, and its tokens are then revoked", async () => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes: ALL });
    const answers = await Promise.all(Array.from({ length: 25 }, () => redeemCode(portal)));
    const won = answers.filter((answer) => "access_token" in answer);
    expect(won).toHaveLength(1);
    expect(answers.filter((answer) => answer.error === "invalid_grant")).toHaveLength(24);
    expect(await findActiveAccessToken(String(won[0]?.access_token), portal.context)).toBeNull();
    expect(portal.store.tables.accessTokens.size).toBe(1);
  });

  it("a code of a suspended person or a revoked grant is refused", async () => {
    const suspended = new TestPortal({ subjects: [{ ...ALICE, suspendedAt: START }] });
    await givenCode(suspended);
    expect(await redeemCode(suspended)).toMatchObject({ error: "invalid_grant", cause: "person_suspended" });
    const revoked = new TestPortal();
    const { grantId } = await givenCode(revoked);
    await revoked.store.revokeGrant(grantId, START);
    expect(await redeemCode(revoked)).toMatchObject({ error: "invalid_grant", cause: "grant_revoked" });
  });
});
