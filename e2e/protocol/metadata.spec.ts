import { send } from "./requests";
import { expect, test } from "./test";

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
