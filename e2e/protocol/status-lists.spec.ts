import { createRemoteJWKSet, decodeJwt } from "jose";
import { StatusListCheck } from "../apps/calendar-api/status-list";
import { expect, test } from "../fixtures/test";
import { ConnectedAppsScreen } from "../screens/connected-apps";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";
import { basic, post, send } from "./requests";

/** After how many seconds no API that checks lists accepts a removed token: the page of connected apps says so. */
const WITHIN_SECONDS = 15;

test("an API that checks the portal's status lists refuses a removed JWT within the seconds that the page says (draft-ietf-oauth-status-list)", async ({
  page,
  portal,
  person,
  clientApp,
  jwtApi: api,
}) => {
  const client = await portal.createClient({
    client_name: "Acme Planner",
    redirect_uris: [clientApp.redirectUri],
    scope: "openid jwt_calendar:read",
  });
  await page.goto(clientApp.authorizeUrl(client, { scope: "openid jwt_calendar:read", resource: api.url }));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
  const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  const token = String(body.access_token);
  const call = () => send(`${api.url}/events`, { headers: { authorization: `Bearer ${token}` } });
  expect((await call()).status).toBe(200);

  const payload = decodeJwt<{ status: { status_list: { idx: number; uri: string } } }>(token);
  const { uri } = payload.status.status_list;
  const keys = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  let passed = 0;
  const now = () => Date.now() + passed * 1000;
  const check = new StatusListCheck({ issuer: portal.url, keys, now });
  expect(await check.isRevoked(payload)).toBe(false);

  await test.step("the list is a document with a tag, for every origin, that its token names", async () => {
    const answer = await send(uri, {
      headers: { accept: "application/statuslist+jwt", origin: "https://app.example" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/statuslist+jwt");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=5");
    expect(decodeJwt(answer.text).sub).toBe(uri);
    const askTwice = async () => {
      const etag = (await send(uri)).headers.get("etag") ?? "";
      return (await send(uri, { headers: { "if-none-match": etag } })).status;
    };
    // Unless it was signed anew in between, as it is every five seconds.
    await expect.poll(askTwice).toBe(304);
  });

  await page.goto("/account/apps");
  await page.getByLabel("Remove access of Acme Planner").first().click();
  await expect(page.getByText(`within ${WITHIN_SECONDS} seconds`).first()).toBeVisible();
  await page.goto("/account/apps");
  const removedAt = Date.now();
  await new ConnectedAppsScreen(page).remove("Acme Planner");

  // With the clock of the API moved on, its next look finds the bit.
  passed = 5;
  await expect.poll(() => check.isRevoked(payload)).toBe(true);
  await expect.poll(async () => (await call()).status, { timeout: WITHIN_SECONDS * 1000 }).toBe(401);
  expect(Date.now() - removedAt).toBeLessThan(WITHIN_SECONDS * 1000);
});

test("the addresses of all lists are in one document, which the metadata names; an unknown list is 404", async ({
  portal,
  jwtApi: api,
}) => {
  const metadata = await send(`${portal.url}/.well-known/oauth-authorization-server`);
  const address = String(metadata.body.status_list_aggregation_endpoint);
  expect(address).toBe(`${portal.url}/oauth/status-lists`);
  const client = await portal.createClient({
    client_name: "Nightly export",
    grant_types: ["client_credentials"],
    scope: "jwt_calendar:read",
  });
  const { body } = await post(
    portal,
    "/oauth/token",
    { grant_type: "client_credentials", resource: api.url },
    basic(client),
  );
  const { uri } = decodeJwt<{ status: { status_list: { uri: string } } }>(String(body.access_token)).status.status_list;
  expect((await send(address)).body.status_lists).toContain(uri);
  for (const id of ["018f4a00-0000-7000-8000-000000000000", "unknown"]) {
    const answer = await send(`${address}?id=${id}`);
    expect([answer.status, answer.body.error]).toEqual([404, "invalid_request"]);
  }
});
