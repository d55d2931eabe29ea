import type { APIResponse } from "playwright/test";
import type { Portal, RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { locationOf, type PlainBrowser } from "./plain-browser";
import { authorizeUrl, encode, getTokens, SIGNED_OUT } from "./requests";

function endSession(
  portal: Portal,
  browser: PlainBrowser,
  fields: Record<string, string | string[]>,
): Promise<APIResponse> {
  return browser.get(`${portal.url}/oauth/end-session?${encode(fields)}`);
}

/** What prompt=none says in this browser now. */
async function silentAnswer(portal: Portal, browser: PlainBrowser, client: RegisteredClient): Promise<URLSearchParams> {
  return new URL(locationOf(await browser.get(authorizeUrl(portal, client, { prompt: "none" })))).searchParams;
}

/** The same JWT with another signature. */
function forge(jwt: string): string {
  return `${jwt.slice(0, -6)}${jwt.slice(-6) === "AAAAAA" ? "BBBBBB" : "AAAAAA"}`;
}

test.describe("logout by the client (RP-Initiated Logout §2, §3)", () => {
  test("ends the session and comes back with state", async ({ portal, plainBrowser, parties }) => {
    const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const fields = { id_token_hint: id_token, post_logout_redirect_uri: SIGNED_OUT, state: "a b" };
    const answer = await endSession(portal, plainBrowser, fields);
    expect([answer.status(), locationOf(answer)]).toEqual([303, `${SIGNED_OUT}?state=a+b`]);
    expect((await silentAnswer(portal, plainBrowser, parties.web)).get("error")).toBe("login_required");
  });

  test("without state sends none back", async ({ portal, plainBrowser, parties }) => {
    const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const fields = { id_token_hint: id_token, post_logout_redirect_uri: SIGNED_OUT };
    expect(locationOf(await endSession(portal, plainBrowser, fields))).toBe(SIGNED_OUT);
  });

  test("by POST does the same", async ({ portal, plainBrowser, parties }) => {
    const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const posted = await plainBrowser.post("/oauth/end-session", [
      ["id_token_hint", id_token],
      ["post_logout_redirect_uri", SIGNED_OUT],
    ]);
    expect(posted.status()).toBe(303);
    expect(locationOf(await plainBrowser.get(locationOf(posted)))).toBe(SIGNED_OUT);
    expect((await silentAnswer(portal, plainBrowser, parties.web)).get("error")).toBe("login_required");
  });

  for (const title of ["nothing", "a forged hint", "another client's client_id"] as const) {
    test(`with ${title} asks, never redirects to the client, and ends nothing before the answer`, async ({
      portal,
      plainBrowser,
      parties,
    }) => {
      const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
      const address = { post_logout_redirect_uri: SIGNED_OUT };
      const fields = {
        nothing: {},
        "a forged hint": { id_token_hint: forge(id_token), ...address },
        "another client's client_id": { id_token_hint: id_token, client_id: parties.other.client_id, ...address },
      }[title];
      expect(locationOf(await endSession(portal, plainBrowser, fields))).toBe(`${portal.url}/logout`);
      expect((await plainBrowser.get("/logout")).status()).toBe(200);
      expect((await silentAnswer(portal, plainBrowser, parties.web)).get("code")).toMatch(/^pt_ac_/);
      const form = await plainBrowser.readForm("/logout", "/logout/submit");
      expect(locationOf(await plainBrowser.post(form.action, form.hidden))).toBe(`${portal.url}/logout`);
      expect((await silentAnswer(portal, plainBrowser, parties.web)).get("error")).toBe("login_required");
    });
  }

  test("with client_id and a registered address asks, and then goes back there with state", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    await getTokens(portal, plainBrowser, parties.web, parties.person);
    const fields = { client_id: parties.web.client_id, post_logout_redirect_uri: SIGNED_OUT, state: "a b+c" };
    const page = locationOf(await endSession(portal, plainBrowser, fields));
    expect(new URL(page).pathname).toBe("/logout");
    expect(await (await plainBrowser.get(page)).text()).toContain(new URL(SIGNED_OUT).host);
    expect((await silentAnswer(portal, plainBrowser, parties.web)).get("code")).toMatch(/^pt_ac_/);
    const form = await plainBrowser.readForm(page, "/logout/submit");
    // A form of another session is refused, and the page made anew still knows the way back.
    const forged = form.hidden.map(([name, value]): [string, string] => [name, name === "csrf" ? "forged" : value]);
    const refused = await plainBrowser.post(form.action, forged);
    expect(refused.status()).toBe(403);
    expect(await refused.text()).toContain(`href="/logout?client_id=${parties.web.client_id}&amp;`);
    const changed = form.hidden.map(([name, value]): [string, string] =>
      name === "post_logout_redirect_uri" ? [name, "https://evil.example/"] : [name, value],
    );
    const back = `${SIGNED_OUT}?state=a+b%2Bc`;
    expect(locationOf(await plainBrowser.post(form.action, form.hidden))).toBe(back);
    expect((await silentAnswer(portal, plainBrowser, parties.web)).get("error")).toBe("login_required");
    // Nobody is signed in any more: the page has a link back.
    const again = locationOf(await endSession(portal, plainBrowser, fields));
    expect(await (await plainBrowser.get(again)).text()).toContain(`href="${back}"`);
    // The form's address is checked once more when it is sent.
    await getTokens(portal, plainBrowser, parties.web, parties.person);
    const next = await plainBrowser.readForm(page, "/logout/submit");
    const csrf = next.hidden.filter(([name]) => name === "csrf");
    const posted = await plainBrowser.post(next.action, [...csrf, ...changed.filter(([name]) => name !== "csrf")]);
    expect(locationOf(posted)).toBe(`${portal.url}/logout`);
  });

  for (const uri of ["https://evil.example/", `${SIGNED_OUT}?more=1`, `${SIGNED_OUT}/`]) {
    test(`to ${uri}, which is not registered, is refused on a page`, async ({ portal, plainBrowser, parties }) => {
      const { id_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
      const fields = { id_token_hint: id_token, post_logout_redirect_uri: uri };
      const answer = await endSession(portal, plainBrowser, fields);
      expect([answer.status(), answer.headers().location]).toEqual([400, undefined]);
    });
  }
});
