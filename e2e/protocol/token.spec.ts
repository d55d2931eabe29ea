import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { locationOf } from "./plain-browser";
import { authorizeUrl, basic, CALLBACK, getTokens, post, redeem, refresh, send, userinfo, VERIFIER } from "./requests";

const GRANT = { grant_type: "client_credentials" };

test.describe("the token endpoint (RFC 6749 §3.2, §5)", () => {
  test("answers with tokens that nobody may store", async ({ portal, plainBrowser, parties }) => {
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    const { status, headers, body } = await redeem(portal, parties.web, url.searchParams.get("code") ?? "");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("no-store");
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 600, scope: "openid profile email offline_access" });
    expect(body.access_token).toMatch(/^pt_at_[A-Za-z0-9_-]{43}$/);
    expect(body.refresh_token).toMatch(/^pt_rt_[A-Za-z0-9_-]{43}$/);
  });

  test("gives the client tokens of its own", async ({ portal, parties }) => {
    const { status, body } = await post(
      portal,
      "/oauth/token",
      { ...GRANT, scope: "account:read" },
      basic(parties.web),
    );
    expect([status, body.scope]).toEqual([200, "account:read"]);
    expect(body).not.toHaveProperty("refresh_token");
  });

  test("refuses methods other than POST", async ({ portal }) => {
    const answer = await send(`${portal.url}/oauth/token?grant_type=client_credentials`);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("lets browser apps call it", async ({ portal }) => {
    const headers = { origin: "https://spa.example", "access-control-request-method": "POST" };
    const answer = await send(`${portal.url}/oauth/token`, { method: "OPTIONS", headers });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  });
});

test.describe("client authentication (RFC 6749 §2.3, §5.2)", () => {
  test("a secret comes in the header or in the body, whichever was registered (§2.3.1)", async ({
    portal,
    parties,
  }) => {
    for (const client of [parties.web, parties.post]) {
      const inBody = { client_id: client.client_id, client_secret: client.client_secret };
      expect((await post(portal, "/oauth/token", { ...GRANT, ...inBody })).status).toBe(200);
      expect((await post(portal, "/oauth/token", GRANT, basic(client))).status).toBe(200);
    }
  });

  test("one answer for an unknown client, a wrong secret and a wrong method", async ({ portal, parties }) => {
    const { web, spa } = parties;
    const strict = await portal.createClient({
      grant_types: ["client_credentials"],
      token_endpoint_auth_method: "client_secret_basic",
      require_registered_auth_method: true,
    });
    expect((await post(portal, "/oauth/token", GRANT, basic(strict))).status).toBe(200);
    const inBody = { client_id: strict.client_id, client_secret: strict.client_secret };
    const answers = [
      await post(portal, "/oauth/token", GRANT, basic({ ...web, client_id: "pt_cl_unknown" })),
      await post(portal, "/oauth/token", GRANT, basic(web, "wrong")),
      await post(portal, "/oauth/token", { ...GRANT, ...inBody }),
      await post(portal, "/oauth/token", { ...GRANT, client_id: web.client_id }),
      await post(portal, "/oauth/token", { ...GRANT, client_id: spa.client_id, client_secret: "x" }),
      await post(portal, "/oauth/token", GRANT),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, body]).toEqual([
        401,
        {
          error: "invalid_client",
          error_description: "Client authentication failed",
          error_uri: `${portal.url}/docs/errors#invalid_client`,
        },
      ]);
      expect(headers.get("www-authenticate")).toContain("Basic");
    }
  });

  test("two methods at once are invalid_request", async ({ portal, parties }) => {
    const { web } = parties;
    const inBody = { client_id: web.client_id, client_secret: web.client_secret };
    const { status, body } = await post(portal, "/oauth/token", { ...GRANT, ...inBody }, basic(web));
    expect([status, body.error]).toEqual([400, "invalid_request"]);
  });
});

test.describe("requests that are refused", () => {
  const cases: [string, Record<string, string | string[]>, number, string][] = [
    ["no grant_type", {}, 400, "invalid_request"],
    ["an unknown grant_type", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["a repeated parameter", { ...GRANT, scope: ["account:read", "clients:read"] }, 400, "invalid_request"],
    ["a repeated unknown parameter", { ...GRANT, x: ["1", "2"] }, 400, "invalid_request"],
    ["a scope that it cannot have", { ...GRANT, scope: "clients:write" }, 400, "invalid_scope"],
    ["a scope that is about a person", { ...GRANT, scope: "openid" }, 400, "invalid_scope"],
    ["an unknown resource", { ...GRANT, resource: "https://unknown.example" }, 400, "invalid_target"],
    ["an unknown code", { grant_type: "authorization_code", code: "pt_ac_x" }, 400, "invalid_grant"],
    ["an unknown refresh token", { grant_type: "refresh_token", refresh_token: "pt_rt_x" }, 400, "invalid_grant"],
  ];
  for (const [title, fields, status, error] of cases) {
    test(title, async ({ portal, parties }) => {
      const answer = await post(portal, "/oauth/token", fields, basic(parties.web));
      expect([answer.status, answer.body.error]).toEqual([status, error]);
    });
  }

  test("JSON, broken UTF-8 and 10 MB", async ({ portal, parties }) => {
    const url = `${portal.url}/oauth/token`;
    const form = { "content-type": "application/x-www-form-urlencoded", ...basic(parties.web) };
    const json = { ...form, "content-type": "application/json" };
    const asJson = await send(url, { method: "POST", headers: json, body: JSON.stringify(GRANT) });
    expect([asJson.status, asJson.body.error]).toEqual([400, "invalid_request"]);
    for (const body of [Buffer.from([0x61, 0x3d, 0xff]), "grant_type=%ff", "grant_type=client_credentials&scope=%00"]) {
      const broken = await send(url, { method: "POST", headers: form, body });
      expect([broken.status, broken.body.error]).toEqual([400, "invalid_request"]);
    }
    for (const size of [100 * 1024, 10 * 1024 * 1024]) {
      const large = await send(url, { method: "POST", headers: form, body: `a=${"b".repeat(size)}` });
      expect(large.status).toBe(413);
    }
    expect((await post(portal, "/oauth/token", GRANT, basic(parties.web))).status).toBe(200);
  });
});

test.describe("codes (RFC 6749 §4.1.2, §10.5, RFC 7636 §4.6)", () => {
  test("of another client, with another redirect_uri or verifier are refused, and stay good", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    const code = url.searchParams.get("code") ?? "";
    const refused = [
      await redeem(portal, parties.other, code),
      await redeem(portal, parties.spa, code),
      await redeem(portal, parties.web, code, { redirect_uri: `${CALLBACK}/other` }),
      await redeem(portal, parties.web, code, { code_verifier: "x".repeat(43) }),
      await redeem(portal, parties.web, code, { code_verifier: null }),
    ];
    for (const { status, body } of refused) expect([status, body.error]).toEqual([400, "invalid_grant"]);
    expect((await redeem(portal, parties.web, code)).status).toBe(200);
  });

  test("that are older than 60 s are refused", async ({ portal, plainBrowser, parties }) => {
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    await portal.executeSql("UPDATE authorization_codes SET expires_at = now() - interval '1 second'");
    const { status, body } = await redeem(portal, parties.web, url.searchParams.get("code") ?? "");
    expect([status, body.error]).toEqual([400, "invalid_grant"]);
  });

  test("used a second time end every token", async ({ portal, plainBrowser, parties }) => {
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    const code = url.searchParams.get("code") ?? "";
    const first = await redeem(portal, parties.web, code);
    expect((await userinfo(portal, String(first.body.access_token))).status).toBe(200);
    const second = await redeem(portal, parties.web, code);
    expect([second.status, second.body.error]).toEqual([400, "invalid_grant"]);
    expect((await userinfo(portal, String(first.body.access_token))).status).toBe(401);
    expect((await refresh(portal, parties.web, String(first.body.refresh_token))).body.error).toBe("invalid_grant");
  });

  test("used by 25 at once: exactly one wins, and its tokens are then revoked", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    const code = url.searchParams.get("code") ?? "";
    const answers = await Promise.all(Array.from({ length: 25 }, () => redeem(portal, parties.web, code)));
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter((answer) => answer.body.error === "invalid_grant")).toHaveLength(24);
    expect((await userinfo(portal, String(won[0]?.body.access_token))).status).toBe(401);
    expect((await refresh(portal, parties.web, String(won[0]?.body.refresh_token))).status).toBe(400);
  });
});

test.describe("refresh tokens (RFC 6749 §6, RFC 9700 §4.14.2)", () => {
  test("of confidential clients work again and again", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    for (const _ of [1, 2]) {
      const { status, body } = await refresh(portal, parties.web, tokens.refresh_token);
      expect(status).toBe(200);
      expect(body).not.toHaveProperty("refresh_token");
      expect((await userinfo(portal, String(body.access_token))).status).toBe(200);
    }
  });

  test("may narrow the scope, and never widen it", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const narrow = await refresh(portal, parties.web, tokens.refresh_token, { scope: "openid email" });
    expect(narrow.body.scope).toBe("openid email");
    const claims = (await userinfo(portal, String(narrow.body.access_token))).body;
    expect(Object.keys(claims).sort()).toEqual(["email", "email_verified", "sub"]);
    const wide = await refresh(portal, parties.web, tokens.refresh_token, { scope: "openid account:read" });
    expect([wide.status, wide.body.error]).toEqual([400, "invalid_scope"]);
  });

  test("of another client are refused", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const foreign = await refresh(portal, parties.other, tokens.refresh_token);
    expect([foreign.status, foreign.body.error]).toEqual([400, "invalid_grant"]);
    expect((await refresh(portal, parties.web, tokens.refresh_token)).status).toBe(200);
  });

  test("of public clients rotate; two tabs that refresh at once get the same successor, and both go on", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const first = await getTokens(portal, plainBrowser, parties.spa, parties.person);
    let token = first.refresh_token;
    for (const _ of [1, 2, 3]) {
      const tabs = await Promise.all([1, 2].map(() => refresh(portal, parties.spa, token)));
      expect(tabs.map(({ status }) => status)).toEqual([200, 200]);
      const [one, two] = tabs.map(({ body }) => body);
      expect(one?.refresh_token).toBe(two?.refresh_token);
      expect(one?.refresh_token).not.toBe(token);
      expect(one?.access_token).not.toBe(two?.access_token);
      token = String(one?.refresh_token);
    }
    // One tab is a step ahead: the other repeats the step before, and both stay signed in.
    const ahead = await refresh(portal, parties.spa, token);
    const behind = await refresh(portal, parties.spa, token);
    expect(behind.body.refresh_token).toBe(ahead.body.refresh_token);
    for (const { body } of [ahead, behind])
      expect((await userinfo(portal, String(body.access_token))).status).toBe(200);
    expect((await refresh(portal, parties.spa, String(ahead.body.refresh_token))).status).toBe(200);
  });

  test("come without openid to a client that is registered for them, and the consent page says so", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const client = await portal.createClient({
      client_name: "Plain OAuth",
      redirect_uris: [CALLBACK],
      grant_types: ["authorization_code", "refresh_token"],
      scope: "openid account:read",
    });
    const url = authorizeUrl(portal, client, { scope: "account:read" });
    const consent = await plainBrowser.signIn(locationOf(await plainBrowser.get(url)), parties.person);
    expect(await (await plainBrowser.get(consent)).text()).toContain("Keep this access when you are away");
    const back = new URL(await plainBrowser.answer(consent, "allow"));
    const { body } = await redeem(portal, client, back.searchParams.get("code") ?? "");
    expect(body.scope).toBe("account:read");
    expect((await refresh(portal, client, String(body.refresh_token))).body.scope).toBe("account:read");
    // Asked and answered: the next time there is nothing to ask.
    const again = new URL(locationOf(await plainBrowser.get(url)));
    expect(again.searchParams.has("code")).toBe(true);
    // With openid it takes offline_access (OIDC Core §11).
    const openid = await plainBrowser.authorize(authorizeUrl(portal, client, { scope: "openid" }), parties.person);
    const signIn = await redeem(portal, client, openid.searchParams.get("code") ?? "");
    expect(signIn.status).toBe(200);
    expect(signIn.body).not.toHaveProperty("refresh_token");
  });

  test("say in seconds when they end: after 90 days without use, and a year after the person's yes at the latest", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const used = [];
    for (const client of [parties.web, parties.spa]) {
      const first = await getTokens(portal, plainBrowser, client, parties.person);
      const { body } = await refresh(portal, client, first.refresh_token);
      used.push({ client, body, token: String(body.refresh_token ?? first.refresh_token) });
    }
    await portal.executeSql("UPDATE grants SET created_at = created_at - interval '365 days'");
    for (const { client, body, token } of used) {
      expect(body.refresh_token_expires_in).toBe(90 * 24 * 3600);
      const late = await refresh(portal, client, token);
      expect([late.status, late.body.error]).toEqual([400, "invalid_grant"]);
    }
  });

  test("of public clients that come again half a minute after they were used end the whole grant", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const first = await getTokens(portal, plainBrowser, parties.spa, parties.person);
    const second = await refresh(portal, parties.spa, first.refresh_token);
    expect(second.status).toBe(200);
    await portal.moveBack(31);
    const again = await refresh(portal, parties.spa, first.refresh_token);
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    expect((await refresh(portal, parties.spa, String(second.body.refresh_token))).body.error).toBe("invalid_grant");
    expect((await userinfo(portal, String(second.body.access_token))).status).toBe(401);
  });
});

test.describe("the log of these requests", () => {
  test("every answer gives back the name of its request, or a new one: pages, documents and refusals too", async ({
    portal,
  }) => {
    for (const path of [
      "/oauth/jwks",
      "/oauth/jwks",
      "/oauth/token",
      "/login",
      "/nothing-here",
      "/api/v1/account",
      "/healthz",
    ]) {
      const name = `name-${randomUUID()}`;
      const named = await send(portal.url + path, { headers: { "x-request-id": name } });
      expect([path, named.headers.get("x-request-id")]).toEqual([path, name]);
      const unfit = await send(portal.url + path, { headers: { "x-request-id": "two words" } });
      expect(unfit.headers.get("x-request-id"), path).toMatch(/^[\da-f-]{36}$/);
    }
  });

  test("says who sent a request, not who it claims to be: of documents from memory too", async ({ portal }) => {
    for (const path of ["/oauth/jwks", "/oauth/token", "/login"]) {
      const name = `from-${randomUUID()}`;
      await send(portal.url + path, { headers: { "x-request-id": name, "x-forwarded-for": "203.0.113.9" } });
      await portal.waitForOutput(new RegExp(`"request_id":"${name}"`));
      const line = portal.output.split("\n").find((each) => each.includes(name)) ?? "{}";
      expect([path, JSON.parse(line).from]).toEqual([path, expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]);
    }
  });

  test("has a line for each, and no secret of a whole sign-in", async ({ portal, plainBrowser, parties }) => {
    const { web, person } = parties;
    const url = await plainBrowser.authorize(authorizeUrl(portal, web), person);
    const code = url.searchParams.get("code") ?? "";
    const redeemed = await redeem(portal, web, code);
    const refreshed = await refresh(portal, web, String(redeemed.body.refresh_token));
    const tokens = [redeemed, refreshed]
      .flatMap(({ body }) => [body.access_token, body.refresh_token, body.id_token])
      .filter((token) => token !== undefined);
    expect(tokens.length).toBeGreaterThanOrEqual(5);
    await send(`${portal.url}/oauth/userinfo?access_token=${refreshed.body.access_token}`);
    await send(`${portal.url}/login?password=${encodeURIComponent(person.password)}`);
    const last = `last-${randomUUID()}`;
    const inBody = { client_id: web.client_id, client_secret: web.client_secret };
    await post(portal, "/oauth/token", { ...GRANT, ...inBody }, { "x-request-id": last });
    await portal.waitForOutput(new RegExp(`"request_id":"${last}"`));

    const lines = portal.output.split("\n").filter((line) => line.startsWith("{"));
    const line = JSON.parse(lines.find((each) => each.includes(last)) ?? "{}");
    expect(line).toMatchObject({ level: "info", method: "POST", path: "/oauth/token", endpoint: "token", status: 200 });
    expect(line.message).toBe("POST /oauth/token 200");
    expect(portal.output).toContain('"message":"GET /oauth/userinfo?… ');

    const cookies = (await plainBrowser.readCookies()).split("; ").map((pair) => pair.slice(pair.indexOf("=") + 1));
    const longCookies = cookies.filter(({ length }) => length > 20);
    expect(longCookies.length).toBeGreaterThan(0);
    const secrets = [person.password, code, VERIFIER, web.client_secret, ...tokens, ...longCookies].map(String);
    expect(secrets.filter((secret) => secret.length < 15)).toEqual([]);
    expect(secrets.filter((secret) => portal.output.includes(secret))).toEqual([]);
    expect(portal.output).not.toContain(encodeURIComponent(person.password));
  });
});
