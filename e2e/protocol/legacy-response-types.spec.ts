import { createHash } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, test } from "../fixtures/test";
import { errorAddressOf, readErrorAddress } from "./plain-browser";
import { authorizeUrl, CALLBACK, redeem, send, userinfo } from "./requests";

// One portal for the whole file.
test.describe.configure({ mode: "default" });

const TYPES = ["id_token", "id_token token", "code id_token", "code token", "code id_token token"];
const NO_PKCE = { code_challenge: null, code_challenge_method: null };

const halfHash = (text: string) => createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");

test("switched off, no answer carries tokens, and the metadata says so", async ({ portal, parties }) => {
  const metadata = (await send(`${portal.url}/.well-known/openid-configuration`)).body;
  expect(metadata.response_types_supported).toEqual(["code"]);
  for (const response_type of TYPES) {
    const answer = await send(authorizeUrl(portal, parties.web, { response_type, nonce: "a nonce" }));
    const { searchParams, hash } = new URL(readErrorAddress({ location: null, text: answer.text }));
    expect([searchParams.get("error"), hash]).toEqual(["unsupported_response_type", ""]);
  }
});

test("switched on, each registered type gives exactly its parts in the fragment, bound by at_hash and c_hash", async ({
  guarded: { portal },
  guardedBrowser,
}) => {
  const metadata = (await send(`${portal.url}/.well-known/openid-configuration`)).body;
  expect(metadata).toMatchObject({
    response_types_supported: ["code", ...TYPES],
    grant_types_supported: expect.arrayContaining(["implicit"]),
  });
  const person = await portal.createUser();
  const client = await portal.createClient({
    redirect_uris: [CALLBACK],
    grant_types: ["authorization_code", "implicit", "refresh_token"],
    response_types: ["code", ...TYPES],
    scope: "openid email",
  });
  const jwks = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  for (const response_type of TYPES) {
    const changes = { response_type, nonce: "a nonce", scope: "openid email", ...NO_PKCE };
    const url = await guardedBrowser.authorize(authorizeUrl(portal, client, changes), person);
    expect(url.search).toBe("");
    const answer = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
    const { id_token = "", access_token = "", code = "" } = answer;
    const has = (part: string) => response_type.split(" ").includes(part);
    expect([id_token !== "", access_token !== "", code !== ""]).toEqual([has("id_token"), has("token"), has("code")]);
    expect(answer).toMatchObject({ state: "a state", iss: portal.url });
    if (id_token) {
      const { payload } = await jwtVerify(id_token, jwks, { issuer: portal.url, audience: client.client_id });
      expect(payload.nonce).toBe("a nonce");
      expect(payload.at_hash).toBe(access_token ? halfHash(access_token) : undefined);
      expect(payload.c_hash).toBe(code ? halfHash(code) : undefined);
    }
    if (access_token) expect((await userinfo(portal, access_token)).body.email).toBe(person.email);
    if (code) expect((await redeem(portal, client, code, { code_verifier: null })).status).toBe(200);
  }
});

test("switched on, a missing nonce, a query, and a client that is not registered for it are refused in the fragment", async ({
  guarded: { portal },
  guardedBrowser,
}) => {
  const metadata = { redirect_uris: [CALLBACK], scope: "openid" };
  const legacy = { grant_types: ["implicit"], response_types: ["id_token"] };
  const [client, plain] = [await portal.createClient({ ...metadata, ...legacy }), await portal.createClient(metadata)];
  const ask = async (of: typeof client, changes: Record<string, string | null>) => {
    const request = { response_type: "id_token", scope: "openid", nonce: "a nonce", ...NO_PKCE, ...changes };
    const { hash } = new URL(await errorAddressOf(await guardedBrowser.get(authorizeUrl(portal, of, request))));
    return Object.fromEntries(new URLSearchParams(hash.slice(1)));
  };
  const sent = { state: "a state", iss: portal.url };
  expect(await ask(client, { nonce: null })).toMatchObject({ error: "invalid_request", ...sent });
  expect(await ask(client, { response_mode: "query" })).toMatchObject({ error: "invalid_request", ...sent });
  expect(await ask(client, { prompt: "none" })).toMatchObject({ error: "login_required", ...sent });
  expect(await ask(plain, {})).toMatchObject({ error: "unauthorized_client", ...sent });
});
