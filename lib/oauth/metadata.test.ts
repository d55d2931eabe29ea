import { describe, expect, it } from "vitest";
import { listEndpoints } from "./feature";
import { FEATURES } from "./features";
import { handleJwksRequest } from "./jwks";
import { handleMetadataRequest } from "./metadata";
import { SCOPES, START } from "./testing/fixtures";
import { get, ISSUER, TestPortal } from "./testing/test-context";

const CONFIDENTIAL_METHODS = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"];

describe("the metadata (RFC 8414 §2, OpenID Connect Discovery §3)", () => {
  it("names what is there", async () => {
    const [first, ...others] = SCOPES;
    if (!first) throw new Error("there are no scopes");
    const hidden = [
      { ...first, name: "internal", isPublic: false },
      { ...first, name: "retired", retiredAt: START },
    ];
    const portal = new TestPortal({ scopes: [first, ...others, ...hidden] });
    portal.context.registration.mode = "open";
    const response = await handleMetadataRequest(get("/.well-known/openid-configuration"), portal.context);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      issuer: ISSUER,
      scopes_supported: SCOPES.map((scope) => scope.name),
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
      token_endpoint_auth_methods_supported: [...CONFIDENTIAL_METHODS, "none"],
      token_endpoint_auth_signing_alg_values_supported: ["HS256", "RS256", "PS256", "ES256", "EdDSA", "Ed25519"],
      introspection_endpoint_auth_methods_supported: CONFIDENTIAL_METHODS,
      code_challenge_methods_supported: ["S256"],
      id_token_signing_alg_values_supported: ["ES256", "RS256", "PS256", "EdDSA"],
      userinfo_signing_alg_values_supported: ["ES256", "RS256", "PS256", "EdDSA"],
      ui_locales_supported: ["en", "en-XA"],
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
      request_object_signing_alg_values_supported: ["RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS256"],
    });
    const addresses = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name));
    const paths = listEndpoints(FEATURES)
      .map(({ path }) => path)
      .filter((path) => path.startsWith("/oauth/"));
    for (const [, address] of addresses) expect(paths.map((path) => ISSUER + path)).toContain(address);
    // check_session_iframe is named otherwise, and those for events and leaks by no member that is registered.
    expect(addresses).toHaveLength(paths.length - 3);
    expect(metadata).toMatchObject({
      check_session_iframe: `${ISSUER}/oauth/check-session`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    });
  });
});

it("names the pages for people that the operator publishes, and no others (RFC 8414 §2)", async () => {
  const portal = new TestPortal();
  const read = async (published: { policyUri: string | null; termsUri: string | null }) => {
    const context = { ...portal.context, published };
    const response = await handleMetadataRequest(get("/.well-known/openid-configuration"), context);
    return (await response.json()) as Record<string, unknown>;
  };
  const both = { policyUri: "https://example.org/privacy", termsUri: "https://example.org/terms" };
  expect(await read(both)).toMatchObject({ op_policy_uri: both.policyUri, op_tos_uri: both.termsUri });
  const none = await read({ policyUri: null, termsUri: null });
  expect(Object.keys(none).filter((name) => name.startsWith("op_"))).toEqual([]);
});

it("names the registration endpoint unless registration is closed (RFC 8414 §2)", async () => {
  const portal = new TestPortal();
  for (const [mode, address] of [
    ["closed", undefined],
    ["token", `${ISSUER}/oauth/register`],
    ["open", `${ISSUER}/oauth/register`],
  ] as const) {
    portal.context.registration.mode = mode;
    const response = await handleMetadataRequest(get("/.well-known/openid-configuration"), portal.context);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata.registration_endpoint).toBe(address);
  }
});

describe("the JWKS (RFC 7517 §5)", () => {
  it("holds public keys only", async () => {
    const response = await handleJwksRequest(get("/oauth/jwks"), new TestPortal().context);
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ["alg", "crv", "kid", "kty", "use", "x", "y"],
      ["alg", "e", "kid", "kty", "n", "use"],
      ["alg", "e", "kid", "kty", "n", "use"],
      ["alg", "crv", "kid", "kty", "use", "x"],
    ]);
  });

  it("is rather not answered than with a private key", async () => {
    const { context } = new TestPortal();
    const keys = { ...context.keys, listPublicJwks: async () => [{ kty: "EC", kid: "x", d: "secret" }] };
    await expect(handleJwksRequest(get("/oauth/jwks"), { ...context, keys })).rejects.toThrow("private");
  });
});
