import { expect, test } from "../fixtures/test";
import { authorizeUrl, basic, CALLBACK, post, redeem, send, userinfo } from "./requests";

test("an app asks for what a person allowed it by its grant_id, and gives it back (Grant Management for OAuth 2.0 §5, §6)", async ({
  portal,
  plainBrowser,
  parties,
}) => {
  const { body: metadata } = await send(`${portal.url}/.well-known/openid-configuration`);
  expect(metadata).toMatchObject({
    grant_management_endpoint: `${portal.url}/oauth/grants`,
    grant_management_actions_supported: ["query", "revoke", "create", "merge", "replace"],
    grant_management_action_required: false,
  });
  const client = await portal.createClient({
    redirect_uris: [CALLBACK],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    scope: "openid profile email offline_access grant_management_query grant_management_revoke",
    grant_management: "optional",
  });
  const allowed = await plainBrowser.authorize(authorizeUrl(portal, client), parties.person);
  const { body: tokens } = await redeem(portal, client, allowed.searchParams.get("code") ?? "");
  const fields = { grant_type: "client_credentials", scope: "grant_management_query grant_management_revoke" };
  const { body: own } = await post(portal, "/oauth/token", fields, basic(client));
  const manage = (method: string, grantId: string) =>
    send(`${portal.url}/oauth/grants/${grantId}`, {
      method,
      headers: { authorization: `Bearer ${own.access_token}` },
    });
  const grantId = String(tokens.grant_id);
  const found = await manage("GET", grantId);
  expect([found.status, found.body.scopes]).toEqual([200, [{ scope: "email offline_access openid profile" }]]);
  expect((await manage("GET", "unknown")).status).toBe(404);
  expect((await send(`${portal.url}/oauth/grants/${grantId}`)).status).toBe(401);
  expect((await manage("PUT", grantId)).status).toBe(405);
  expect((await manage("DELETE", grantId)).status).toBe(204);
  expect((await userinfo(portal, String(tokens.access_token))).status).toBe(401);
  const refused = await plainBrowser.authorize(
    authorizeUrl(portal, client, { grant_management_action: "merge", grant_id: grantId }),
    parties.person,
  );
  expect(refused.searchParams.get("error")).toBe("invalid_grant_id");
});
