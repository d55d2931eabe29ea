import { expect, test } from "../fixtures/test";
import { basic, getTokens, introspect, post, refresh, userinfo } from "./requests";

test.describe("revocation (RFC 7009 §2)", () => {
  test("of an access token ends that one alone", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const answer = await post(portal, "/oauth/revoke", { token: tokens.access_token }, basic(parties.web));
    expect([answer.status, answer.text]).toEqual([200, "{}"]);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect((await userinfo(portal, tokens.access_token)).status).toBe(401);
    expect((await introspect(portal, parties.web, tokens.access_token)).body).toEqual({ active: false });
    expect((await refresh(portal, parties.web, tokens.refresh_token)).status).toBe(200);
  });

  test("of a refresh token ends its grant", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.spa, parties.person);
    const fields = { token: tokens.refresh_token, client_id: parties.spa.client_id };
    expect((await post(portal, "/oauth/revoke", fields)).status).toBe(200);
    expect((await userinfo(portal, tokens.access_token)).status).toBe(401);
    expect((await refresh(portal, parties.spa, tokens.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("of an unknown token is a success, of a foreign one is refused", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    expect((await post(portal, "/oauth/revoke", { token: "x" }, basic(parties.web))).status).toBe(200);
    const foreign = await post(portal, "/oauth/revoke", { token: tokens.refresh_token }, basic(parties.other));
    expect([foreign.status, foreign.body.error]).toEqual([400, "invalid_grant"]);
    expect((await userinfo(portal, tokens.access_token)).status).toBe(200);
  });

  test("wants the secret of a client that has one, and ends nothing without it (§2.1)", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const { access_token: token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const refused = [
      await post(portal, "/oauth/revoke", { token }),
      await post(portal, "/oauth/revoke", { token, client_id: parties.web.client_id }),
      await post(portal, "/oauth/revoke", { token }, basic(parties.web, "wrong")),
    ];
    for (const { status, body } of refused) expect([status, body.error]).toEqual([401, "invalid_client"]);
    expect((await userinfo(portal, token)).status).toBe(200);
  });
});
