import { describe, expect, it } from "vitest";
import { handleAuthorizeRequest } from "./authorize/handle-request";
import { AuthorizationError, OAuthError, onBehalfOf } from "./errors";
import { SCOPES } from "./testing/fixtures";
import {
  basic,
  CHALLENGE,
  CONFIDENTIAL,
  type encodeFields,
  get,
  post,
  SERVICE,
  TestPortal,
  VERIFIER,
} from "./testing/test-context";
import { CODE, givenCode } from "./testing/test-grants";
import { handleTokenRequest } from "./token/handle-request";

type Fields = Parameters<typeof encodeFields>[0];

const CALLBACK = "https://client.example/callback";

/** RFC 6749 §5.2, and what stands between: 1 to 300 of its characters. */
const WORDS = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/;

const detail = { cause: "parameter_missing" } as const;

describe("OAuthError", () => {
  it.each([
    ["invalid_request", 400],
    ["invalid_client", 401],
    ["invalid_grant", 400],
    ["unauthorized_client", 400],
    ["unsupported_grant_type", 400],
    ["invalid_scope", 400],
    ["invalid_target", 400],
    ["invalid_token", 401],
    ["insufficient_scope", 403],
    ["server_error", 500],
  ] as const)("%s has status %d (RFC 6749 §5.2, RFC 6750 §3.1)", (code, status) => {
    expect(new OAuthError(code, "words", detail).status).toBe(status);
  });

  it("keeps its description within %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2)", () => {
    const { description } = new OAuthError("invalid_request", 'a "b" \\ c\r\nd é \u007f', detail);
    expect(description).toBe("a 'b' ? c??d ? ?");
  });

  it("is filed under the client on whose behalf it was thrown, the first one counts", async () => {
    const error = new OAuthError("invalid_grant", "words", { cause: "code_unknown" });
    const step = async () => {
      throw error;
    };
    await expect(onBehalfOf("outer", () => onBehalfOf("inner", step))).rejects.toBe(error);
    expect(error.detail.clientId).toBe("inner");
  });

  it("is redirectable only as AuthorizationError", () => {
    const target = {
      redirectUri: "https://client.example/cb",
      responseMode: "query",
      state: null,
      prompt: [],
    } as const;
    expect(new AuthorizationError("access_denied", "words", target, detail)).toBeInstanceOf(OAuthError);
    expect(new OAuthError("access_denied", "words", detail)).not.toHaveProperty("target");
  });
});

function makePortal() {
  return new TestPortal({ clients: [CONFIDENTIAL, SERVICE], scopes: SCOPES });
}

async function describeAuthorization(fields: Fields): Promise<string> {
  const portal = makePortal();
  const query = {
    client_id: CONFIDENTIAL.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  };
  const response = await handleAuthorizeRequest(get("/oauth/authorize", query), portal.context);
  const location = response.headers.get("location");
  const { searchParams } = new URL(location ?? "https://none.example");
  return searchParams.get("error_description") ?? portal.errorPages[0]?.description ?? "";
}

describe("error_description of the authorization endpoint names what to change, in the RFC's characters (RFC 6749 §4.1.2.1)", () => {
  it.each<[Fields, string]>([
    [{ client_id: null }, "client_id"],
    [{ client_id: "pt_cl_unknown" }, "client_id"],
    [{ redirect_uri: 'https://evil.example/"\\\n' }, "redirect_uri"],
    [{ redirect_uri: [CALLBACK, CALLBACK] }, "redirect_uri"],
    [{ response_type: null }, "response_type"],
    [{ response_type: "token" }, "response_type"],
    [{ response_mode: "pigeon" }, "response_mode"],
    [{ scope: "admin:all" }, "scope"],
    [{ scope: ["openid", "email"] }, "scope"],
    [{ resource: "https://unknown.example" }, "resource"],
    [{ code_challenge: null, code_challenge_method: null }, "code_challenge"],
    [{ code_challenge_method: "plain" }, "code_challenge_method"],
    [{ code_challenge: "short" }, "code_challenge"],
    [{ prompt: "create" }, "prompt"],
    [{ prompt: "none login" }, "prompt"],
    [{ prompt: "none" }, "prompt=none"],
    [{ max_age: "soon" }, "max_age"],
    [{ claims: "{" }, "claims"],
    [{ claims: "[]" }, "claims"],
    [{ claims: '{"id_token":{"acr":{"essential":true,"value":"x"}}}' }, "acr_values_supported"],
    [{ claims: '{"id_token":{"sub":{"value":1}}}' }, "claims"],
    [{ id_token_hint: "a.b.c" }, "id_token_hint"],
    [{ request: "a.b.c" }, "request object"],
    [{ request_uri: "https://x.example/" }, "request_uri"],
    [{ request_uri: `https://x.example/${"x".repeat(600)}` }, "request_uri"],
    [{ request: "a.b.c", request_uri: "https://x.example/" }, "request_uri"],
    [{ registration: "{}" }, "registration"],
    [{ [`"\\é${"x".repeat(500)}`]: ["1", "2"] }, "must not be repeated"],
  ])("%j", async (fields, word) => {
    const description = await describeAuthorization(fields);
    expect(description).toMatch(WORDS);
    expect(description).toContain(word);
  });
});

describe("error_description of the token endpoint does too (RFC 6749 §5.2)", () => {
  const ofCode = { grant_type: "authorization_code", code: CODE, redirect_uri: CALLBACK, code_verifier: VERIFIER };

  it.each<[Fields, string]>([
    [{ grant_type: null }, "grant_type"],
    [{ grant_type: "password" }, "authorization_code"],
    [{ grant_type: "client_credentials" }, "grant_type"],
    [{ grant_type: "refresh_token" }, "refresh_token"],
    [{ grant_type: "refresh_token", refresh_token: "x" }, "refresh token"],
    [{ ...ofCode, code: null }, "code"],
    [{ ...ofCode, code: "x" }, "code"],
    [{ ...ofCode, redirect_uri: `${CALLBACK}/x` }, "redirect_uri"],
    [{ ...ofCode, code_verifier: "x".repeat(43) }, "code_verifier"],
    [{ ...ofCode, resource: "https://unknown.example" }, "resource"],
    [{ ...ofCode, scope: ["a", "b"] }, "scope"],
  ])("%j", async (fields, word) => {
    const portal = makePortal();
    await givenCode(portal);
    const request = post("/oauth/token", fields, basic(CONFIDENTIAL.clientId));
    const error = await handleTokenRequest(request, portal.context).catch((thrown: unknown) => thrown);
    if (!(error instanceof OAuthError)) throw new Error("It was not refused.");
    expect(error.description).toMatch(WORDS);
    expect(error.description).toContain(word);
  });
});
