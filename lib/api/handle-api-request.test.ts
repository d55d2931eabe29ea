import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { reviseClient } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import type { NewEvent } from "../events/catalogue";
import type { AccessToken } from "../oauth/model";
import { apiResourceMetadata } from "../oauth/protected-resources";
import { hashSecret } from "../oauth/secrets";
import { ALICE, accessToken, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { publicJwk } from "../oauth/testing/public-jwks";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const { clientId } = WEB_CLIENT;
const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
const allScopes = ["account:read", "account:apps", "clients:read", "clients:write"];
const token = "pt_at_a-token-for-tests";

beforeEach(() => seedStore(CONTRACT_SEED));

/** Gives ALICE's tool a token for the API, unless `values` say otherwise. */
async function giveToken(values: Partial<AccessToken> = {}) {
  await allowApp(ALICE.userId, clientId, {
    scopes: allScopes,
    token: { tokenHash: hashSecret(token), scopes: allScopes, audience: [api], ...values },
  });
}

function call(method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body ? { "content-type": "application/json" } : {}),
    ...options.headers,
  };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers, body }), context);
}

async function callJson(method: string, path: string, body?: unknown) {
  const response = await call(method, path, { body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("the access token (RFC 6750)", () => {
  it("is needed: without one the answer says how to get it, and names no error (§3.1)", async () => {
    const response = await handleApiRequest(new Request(`${api}/account`), context);
    expect(response.status).toBe(401);
    const challenge = response.headers.get("www-authenticate") ?? "";
    expect(challenge).toContain(`resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/api/v1"`);
    expect(challenge).toContain('scope="account:read"');
    expect(challenge).not.toContain("error=");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ type: "about:blank", title: "Unauthorized", status: 401 });
  });

  it.each([
    ["unknown", { tokenHash: "another" }],
    ["expired", { expiresAt: START }],
    ["for another API (RFC 8707 §2)", { audience: ["https://calendar.example/api"] }],
  ] as [string, Partial<AccessToken>][])("is refused when it is %s", async (_name, values) => {
    await giveToken(values);
    const response = await call("GET", "/account");
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it("is refused when its access was taken back", async () => {
    await giveToken();
    expect((await call("GET", "/account")).status).toBe(200);
    expect((await call("DELETE", `/account/apps/${clientId}`)).status).toBe(204);
    expect((await call("GET", "/account")).status).toBe(401);
  });

  it("is refused in the query, even a good one (RFC 9700 §4.3.2)", async () => {
    await giveToken();
    const request = new Request(`${api}/account?access_token=${token}`);
    const response = await handleApiRequest(request, context);
    expect(response.status).toBe(400);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_request"');
  });

  it("is taken in the query once an administrator switched that on, and leaves a warning (RFC 6750 §2.3)", async () => {
    await giveToken();
    const db = await getDb();
    const identifier = api;
    await db.resource.upsert({
      where: { identifier },
      create: { id: newId(), identifier, name: "Account and apps", allowsQueryToken: true },
      update: { allowsQueryToken: true },
    });
    const recorded: NewEvent[] = [];
    const ask = (query: string, headers: Record<string, string> = {}) =>
      handleApiRequest(new Request(`${api}/account?${query}`, { headers }), {
        ...context,
        record: (event) => recorded.push(event),
      });
    const response = await ask(`access_token=${token}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(recorded).toMatchObject([{ type: "token.in_query", clientId }]);
    expect(JSON.stringify(recorded)).not.toContain(token);
    expect((await ask(`access_token=${token}`, { authorization: `Bearer ${token}` })).status).toBe(400);
    expect((await ask(`access_token=${token}&access_token=${token}`)).status).toBe(400);
    expect((await ask("access_token=pt_at_another")).status).toBe(401);
    const metadata = await apiResourceMetadata.handle(new Request(api), context);
    expect((await metadata.json()).bearer_methods_supported).toEqual(["header", "query"]);
  });

  it("must have the scope: 403 names the one that is missing", async () => {
    await giveToken({ scopes: ["account:read"] });
    const response = await call("GET", "/account/apps");
    expect(response.status).toBe(403);
    const challenge = response.headers.get("www-authenticate");
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain('scope="account:apps"');
  });

  it("must stand for a person", async () => {
    const values = { tokenHash: hashSecret(token), scopes: allScopes, audience: [api] };
    await oauthStore.createAccessToken(accessToken(null, values));
    expect((await call("GET", "/clients")).status).toBe(403);
  });
});

describe("the account", () => {
  beforeEach(() => giveToken());

  it("tells who the person is", async () => {
    const { status, headers, body } = await callJson("GET", "/account");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toMatchObject({ sub: ALICE.userId, email: ALICE.email, email_verified: true, name: ALICE.name });
  });

  it("lists the connected apps and removes one; somebody else's is not there", async () => {
    const notes = { ...WEB_CLIENT, clientId: "pt_cl_suspended" };
    await allowApp(BOB.userId, notes.clientId);
    const { body } = await callJson("GET", "/account/apps");
    expect(body.apps.map((app: { client_id: string }) => app.client_id)).toEqual([clientId]);
    expect((await call("DELETE", `/account/apps/${notes.clientId}`)).status).toBe(404);
    expect(await oauthStore.findConsent(BOB.userId, notes.clientId)).not.toBeNull();
  });
});

describe("a developer's clients", () => {
  beforeEach(() => giveToken());

  const register = (body: Record<string, unknown> = {}) =>
    callJson("POST", "/clients", { client_name: "Tool", redirect_uris: ["https://tool.example/cb"], ...body });

  it("of a verified client changes what was looked at when an administrator has looked at the change", async () => {
    const { body } = await callJson("POST", "/clients", {
      client_name: "Tool",
      redirect_uris: ["https://tool.example/cb"],
    });
    await reviseClient(String(body.client_id), () => ({
      changes: { status: "verified", reviewedHosts: ["tool.example"] },
      answer: true,
    }));
    const path = `/clients/${body.client_id}`;
    const changed = await callJson("PATCH", path, { client_name: "Bank", contacts: ["user@example.org"] });
    expect(changed.body).toMatchObject({
      status: "verified",
      client_name: "Tool",
      contacts: ["user@example.org"],
      pending_changes: { client_name: "Bank" },
    });
    await callJson("POST", `${path}/redirect-uris`, { uris: ["https://bank.example/cb"] });
    expect((await callJson("GET", path)).body).toMatchObject({
      redirect_uris: ["https://tool.example/cb", "https://bank.example/cb"],
      pending_changes: { client_name: "Bank", redirect_hosts: ["bank.example"] },
    });
  });

  it("are registered, read, changed, listed and deleted", async () => {
    const { status, headers, body } = await register();
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`${api}/clients/${body.client_id}`);
    expect(body.client_secret).toMatch(/^pt_cs_/);
    expect(body).toMatchObject({ client_name: "Tool", redirect_uris: ["https://tool.example/cb"], kind: "web" });
    const path = `/clients/${body.client_id}`;

    const read = await callJson("GET", path);
    expect(read.body).toMatchObject({ client_name: "Tool", scope: "openid profile email" });
    expect(JSON.stringify(read.body)).not.toContain("secret_hash");
    expect(read.body).not.toHaveProperty("client_secret");

    const changed = await callJson("PATCH", path, { client_name: "Tool 2", client_uri: "https://tool.example/" });
    expect(changed.body).toMatchObject({ client_name: "Tool 2", client_uri: "https://tool.example/" });
    const scoped = await callJson("PATCH", `${path}/scopes`, { scope: "openid email", optional_scope: "email" });
    expect(scoped.body.scope.split(" ").sort()).toEqual(["email", "openid"]);
    expect(scoped.body.optional_scope).toBe("email");
    expect((await callJson("GET", "/clients")).body.clients).toMatchObject([{ client_id: body.client_id }]);

    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
    expect((await call("DELETE", path)).status).toBe(404);
  });

  it("have secrets that are shown once, two at most, and can be revoked", async () => {
    const { body } = await register();
    const path = `/clients/${body.client_id}/secrets`;
    const second = await callJson("POST", path);
    expect(second.status).toBe(201);
    expect(second.body.client_secret).toMatch(/^pt_cs_/);
    expect((await callJson("POST", path)).status).toBe(409);
    const { body: list } = await callJson("GET", path);
    expect(list.secrets).toHaveLength(2);
    expect(JSON.stringify(list)).not.toContain(second.body.client_secret);
    expect((await call("DELETE", `${path}/${list.secrets[1].id}`)).status).toBe(204);
    expect((await call("DELETE", `${path}/${list.secrets[1].id}`)).status).toBe(404);
    expect((await call("DELETE", `${path}/not-an-id`)).status).toBe(404);
  });

  it("have redirect URIs; one that cannot be registered is refused with the reason and what to use instead", async () => {
    const { body } = await register();
    const path = `/clients/${body.client_id}/redirect-uris`;
    const bad = await callJson("POST", path, { uris: ["http://tool.example/new"] });
    expect(bad.status).toBe(422);
    expect(bad.body.refused_uris).toEqual([
      { uri: "http://tool.example/new", reason: "http", use: "https://tool.example/new" },
    ]);
    const added = await callJson("POST", path, { uris: ["https://tool.example/cb2"] });
    expect(added.status).toBe(201);
    const { body: list } = await callJson("GET", path);
    expect(list.redirect_uris.map((row: { uri: string }) => row.uri)).toEqual([
      "https://tool.example/cb",
      "https://tool.example/cb2",
    ]);
    expect((await call("DELETE", `${path}/${added.body.ids[0]}`)).status).toBe(204);
    expect((await call("DELETE", `${path}/${added.body.ids[0]}`)).status).toBe(404);
  });

  it("are made once however often the call is sent with one Idempotency-Key", async () => {
    const options = { body: { client_name: "Tool" }, headers: { "idempotency-key": "one" } };
    const first = await call("POST", "/clients", options);
    const second = await call("POST", "/clients", options);
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect((await callJson("GET", "/clients")).body.clients).toHaveLength(1);
  });

  it("of somebody else do not exist here, whatever is tried", async () => {
    await seedStore({
      ...CONTRACT_SEED,
      clients: [...CONTRACT_SEED.clients, { ...WEB_CLIENT, clientId: "pt_cl_theirs", ownerId: BOB.userId }],
    });
    await giveToken();
    const path = "/clients/pt_cl_theirs";
    const id = "018f4a00-0000-7000-8000-00000000dead";
    const tries: [string, string, unknown?][] = [
      ["GET", path],
      ["PATCH", path, { client_name: "Mine" }],
      ["PATCH", `${path}/scopes`, { scope: "openid" }],
      ["DELETE", path],
      ["GET", `${path}/secrets`],
      ["POST", `${path}/secrets`],
      ["DELETE", `${path}/secrets/${id}`],
      ["GET", `${path}/redirect-uris`],
      ["POST", `${path}/redirect-uris`, { uris: ["https://mine.example/"] }],
      ["DELETE", `${path}/redirect-uris/${id}`],
    ];
    for (const [method, where, body] of tries) {
      expect((await call(method, where, { body })).status, `${method} ${where}`).toBe(404);
    }
    expect((await callJson("GET", "/clients")).body.clients).toEqual([]);
    expect((await oauthStore.findClient("pt_cl_theirs"))?.name).toBe(WEB_CLIENT.name);
  });

  it("have addresses for logout and for sign-ins that begin here, checked as at registration (OpenID Connect Front-Channel Logout §2)", async () => {
    const {
      body: { client_id },
    } = await register({
      client_name: "Logout",
      redirect_uris: ["https://app.example.org/callback"],
    });
    const addresses = {
      initiate_login_uri: "https://app.example.org/start",
      backchannel_logout_uri: "https://logout.example.org/token?x=1",
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: "https://app.example.org/logout",
      frontchannel_logout_session_required: true,
    };
    expect(await callJson("PATCH", `/clients/${client_id}`, addresses)).toMatchObject({
      status: 200,
      body: { ...addresses, client_name: "Logout" },
    });
    const wrong = { frontchannel_logout_uri: "https://other.example.org/logout", initiate_login_uri: "" };
    const refused = await callJson("PATCH", `/clients/${client_id}`, wrong);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: "frontchannel_logout_uri" }] } });
    expect((await callJson("GET", `/clients/${client_id}`)).body).toMatchObject(addresses);
    const nothing = { initiate_login_uri: null, backchannel_logout_uri: null, frontchannel_logout_uri: null };
    expect((await callJson("PATCH", `/clients/${client_id}`, nothing)).body).toMatchObject(nothing);
    expect(await callJson("PATCH", `/clients/${client_id}`, {})).toMatchObject({ status: 200, body: nothing });
  });

  it("have every setting that the protocol distinguishes (RFC 7591 §2)", async () => {
    const { body: plain } = await register();
    expect(plain).toMatchObject({
      token_endpoint_auth_method: "client_secret_basic",
      require_registered_auth_method: false,
      require_pkce: false,
      id_token_claims: false,
      subject_type: "public",
    });
    const settings = {
      token_endpoint_auth_method: "client_secret_post",
      require_registered_auth_method: true,
      require_pkce: true,
      id_token_claims: true,
      grant_types: ["authorization_code"],
      response_types: ["code"],
      id_token_signed_response_alg: "ES256",
      userinfo_signed_response_alg: "RS256",
      request_object_signing_alg: "PS256",
      request_uris: ["https://tool.example/request.jwt"],
      default_max_age: 600,
      require_auth_time: true,
      default_acr_values: ["urn:example:gold"],
    };
    const { body: made } = await register({ ...settings, subject_type: "pairwise" });
    expect(made).toMatchObject({ ...settings, subject_type: "pairwise" });
    expect(await callJson("PATCH", `/clients/${plain.client_id}`, settings)).toMatchObject({
      status: 200,
      body: settings,
    });
    const jwks = { keys: [publicJwk("P-256")] };
    const signing = { token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_signing_alg: "ES256", jwks };
    expect((await callJson("PATCH", `/clients/${plain.client_id}`, signing)).body).toMatchObject(signing);
    const wrong = await callJson("PATCH", `/clients/${plain.client_id}`, { token_endpoint_auth_method: "magic" });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ name: "token_endpoint_auth_method" }] } });
    expect((await register({ kind: "device" })).status).toBe(422);
  });

  it("come in pages, each with the address of the next (RFC 8288)", async () => {
    for (const name of ["one", "two", "three"]) await register({ client_name: name });
    const first = await callJson("GET", "/clients?limit=2");
    expect(first.body.clients).toHaveLength(2);
    expect(first.headers.get("link")).toBe(`<${first.body.next}>; rel="next"`);
    const second = await callJson("GET", first.body.next.slice(api.length));
    expect(second.body.clients).toHaveLength(1);
    expect(second.body.next).toBeNull();
    for (const query of ["limit=0", "limit=101", "limit=x", "after=unknown"]) {
      expect((await call("GET", `/clients?${query}`)).status, query).toBe(400);
    }
  });
});

describe("bad calls", () => {
  beforeEach(() => giveToken());

  it.each([
    ["no JSON", "application/json", "{", 400],
    ["an array", "application/json", "[]", 400],
    ["broken UTF-8", "application/json", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400],
    ["a form", "application/x-www-form-urlencoded", "client_name=x", 415],
    ["too large", "application/json", JSON.stringify({ client_name: "x".repeat(70_000) }), 413],
    ["a wrong type", "application/json", '{"client_name":1}', 422],
    ["a bad name", "application/json", '{"client_name":""}', 422],
  ])("a body that is %s is refused and registers nothing", async (_name, type, body, status) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const response = await handleApiRequest(new Request(`${api}/clients`, { method: "POST", headers, body }), context);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect((await callJson("GET", "/clients")).body.clients).toEqual([]);
  });

  it("a path that is not there is 404, a method that is not offered 405 with those that are", async () => {
    expect((await call("GET", "/nothing")).status).toBe(404);
    expect((await call("GET", "/clients/%E0%A4%A")).status).toBe(404);
    const response = await call("PUT", "/account/apps");
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
  });

  it("a browser may ask first (CORS), without a token", async () => {
    const headers = { origin: "https://spa.example", "access-control-request-headers": "authorization,x-library" };
    const request = new Request(`${api}/clients`, { method: "OPTIONS", headers });
    const response = await handleApiRequest(request, context);
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, POST");
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization,x-library");
  });

  it("time moves on: a token is refused from the second in which it expires", async () => {
    const later = { ...context, now: () => at(600) };
    const request = new Request(`${api}/account`, { headers: { authorization: `Bearer ${token}` } });
    expect((await handleApiRequest(request, later)).status).toBe(401);
  });
});
