import { expect, test } from "../fixtures/test";
import { registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";

test("a developer hands an app over, and the other finds it in the console and takes it @no-js", async ({
  page,
  portal,
  person,
  browser,
  javaScriptEnabled,
}) => {
  const other = await portal.createUser();
  const { clientId } = await registerAs(page, person, "Acme Moving", ["https://moving.example.org/callback"]);
  await page.goto(`/console/clients/${clientId}/settings`);
  const card = page.locator("#handover");
  await card.getByLabel("Email address of the new owner").fill(other.email);
  await card.getByRole("button", { name: "Offer the app" }).click();
  await expect(card.getByText(`It is offered to ${other.email}`)).toBeVisible();

  const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled });
  const elsewhere = await context.newPage();
  await elsewhere.goto("/console");
  await new SignInScreen(elsewhere).signIn(other);
  await elsewhere.getByRole("link", { name: "Look at the offer" }).click();
  await expect(elsewhere.getByText(`It belongs to ${person.email} now`)).toBeVisible();
  await elsewhere.locator("#accept-offer").click();
  await expect(elsewhere.getByText("Acme Moving is yours now").first()).toBeVisible();
  await context.close();

  await page.goto(`/console/clients/${clientId}`);
  await expect(page.getByText("Acme Moving")).toBeHidden();
});
