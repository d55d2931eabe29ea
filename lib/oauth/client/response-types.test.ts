import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { handleAuthorizeRequest } from "../authorize/handle-request";
import { handleMetadataRequest } from "../metadata";
import type { Client } from "../model";
import { hashSecret } from "../secrets";
import { ALICE, SCOPES } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, type encodeFields, get, ISSUER, PUBLIC, TestPortal } from "../testing/test-context";
import { handleUserinfoRequest } from "../userinfo";
import { findResponseType, LEGACY_RESPONSE_TYPES } from "./response-types";

const CALLBACK = "https://client.example/callback";
const LEGACY: Client = {
  ...CONFIDENTIAL,
  clientId: "pt_cl_legacy",
  isTrusted: true,
  grantTypes: ["authorization_code", "implicit", "refresh_token"],
  responseTypes: ["code", ...LEGACY_RESPONSE_TYPES],
};

type Fields = Parameters<typeof encodeFields>[0];

function makePortal({ isOn = true } = {}) {
  const portal = new TestPortal({ clients: [LEGACY, { ...CONFIDENTIAL, isTrusted: true }, PUBLIC], scopes: SCOPES });
  return Object.assign(portal, { context: { ...portal.context, legacyResponseTypes: isOn } });
}

async function authorize(portal: TestPortal, fields: Fields) {
  const query = {
    client_id: LEGACY.clientId,
    redirect_uri: CALLBACK,
    scope: "openid email offline_access",
    state: "a state",
    nonce: "a nonce",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  };
  const response = await handleAuthorizeRequest(get("/oauth/authorize", query), portal.context);
  const url = new URL(response.headers.get("location") ?? "https://none.example");
  const read = (text: string) => Object.fromEntries(new URLSearchParams(text));
  return { response, url, query: read(url.search), fragment: read(url.hash.slice(1)) };
}

const leftHalf = (text: string) => {
  const digest = createHash("sha256").update(text).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
};

describe("response types with tokens (OIDC Core §3.2, §3.3), switched on by the operator", () => {
  it.each(LEGACY_RESPONSE_TYPES)("%s: exactly its parts, in the fragment, with state and iss", async (type) => {
    const portal = makePortal();
    const { response, query, fragment } = await authorize(portal, { response_type: type });
    expect([response.status, query]).toEqual([303, {}]);
    const parts = type.split(" ");
    expect(Object.keys(fragment).sort()).toEqual(
      [
        ...(parts.includes("code") ? ["code"] : []),
        ...(parts.includes("token") ? ["access_token", "expires_in", "scope", "token_type"] : []),
        ...(parts.includes("id_token") ? ["id_token"] : []),
        "iss",
        "session_state",
        "state",
      ].sort(),
    );
    expect(fragment).toMatchObject({ state: "a state", iss: ISSUER });
    if (fragment.id_token !== undefined) {
      const claims = decodeJwt(fragment.id_token);
      expect(claims).toMatchObject({ sub: ALICE.userId, aud: LEGACY.clientId, nonce: "a nonce" });
      // OIDC Core §3.2.2.9, §3.3.2.11: at_hash and c_hash where their token is beside it.
      expect(claims.at_hash).toBe(fragment.access_token === undefined ? undefined : leftHalf(fragment.access_token));
      expect(claims.c_hash).toBe(fragment.code === undefined ? undefined : leftHalf(fragment.code));
      // OIDC Core §5.4: profile claims only where there is no access token to ask userinfo with.
      expect(claims.email).toBe(type === "id_token" ? ALICE.email : undefined);
    }
  });

  it("takes the words in any order (RFC 6749 §3.1.1)", async () => {
    expect(findResponseType("token  code id_token")).toBe("code id_token token");
    expect((await authorize(makePortal(), { response_type: "token id_token" })).fragment).toHaveProperty("id_token");
    expect(findResponseType("token")).toBeNull();
    expect(findResponseType("code code")).toBeNull();
  });

  it("gives an access token that works at userinfo, without offline access", async () => {
    const portal = makePortal();
    const { fragment } = await authorize(portal, { response_type: "id_token token" });
    expect(fragment.scope).toBe("openid email");
    const headers = { authorization: `Bearer ${fragment.access_token}` };
    const answer = await handleUserinfoRequest(get("/oauth/userinfo", {}, headers), portal.context);
    expect(await answer.json()).toMatchObject({ sub: ALICE.userId, email: ALICE.email });
    const [grant] = portal.store.tables.grants.values();
    expect(grant?.scopes).toEqual(["openid", "email"]);
  });

  it("keeps the code bound to the challenge, and its refresh token possible", async () => {
    const portal = makePortal();
    const { fragment } = await authorize(portal, { response_type: "code id_token" });
    const found = await portal.store.findAuthorizationCode(hashSecret(fragment.code ?? ""));
    expect(found).toMatchObject({
      code: { codeChallenge: CHALLENGE },
      grant: { scopes: ["openid", "email", "offline_access"] },
    });
  });

  it("posts the answer when form_post was asked for", async () => {
    const { response } = await authorize(makePortal(), { response_type: "id_token", response_mode: "form_post" });
    expect(await response.json()).toMatchObject({
      action: CALLBACK,
      fields: [
        ["id_token", expect.any(String)],
        ["session_state", expect.stringMatching(/^[0-9a-f]{64}\.[\w-]{22}$/)],
        ["state", "a state"],
        ["iss", ISSUER],
      ],
    });
  });

  it.each<[string, Fields, string]>([
    ["no nonce", { response_type: "id_token", nonce: null }, "invalid_request"],
    ["no nonce beside a code", { response_type: "code id_token", nonce: null }, "invalid_request"],
    ["no openid", { response_type: "id_token token", scope: "email" }, "invalid_request"],
    ["response_mode=query", { response_type: "code id_token", response_mode: "query" }, "invalid_request"],
    [
      "a client that is not registered for it",
      { response_type: "id_token", client_id: CONFIDENTIAL.clientId },
      "unauthorized_client",
    ],
    ["an unknown type with tokens", { response_type: "token" }, "unsupported_response_type"],
    [
      "no challenge with a code",
      { response_type: "code token", code_challenge: null, code_challenge_method: null },
      "invalid_request",
    ],
    ["prompt=none without a session", { response_type: "id_token", prompt: "none", max_age: "0" }, "login_required"],
  ])("refuses %s, in the fragment", async (_case, fields, error) => {
    const portal = makePortal();
    portal.now = new Date(portal.now.getTime() + 1000);
    const { query, fragment } = await authorize(portal, fields);
    expect(query).toEqual({});
    expect(fragment).toMatchObject({ error, state: "a state", iss: ISSUER });
    expect(portal.store.tables.accessTokens.size).toBe(0);
  });
});

describe("response types with tokens, switched off", () => {
  it.each([...LEGACY_RESPONSE_TYPES, "token"])("%s is unsupported, and the error goes by query", async (type) => {
    const { query, fragment } = await authorize(makePortal({ isOn: false }), { response_type: type });
    expect(fragment).toEqual({});
    expect(query).toMatchObject({
      error: "unsupported_response_type",
      error_description: "response_type must be code",
    });
  });

  it("a code, or an error in its place, goes into the fragment where that was asked for (§2.1)", async () => {
    const asked = { response_type: "code", response_mode: "fragment" };
    const { url, query, fragment } = await authorize(makePortal({ isOn: false }), asked);
    expect([url.origin + url.pathname, query]).toEqual([CALLBACK, {}]);
    expect(Object.keys(fragment).sort()).toEqual(["code", "iss", "session_state", "state"]);
    const refused = await authorize(makePortal({ isOn: false }), { ...asked, prompt: "none login" });
    expect([refused.query, refused.fragment.error]).toEqual([{}, "invalid_request"]);
  });
});

it.each([
  [true, ["code", ...LEGACY_RESPONSE_TYPES]],
  [false, ["code"]],
])("the metadata tells the truth, switched on: %s", async (isOn, types) => {
  const response = await handleMetadataRequest(get("/"), makePortal({ isOn }).context);
  const metadata = (await response.json()) as { grant_types_supported: string[] };
  const modes = ["query", "fragment", "form_post"];
  expect(metadata).toMatchObject({ response_types_supported: types, response_modes_supported: modes });
  expect(metadata.grant_types_supported.includes("implicit")).toBe(isOn);
});
