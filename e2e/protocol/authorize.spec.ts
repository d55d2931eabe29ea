import { expect, test } from "../fixtures/test";
import { locationOf, PlainBrowser, readErrorAddress } from "./plain-browser";
import { authorizeUrl, CALLBACK, redeem, send } from "./requests";

test.describe("authorize answers with a page, never a redirect, to (RFC 6749 §4.1.2.1)", () => {
  const cases: [string, Record<string, string | string[] | null>][] = [
    ["an unknown client", { client_id: "pt_cl_unknown" }],
    ["no client", { client_id: null }],
    ["a foreign redirect_uri", { redirect_uri: "https://evil.example/callback" }],
    ["a redirect_uri with more at its end", { redirect_uri: `${CALLBACK}/more` }],
    ["a redirect_uri with user information", { redirect_uri: "https://client.example@evil.example/callback" }],
    ["a redirect_uri that came twice", { redirect_uri: [CALLBACK, "https://evil.example/callback"] }],
  ];
  for (const [title, changes] of cases) {
    test(title, async ({ portal, parties }) => {
      const answer = await send(authorizeUrl(portal, parties.web, changes));
      expect(answer.status).toBe(400);
      expect(answer.headers.get("location")).toBeNull();
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(answer.text).not.toContain('href="https://evil.example');
    });
  }

  test("broken UTF-8", async ({ portal, parties }) => {
    const answer = await send(`${authorizeUrl(portal, parties.web)}&login_hint=%ff%fe`);
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  });

  test("a script, a picture, a prefetch", async ({ portal, parties }) => {
    const hints = [
      ["sec-fetch-dest", "empty"],
      ["sec-fetch-dest", "image"],
      ["sec-purpose", "prefetch"],
      ["purpose", "prefetch"],
      ["x-moz", "prefetch"],
    ] as const;
    for (const [name, value] of hints) {
      const answer = await send(authorizeUrl(portal, parties.web), { headers: { [name]: value } });
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    }
  });
});

test.describe("authorize sends to the client, with state and iss (RFC 6749 §4.1.2.1, RFC 9207)", () => {
  const cases: [string, Record<string, string | string[] | null>, string][] = [
    ["a missing response_type", { response_type: null }, "invalid_request"],
    ["another response_type", { response_type: "token" }, "unsupported_response_type"],
    ["a repeated parameter", { nonce: ["a", "b"] }, "invalid_request"],
    ["a scope that the client may not have", { scope: "clients:write" }, "invalid_scope"],
    ["an unknown resource", { resource: "https://unknown.example" }, "invalid_target"],
    ["no PKCE", { code_challenge: null, code_challenge_method: null }, "invalid_request"],
    ["PKCE plain", { code_challenge_method: "plain" }, "invalid_request"],
    ["prompt=none without a session", { prompt: "none" }, "login_required"],
    ["prompt=none with another", { prompt: "none login" }, "invalid_request"],
    ["a broken request object", { request: "a.b.c" }, "invalid_request_object"],
    ["an unregistered request_uri", { request_uri: "https://x.example" }, "invalid_request_uri"],
    ["a forged id_token_hint", { id_token_hint: "a.b.c" }, "login_required"],
    ["claims that are no JSON", { claims: "{" }, "invalid_request"],
  ];
  for (const [title, changes, error] of cases) {
    test(title, async ({ portal, parties }) => {
      const answer = await send(authorizeUrl(portal, parties.web, changes));
      const isSilent = String(changes.prompt).includes("none");
      // RFC 9700 §4.11.2: nobody is signed in and nobody looked at the app, so that a page comes first.
      expect(answer.status).toBe(isSilent ? 303 : 400);
      const url = new URL(readErrorAddress({ location: answer.headers.get("location"), text: answer.text }));
      expect(url.origin + url.pathname).toBe(CALLBACK);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({ error, state: "a state", iss: portal.url });
      expect(url.searchParams.has("code")).toBe(false);
    });
  }

  test("by form_post, when it asked for that", async ({ portal, parties }) => {
    const answer = await send(authorizeUrl(portal, parties.web, { response_mode: "form_post", prompt: "none" }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy") ?? "").not.toContain("form-action");
    expect(answer.text).toContain(`action="${CALLBACK}"`);
    expect(answer.text).toContain('name="error" value="login_required"');
    expect(answer.text).toContain(`name="iss" value="${portal.url}"`);
    // A client asks prompt=none in a hidden frame of its own page.
    expect(answer.headers.get("content-security-policy")).toContain(`frame-ancestors ${new URL(CALLBACK).origin}`);
    expect(answer.headers.get("x-frame-options")).toBeNull();
  });
});

test.describe("the way through the pages", () => {
  test("sign-in, consent, code; and then at once, also with prompt=none", async ({ portal, plainBrowser, parties }) => {
    const { spa, person } = parties;
    const loginUrl = locationOf(await plainBrowser.get(authorizeUrl(portal, spa)));
    expect(loginUrl).toMatch(new RegExp(`^${portal.url}/login\\?request=[A-Za-z0-9_-]{43}$`));
    const consentUrl = await plainBrowser.signIn(loginUrl, person);
    expect(new URL(consentUrl).pathname).toBe("/consent");
    const url = new URL(await plainBrowser.answer(consentUrl, "allow"));
    expect(url.origin + url.pathname).toBe(CALLBACK);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ state: "a state", iss: portal.url });
    for (const prompt of [null, "none"]) {
      const next = new URL(locationOf(await plainBrowser.get(authorizeUrl(portal, spa, { prompt }))));
      expect(next.searchParams.get("code")).toMatch(/^pt_ac_/);
    }
  });

  test("a public client at a loopback address is asked about each time, whatever its type, and never answered unasked (RFC 8252 §8.6)", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const redirect_uri = "http://127.0.0.1:8976/callback";
    for (const application_type of ["web", "native"]) {
      const client = await portal.createClient({
        client_name: `A ${application_type} program`,
        application_type,
        redirect_uris: [redirect_uri],
        token_endpoint_auth_method: "none",
        scope: "openid email",
      });
      const request = { redirect_uri, scope: "openid email" };
      const first = await plainBrowser.authorize(authorizeUrl(portal, client, request), parties.person);
      expect(first.searchParams.get("code")).toMatch(/^pt_ac_/);
      const again = locationOf(await plainBrowser.get(authorizeUrl(portal, client, request)));
      expect(new URL(again).pathname).toBe("/consent");
      const silent = locationOf(await plainBrowser.get(authorizeUrl(portal, client, { ...request, prompt: "none" })));
      expect(new URL(silent).searchParams.get("error")).toBe("consent_required");
    }
  });

  test("a double submit leads to the same code, and to a page once it was used", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const first = locationOf(await plainBrowser.get(authorizeUrl(portal, parties.post, { prompt: "consent" })));
    const consentUrl = await plainBrowser.signIn(first, parties.person);
    const form = await plainBrowser.readForm(consentUrl, "/consent/submit");
    const fields: [string, string][] = [...form.hidden, ["answer", "allow"]];
    const answers = await Promise.all([1, 2, 3].map(() => plainBrowser.post(form.action, fields)));
    const locations = answers.map(locationOf);
    expect(new Set(locations).size).toBe(1);
    const code = new URL(locations[0] ?? "").searchParams.get("code") ?? "";
    expect((await redeem(portal, parties.post, code)).status).toBe(200);
    const late = locationOf(await plainBrowser.post(form.action, fields));
    expect(late).toBe(consentUrl);
    expect((await plainBrowser.get(late)).status()).toBe(200);
  });

  test("Cancel sends access_denied", async ({ portal, plainBrowser, parties }) => {
    const first = locationOf(await plainBrowser.get(authorizeUrl(portal, parties.post, { prompt: "consent" })));
    const url = new URL(await plainBrowser.answer(await plainBrowser.signIn(first, parties.person), "deny"));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: "access_denied",
      state: "a state",
      iss: portal.url,
    });
  });

  test("another browser cannot answer the request", async ({ portal, plainBrowser, parties }) => {
    const url = authorizeUrl(portal, parties.post, { prompt: "consent" });
    const victims = locationOf(await plainBrowser.get(url));
    const other = await PlainBrowser.open(portal.url);
    const own = await other.signIn(locationOf(await other.get(url)), parties.person);
    const form = await other.readForm(own, "/consent/submit");
    const stolen = new URL(victims).searchParams.get("request") ?? "";
    const fields = form.hidden.map(([name, value]): [string, string] => [name, name === "request" ? stolen : value]);
    const answer = await other.post(form.action, [...fields, ["answer", "allow"]]);
    expect(answer.headers().location ?? "").not.toContain("code=");
    await other.close();
  });

  test("prompt=login and max_age=0 ask once, and do not loop", async ({ portal, plainBrowser, parties }) => {
    await plainBrowser.authorize(authorizeUrl(portal, parties.web), parties.person);
    for (const [name, value] of [
      ["prompt", "login"],
      ["max_age", "0"],
    ] as const) {
      const first = locationOf(await plainBrowser.get(authorizeUrl(portal, parties.web, { [name]: value })));
      expect(new URL(first).pathname).toBe("/login");
      const next = new URL(await plainBrowser.signIn(first, parties.person));
      expect(next.searchParams.get("code")).toMatch(/^pt_ac_/);
    }
  });

  test("POST equals GET (OIDC Core §3.1.2.1)", async ({ portal, plainBrowser, parties }) => {
    const query = new URL(authorizeUrl(portal, parties.web)).searchParams;
    const answer = await plainBrowser.post("/oauth/authorize", [...query]);
    expect(answer.status()).toBe(303);
    const url = await plainBrowser.authorize(locationOf(answer), parties.person);
    expect(url.searchParams.get("code")).toMatch(/^pt_ac_/);
  });

  test("state and nonce come back byte-exact", async ({ portal, plainBrowser, parties }) => {
    const state = "s+/= %&é💡".repeat(16);
    const nonce = "n".repeat(384);
    const url = await plainBrowser.authorize(authorizeUrl(portal, parties.web, { state, nonce }), parties.person);
    expect(url.searchParams.get("state")).toBe(state);
    const { body } = await redeem(portal, parties.web, url.searchParams.get("code") ?? "");
    const [, payload = ""] = String(body.id_token).split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString()).nonce).toBe(nonce);
  });
});
