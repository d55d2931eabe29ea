import { describe, expect, it } from "vitest";
import { OAuthError } from "./errors";
import { handleIntrospectionRequest } from "./introspect";
import { handleRevocationRequest } from "./revoke";
import { ALICE, at, CALENDAR_API, SCOPES, START } from "./testing/fixtures";
import { API_CLIENT, basic, CONFIDENTIAL, ISSUER, PUBLIC, post, SERVICE, TestPortal } from "./testing/test-context";
import { givenCode, redeemCode, refresh, token } from "./testing/test-grants";

const OTHER_API = { ...API_CLIENT, clientId: "pt_cl_other_api" };
const JWT_API = { ...CALENDAR_API, tokenFormat: "jwt" as const, introspectionClientId: API_CLIENT.clientId };

async function givenTokens(isJwt = false, client = CONFIDENTIAL) {
  const portal = new TestPortal({
    clients: [CONFIDENTIAL, PUBLIC, SERVICE, API_CLIENT, OTHER_API],
    ...(isJwt && { resources: [JWT_API] }),
    scopes: SCOPES,
  });
  await givenCode(portal, client, { scopes: ["openid", "calendar:read", "offline_access"] });
  return { portal, tokens: await redeemCode(portal, client) };
}

async function introspect(portal: TestPortal, value: unknown, headers = basic(API_CLIENT.clientId), fields = {}) {
  try {
    const request = post("/oauth/introspect", { token: String(value), ...fields }, headers);
    return (await (await handleIntrospectionRequest(request, portal.context)).json()) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { error: error.code };
  }
}

async function revoke(portal: TestPortal, value: unknown, headers = basic(CONFIDENTIAL.clientId), fields = {}) {
  try {
    const request = post("/oauth/revoke", { token: String(value), ...fields }, headers);
    return (await handleRevocationRequest(request, portal.context)).status;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return error.code;
  }
}

const INACTIVE = { active: false };

describe.each([
  ["opaque", false],
  ["JWT", true],
])("introspection of an access token, %s (RFC 7662 §2.2)", (_format, isJwt) => {
  it("tells the API that it is for, and only of its own scopes", async () => {
    const { portal, tokens } = await givenTokens(isJwt);
    expect(await introspect(portal, tokens.access_token)).toEqual({
      active: true,
      iss: ISSUER,
      sub: ALICE.userId,
      aud: CALENDAR_API.identifier,
      client_id: CONFIDENTIAL.clientId,
      token_type: "Bearer",
      scope: "calendar:read",
      iat: START.getTime() / 1000,
      exp: at(600).getTime() / 1000,
      auth_time: at(-30).getTime() / 1000,
    });
  });

  it("tells the client that it was issued to everything", async () => {
    const { portal, tokens } = await givenTokens(isJwt);
    expect(await introspect(portal, tokens.access_token, basic(CONFIDENTIAL.clientId))).toMatchObject({
      active: true,
      scope: "openid calendar:read offline_access",
      aud: [ISSUER, CALENDAR_API.identifier],
    });
  });

  it("tells another API and another client nothing", async () => {
    const { portal, tokens } = await givenTokens(isJwt);
    expect(await introspect(portal, tokens.access_token, basic(OTHER_API.clientId))).toEqual(INACTIVE);
    expect(await introspect(portal, tokens.access_token, basic(SERVICE.clientId))).toEqual(INACTIVE);
  });

  it("says no more than active: false once it is expired or revoked", async () => {
    const { portal, tokens } = await givenTokens(isJwt);
    portal.moveTo(600);
    expect(await introspect(portal, tokens.access_token)).toEqual(INACTIVE);
    portal.moveTo(1);
    expect(await introspect(portal, tokens.access_token)).toMatchObject({ active: true });
    expect(await revoke(portal, tokens.access_token)).toBe(200);
    expect(await introspect(portal, tokens.access_token)).toEqual(INACTIVE);
  });
});

describe("introspection (RFC 7662 §2.1)", () => {
  it("of unknown things says active: false", async () => {
    const { portal } = await givenTokens();
    for (const value of ["x", "pt_at_x", "pt_rt_x", "a.b.c"]) expect(await introspect(portal, value)).toEqual(INACTIVE);
  });

  it("of a token of a client alone names the client as its subject", async () => {
    const { portal } = await givenTokens();
    const own = await token(
      portal,
      { grant_type: "client_credentials", scope: "calendar:read" },
      basic(SERVICE.clientId),
    );
    expect(await introspect(portal, own.access_token)).toMatchObject({ active: true, sub: SERVICE.clientId });
  });

  it("of a refresh token ends with its grant, also when the operator brings that forward", async () => {
    const { portal, tokens } = await givenTokens();
    const day = 24 * 3600;
    portal.context.refreshLifetime = 30 * day;
    const credentials = basic(CONFIDENTIAL.clientId);
    const exp = at(30 * day).getTime() / 1000;
    expect(await introspect(portal, tokens.refresh_token, credentials)).toMatchObject({ active: true, exp });
    portal.moveTo(30 * day);
    expect(await introspect(portal, tokens.refresh_token, credentials)).toEqual(INACTIVE);
  });

  it("of a refresh token is for its client only", async () => {
    const { portal, tokens } = await givenTokens();
    expect(await introspect(portal, tokens.refresh_token)).toEqual(INACTIVE);
    expect(await introspect(portal, tokens.refresh_token, basic(CONFIDENTIAL.clientId))).toMatchObject({
      active: true,
    });
    portal.moveTo(90 * 24 * 3600);
    expect(await introspect(portal, tokens.refresh_token, basic(CONFIDENTIAL.clientId))).toEqual(INACTIVE);
  });

  it.each<[string, Record<string, string>, Record<string, string | string[]>, string]>([
    ["nobody", {}, {}, "invalid_client"],
    ["a public client", {}, { client_id: PUBLIC.clientId }, "invalid_client"],
    ["a wrong secret", basic(API_CLIENT.clientId, "wrong"), {}, "invalid_client"],
    ["a repeated token", basic(API_CLIENT.clientId), { token: ["a", "b"] }, "invalid_request"],
    ["no token", basic(API_CLIENT.clientId), { token: "" }, "invalid_request"],
  ])("refuses %s", async (_case, headers, fields, error) => {
    const { portal, tokens } = await givenTokens();
    expect(await introspect(portal, tokens.access_token, headers, fields)).toEqual({ error });
  });
});

describe("revocation (RFC 7009 §2)", () => {
  it("of an access token ends that one alone", async () => {
    const { portal, tokens } = await givenTokens();
    expect(await revoke(portal, tokens.access_token)).toBe(200);
    expect(await introspect(portal, tokens.access_token)).toEqual(INACTIVE);
    expect(await refresh(portal, tokens.refresh_token)).toHaveProperty("access_token");
  });

  it.each([{}, { token_type_hint: "access_token" }, { token_type_hint: "nonsense" }])(
    "of a refresh token ends its grant, whatever the hint: %j",
    async (hint) => {
      const { portal, tokens } = await givenTokens();
      expect(await revoke(portal, tokens.refresh_token, basic(CONFIDENTIAL.clientId), hint)).toBe(200);
      expect(await introspect(portal, tokens.access_token)).toEqual(INACTIVE);
      expect(await refresh(portal, tokens.refresh_token)).toMatchObject({ error: "invalid_grant" });
    },
  );

  it("is open to public clients", async () => {
    const { portal, tokens } = await givenTokens(false, PUBLIC);
    expect(await revoke(portal, tokens.refresh_token, {}, { client_id: PUBLIC.clientId })).toBe(200);
    expect(await introspect(portal, tokens.access_token)).toEqual(INACTIVE);
  });

  it("of an unknown token is a success, any number of times", async () => {
    const { portal, tokens } = await givenTokens();
    for (const value of ["x", "pt_at_x", "pt_rt_x", "a.b.c", tokens.access_token, tokens.access_token]) {
      expect(await revoke(portal, value)).toBe(200);
    }
  });

  it("of another client's token is refused, and ends nothing", async () => {
    const { portal, tokens } = await givenTokens();
    for (const value of [tokens.access_token, tokens.refresh_token]) {
      expect(await revoke(portal, value, basic(SERVICE.clientId))).toBe("invalid_grant");
    }
    expect(await introspect(portal, tokens.access_token)).toMatchObject({ active: true });
    expect(await refresh(portal, tokens.refresh_token)).toHaveProperty("access_token");
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["nobody", {}, {}, "invalid_client"],
    ["a wrong secret", basic(CONFIDENTIAL.clientId, "wrong"), {}, "invalid_client"],
    ["no token", basic(CONFIDENTIAL.clientId), { token: "" }, "invalid_request"],
  ])("refuses %s", async (_case, headers, fields, error) => {
    const { portal, tokens } = await givenTokens();
    expect(await revoke(portal, tokens.access_token, headers, fields)).toBe(error);
  });
});

describe("what an introspection says of the app's use, for the person to see", () => {
  const usesAfter = async (headers = basic(API_CLIENT.clientId), fields = {}, isJwt = false) => {
    const { portal, tokens } = await givenTokens(isJwt);
    portal.uses.length = 0;
    await introspect(portal, tokens.access_token, headers, fields);
    return portal.uses.map(({ scopes }) => scopes);
  };

  it("is the scopes of the API that asks, or of these those that it needs for the call (RFC 7662 §2.1)", async () => {
    expect(await usesAfter()).toEqual([["calendar:read"]]);
    expect(await usesAfter(undefined, { scope: "calendar:read calendar:write" })).toEqual([["calendar:read"]]);
    expect(await usesAfter(undefined, { scope: "calendar:write" }), "the access alone").toEqual([[]]);
  });

  it("is nothing when another API asks, or the app itself", async () => {
    expect(await usesAfter(basic(OTHER_API.clientId))).toEqual([]);
    expect(await usesAfter(basic(CONFIDENTIAL.clientId))).toEqual([]);
  });

  it("is said by the exchange already where the API checks its tokens by itself, as a JWT (RFC 9068)", async () => {
    const [opaque, jwt] = [await givenTokens(), await givenTokens(true)];
    expect(opaque.portal.uses.map(({ scopes }) => scopes)).toEqual([["openid"]]);
    expect(jwt.portal.uses.map(({ scopes }) => scopes)).toEqual([["openid", "calendar:read"]]);
    await refresh(opaque.portal, opaque.tokens.refresh_token);
    expect(opaque.portal.uses.at(-1)?.scopes).toEqual(["openid", "offline_access"]);
  });
});
