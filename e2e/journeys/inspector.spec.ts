import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { basic, post, userinfo } from "../protocol/requests";
import { ConsentScreen } from "../screens/consent";
import { registerAs } from "../screens/console";

test("a developer sees what went wrong, mends it, and then each step of the sign-in @no-js", async ({
  page,
  portal,
  clientApp,
  person,
}) => {
  const name = `Acme Steps ${randomBytes(2).toString("hex")}`;
  const { clientId, clientSecret } = await registerAs(page, person, name, [clientApp.redirectUri]);
  const client = { client_id: clientId, client_secret: clientSecret };
  const events = `/console/clients/${clientId}/events`;

  const refused = await page.goto(clientApp.authorizeUrl(client, { redirect_uri: `${clientApp.redirectUri}/` }));
  const requestId = refused?.headers()["x-request-id"] ?? "";
  await expect(page.getByRole("main")).toContainText("Nothing was shared");
  await page.goto(clientApp.authorizeUrl(client, { redirect_uri: `${clientApp.redirectUri}/` }));
  await post(
    portal,
    "/oauth/token",
    { grant_type: "client_credentials" },
    basic({ ...client, client_secret: "wrong" }),
  );

  await page.goto(clientApp.authorizeUrl(client));
  await new ConsentScreen(page).allow();
  const { code } = Object.fromEntries(clientApp.lastCallback.params);
  const { body } = await clientApp.redeem(client, code ?? "");
  expect((await userinfo(portal, String(body.access_token))).status).toBe(200);

  const problems = page.locator("#problems");
  const requests = page.locator("#requests");
  // Requests are written a moment after their answers.
  await expect(async () => {
    await page.goto(events);
    await expect(requests).toContainText("User info was read", { timeout: 1000 });
  }).toPass();
  await expect(problems.getByRole("listitem").filter({ hasText: "2 times" }).locator("mark")).toHaveText("/");
  await expect(problems).toContainText("Wrong client secret");
  const flow = requests.locator("> ul > li").filter({ hasText: "User info was read" });
  await expect(flow.getByRole("listitem")).toHaveText([
    /the person was shown a page/,
    /The person allowed it/,
    /The app was sent a code/,
    /Tokens were issued/,
    /User info was read/,
  ]);

  await page.getByLabel("Request ID").fill(requestId);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(requests.getByRole("listitem")).toHaveCount(2);
  await problems.getByRole("link", { name: `Add this URI: ${clientApp.redirectUri}/` }).click();
  await expect(page.getByRole("form", { name: "Add a redirect URI" }).getByRole("textbox")).toHaveValue(
    `${clientApp.redirectUri}/`,
  );
});
