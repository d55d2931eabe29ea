import { expect, test } from "../fixtures/test";
import { send } from "./requests";

test("both documents say the same, and nothing that is not registered (RFC 8414 §2, OpenID Connect Discovery §3)", async ({
  portal,
}) => {
  const openid = await send(`${portal.url}/.well-known/openid-configuration`);
  const oauth = await send(`${portal.url}/.well-known/oauth-authorization-server`);
  expect(openid.headers.get("content-type")).toContain("application/json");
  expect(openid.body).toEqual(oauth.body);
  expect(openid.body).toMatchObject({
    issuer: portal.url,
    grant_types_supported: expect.arrayContaining(["authorization_code", "refresh_token", "client_credentials"]),
    token_endpoint_auth_methods_supported: expect.arrayContaining(["client_secret_basic", "private_key_jwt", "none"]),
    code_challenge_methods_supported: ["S256"],
    id_token_signing_alg_values_supported: expect.arrayContaining(["RS256", "ES256"]),
    userinfo_signing_alg_values_supported: expect.arrayContaining(["RS256"]),
    request_object_signing_alg_values_supported: expect.arrayContaining(["RS256"]),
    subject_types_supported: ["public", "pairwise"],
    authorization_response_iss_parameter_supported: true,
    request_uri_parameter_supported: true,
    claims_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  });
  expect(openid.body.request_object_signing_alg_values_supported).not.toContain("none");
});

test("every address that it names answers", async ({ portal }) => {
  const { body } = await send(`${portal.url}/.well-known/openid-configuration`);
  const named = Object.entries(body).filter(([name]) => /_endpoint$|^jwks_uri$|^check_session_iframe$/.test(name));
  expect(named.length).toBeGreaterThan(8);
  for (const [name, address] of named) {
    const answer = await send(String(address));
    expect([name, answer.status < 500 && answer.status !== 404]).toEqual([name, true]);
  }
});

const openToAll = [
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-protected-resource",
  "/.well-known/oauth-protected-resource/api/v1",
  "/oauth/jwks",
  "/oauth/token",
  "/oauth/userinfo",
  "/oauth/revoke",
  "/oauth/register",
  "/api/v1/clients",
];

for (const path of openToAll) {
  test(`${path}: scripts of all origins may call it with any header of their library (Fetch Standard §3.2.3)`, async ({
    portal,
  }) => {
    const asked = "authorization, mcp-protocol-version, x-requested-with";
    const headers = {
      origin: "https://spa.example",
      "access-control-request-method": "GET",
      "access-control-request-headers": asked,
    };
    const preflight = await send(portal.url + path, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toBe(asked);
    expect(preflight.headers.has("access-control-allow-credentials")).toBe(false);
    const answer = await send(portal.url + path, { headers: { origin: "https://spa.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });
}

test("the metadata of protected resources names this portal (RFC 9728 §2, §3)", async ({ portal }) => {
  const path = "/.well-known/oauth-protected-resource";
  for (const [address, resource] of [
    [path, portal.url],
    [`${path}/api/v1`, `${portal.url}/api/v1`],
  ]) {
    const { status, headers, body } = await send(`${portal.url}${address}`);
    expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining("application/json")]);
    expect(headers.get("cache-control")).toContain("max-age");
    expect(body).toMatchObject({ resource, authorization_servers: [portal.url] });
  }
});

test("a slash too many at an endpoint is answered and not redirected, which clients would not follow", async ({
  portal,
}) => {
  const { body } = await send(`${portal.url}/.well-known/openid-configuration`);
  for (const path of [
    "/.well-known/openid-configuration/",
    "//.well-known/openid-configuration",
    "///oauth/jwks//?x=1",
  ]) {
    const answer = await send(portal.url + path);
    expect([path, answer.status]).toEqual([path, 200]);
    if (path.includes("openid")) expect(answer.body).toEqual(body);
  }
  const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=b" };
  for (const path of ["/oauth/token/", "//oauth/token"]) {
    const answer = await send(portal.url + path, form);
    expect([path, answer.status, answer.body.error]).toEqual([path, 400, "invalid_request"]);
  }
});

test("well-known addresses where nothing is are 404 in JSON, also the issuer's with a path after it (RFC 8414 §3.1)", async ({
  portal,
}) => {
  for (const name of [
    "oauth-authorization-server/api/v1",
    "openid-configuration/api/v1",
    "oauth-protected-resource/api",
    "webfinger?resource=acct:user@example.org",
    "apple-app-site-association",
    "resource-that-should-not-exist-whose-status-code-should-not-be-200",
  ]) {
    const { status, headers, body } = await send(`${portal.url}/.well-known/${name}`);
    expect([name, status, headers.get("content-type")]).toEqual([
      name,
      404,
      expect.stringContaining("application/json"),
    ]);
    expect([body.error, headers.get("access-control-allow-origin")]).toEqual(["not_found", "*"]);
  }
});

test("browsers find the portal's mark where they look for it, and crawlers that they are to stay away", async ({
  portal,
}) => {
  const icon = await send(`${portal.url}/favicon.ico`);
  expect([icon.status, icon.headers.get("content-type")]).toEqual([200, "image/x-icon"]);
  for (const name of ["apple-icon.png", "apple-touch-icon.png", "apple-touch-icon-precomposed.png"]) {
    const picture = await send(`${portal.url}/${name}`);
    expect([name, picture.status, picture.headers.get("content-type")]).toEqual([name, 200, "image/png"]);
    // It is sent as it is: no page is made, and no browser is marked.
    expect(picture.headers.get("set-cookie")).toBeNull();
  }
  const robots = await send(`${portal.url}/robots.txt`);
  expect([robots.status, robots.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
  // Every page, so that none is named here.
  expect(robots.text).toBe("User-agent: *\nDisallow: /\n");
});

test("password managers are led to where the password is changed", async ({ portal }) => {
  const answer = await send(`${portal.url}/.well-known/change-password`);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${portal.url}/account/security`]);
});
