import { expect, test } from "../fixtures/test";
import { basic, getTokens, post, refresh } from "./requests";

test("a secret and a refresh token that somebody found in public end at once, and the answer tells nothing", async ({
  portal,
  plainBrowser,
  parties,
}) => {
  const client = await portal.createClient({
    grant_types: ["client_credentials"],
    scope: "clients:read",
  });
  const service = { grant_type: "client_credentials" };
  const tokens = await getTokens(portal, plainBrowser, parties.spa, parties.person);
  const report = async (token: string) => {
    const { status, text, headers } = await post(portal, "/oauth/leaks", { token });
    return { status, text, location: headers.get("location") };
  };
  const toNothing = await report(`pt_cs_${"x".repeat(43)}`);
  expect(toNothing).toEqual({ status: 303, text: "", location: `${portal.url}/docs/leaks?sent=1#report` });
  expect(await report(`the secret is ${client.client_secret}, and the token ${tokens.refresh_token}`)).toEqual(
    toNothing,
  );
  await expect
    .poll(async () => (await post(portal, "/oauth/token", service, basic(client))).body.error)
    .toBe("invalid_client");
  expect((await refresh(portal, parties.spa, tokens.refresh_token)).body.error).toBe("invalid_grant");
});
