import { decodeJwt, exportJWK, generateKeyPair } from "jose";
import type { RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import type { Guarded } from "./guarded";
import { answerOf, pathOf, signJwt } from "./openid-parties";
import { locationOf, type PlainBrowser } from "./plain-browser";
import { authorizeUrl, CALLBACK, encode, post, redeem, refresh, SIGNED_OUT, send, userinfo } from "./requests";

// What the certification profiles ask of every client, whoever registered it. One portal for the whole file.
test.describe.configure({ mode: "default" });

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const METADATA = {
  redirect_uris: [CALLBACK],
  post_logout_redirect_uris: [SIGNED_OUT],
  grant_types: ["authorization_code", "refresh_token"],
  scope: "openid profile email offline_access",
};
/** Clients of OpenID Connect that keep a secret need no PKCE. */
const WITHOUT_PKCE = { code_challenge: null, code_challenge_method: null };

type Register = (guarded: Guarded, changes?: Record<string, unknown>) => Promise<RegisteredClient>;

const registrations: Record<string, Register> = {
  "a client that the operator registered": ({ portal }, changes) => portal.createClient({ ...METADATA, ...changes }),
  "a client that registered itself": async ({ portal }, changes) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ ...METADATA, ...changes });
    const answer = await send(`${portal.url}/oauth/register`, { method: "POST", headers, body });
    expect(answer.status, answer.text).toBe(201);
    return answer.body as RegisteredClient;
  },
};

async function getTokens({ portal }: Guarded, browser: PlainBrowser, client: RegisteredClient) {
  const person = await portal.createUser();
  const url = await browser.authorize(authorizeUrl(portal, client, WITHOUT_PKCE), person);
  const code = url.searchParams.get("code") ?? "";
  const { status, body } = await redeem(portal, client, code, { code_verifier: null });
  expect(status).toBe(200);
  return { person, code, accessToken: String(body.access_token), body };
}

for (const [who, register] of Object.entries(registrations)) {
  test.describe(who, () => {
    test("signs a person in, again without a page, and anew once the sign-in is older than max_age", async ({
      guarded,
      guardedBrowser,
    }) => {
      const { portal } = guarded;
      const client = await register(guarded);
      const { person, accessToken, body } = await getTokens(guarded, guardedBrowser, client);
      expect((await userinfo(portal, accessToken)).body.email).toBe(person.email);
      const ask = (changes: Record<string, string>) => authorizeUrl(portal, client, { ...WITHOUT_PKCE, ...changes });
      expect((await answerOf(guardedBrowser, ask({ prompt: "none" }))).get("code")).toMatch(/^pt_ac_/);
      expect((await answerOf(guardedBrowser, ask({ max_age: "10000" }))).get("code")).toMatch(/^pt_ac_/);
      await expect.poll(() => pathOf(guardedBrowser, ask({ max_age: "1" }))).toBe(`${portal.url}/login`);
      const { searchParams } = await guardedBrowser.authorize(ask({ max_age: "1" }), person);
      const again = await redeem(portal, client, searchParams.get("code") ?? "", { code_verifier: null });
      const [first, second] = [decodeJwt(String(body.id_token)), decodeJwt(String(again.body.id_token))];
      expect(Number(second.auth_time)).toBeGreaterThan(Number(first.auth_time));
      expect(second.sub).toBe(first.sub);
    });

    test("gets no answer at any address but its own", async ({ guarded }) => {
      const client = await register(guarded);
      for (const redirect_uri of [`${CALLBACK}?x=1`, `${CALLBACK}/`, "https://CLIENT.example/callback"]) {
        const answer = await send(authorizeUrl(guarded.portal, client, { redirect_uri }));
        expect([answer.status, answer.headers.get("location")], redirect_uri).toEqual([400, null]);
      }
    });

    test("loses its tokens when a code comes twice", async ({ guarded, guardedBrowser }) => {
      const { portal } = guarded;
      const client = await register(guarded);
      const { code, accessToken, body } = await getTokens(guarded, guardedBrowser, client);
      const again = await redeem(portal, client, code, { code_verifier: null });
      expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
      expect((await userinfo(portal, accessToken)).status).toBe(401);
      expect((await refresh(portal, client, String(body.refresh_token))).body.error).toBe("invalid_grant");
    });

    test("asks by a signed request_uri, and refreshes after its own keys and the portal's were rotated", async ({
      guarded,
      guardedBrowser,
    }, { testId }) => {
      const { portal, published } = guarded;
      const [old, next] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
      const publish = async (key: CryptoKey, kid: string) =>
        published.pages.set(`/${testId}.json`, JSON.stringify({ keys: [{ ...(await exportJWK(key)), kid }] }));
      await publish(old.publicKey, "old");
      const client = await register(guarded, {
        token_endpoint_auth_method: "private_key_jwt",
        jwks_uri: published.url(`/${testId}.json`),
        request_uris: [published.url(`/${testId}.jwt`)],
      });
      const { client_id } = client;
      const inside = {
        client_id,
        redirect_uri: CALLBACK,
        response_type: "code",
        scope: METADATA.scope,
        state: "inside",
      };
      published.pages.set(
        `/${testId}.jwt`,
        await signJwt(inside, { key: old.privateKey, header: { alg: "RS256", kid: "old" } }),
      );
      const url = authorizeUrl(portal, client, { ...WITHOUT_PKCE, request_uri: published.url(`/${testId}.jwt`) });
      const { searchParams } = await guardedBrowser.authorize(url, await portal.createUser());
      expect(searchParams.get("state")).toBe("inside");

      const ask = async (fields: Record<string, string>, key: CryptoKey, kid: string) => {
        const exp = Math.floor(Date.now() / 1000) + 60;
        const payload = { iss: client_id, sub: client_id, aud: portal.url, exp, jti: `${testId}-${Math.random()}` };
        const client_assertion = await signJwt(payload, { key, header: { alg: "RS256", kid } });
        return await post(portal, "/oauth/token", { ...fields, client_assertion_type: TYPE, client_assertion });
      };
      const code = { grant_type: "authorization_code", code: searchParams.get("code") ?? "", redirect_uri: CALLBACK };
      const { status, body } = await ask(code, old.privateKey, "old");
      expect(status).toBe(200);
      await publish(next.publicKey, "next");
      await portal.commandLine("keys", "rotate", "--alg", "RS256");
      const refreshed = { grant_type: "refresh_token", refresh_token: String(body.refresh_token) };
      const answer = await ask(refreshed, next.privateKey, "next");
      expect(answer.status).toBe(200);
      expect(decodeJwt(String(answer.body.id_token)).sub).toBe(decodeJwt(String(body.id_token)).sub);
    });

    test("gets codes and errors by form_post (OAuth 2.0 Form Post Response Mode §2)", async ({
      guarded,
      guardedBrowser,
    }) => {
      const { portal } = guarded;
      const client = await register(guarded);
      const url = authorizeUrl(portal, client, { ...WITHOUT_PKCE, response_mode: "form_post", prompt: "none" });
      const refused = await (await guardedBrowser.get(url)).text();
      expect(refused).toContain(`action="${CALLBACK}"`);
      expect(refused).toContain('name="error" value="login_required"');
      expect(refused).toContain('name="state" value="a state"');
      await getTokens(guarded, guardedBrowser, client);
      expect(await (await guardedBrowser.get(url)).text()).toMatch(/name="code" value="pt_ac_/);
    });

    test("ends the session and gets the browser back, and only asks where it does not say whose it is", async ({
      guarded,
      guardedBrowser,
    }) => {
      const { portal } = guarded;
      const client = await register(guarded);
      const { body } = await getTokens(guarded, guardedBrowser, client);
      const ask = async (fields: Record<string, string>) =>
        locationOf(await guardedBrowser.get(`${portal.url}/oauth/end-session?${encode(fields)}`));
      const silent = authorizeUrl(portal, client, { ...WITHOUT_PKCE, prompt: "none" });
      const address = { post_logout_redirect_uri: SIGNED_OUT, state: "a state" };
      expect(await ask(address)).toBe(`${portal.url}/logout`);
      expect((await answerOf(guardedBrowser, silent)).get("code")).toMatch(/^pt_ac_/);
      expect(await ask({ ...address, id_token_hint: String(body.id_token) })).toBe(`${SIGNED_OUT}?state=a+state`);
      expect((await answerOf(guardedBrowser, silent)).get("error")).toBe("login_required");
    });
  });
}

test("a code that comes again half a minute later ends the tokens too; a refresh as late as that works", async ({
  guarded,
  guardedBrowser,
}) => {
  const { portal } = guarded;
  const given = [];
  for (const register of Object.values(registrations)) {
    const client = await register(guarded);
    const tokens = await getTokens(guarded, guardedBrowser, client);
    const refreshToken = String(tokens.body.refresh_token);
    expect((await refresh(portal, client, refreshToken)).status).toBe(200);
    given.push({ client, ...tokens, refreshToken });
  }
  await portal.moveBack(31);
  for (const { client, code, accessToken, refreshToken } of given) {
    expect((await refresh(portal, client, refreshToken)).status).toBe(200);
    expect((await userinfo(portal, accessToken)).status).toBe(200);
    const again = await redeem(portal, client, code, { code_verifier: null });
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    expect((await userinfo(portal, accessToken)).status).toBe(401);
    expect((await refresh(portal, client, refreshToken)).body.error).toBe("invalid_grant");
  }
});
