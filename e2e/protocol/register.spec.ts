import type { Portal, RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { locationOf } from "./plain-browser";
import { type Answer, authorizeUrl, CALLBACK, redeem, send, userinfo } from "./requests";

function register(portal: Portal, metadata: unknown): Promise<Answer> {
  const body = typeof metadata === "string" ? metadata : JSON.stringify(metadata);
  const headers = { "content-type": "application/json" };
  return send(`${portal.url}/oauth/register`, { method: "POST", headers, body });
}

function manage(answer: Answer, method: string, metadata?: unknown): Promise<Answer> {
  return send(String(answer.body.registration_client_uri), {
    method,
    headers: {
      authorization: `Bearer ${answer.body.registration_access_token}`,
      ...(metadata !== undefined && { "content-type": "application/json" }),
    },
    ...(metadata !== undefined && { body: JSON.stringify(metadata) }),
  });
}

test.describe("dynamic registration (RFC 7591 §3, RFC 7592 §2)", () => {
  test("a client registers, signs a person in without PKCE, changes itself, and deletes itself", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const metadata = { redirect_uris: [CALLBACK], client_name: "Registered by itself", contacts: ["user@example.org"] };
    const made = await register(portal, metadata);
    expect(made.status).toBe(201);
    expect(made.headers.get("cache-control")).toContain("no-store");
    expect(made.body).toMatchObject({
      ...metadata,
      client_secret_expires_at: 0,
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      id_token_signed_response_alg: "RS256",
      application_type: "web",
    });

    const client = made.body as RegisteredClient;
    const withoutPkce = { code_challenge: null, code_challenge_method: null, nonce: "a nonce" };
    const callback = await plainBrowser.authorize(authorizeUrl(portal, client, withoutPkce), parties.person);
    const code = callback.searchParams.get("code") ?? "";
    const tokens = await redeem(portal, client, code, { code_verifier: null });
    expect(tokens.status).toBe(200);
    expect((await userinfo(portal, String(tokens.body.access_token))).body.email).toBe(parties.person.email);

    const read = await manage(made, "GET");
    expect([read.status, read.body.client_name]).toEqual([200, "Registered by itself"]);
    const changed = { ...metadata, client_id: client.client_id, client_name: "Changed" };
    expect((await manage(made, "PUT", changed)).body.client_name).toBe("Changed");

    expect((await manage(made, "DELETE")).status).toBe(204);
    expect((await manage(made, "GET")).status).toBe(401);
    expect((await userinfo(portal, String(tokens.body.access_token))).status).toBe(401);
    expect((await send(authorizeUrl(portal, client))).status).toBe(400);
  });

  test("a client that registers for refresh tokens while its code is under way gets none, and is asked about next", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const metadata = { redirect_uris: [CALLBACK], client_name: "Changes its mind" };
    const made = await register(portal, metadata);
    const client = made.body as RegisteredClient;
    const url = authorizeUrl(portal, client, { scope: "account:read" });
    const callback = await plainBrowser.authorize(url, parties.person);
    const grant_types = ["authorization_code", "refresh_token"];
    expect((await manage(made, "PUT", { ...metadata, client_id: client.client_id, grant_types })).status).toBe(200);
    const { status, body } = await redeem(portal, client, callback.searchParams.get("code") ?? "");
    expect([status, body.scope]).toEqual([200, "account:read"]);
    expect(body).not.toHaveProperty("refresh_token");
    const silent = new URL(locationOf(await plainBrowser.get(`${url}&prompt=none`)));
    expect(silent.searchParams.get("error")).toBe("consent_required");
    const asked = await plainBrowser.authorize(url, parties.person);
    const answer = await redeem(portal, client, asked.searchParams.get("code") ?? "");
    expect(answer.body.refresh_token).toMatch(/^pt_rt_/);
  });

  test("a yes on a page that was drawn before the client changed its name is asked for again", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const metadata = { redirect_uris: [CALLBACK], client_name: "Harmless" };
    const made = await register(portal, metadata);
    const client = made.body as RegisteredClient;
    const url = authorizeUrl(portal, client, { scope: "openid" });
    const consentUrl = await plainBrowser.signIn(locationOf(await plainBrowser.get(url)), parties.person);
    const form = await plainBrowser.readForm(consentUrl, "/consent/submit");
    await manage(made, "PUT", { ...metadata, client_id: client.client_id, client_name: "Something else" });
    const answer = await plainBrowser.post(form.action, [...form.hidden, ["answer", "allow"]]);
    expect(locationOf(answer)).toBe(consentUrl);
    const page = await (await plainBrowser.get(consentUrl)).text();
    expect(page).toContain("has just changed");
    expect(page).toContain("Something else");
    const callback = new URL(await plainBrowser.answer(consentUrl, "allow"));
    expect(callback.searchParams.has("code")).toBe(true);
  });

  for (const uri of [`${CALLBACK}#x`, "http://client.example/callback", "javascript:alert(1)", "https://*.example/"]) {
    test(`invalid_redirect_uri for ${uri}`, async ({ portal }) => {
      const answer = await register(portal, { redirect_uris: [uri] });
      expect([answer.status, answer.body.error]).toEqual([400, "invalid_redirect_uri"]);
      expect(answer.body.error_description).toContain("redirect_uris");
    });
  }

  const mismatches: [string, Record<string, unknown>][] = [
    ["http initiate_login_uri", { initiate_login_uri: "http://client.example/" }],
    ["jwks with jwks_uri", { jwks: { keys: [{ kty: "RSA" }] }, jwks_uri: "https://client.example/keys" }],
    ["an unknown algorithm", { id_token_signed_response_alg: "none" }],
    ["an unknown method", { token_endpoint_auth_method: "magic" }],
    ["response_types against grant_types", { response_types: ["code"], grant_types: ["client_credentials"] }],
    ["several hosts without a sector", { redirect_uris: [CALLBACK, "https://b.example/"], subject_type: "pairwise" }],
    ["a sector that cannot be read", { sector_identifier_uri: "https://127.0.0.1:1/sector" }],
    ["a private key", { jwks: { keys: [{ kty: "RSA", n: "bg", e: "AQAB", d: "x" }] } }],
    ["1,000 keys", { jwks: { keys: Array.from({ length: 1000 }, (_, kid) => ({ kty: "EC", kid: `${kid}` })) } }],
  ];
  for (const [title, changes] of mismatches) {
    test(`invalid_client_metadata for ${title}`, async ({ portal }) => {
      const answer = await register(portal, { redirect_uris: [CALLBACK], ...changes });
      expect([answer.status, answer.body.error]).toEqual([400, "invalid_client_metadata"]);
    });
  }

  test("metadata of 1 MB is refused, and the server keeps serving", async ({ portal }) => {
    for (const size of [900_000, 1_000_000, 3_000_000]) {
      const answer = await register(portal, JSON.stringify({ redirect_uris: [CALLBACK], x: "x".repeat(size) }));
      expect(answer.status).toBe(413);
    }
    expect((await register(portal, { redirect_uris: [CALLBACK] })).status).toBe(201);
  });

  test("logout addresses, request_uris, contacts and the words in other languages are kept and told", async ({
    portal,
  }) => {
    const metadata = {
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: ["https://client.example/signed-out"],
      request_uris: ["https://client.example/request.jwt"],
      contacts: ["developer@example.org"],
      backchannel_logout_uri: "https://client.example/backchannel",
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: "https://client.example/frontchannel",
      frontchannel_logout_session_required: true,
      "client_name#ko": "예제 앱",
    };
    const made = await register(portal, metadata);
    expect(made.body).toMatchObject(metadata);
    expect((await manage(made, "GET")).body).toMatchObject(metadata);
  });

  test("the metadata names the registration endpoint", async ({ portal }) => {
    const { body } = await send(`${portal.url}/.well-known/openid-configuration`);
    expect(body.registration_endpoint).toBe(`${portal.url}/oauth/register`);
  });
});
