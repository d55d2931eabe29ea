import { locationOf } from "./plain-browser";
import { authorizeUrl, encode, expect, getTokens, SIGNED_OUT, test } from "./protocol-test";

test.describe("logout by the client (RP-Initiated Logout §2, §3)", () => {
  test("ends the session and comes back with state", async ({ portal, plainBrowser, parties }) => {
    const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const query = encode({ id_token_hint: id_token, post_logout_redirect_uri: SIGNED_OUT, state: "a b" });
    const answer = await plainBrowser.get(`${portal.url}/oauth/end-session?${query}`);
    expect([answer.status(), locationOf(answer)]).toEqual([303, `${SIGNED_OUT}?state=a+b`]);
    const next = await plainBrowser.get(authorizeUrl(portal, parties.web, { prompt: "none" }));
    expect(new URL(locationOf(next)).searchParams.get("error")).toBe("login_required");
  });

  test("without an ID token asks, and never redirects to the client", async ({ portal, plainBrowser, parties }) => {
    await getTokens(portal, plainBrowser, parties.web, parties.person);
    const query = encode({ client_id: parties.web.client_id, post_logout_redirect_uri: SIGNED_OUT });
    expect(locationOf(await plainBrowser.get(`${portal.url}/oauth/end-session?${query}`))).toBe(`${portal.url}/logout`);
    expect((await plainBrowser.get("/logout")).status()).toBe(200);
    const next = await plainBrowser.get(authorizeUrl(portal, parties.web, { prompt: "none" }));
    expect(new URL(locationOf(next)).searchParams.get("code")).toMatch(/^pt_ac_/);
  });

  test("to an address that is not registered is refused", async ({ portal, plainBrowser, parties }) => {
    const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const query = encode({ id_token_hint: id_token, post_logout_redirect_uri: "https://evil.example/" });
    const answer = await plainBrowser.get(`${portal.url}/oauth/end-session?${query}`);
    expect([answer.status(), answer.headers().location]).toEqual([400, undefined]);
  });
});
