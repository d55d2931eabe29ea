import { decodeJwt } from "jose";
import { expect, test } from "../fixtures/test";
import { answerOf, CLAIMS, pathOf } from "./openid-parties";
import { locationOf } from "./plain-browser";
import { authorizeUrl, CALLBACK, post, redeem, refresh, send, userinfo } from "./requests";

const NO_PKCE = { code_challenge: null, code_challenge_method: null };

test.describe("redirect URIs (RFC 6749 §3.1.2, RFC 8252 §7.3)", () => {
  test("a registered query is kept, and the answer appended to it", async ({ portal, plainBrowser, openIdParties }) => {
    const { openid, person } = openIdParties;
    const url = authorizeUrl(portal, openid, { redirect_uri: `${CALLBACK}?tenant=1` });
    const { href } = await plainBrowser.authorize(url, person);
    expect(href).toContain(`${CALLBACK}?tenant=1&code=`);
    for (const redirect_uri of [`${CALLBACK}?tenant=2`, `${CALLBACK}?tenant=1&more=1`, `${CALLBACK}/`, null]) {
      const answer = await send(authorizeUrl(portal, openid, { redirect_uri }));
      expect([answer.status, answer.headers.get("location")], String(redirect_uri)).toEqual([400, null]);
    }
  });

  test("a native app's loopback address may differ in its port, and in nothing else", async ({ portal }) => {
    const native = await portal.createClient({
      application_type: "native",
      token_endpoint_auth_method: "none",
      redirect_uris: ["http://127.0.0.1/callback"],
    });
    const ask = (redirect_uri: string) => send(authorizeUrl(portal, native, { redirect_uri }));
    expect((await ask("http://127.0.0.1:51004/callback")).status).toBe(303);
    expect((await ask("http://127.0.0.1:51004/other")).status).toBe(400);
    expect((await ask("http://localhost:51004/callback")).status).toBe(400);
  });

  test("an address on the issuer's own origin is refused at registration", async ({ portal }) => {
    const metadata = { redirect_uris: [`${portal.url}/callback`] };
    await expect(portal.createClient(metadata)).rejects.toThrow();
  });
});

test.describe("what is ignored, never failing (OIDC Core §3.1.2.1)", () => {
  for (const [title, changes] of [
    ["unknown parameters, scopes and claims", { whatever: "1", scope: "openid unknown", claims: '{"x":{"y":1}}' }],
    ["display, ui_locales, claims_locales", { display: "wap", ui_locales: "xx fr", claims_locales: "xx" }],
    ["login_hint and acr_values that are nobody's and nothing's", { login_hint: "nobody", acr_values: "urn:x urn:y" }],
  ] as const) {
    test(title, async ({ portal, plainBrowser, openIdParties }) => {
      const url = authorizeUrl(portal, openIdParties.openid, { redirect_uri: CALLBACK, ...changes });
      const { searchParams } = await plainBrowser.authorize(url, openIdParties.person);
      expect(searchParams.get("code")).toMatch(/^pt_ac_/);
    });
  }

  test("login_hint stands in the sign-in form", async ({ portal, plainBrowser, openIdParties }) => {
    const url = authorizeUrl(portal, openIdParties.openid, { login_hint: "hinted@example.org" });
    const page = await (await plainBrowser.get(locationOf(await plainBrowser.get(url)))).text();
    expect(page).toContain('value="hinted@example.org"');
  });
});

test.describe("prompt (OIDC Core §3.1.2.1)", () => {
  test("none never shows a page: login_required, then consent_required, and a code once it was allowed", async ({
    portal,
    plainBrowser,
    openIdParties,
    person,
  }) => {
    const { openid } = openIdParties;
    const url = authorizeUrl(portal, openid, { prompt: "none" });
    expect((await answerOf(plainBrowser, url)).get("error")).toBe("login_required");
    const login = locationOf(await plainBrowser.get(authorizeUrl(portal, openid)));
    const consent = await plainBrowser.signIn(login, person);
    expect((await answerOf(plainBrowser, url)).get("error")).toBe("consent_required");
    await plainBrowser.answer(consent, "allow");
    expect((await answerOf(plainBrowser, url)).get("code")).toMatch(/^pt_ac_/);
    const wider = authorizeUrl(portal, openid, { prompt: "none", scope: "openid phone" });
    expect((await answerOf(plainBrowser, wider)).get("error")).toBe("consent_required");
  });

  test("none stands alone", async ({ portal, plainBrowser, openIdParties }) => {
    const url = authorizeUrl(portal, openIdParties.openid, { prompt: "none consent" });
    expect((await answerOf(plainBrowser, url)).get("error")).toBe("invalid_request");
  });

  test("consent asks each time, login signs in each time, select_account shows the chooser", async ({
    portal,
    plainBrowser,
    openIdParties,
  }) => {
    const { openid, person } = openIdParties;
    await plainBrowser.authorize(authorizeUrl(portal, openid), person);
    const ask = (prompt: string) => pathOf(plainBrowser, authorizeUrl(portal, openid, { prompt }));
    expect(await ask("consent")).toBe(`${portal.url}/consent`);
    expect(await ask("consent")).toBe(`${portal.url}/consent`);
    expect(await ask("login")).toBe(`${portal.url}/login`);
    expect(await ask("select_account")).toBe(`${portal.url}/choose`);
  });
});

test.describe("the sign-in itself (OIDC Core §2, §3.1.2.1, §5.5.1)", () => {
  test("auth_time is the real sign-in, unchanged by SSO, prompt=none and refresh; acr and amr too", async ({
    portal,
    plainBrowser,
    openIdParties,
  }) => {
    const { openid, person } = openIdParties;
    const metadata = (await send(`${portal.url}/.well-known/openid-configuration`)).body;
    const [acr = ""] = metadata.acr_values_supported as string[];
    const tokensOf = async (changes: Record<string, string>) => {
      const url = authorizeUrl(portal, openid, { max_age: "10000", ...changes });
      const { searchParams } = await plainBrowser.authorize(url, person);
      return (await redeem(portal, openid, searchParams.get("code") ?? "")).body;
    };
    const first = await tokensOf({ acr_values: `urn:example:unknown ${acr}` });
    const claims = decodeJwt(String(first.id_token));
    expect(claims).toMatchObject({ acr, amr: ["pwd"], auth_time: expect.any(Number) });
    const again = [
      await tokensOf({}),
      await tokensOf({ prompt: "none" }),
      (await refresh(portal, openid, String(first.refresh_token))).body,
    ];
    for (const { id_token } of again) {
      const { auth_time, amr, acr: same, sub, sid } = decodeJwt(String(id_token));
      expect({ auth_time, amr, acr: same, sub, sid }).toEqual({
        auth_time: claims.auth_time,
        amr: ["pwd"],
        acr,
        sub: claims.sub,
        sid: claims.sid,
      });
    }
  });

  test("an essential acr is met or refused; a voluntary one never refuses", async ({
    portal,
    plainBrowser,
    openIdParties,
  }) => {
    const { openid, person } = openIdParties;
    await plainBrowser.authorize(authorizeUrl(portal, openid), person);
    const ask = (acr: object) =>
      answerOf(plainBrowser, authorizeUrl(portal, openid, { claims: JSON.stringify({ id_token: { acr } }) }));
    const unmet = { values: ["urn:example:gold"] };
    expect((await ask({ essential: true, ...unmet })).get("error")).toBe("unmet_authentication_requirements");
    expect((await ask(unmet)).get("code")).toMatch(/^pt_ac_/);
    expect((await ask({ essential: true })).get("code")).toMatch(/^pt_ac_/);
  });

  test("id_token_hint names the person: the same is answered, another or a stranger's token is login_required", async ({
    portal,
    plainBrowser,
    openIdParties,
    parties,
  }) => {
    const { openid, person } = openIdParties;
    const tokens = async (as: typeof person) => {
      const { searchParams } = await plainBrowser.authorize(authorizeUrl(portal, openid, { prompt: "login" }), as);
      return String((await redeem(portal, openid, searchParams.get("code") ?? "")).body.id_token);
    };
    const own = await tokens(person);
    const ask = (changes: Record<string, string>) =>
      answerOf(plainBrowser, authorizeUrl(portal, openid, { prompt: "none", ...changes }));
    expect((await ask({ id_token_hint: own })).get("code")).toMatch(/^pt_ac_/);
    const foreign = authorizeUrl(portal, parties.web, { prompt: "none", id_token_hint: own });
    expect((await answerOf(plainBrowser, foreign)).get("error")).toBe("login_required");
    expect((await ask({ id_token_hint: `${own.slice(0, -4)}AAAA` })).get("error")).toBe("login_required");
    const askFor = async (sub: object) => (await ask({ claims: JSON.stringify({ id_token: { sub } }) })).entries();
    const { sub } = decodeJwt(own);
    for (const named of [{ value: sub }, { values: ["somebody else", sub] }, { value: sub, values: [sub] }]) {
      expect(Object.fromEntries(await askFor(named))).toMatchObject({ code: expect.stringMatching(/^pt_ac_/) });
    }
    for (const named of [{ value: "somebody else" }, { values: ["somebody", "else"] }, { value: sub, values: ["x"] }]) {
      expect(Object.fromEntries(await askFor(named))).toMatchObject({ error: "login_required" });
    }
  });
});

test.describe("PKCE (RFC 7636, OAuth 2.1 §7.5.1)", () => {
  for (const nonce of ["a nonce", null]) {
    test(`may be left out by a confidential client of OpenID Connect, nonce: ${nonce}`, async ({
      portal,
      plainBrowser,
      openIdParties,
    }) => {
      const { openid, person } = openIdParties;
      const { searchParams } = await plainBrowser.authorize(
        authorizeUrl(portal, openid, { ...NO_PKCE, nonce }),
        person,
      );
      const code = searchParams.get("code") ?? "";
      const { status, body } = await redeem(portal, openid, code, { code_verifier: null });
      expect(status).toBe(200);
      expect(decodeJwt(String(body.id_token)).nonce).toBe(nonce ?? undefined);
    });
  }

  test("a verifier without a challenge is refused", async ({ portal, plainBrowser, openIdParties }) => {
    const { openid, person } = openIdParties;
    const { searchParams } = await plainBrowser.authorize(authorizeUrl(portal, openid, NO_PKCE), person);
    const { status, body } = await redeem(portal, openid, searchParams.get("code") ?? "");
    expect([status, body.error]).toEqual([400, "invalid_grant"]);
  });
});

test.describe("the claims parameter (OIDC Core §5.5)", () => {
  test("puts claims where they were asked for: userinfo, or the ID token", async ({
    portal,
    plainBrowser,
    openIdParties,
  }) => {
    const { openid, person } = openIdParties;
    const claims = {
      userinfo: { name: { essential: true }, phone_number: null },
      id_token: { email: null, nickname: { essential: true, value: "somebody else" } },
    };
    const url = authorizeUrl(portal, openid, { scope: "openid", claims: JSON.stringify(claims) });
    const { searchParams } = await plainBrowser.authorize(url, person);
    const { body } = await redeem(portal, openid, searchParams.get("code") ?? "");
    const idToken = decodeJwt(String(body.id_token));
    expect(idToken).toMatchObject({ email: person.email, nickname: CLAIMS.nickname });
    expect(idToken).not.toHaveProperty("name");
    const told = (await userinfo(portal, String(body.access_token))).body;
    expect(told).toEqual({ sub: idToken.sub, name: CLAIMS.name, phone_number: CLAIMS.phone_number });
  });

  for (const claims of ["{", "[]", '"x"', '{"userinfo":{"name":1}}', '{"id_token":{"acr":{"values":"x"}}}']) {
    test(`refuses ${claims}`, async ({ portal, plainBrowser, openIdParties }) => {
      const url = authorizeUrl(portal, openIdParties.openid, { claims });
      const answer = await answerOf(plainBrowser, url);
      expect(answer.get("error")).toBe("invalid_request");
      expect(answer.get("error_description")).toMatch(
        /^[\x20-\x21\x23-\x5b\x5d-\x7e]*claims[\x20-\x21\x23-\x5b\x5d-\x7e]*$/,
      );
    });
  }
});

test("the app's policy and terms are linked on the first page, which is the sign-in (OIDC Registration §2)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const login = locationOf(await plainBrowser.get(authorizeUrl(portal, openIdParties.openid)));
  const page = await (await plainBrowser.get(login)).text();
  expect(new URL(login).pathname).toBe("/login");
  expect(page).toContain('href="https://client.example/privacy"');
  expect(page).toContain('href="https://client.example/terms"');
});

test("a POST that is too long for an address goes on with the same request", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const state = "s".repeat(30_000);
  const query = new URL(
    authorizeUrl(portal, openIdParties.openid, { state, response_mode: "form_post", prompt: "consent" }),
  ).searchParams;
  const answer = await plainBrowser.post("/oauth/authorize", [...query]);
  expect(answer.status()).toBe(303);
  const login = locationOf(await plainBrowser.get(locationOf(answer)));
  const consent = await plainBrowser.signIn(login, openIdParties.person);
  const form = await plainBrowser.readForm(consent, "/consent/submit");
  const page = await (await plainBrowser.post(form.action, [...form.hidden, ["answer", "allow"]])).text();
  expect(page).toContain(`name="state" value="${state}"`);
  const tooLong = await plainBrowser.post("/oauth/authorize", [...query, ["more", "x".repeat(70_000)]]);
  expect(tooLong.status()).toBe(413);
});

test("no protocol endpoint redirects for a slash, a language, or by repeating a POST (RFC 9700 §4.12)", async ({
  portal,
}) => {
  const metadata = (await send(`${portal.url}/.well-known/openid-configuration`)).body;
  const addresses = Object.entries(metadata).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
  for (const [name, address] of addresses) {
    const headers = { "accept-language": "ko" };
    for (const answer of [
      await send(String(address), { headers }),
      await post(portal, new URL(String(address)).pathname, { x: "1" }, headers),
    ]) {
      expect([301, 302, 307, 308], `${name} answers ${answer.status}`).not.toContain(answer.status);
    }
  }
});
