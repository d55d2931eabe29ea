import { expect, test } from "../fixtures/test";
import { CLIENT_JWK, FOREIGN_KEY, signJwt } from "./openid-parties";
import { authorizeUrl, CALLBACK, post, VERIFIER } from "./requests";

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const REQUEST = { grant_type: "authorization_code", code: "pt_ac_unknown", redirect_uri: CALLBACK };

const now = () => Math.floor(Date.now() / 1000);
let counter = 0;

/** A good assertion, but for `changes`. */
function payloadOf(clientId: string, audience: string, changes: Record<string, unknown> = {}) {
  counter += 1;
  const jti = `${process.pid}-${counter}`;
  return { iss: clientId, sub: clientId, aud: audience, jti, iat: now(), exp: now() + 60, ...changes };
}

function unsigned(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(payload)}.`;
}

test("private_key_jwt signs a person in; its audience may be the issuer or the token endpoint (OIDC Core §9)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { signing, person } = openIdParties;
  for (const audience of [portal.url, `${portal.url}/oauth/token`]) {
    const { searchParams } = await plainBrowser.authorize(authorizeUrl(portal, signing), person);
    const { status } = await post(portal, "/oauth/token", {
      ...REQUEST,
      code: searchParams.get("code"),
      code_verifier: VERIFIER,
      client_assertion_type: TYPE,
      client_assertion: await signJwt(payloadOf(signing.client_id, audience)),
    });
    expect(status).toBe(200);
  }
});

test("an assertion is used once: a replayed jti is invalid_client (RFC 7523 §3)", async ({ portal, openIdParties }) => {
  const client_assertion = await signJwt(payloadOf(openIdParties.signing.client_id, portal.url));
  const send = () => post(portal, "/oauth/token", { ...REQUEST, client_assertion_type: TYPE, client_assertion });
  // Authenticated, and then refused for its code.
  expect((await send()).body.error).toBe("invalid_grant");
  const replayed = await send();
  expect([replayed.status, replayed.body.error]).toEqual([401, "invalid_client"]);
});

test.describe("an assertion is refused as invalid_client (RFC 7523 §3, RFC 8725 §3.1)", () => {
  const cases: [string, (clientId: string, audience: string) => Promise<string> | string][] = [
    ["alg none", (id, aud) => unsigned(payloadOf(id, aud))],
    ["a key of nobody", (id, aud) => signJwt(payloadOf(id, aud), { key: FOREIGN_KEY })],
    ["a foreign kid", (id, aud) => signJwt(payloadOf(id, aud), { header: { kid: "somebody-else" } })],
    [
      "HS256 with the public key as the secret",
      (id, aud) => {
        const key = new TextEncoder().encode(JSON.stringify(CLIENT_JWK));
        return signJwt(payloadOf(id, aud), { key, header: { alg: "HS256" } });
      },
    ],
    ["expired", (id, aud) => signJwt(payloadOf(id, aud, { exp: now() - 120 }))],
    ["made in the future", (id, aud) => signJwt(payloadOf(id, aud, { iat: now() + 600 }))],
    ["not valid yet", (id, aud) => signJwt(payloadOf(id, aud, { nbf: now() + 600 }))],
    ["valid for days", (id, aud) => signJwt(payloadOf(id, aud, { exp: now() + 3 * 86_400 }))],
    ["without exp", (id, aud) => signJwt(payloadOf(id, aud, { exp: undefined }))],
    ["without jti", (id, aud) => signJwt(payloadOf(id, aud, { jti: undefined }))],
    ["for another server", (id) => signJwt(payloadOf(id, "https://other.example"))],
    ["of another issuer", (id, aud) => signJwt(payloadOf(id, aud, { iss: "https://other.example" }))],
    ["that is no JWT", () => "not.a.jwt"],
  ];
  for (const [title, make] of cases) {
    test(title, async ({ portal, openIdParties }) => {
      const client_assertion = await make(openIdParties.signing.client_id, portal.url);
      const fields = { ...REQUEST, client_assertion_type: TYPE, client_assertion };
      const { status, body } = await post(portal, "/oauth/token", fields);
      expect([status, body.error]).toEqual([401, "invalid_client"]);
      expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    });
  }

  test("a secret beside it is invalid_request", async ({ portal, openIdParties }) => {
    const client_assertion = await signJwt(payloadOf(openIdParties.signing.client_id, portal.url));
    const fields = { ...REQUEST, client_assertion_type: TYPE, client_assertion, client_secret: "x" };
    expect((await post(portal, "/oauth/token", fields)).body.error).toBe("invalid_request");
  });
});
