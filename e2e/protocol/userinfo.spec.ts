import { expect, test } from "../fixtures/test";
import { basic, getTokens, post, send, userinfo } from "./requests";

test.describe("userinfo (OIDC Core §5.3, RFC 6750 §2, §3)", () => {
  test("tells what was allowed, by GET, POST with a header and POST with a body", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const tokens = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const url = `${portal.url}/oauth/userinfo`;
    const headers = { authorization: `bearer ${tokens.access_token}` };
    const answers = [
      await send(url, { headers }),
      await send(url, { method: "POST", headers }),
      await post(portal, "/oauth/userinfo", { access_token: tokens.access_token }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ email: parties.person.email, email_verified: true });
    }
  });

  test("refuses with the challenge that RFC 6750 §3 names", async ({ portal, plainBrowser, parties }) => {
    const { access_token } = await getTokens(portal, plainBrowser, parties.web, parties.person);
    const none = await send(`${portal.url}/oauth/userinfo`);
    expect([none.status, none.headers.get("www-authenticate")]).toEqual([401, `Bearer realm="${portal.url}"`]);
    const wrong = await userinfo(portal, "pt_at_wrong");
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get("www-authenticate")).toContain('error="invalid_token"');
    const inQuery = await send(`${portal.url}/oauth/userinfo?access_token=${access_token}`);
    expect([inQuery.status, inQuery.body.error]).toEqual([400, "invalid_request"]);
  });

  test("refuses the token of a client alone", async ({ portal, parties }) => {
    const { body } = await post(portal, "/oauth/token", { grant_type: "client_credentials" }, basic(parties.web));
    expect((await userinfo(portal, String(body.access_token))).status).toBe(401);
  });
});
