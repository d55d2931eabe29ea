import { beforeEach, describe, expect, it } from "vitest";
import { OAuthError } from "../errors";
import { hashSecret } from "../secrets";
import { START } from "../testing/fixtures";
import { publicJwk } from "../testing/public-jwks";
import { ISSUER, TestPortal } from "../testing/test-context";
import { handleRegistrationRequest } from "./handle-request";

const CALLBACK = "https://app.example.org/callback";
const METADATA = { redirect_uris: [CALLBACK] };

let portal: TestPortal;
beforeEach(() => {
  portal = new TestPortal();
  portal.context.registration.mode = "open";
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function send(method: string, url: string, json: unknown, token: string | null): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) };
  const body = json === undefined ? undefined : typeof json === "string" ? json : JSON.stringify(json);
  const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
  try {
    const response = await handleRegistrationRequest(request, portal.context);
    return { status: response.status, body: response.status === 204 ? {} : await response.json() };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { status: error.status, body: { error: error.code, error_description: error.description } };
  }
}

function register(json: unknown, token: string | null = null): Promise<Answer> {
  return send("POST", `${ISSUER}/oauth/register`, json, token);
}

async function registered(json: Record<string, unknown> = METADATA) {
  const { status, body } = await register(json);
  expect(status).toBe(201);
  const uri = String(body.registration_client_uri);
  const token = String(body.registration_access_token);
  return {
    body,
    uri,
    token,
    manage: (method: string, changed?: unknown, other: string | null = token) => send(method, uri, changed, other),
  };
}

describe("registration (RFC 7591 §3)", () => {
  it("takes the words of a response type in any order (OAuth 2.0 Multiple Response Types §3)", async () => {
    portal.context.legacyResponseTypes = true;
    const { body } = await registered({
      ...METADATA,
      grant_types: ["authorization_code", "implicit"],
      response_types: ["code", "token id_token", "id_token token", "token code id_token"],
    });
    expect(body.response_types).toEqual(["code", "id_token token", "code id_token token"]);
    const twice = await registered({ ...METADATA, response_types: ["code code"] });
    expect(twice.body.response_types).toEqual(["code"]);
  });

  it("fills in what is left out, and answers everything that it registered", async () => {
    const { body } = await registered();
    expect(body).toMatchObject({
      client_id: expect.stringMatching(/^pt_cl_/),
      client_secret: expect.stringMatching(/^pt_cs_/),
      client_secret_expires_at: 0,
      client_id_issued_at: START.getTime() / 1000,
      registration_client_uri: `${ISSUER}/oauth/register?client_id=${body.client_id}`,
      registration_access_token: expect.stringMatching(/^pt_rg_/),
      application_type: "web",
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      id_token_signed_response_alg: "RS256",
      scope: "openid profile email address phone offline_access",
      subject_type: "public",
      require_pkce: false,
      require_registered_auth_method: false,
      id_token_claims: false,
    });
    const client = await portal.store.findClient(String(body.client_id));
    expect(client).toMatchObject({ ownerId: null, isTrusted: false, status: "development" });
    expect(client?.secrets.map((secret) => secret.secretHash)).toEqual([hashSecret(String(body.client_secret))]);
    expect(portal.events).toMatchObject([{ type: "client.registered", clientId: body.client_id }]);
    expect(JSON.stringify(portal.events)).not.toContain(String(body.registration_access_token));
  });

  it("keeps and answers every member (OpenID Connect Dynamic Client Registration §2)", async () => {
    portal.published.set("https://app.example.org/sector.json", JSON.stringify([CALLBACK]));
    const metadata = {
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: ["https://app.example.org/signed-out"],
      application_type: "web",
      contacts: ["developer@example.org"],
      client_name: "Example App",
      "client_name#ko": "예제 앱",
      client_uri: "https://app.example.org/",
      logo_uri: "https://app.example.org/logo.png",
      policy_uri: "https://app.example.org/policy",
      tos_uri: "https://app.example.org/terms",
      jwks: { keys: [publicJwk("RSA 2048", { kid: "one" })] },
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "PS256",
      id_token_signed_response_alg: "ES256",
      userinfo_signed_response_alg: "EdDSA",
      request_object_signing_alg: "RS256",
      request_uris: ["https://app.example.org/request.jwt#hash"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      scope: "openid email",
      subject_type: "pairwise",
      sector_identifier_uri: "https://app.example.org/sector.json",
      initiate_login_uri: "https://app.example.org/start",
      default_max_age: 600,
      require_auth_time: true,
      default_acr_values: ["urn:example:gold"],
      backchannel_logout_uri: "https://app.example.org/backchannel?x=1",
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: "https://app.example.org/frontchannel",
      frontchannel_logout_session_required: true,
      software_id: "4NRB1-0XZABZI9E6-5SM3R",
      software_version: "2.1",
      require_pkce: true,
      require_registered_auth_method: true,
      id_token_claims: true,
    };
    const { body, manage } = await registered({ ...metadata, unknown_member: 1 });
    expect(body).toMatchObject(metadata);
    expect(body).not.toHaveProperty("client_secret");
    expect(body).not.toHaveProperty("unknown_member");
    expect((await manage("GET")).body).toMatchObject(metadata);
  });

  it("asks a code challenge of public clients, and of others that want it (RFC 9700 §2.1.1)", async () => {
    const asks = async (changes: Record<string, unknown>) =>
      (await registered({ ...METADATA, ...changes })).body.require_pkce;
    expect(await asks({})).toBe(false);
    expect(await asks({ token_endpoint_auth_method: "none" })).toBe(true);
    expect(await asks({ token_endpoint_auth_method: "none", require_pkce: false })).toBe(true);
    expect(await asks({ application_type: "native" })).toBe(false);
    expect(await asks({ scope: "calendar:read" })).toBe(false);
    expect(await asks({ require_pkce: true })).toBe(true);
  });

  const code = { grant_types: ["authorization_code"], response_types: ["code"] };
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["an unknown grant type", { grant_types: ["authorization_code", "password"] }, code],
    ["nothing that there is", { grant_types: ["password"], response_types: ["everything"] }, code],
    ["an unknown response type", { response_types: ["everything"] }, code],
    [
      "switched-off types beside others",
      { grant_types: ["authorization_code", "implicit", "refresh_token"], response_types: ["code", "id_token token"] },
      { grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] },
    ],
    ["switched-off types alone", { grant_types: ["implicit"], response_types: ["token"] }, code],
    ["implicit without a response type that needs it", { grant_types: ["authorization_code", "implicit"] }, code],
    [
      "a grant that only follows another",
      { grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"] },
      { grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] },
    ],
    [
      "client_credentials of a public client",
      { grant_types: ["authorization_code", "client_credentials"], token_endpoint_auth_method: "none" },
      code,
    ],
    [
      "client_credentials, which needs no address",
      { redirect_uris: undefined, grant_types: ["client_credentials", "password"], scope: "calendar:read" },
      { grant_types: ["client_credentials"], response_types: [] },
    ],
  ])("registers what there is of what was asked for, and answers so (§2, §3.2.1): %s", async (_case, asked, got) => {
    const { body, manage } = await registered({ ...METADATA, ...asked });
    expect(body).toMatchObject(got);
    expect((await manage("GET")).body).toMatchObject(got);
  });

  it.each([
    ["a loopback address", { redirect_uris: ["http://127.0.0.1:4000/callback"] }, "native"],
    ["localhost", { redirect_uris: ["http://localhost/callback"] }, "native"],
    ["localhost, as a web app", { redirect_uris: ["http://localhost/callback"], application_type: "web" }, "native"],
    ["a private scheme", { redirect_uris: ["com.example.app:/callback"] }, "native"],
    ["a private scheme beside https", { redirect_uris: [CALLBACK, "cursor://editor/callback"] }, "native"],
    ["https", { redirect_uris: [CALLBACK] }, "web"],
    ["https, by a word of its own", { redirect_uris: [CALLBACK], application_type: "browser" }, "web"],
    ["https on this machine", { redirect_uris: ["https://localhost:3000/callback"] }, "web"],
  ])("tells a public client's application_type from its addresses: %s (RFC 8252 §7)", async (_case, asked, type) => {
    const { body } = await registered({ token_endpoint_auth_method: "none", ...asked });
    expect([body.application_type, body.redirect_uris]).toEqual([type, asked.redirect_uris]);
  });

  it("leaves a confidential client under development what it says it is", async () => {
    const { body } = await registered({ redirect_uris: ["http://127.0.0.1:4000/callback"] });
    expect(body.application_type).toBe("web");
  });

  it("takes a scheme without a dot of a public client, and files that others can claim it (RFC 8252 §7.1)", async () => {
    const dotless = "cursor://anysphere.cursor-mcp/oauth/callback";
    const redirect_uris = [dotless, "com.example.app:/callback"];
    const { body } = await registered({ redirect_uris, token_endpoint_auth_method: "none" });
    expect(body).toMatchObject({ redirect_uris, application_type: "native", require_pkce: true });
    expect(portal.events).toMatchObject([{ type: "client.registered", data: { dotlessSchemes: [dotless] } }]);
    const withSecret = await register({ redirect_uris, application_type: "native" });
    expect(withSecret).toMatchObject({ status: 400, body: { error: "invalid_redirect_uri" } });
    expect(withSecret.body.error_description).toContain("token_endpoint_auth_method none");
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "http://app.example.org/cb",
    "ms-msdt:/id",
  ])("never sends anybody to %s", async (uri) => {
    for (const client of [{ token_endpoint_auth_method: "none" }, { application_type: "native" }, {}]) {
      const { status, body } = await register({ redirect_uris: [uri], ...client });
      expect([status, body.error]).toEqual([400, "invalid_redirect_uri"]);
    }
  });

  it("leaves out scopes that it does not know or gives to administrators only", async () => {
    const [first] = portal.store.tables.scopes.values();
    if (!first) throw new Error("there are no scopes");
    portal.store.tables.scopes.set("internal", { ...first, name: "internal", isPublic: false });
    expect((await registered({ ...METADATA, scope: "openid internal made:up" })).body.scope).toBe("openid");
    expect((await register({ ...METADATA, scope: "internal" })).body.error).toBe("invalid_client_metadata");
  });

  it("makes a client of client_credentials alone, and a public one without a secret", async () => {
    const service = await registered({ grant_types: ["client_credentials"], scope: "calendar:read" });
    expect(service.body).toMatchObject({ response_types: [], client_secret: expect.any(String) });
    const spa = await registered({ ...METADATA, token_endpoint_auth_method: "none" });
    expect(spa.body).not.toHaveProperty("client_secret");
    expect(spa.body).not.toHaveProperty("client_secret_expires_at");
  });

  it("keeps the secret of client_secret_jwt encrypted, for its HMAC", async () => {
    const { body } = await registered({ ...METADATA, token_endpoint_auth_method: "client_secret_jwt" });
    const client = await portal.store.findClient(String(body.client_id));
    expect(client?.secrets[0]?.secretJwe).toBe(`encrypted:${body.client_secret}`);
  });
});

describe("who may register (RFC 7591 §3)", () => {
  it("closed: nobody", async () => {
    portal.context.registration.mode = "closed";
    expect(await register(METADATA)).toMatchObject({ status: 403, body: { error: "access_denied" } });
  });

  it("token: reads no address for whoever has no initial access token", async () => {
    portal.context.registration.mode = "token";
    const sector = { ...METADATA, subject_type: "pairwise", sector_identifier_uri: "https://app.example.org/list" };
    expect((await register(sector, "guessed")).status).toBe(401);
    expect(portal.fetched).toEqual([]);
  });

  it("token: with an initial access token, as often as it says, and a refused try takes nothing from it", async () => {
    portal.context.registration.mode = "token";
    portal.registrations.initialTokens.set(hashSecret("initial"), 1);
    expect(await register(METADATA)).toMatchObject({ status: 401, body: { error: "invalid_token" } });
    expect((await register(METADATA, "another")).status).toBe(401);
    expect((await register({}, "initial")).status).toBe(400);
    expect((await register(METADATA, "initial")).status).toBe(201);
    expect((await register(METADATA, "initial")).status).toBe(401);
    expect(portal.registrations.registrations.size).toBe(1);
  });
});

describe("an initial access token whose maker vouches for what is registered", () => {
  const NEW = { ...METADATA, client_name: "Calendar", token_endpoint_auth_method: "client_secret_basic" };
  beforeEach(() => {
    portal.registrations.initialTokens.set(hashSecret("vouched"), 2);
    portal.registrations.trustedTokens.add(hashSecret("vouched"));
  });
  const stored = (body: Record<string, unknown>) => portal.store.tables.clients.get(String(body.client_id));

  it.each(["token", "open"] as const)("makes verified clients where registration is %s", async (mode) => {
    portal.context.registration.mode = mode;
    const { status, body } = await register(NEW, "vouched");
    expect([status, stored(body)?.status, stored(body)?.reviewedHosts]).toEqual([201, "verified", ["app.example.org"]]);
    expect(portal.registrations.initialTokens.get(hashSecret("vouched"))).toBe(1);
  });

  it("is not needed where registration is open, and another one says nothing", async () => {
    portal.registrations.initialTokens.set(hashSecret("plain"), 1);
    for (const token of [null, "plain", "unknown"]) {
      const { status, body } = await register(NEW, token);
      expect([status, stored(body)?.status]).toEqual([201, "development"]);
    }
  });

  it("vouches for nothing that the client changes later by PUT: that waits (RFC 7592 §2.2)", async () => {
    const { body } = await register(NEW, "vouched");
    const changed = {
      ...NEW,
      client_id: body.client_id,
      client_name: "My Bank",
      client_uri: "https://evil.example/",
      token_endpoint_auth_method: "none",
      contacts: ["user@example.org"],
      redirect_uris: [CALLBACK, "https://evil.example/callback"],
    };
    const answer = await send(
      "PUT",
      String(body.registration_client_uri),
      changed,
      String(body.registration_access_token),
    );
    expect(answer.body).toMatchObject({
      client_name: "Calendar",
      token_endpoint_auth_method: "client_secret_basic",
      contacts: ["user@example.org"],
    });
    expect(answer.body).not.toHaveProperty("client_uri");
    expect(stored(body)).toMatchObject({ status: "verified", name: "Calendar", reviewedHosts: ["app.example.org"] });
    expect((await portal.registrations.findRegistration(String(body.client_id)))?.pendingChanges).toEqual({
      name: "My Bank",
      clientUri: "https://evil.example/",
      tokenEndpointAuthMethod: "none",
      kind: "spa",
      hosts: ["evil.example"],
    });
  });
});

describe("metadata that is refused (RFC 7591 §3.2.2)", () => {
  it.each([
    ["no redirect_uris", {}],
    ["a fragment", { redirect_uris: [`${CALLBACK}#x`] }],
    ["an empty fragment", { redirect_uris: [`${CALLBACK}#`] }],
    ["http beyond this machine", { redirect_uris: ["http://app.example.org/callback"] }],
    ["javascript:", { redirect_uris: ["javascript:alert(1)"] }],
    ["a wildcard", { redirect_uris: ["https://*.example.org/callback"] }],
    ["no scheme", { redirect_uris: ["app.example.org/callback"] }],
    ["this server's own origin", { redirect_uris: [`${ISSUER}/callback`] }],
    ["a private scheme of a web client", { redirect_uris: ["org.example.app:/callback"] }],
    ["one good, one bad", { redirect_uris: [CALLBACK, "http://app.example.org/"] }],
    ["101 addresses", { redirect_uris: Array.from({ length: 101 }, (_, index) => `${CALLBACK}/${index}`) }],
    ["a string in place of a list", { redirect_uris: CALLBACK }],
  ])("invalid_redirect_uri: %s", async (_case, metadata) => {
    const answer = await register(metadata);
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_redirect_uri" } });
    expect(answer.body.error_description).toContain("redirect_uris");
  });

  const many = Array.from({ length: 101 }, (_, index) => ({ kty: "EC", crv: "P-256", kid: String(index) }));
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`client_name#x-${index}`, "Example App"]));
  const cases: [string, Record<string, unknown>, string][] = [
    ["http initiate_login_uri", { initiate_login_uri: "http://app.example.org/" }, "initiate_login_uri"],
    [
      "jwks with jwks_uri",
      { jwks: { keys: [publicJwk("P-256")] }, jwks_uri: "https://app.example.org/keys" },
      "no client may have both",
    ],
    ["http jwks_uri", { jwks_uri: "http://app.example.org/keys" }, "jwks_uri"],
    ["a private key", { jwks: { keys: [publicJwk("RSA 2048", { d: "x" })] } }, "public keys"],
    ["an RSA key of 1024 bits", { jwks: { keys: [publicJwk("RSA 1024")] } }, "2048"],
    ["a key beside its curve", { jwks: { keys: [publicJwk("P-256", { x: "eA" })] } }, "curve"],
    ["a symmetric key", { jwks: { keys: [{ kty: "oct", k: "x" }] } }, "public keys"],
    ["101 keys", { jwks: { keys: many } }, "1 to 100"],
    ["a name in 101 languages", names(101), "at most 100"],
    ["201 scopes", { scope: Array.from({ length: 201 }, (_, index) => `s${index}`).join(" ") }, "scope: is too long"],
    ["5,000 members", Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`m${index}`, 1])), "4000 values"],
    ["private_key_jwt without a key", { token_endpoint_auth_method: "private_key_jwt" }, "needs jwks or jwks_uri"],
    ["an unknown method", { token_endpoint_auth_method: "magic" }, "token_endpoint_auth_method"],
    ["a foreign signing alg", { token_endpoint_auth_signing_alg: "RS256" }, "token_endpoint_auth_signing_alg"],
    ["ID tokens by none", { id_token_signed_response_alg: "none" }, "id_token_signed_response_alg"],
    ["an unknown alg", { userinfo_signed_response_alg: "XS256" }, "userinfo_signed_response_alg"],
    ["request objects by none", { request_object_signing_alg: "none" }, "request_object_signing_alg"],
    ["an encrypted ID token", { id_token_encrypted_response_alg: "RSA-OAEP" }, "is not supported here"],
    ["code without its grant", { grant_types: ["client_credentials"], response_types: ["code"] }, "response_types"],
    ["a grant without code", { response_types: [] }, "response_types"],
    ["http request_uris", { request_uris: ["http://app.example.org/r"] }, "request_uris"],
    ["a long request_uri", { request_uris: [`https://app.example.org/${"r".repeat(500)}`] }, "request_uris"],
    ["http backchannel_logout_uri", { backchannel_logout_uri: "http://app.example.org/" }, "backchannel_logout_uri"],
    ["its fragment", { backchannel_logout_uri: "https://app.example.org/#x" }, "backchannel_logout_uri"],
    ...[
      ...["client_uri", "logo_uri", "policy_uri", "tos_uri", "jwks_uri", "initiate_login_uri", "sector_identifier_uri"],
      ...["backchannel_logout_uri", "frontchannel_logout_uri", "client_uri#ko"],
    ].map((member): (typeof cases)[number] => [
      `credentials in ${member} (RFC 3986 §3.2.1)`,
      { [member]: "https://user:password@app.example.org/x" },
      member,
    ]),
    ...["request_uris", "post_logout_redirect_uris"].map((member): (typeof cases)[number] => [
      `credentials in ${member} (RFC 3986 §3.2.1)`,
      { [member]: ["https://user:password@app.example.org/x"] },
      member,
    ]),
    ["a foreign frontchannel_logout_uri", { frontchannel_logout_uri: "https://evil.example/" }, "frontchannel"],
    ["a bad post_logout_redirect_uri", { post_logout_redirect_uris: ["http://a.example/"] }, "post_logout"],
    ["http client_uri", { client_uri: "http://app.example.org/" }, "client_uri"],
    ["an invisible name", { client_name: "A\u202eb" }, "client_name"],
    ["a bad word in another language", { "client_name#de": "A\u202eb" }, "client_name#de"],
    ["a long name", { client_name: "x".repeat(81) }, "client_name"],
    ["a negative default_max_age", { default_max_age: -1 }, "default_max_age"],
    ["an unknown subject_type", { subject_type: "secret" }, "subject_type"],
    [
      "pairwise with two hosts and no sector",
      { redirect_uris: [CALLBACK, "https://other.example.org/"], subject_type: "pairwise" },
      "sector_identifier_uri",
    ],
    [
      "a sector that cannot be read",
      { sector_identifier_uri: "https://app.example.org/none.json" },
      "could not be read",
    ],
    ["a sector that lists others", { sector_identifier_uri: "https://app.example.org/others.json" }, "does not list"],
  ];
  it.each(cases)("invalid_client_metadata: %s", async (_case, changes, words) => {
    portal.published.set("https://app.example.org/others.json", JSON.stringify(["https://app.example.org/other"]));
    const answer = await register({ ...METADATA, ...changes });
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_client_metadata" } });
    expect(answer.body.error_description).toContain(words);
    expect(portal.registrations.registrations.size).toBe(0);
  });

  it.each([
    ["an array", "[]"],
    ["half a document", '{"redirect_uris":'],
    ["a string", '"x"'],
  ])("invalid_client_metadata: %s", async (_case, text) => {
    expect(await register(text)).toMatchObject({ status: 400, body: { error: "invalid_client_metadata" } });
  });

  it("413 for metadata of 1 MB", async () => {
    expect((await register({ ...METADATA, client_name: "x".repeat(1_000_000) })).status).toBe(413);
  });

  it("takes null for left out (RFC 7592 §2.2)", async () => {
    expect((await registered({ ...METADATA, client_uri: null, contacts: null })).body).not.toHaveProperty("client_uri");
  });
});

describe("management by the client itself (RFC 7592 §2)", () => {
  it("GET answers what is registered, with the same token and address, and no secret: only its hash is kept (RFC 7591 §3.2.1)", async () => {
    const { body, uri, token, manage } = await registered();
    const answer = await manage("GET");
    expect(answer.status).toBe(200);
    expect(body).toHaveProperty("client_secret");
    // client_secret is OPTIONAL, and client_secret_expires_at REQUIRED only beside it.
    for (const member of ["client_secret", "client_secret_expires_at"]) expect(answer.body).not.toHaveProperty(member);
    // RFC 7592 §2.1 would let a GET replace the secret; one whose answer was lost would then lock the client out.
    const client = await portal.store.findClient(String(body.client_id));
    expect(client?.secrets.map((secret) => secret.secretHash)).toEqual([hashSecret(String(body.client_secret))]);
    const { client_secret: _once, client_secret_expires_at: _with, ...rest } = body;
    expect(answer.body).toEqual({ ...rest, registration_client_uri: uri, registration_access_token: token });
  });

  it("PUT puts all of it in place of what was there; what is left out goes back to its default", async () => {
    const { body, manage } = await registered({ ...METADATA, client_name: "Before", contacts: ["a@example.org"] });
    const client_id = body.client_id;
    const changed = { client_id, redirect_uris: ["https://app.example.org/new"], client_name: "After" };
    const answer = await manage("PUT", changed);
    expect(answer).toMatchObject({ status: 200, body: changed });
    expect(answer.body).not.toHaveProperty("contacts");
    expect(answer.body).not.toHaveProperty("client_secret");
    expect(await portal.store.findClient(String(client_id))).toMatchObject({ redirectUris: changed.redirect_uris });
    expect((await manage("GET")).body).toMatchObject(changed);
  });

  it("PUT may say the secret that it has, and gets one when it needs one now", async () => {
    const { body, manage } = await registered();
    const { client_id, client_secret } = body;
    expect((await manage("PUT", { ...METADATA, client_id, client_secret })).status).toBe(200);
    const jwt = { ...METADATA, client_id, token_endpoint_auth_method: "client_secret_jwt" };
    expect((await manage("PUT", jwt)).body.client_secret).toMatch(/^pt_cs_/);
    const spa = await registered({ ...METADATA, token_endpoint_auth_method: "none" });
    const answer = await spa.manage("PUT", { ...METADATA, client_id: spa.body.client_id });
    expect(answer.body.client_secret).toMatch(/^pt_cs_/);
  });

  it.each([
    ["another client_id", { client_id: "pt_cl_other" }],
    ["no client_id", { client_id: undefined }],
    ["another client_secret", { client_secret: "guessed" }],
    ["registration_access_token", { registration_access_token: "x" }],
    ["registration_client_uri", { registration_client_uri: "https://x.example/" }],
    ["client_secret_expires_at", { client_secret_expires_at: 0 }],
    ["client_id_issued_at", { client_id_issued_at: 0 }],
    ["bad metadata", { jwks_uri: "http://x.example/" }],
  ])("PUT with %s is refused and changes nothing", async (_case, changes) => {
    const { body, manage } = await registered();
    const answer = await manage("PUT", { ...METADATA, client_id: body.client_id, ...changes });
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_client_metadata" } });
    expect((await manage("GET")).body.redirect_uris).toEqual(METADATA.redirect_uris);
  });

  it("PUT cannot give people another sub: a pairwise client stays in its sector (OIDC Core §8.1)", async () => {
    const pairwise = { ...METADATA, subject_type: "pairwise" };
    const { body, manage } = await registered(pairwise);
    const { client_id } = body;
    const moved = { client_id, redirect_uris: ["https://other.example.org/callback"], subject_type: "pairwise" };
    const atNewHost = "https://other.example.org/sector.json";
    const atOldHost = "https://app.example.org/sector.json";
    for (const address of [atNewHost, atOldHost]) portal.published.set(address, JSON.stringify(moved.redirect_uris));
    const refused: [Record<string, unknown>, string][] = [
      [moved, "sector_identifier_uri"],
      [{ ...moved, sector_identifier_uri: atNewHost }, "sector_identifier_uri"],
      [{ ...METADATA, client_id }, "subject_type"],
      [{ ...METADATA, client_id, subject_type: "public" }, "subject_type"],
    ];
    for (const [metadata, member] of refused) {
      const answer = await manage("PUT", metadata);
      expect(answer).toMatchObject({ status: 400, body: { error: "invalid_client_metadata" } });
      expect(answer.body.error_description).toMatch(new RegExp(`^${member}: [\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*$`));
    }
    expect(await portal.store.findClient(String(client_id))).toMatchObject({ pairwiseSector: "app.example.org" });
    expect((await manage("PUT", { ...moved, sector_identifier_uri: atOldHost })).status).toBe(200);
    expect(await portal.store.findClient(String(client_id))).toMatchObject({
      pairwiseSector: "app.example.org",
      redirectUris: moved.redirect_uris,
    });
  });

  it("DELETE ends it: 204, then 401, and the client is gone", async () => {
    const { body, manage } = await registered();
    expect((await manage("DELETE")).status).toBe(204);
    for (const method of ["GET", "DELETE"]) expect((await manage(method)).status).toBe(401);
    expect((await manage("PUT", { ...METADATA, client_id: body.client_id })).status).toBe(401);
    expect(await portal.store.findClient(String(body.client_id))).toBeNull();
  });

  it("401 for no token, a wrong one, another client's, and an unknown client", async () => {
    const one = await registered();
    const other = await registered();
    for (const token of [null, "wrong", other.token]) {
      expect(await one.manage("GET", undefined, token)).toMatchObject({
        status: 401,
        body: { error: "invalid_token" },
      });
    }
    const unknown = await send("GET", `${ISSUER}/oauth/register?client_id=pt_cl_x`, undefined, one.token);
    const none = await send("GET", `${ISSUER}/oauth/register`, undefined, one.token);
    expect([unknown.status, none.status]).toEqual([401, 401]);
  });

  it("goes on where registration was closed since", async () => {
    const { manage } = await registered();
    portal.context.registration.mode = "closed";
    expect((await manage("GET")).status).toBe(200);
  });
});

describe("a name that looks like the portal's or a verified client's (RFC 7591 §5)", () => {
  const named = (name: string) => ({ ...METADATA, client_name: name });

  beforeEach(() => {
    portal.nameTwins.set("Portic0", "portal").set("Payro11", "verified");
  });

  it.each([
    ["Portic0", "client_name: must not look like the portal's own name: choose another"],
    ["Payro11", "client_name: must not look like the name of a verified client: choose another"],
  ])("%s is refused, and the sentence says why", async (name, sentence) => {
    const refusal = { error: "invalid_client_metadata", error_description: sentence };
    expect(await register(named(name))).toEqual({ status: 400, body: refusal });
    const { manage, body } = await registered(named("Honest"));
    const sent = { ...named(name), client_id: body.client_id };
    expect(await manage("PUT", sent)).toEqual({ status: 400, body: refusal });
  });

  it("stays where the client had it before", async () => {
    portal.nameTwins.clear();
    const { manage, body } = await registered(named("Payro11"));
    portal.nameTwins.set("Payro11", "verified");
    expect((await manage("PUT", { ...named("Payro11"), client_id: body.client_id })).status).toBe(200);
  });
});
