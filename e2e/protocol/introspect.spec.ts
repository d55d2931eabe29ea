import { expect, test } from "../fixtures/test";
import { basic, getTokens, introspect, post, refresh } from "./requests";

test.describe("introspection (RFC 7662 §2)", () => {
  test("tells a client of its own tokens, and nobody else anything", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const own = await introspect(portal, parties.web, tokens.access_token);
    expect(own.body).toMatchObject({
      active: true,
      iss: portal.url,
      client_id: parties.web.client_id,
      token_type: "Bearer",
      scope: "openid profile email offline_access",
    });
    expect(Number(own.body.exp) - Number(own.body.iat)).toBe(600);
    expect((await introspect(portal, parties.web, tokens.refresh_token)).body).toMatchObject({ active: true });
    for (const token of [tokens.access_token, tokens.refresh_token, tokens.id_token, "x"]) {
      const foreign = await introspect(portal, parties.other, token);
      expect([foreign.status, foreign.body]).toEqual([200, { active: false }]);
    }
  });

  test("wants a client with a secret", async ({ portal, plainBrowser, parties }) => {
    const { access_token: token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const refused = [
      await post(portal, "/oauth/introspect", { token }),
      await post(portal, "/oauth/introspect", { token, client_id: parties.spa.client_id }),
      await post(portal, "/oauth/introspect", { token }, basic(parties.web, "wrong")),
    ];
    for (const { status, body } of refused) expect([status, body.error]).toEqual([401, "invalid_client"]);
  });

  test("still counts a refresh token that was used and not rotated", async ({ portal, plainBrowser, parties }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    await refresh(portal, parties.web, tokens.refresh_token);
    expect((await introspect(portal, parties.web, tokens.refresh_token)).body).toMatchObject({ active: true });
  });
});
