import { expect, test } from "../fixtures/test";
import { registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { TeamScreen } from "../screens/team";

test("an owner invites a viewer, who sees the app and changes nothing, then makes them a developer @no-js", async ({
  page,
  portal,
  person,
  browser,
  javaScriptEnabled,
}) => {
  const other = await portal.createUser();
  const { clientId } = await registerAs(page, person, "Acme Together", ["https://together.example.org/callback"]);
  const team = `/console/clients/${clientId}/team`;
  await page.goto(team);
  await new TeamScreen(page).invite(other.email, "Viewer");

  const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled });
  const elsewhere = await context.newPage();
  await elsewhere.goto("/console");
  await new SignInScreen(elsewhere).signIn(other);
  await elsewhere.getByRole("link", { name: "Look at the invitation" }).click();
  await elsewhere.locator("#accept-invitation").click();
  await expect(elsewhere.getByText("You are a viewer of this app")).toBeVisible();
  await elsewhere.goto(`/console/clients/${clientId}/redirect-uris`);
  await expect(elsewhere.locator("#redirect-uri")).toBeDisabled();
  await elsewhere.goto(`/console/clients/${clientId}/settings`);
  await expect(elsewhere.getByRole("heading", { name: "Delete this app" })).toHaveCount(0);

  await page.goto(team);
  await page.getByRole("button", { name: `Make developer: ${other.email}` }).click();
  await expect(page.getByText(`${other.email} is now: Developer.`).first()).toBeVisible();
  await elsewhere.goto(`/console/clients/${clientId}/redirect-uris`);
  await expect(elsewhere.locator("#redirect-uri")).toBeEnabled();

  await page.getByRole("button", { name: `Remove ${other.email}` }).click();
  await expect(page.getByText(`${other.email} no longer works on the app`).first()).toBeVisible();
  expect((await elsewhere.goto(`/console/clients/${clientId}`))?.status()).toBe(404);
  await context.close();
});
