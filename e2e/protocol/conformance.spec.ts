import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from "jose";
import type { RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import type { Guarded } from "./guarded";
import { answerOf, CLAIMS, CLIENT_JWK, createPerson, pathOf, signJwt } from "./openid-parties";
import { locationOf, type PlainBrowser } from "./plain-browser";
import { authorizeUrl, basic, CALLBACK, encode, post, redeem, SIGNED_OUT, send, userinfo } from "./requests";

// What the certification modules ask besides what other files hold: README.md says which module is held by which test.
test.describe.configure({ mode: "default" });

const WITHOUT_PKCE = { code_challenge: null, code_challenge_method: null };
const SCOPES = "openid profile email address phone";
const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

async function register({ portal }: Guarded, metadata: Record<string, unknown> = {}) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ redirect_uris: [CALLBACK], ...metadata });
  return await send(`${portal.url}/oauth/register`, { method: "POST", headers, body });
}

async function registerClient(guarded: Guarded, metadata: Record<string, unknown> = {}): Promise<RegisteredClient> {
  const { status, body, text } = await register(guarded, metadata);
  expect(status, text).toBe(201);
  return body as RegisteredClient;
}

const metadataOf = async ({ portal }: Guarded) =>
  (await send(`${portal.url}/.well-known/openid-configuration`)).body as Record<string, unknown>;

const ask = ({ portal }: Guarded, client: RegisteredClient, changes: Record<string, string | null> = {}) =>
  authorizeUrl(portal, client, { ...WITHOUT_PKCE, scope: "openid", ...changes });

/** The tokens of a whole sign-in, without PKCE. */
async function tokensOf(
  guarded: Guarded,
  browser: PlainBrowser,
  client: RegisteredClient,
  changes: Record<string, string | null> = {},
  person?: { email: string; password: string },
) {
  const url = ask(guarded, client, changes);
  const { searchParams } = await browser.authorize(url, person ?? (await guarded.portal.createUser()));
  const answer = await redeem(guarded.portal, client, searchParams.get("code") ?? "", { code_verifier: null });
  expect(answer.status, answer.text).toBe(200);
  return answer;
}

test("the metadata has what the Config and the Dynamic profile look for, each of its type (OpenID Connect Discovery §3)", async ({
  guarded,
}) => {
  const { portal } = guarded;
  const answer = await send(`${portal.url}/.well-known/openid-configuration`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const { body } = answer;
  expect(body.issuer).toBe(portal.url);
  const holds = (name: string, ...values: string[]) => expect(body[name], name).toEqual(expect.arrayContaining(values));
  holds("response_types_supported", "code", "id_token", "id_token token");
  holds("grant_types_supported", "authorization_code", "implicit", "refresh_token");
  holds("subject_types_supported", "public", "pairwise");
  holds("id_token_signing_alg_values_supported", "RS256");
  holds("userinfo_signing_alg_values_supported", "RS256");
  holds("request_object_signing_alg_values_supported", "RS256");
  holds("scopes_supported", "openid", "offline_access", ...SCOPES.split(" "));
  holds("claims_supported", "sub", "name", "auth_time", "acr", ...Object.keys(CLAIMS));
  holds("code_challenge_methods_supported", "S256");
  for (const flag of [
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "backchannel_logout_session_supported",
    "frontchannel_logout_session_supported",
  ]) {
    expect(body[flag], flag).toBe(true);
  }
  // RFC 6749 §3.3: NQCHAR only.
  for (const scope of body.scopes_supported as string[]) expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
  for (const [name, value] of Object.entries(body)) {
    if (/_(endpoint|uri|iframe)$/.test(name)) expect(new URL(String(value)).origin, name).toBe(portal.url);
  }
  const { keys } = (await send(String(body.jwks_uri))).body as { keys: Record<string, unknown>[] };
  for (const key of keys) expect(key).toMatchObject({ kid: expect.any(String), use: "sig", alg: expect.any(String) });
});

test("nothing unsigned is advertised or registered: ID tokens, request objects, assertions (OIDC Core §3.1.3.7, RFC 8725 §3.2)", async ({
  guarded,
}) => {
  for (const [name, value] of Object.entries(await metadataOf(guarded))) {
    if (name.endsWith("_alg_values_supported")) expect(value, name).not.toContain("none");
  }
  for (const member of [
    "id_token_signed_response_alg",
    "request_object_signing_alg",
    "token_endpoint_auth_signing_alg",
  ]) {
    const { status, body } = await register(guarded, { [member]: "none" });
    expect([member, status, body.error]).toEqual([member, 400, "invalid_client_metadata"]);
  }
});

test("an unsigned request object is invalid_request_object also by reference (OIDC Core §6.2)", async ({
  guarded,
  guardedBrowser,
}) => {
  const { published } = guarded;
  const client = await registerClient(guarded, { request_uris: [published.url("/unsigned.jwt")] });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const inside = { client_id: client.client_id, redirect_uri: CALLBACK, response_type: "code", scope: "openid" };
  published.pages.set("/unsigned.jwt", `${part({ alg: "none" })}.${part(inside)}.`);
  const answer = await answerOf(guardedBrowser, ask(guarded, client, { request_uri: published.url("/unsigned.jwt") }));
  expect(Object.fromEntries(answer)).toMatchObject({ error: "invalid_request_object", state: "a state" });
});

test("each scope gives its claims and no others, in whatever order the scopes stand (OIDC Core §5.4, RFC 6749 §3.3)", async ({
  guarded,
  guardedBrowser,
}) => {
  const client = await registerClient(guarded);
  const person = await createPerson(guarded.portal);
  const { address, phone_number, phone_number_verified, ...profile } = CLAIMS;
  const expected: [string, string[]][] = [
    ["openid profile", [...Object.keys(profile), "updated_at"]],
    ["openid email", ["email", "email_verified"]],
    ["email openid", ["email", "email_verified"]],
    ["openid address", Object.keys({ address })],
    ["phone openid", Object.keys({ phone_number, phone_number_verified })],
    ["address openid phone email profile", [...Object.keys(CLAIMS), "email", "email_verified", "updated_at"]],
  ];
  for (const [scope, names] of expected) {
    const { body } = await tokensOf(guarded, guardedBrowser, client, { scope }, person);
    const told = (await userinfo(guarded.portal, String(body.access_token))).body;
    expect(Object.keys(told).sort(), scope).toEqual(["sub", ...names].sort());
    const idToken = decodeJwt(String(body.id_token));
    expect(idToken.sub).toBe(told.sub);
    for (const name of names) expect(idToken, scope).not.toHaveProperty(name);
  }
});

test("every value of display is taken, and every locale (OIDC Core §3.1.2.1)", async ({ guarded, guardedBrowser }) => {
  const client = await registerClient(guarded);
  const requests: Record<string, string>[] = [
    ...["page", "popup", "touch", "wap"].map((display) => ({ display })),
    { ui_locales: "se" },
    { ui_locales: "fr-CA fr en" },
    { claims_locales: "se" },
    { login_hint: "user@example.org" },
  ];
  for (const changes of requests) {
    expect(await pathOf(guardedBrowser, ask(guarded, client, changes))).toBe(`${guarded.portal.url}/login`);
  }
});

test("each way to prove who the client is finishes the flow (OIDC Core §9)", async ({ guarded, guardedBrowser }) => {
  const { portal } = guarded;
  const person = await portal.createUser();
  for (const method of ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"]) {
    const hasKey = method === "private_key_jwt";
    const client = await registerClient(guarded, {
      token_endpoint_auth_method: method,
      ...(hasKey && { jwks: { keys: [CLIENT_JWK] } }),
    });
    expect(client.token_endpoint_auth_method).toBe(method);
    const { client_id, client_secret } = client;
    const { searchParams } = await guardedBrowser.authorize(ask(guarded, client), person);
    const grant = { grant_type: "authorization_code", code: searchParams.get("code"), redirect_uri: CALLBACK };
    const exp = Math.floor(Date.now() / 1000) + 60;
    const payload = { iss: client_id, sub: client_id, aud: portal.url, exp, jti: `${client_id}-${method}` };
    const key = new TextEncoder().encode(client_secret);
    const assertion = () => (hasKey ? signJwt(payload) : signJwt(payload, { key, header: { alg: "HS256" } }));
    const isAssertion = method.endsWith("_jwt");
    const answer = await post(
      portal,
      "/oauth/token",
      {
        ...grant,
        ...(method === "client_secret_post" && { client_id, client_secret }),
        ...(isAssertion && { client_assertion_type: TYPE, client_assertion: await assertion() }),
      },
      method === "client_secret_basic" ? basic(client) : {},
    );
    expect([method, answer.status]).toEqual([method, 200]);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.body).toMatchObject({ token_type: "Bearer", expires_in: expect.any(Number) });
  }
});

test("a request of OpenID Connect without redirect_uri is refused on a page, though only one is registered (OIDC Core §3.1.2.1)", async ({
  guarded,
}) => {
  const client = await registerClient(guarded);
  const answer = await send(ask(guarded, client, { redirect_uri: null }));
  expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  expect(answer.text).toContain("redirect_uri is missing");
});

test("the redirect_uri of a request object counts, whatever stands beside it (OIDC Core §6.1)", async ({
  guarded,
  guardedBrowser,
}) => {
  const client = await registerClient(guarded, { jwks: { keys: [CLIENT_JWK] } });
  const inside = {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid",
    state: "inside",
  };
  const url = ask(guarded, client, {
    redirect_uri: "https://evil.example/callback",
    request: await signJwt(inside),
  });
  const { href } = await guardedBrowser.authorize(url, await guarded.portal.createUser());
  expect(href).toMatch(new RegExp(`^${CALLBACK}\\?code=pt_ac_[^&]+.*&state=inside&iss=`));
});

test("a client that registered itself gets ID tokens, userinfo and keys by RS256, by name and by default", async ({
  guarded,
  guardedBrowser,
}) => {
  const person = await guarded.portal.createUser();
  const byName = { id_token_signed_response_alg: "RS256", userinfo_signed_response_alg: "RS256" };
  for (const metadata of [{}, byName]) {
    const client = await registerClient(guarded, metadata);
    expect(client).toMatchObject(metadata);
    const { body } = await tokensOf(guarded, guardedBrowser, client, { scope: "openid email" }, person);
    expect(decodeProtectedHeader(String(body.id_token))).toMatchObject({ alg: "RS256", kid: expect.any(String) });
    const told = await userinfo(guarded.portal, String(body.access_token));
    const isSigned = metadata === byName;
    expect(told.headers.get("content-type")).toContain(isSigned ? "application/jwt" : "application/json");
    if (!isSigned) continue;
    expect(decodeProtectedHeader(told.text).alg).toBe("RS256");
    const claims = decodeJwt(told.text);
    expect(claims).toMatchObject({ iss: guarded.portal.url, aud: client.client_id, email: person.email });
    expect(claims).not.toHaveProperty("nonce");
  }
});

test("a request_uri is read once when its fragment is the hash of what stands there (OIDC Core §6.2)", async ({
  guarded,
  guardedBrowser,
}) => {
  const { published } = guarded;
  const rsa = await generateKeyPair("RS256");
  const client = await registerClient(guarded, {
    jwks: { keys: [{ ...(await exportJWK(rsa.publicKey)), kid: "rsa" }] },
    request_uris: [published.url("/hashed.jwt")],
    request_object_signing_alg: "RS256",
  });
  const { client_id } = client;
  const inside = { client_id, redirect_uri: CALLBACK, response_type: "code", scope: "openid", prompt: "none" };
  const claims = { ...inside, iss: client_id, aud: guarded.portal.url };
  const jwt = await signJwt(claims, { key: rsa.privateKey, header: { alg: "RS256", kid: "rsa" } });
  published.pages.set("/hashed.jwt", jwt);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(jwt));
  const hash = Buffer.from(digest).toString("base64url");
  const readings = () => published.read.filter((path) => path === "/hashed.jwt").length;
  for (const fragment of [hash, hash, hash]) {
    const request_uri = `${published.url("/hashed.jwt")}#${fragment}`;
    expect((await answerOf(guardedBrowser, ask(guarded, client, { request_uri }))).get("error")).toBe("login_required");
  }
  expect(readings()).toBe(1);
  await guardedBrowser.get(ask(guarded, client, { request_uri: published.url("/hashed.jwt") }));
  expect(readings()).toBe(2);
});

test("registration over HTTP takes a right sector_identifier_uri, and refuses one that leaves a redirect_uri out (OpenID Connect Dynamic Client Registration §5)", async ({
  guarded,
}) => {
  const { published } = guarded;
  const metadata = { subject_type: "pairwise", sector_identifier_uri: published.url("/conformance-sector.json") };
  published.pages.set("/conformance-sector.json", JSON.stringify(["https://client.example/other"]));
  const refused = await register(guarded, metadata);
  expect([refused.status, refused.body.error]).toEqual([400, "invalid_client_metadata"]);
  published.pages.set("/conformance-sector.json", JSON.stringify([CALLBACK]));
  expect((await register(guarded, metadata)).body).toMatchObject(metadata);
});

test("initiate_login_uri is kept and told, at registration and by the client's own address (OIDC Core §4)", async ({
  guarded,
}) => {
  const metadata = { initiate_login_uri: "https://client.example/begin" };
  const client = await registerClient(guarded, metadata);
  expect(client).toMatchObject(metadata);
  const headers = { authorization: `Bearer ${client.registration_access_token}` };
  const read = await send(String(client.registration_client_uri), { headers });
  expect([read.status, read.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(read.body).toMatchObject(metadata);
});

test("prompt=login signs in anew: the same sub, a later auth_time (OIDC Core §3.1.2.1)", async ({
  guarded,
  guardedBrowser,
}) => {
  const client = await registerClient(guarded);
  const person = await guarded.portal.createUser();
  const first = decodeJwt(String((await tokensOf(guarded, guardedBrowser, client, {}, person)).body.id_token));
  // auth_time counts whole seconds.
  await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(Number(first.auth_time));
  const changes = { prompt: "login" };
  const second = decodeJwt(String((await tokensOf(guarded, guardedBrowser, client, changes, person)).body.id_token));
  expect(second.sub).toBe(first.sub);
  expect(Number(second.auth_time)).toBeGreaterThan(Number(first.auth_time));
});

test("logout with the hint alone ends the session on the portal's page; with state alone, or the address alone, it asks (RP-Initiated Logout §2)", async ({
  guarded,
  guardedBrowser,
}) => {
  const { portal } = guarded;
  const client = await registerClient(guarded, { post_logout_redirect_uris: [SIGNED_OUT] });
  const { body } = await tokensOf(guarded, guardedBrowser, client);
  const [header = "", payload = ""] = String(body.id_token).split(".");
  const unsigned = `${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(header, "base64url").toString()), alg: "none" })).toString("base64url")}.${payload}.`;
  const ofClient = await signJwt(decodeJwt(String(body.id_token)), {
    key: new TextEncoder().encode(client.client_secret),
    header: { alg: "HS256" },
  });
  const silent = ask(guarded, client, { prompt: "none" });
  const address = { post_logout_redirect_uri: SIGNED_OUT };
  const asking: Record<string, string>[] = [
    { state: "a state" },
    address,
    { ...address, id_token_hint: unsigned },
    { ...address, id_token_hint: ofClient },
  ];
  for (const fields of asking) {
    const answer = await guardedBrowser.get(`${portal.url}/oauth/end-session?${encode(fields)}`);
    expect(locationOf(answer)).toBe(`${portal.url}/logout`);
  }
  expect((await answerOf(guardedBrowser, silent)).get("code")).toMatch(/^pt_ac_/);
  const query = encode({ id_token_hint: String(body.id_token) });
  const ended = await guardedBrowser.get(`${portal.url}/oauth/end-session?${query}`);
  expect(locationOf(ended)).toBe(`${portal.url}/logout`);
  expect((await guardedBrowser.get(locationOf(ended))).status()).toBe(200);
  expect((await answerOf(guardedBrowser, silent)).get("error")).toBe("login_required");
});
