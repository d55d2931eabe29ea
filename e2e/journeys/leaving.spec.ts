import { expect, test } from "../fixtures/test";
import { readNewestLink } from "../screens/getting-back-in";
import { SignInScreen } from "../screens/sign-in";

test("a person deletes their account, is out at once, and keeps it by the mailed link @no-js", async ({
  page,
  person,
}) => {
  await page.goto("/account/data");
  await new SignInScreen(page).signIn(person);
  const download = await page.request.get("/account/data/export");
  expect((await download.json()).account.email).toBe(person.email);
  await page.getByRole("link", { name: "Delete your account" }).click();
  const field = page.getByLabel("Email address of your account");
  await field.fill("somebody@example.org");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByText("This is not the address of your account").first()).toBeVisible();
  await field.fill(person.email);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { name: "Your account is closed" })).toBeVisible();

  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  await expect(page.getByText("This account is going to be deleted").first()).toBeVisible();

  await page.goto(await readNewestLink(page, person.email));
  await expect(page.getByText(person.email)).toBeVisible();
  await page.locator("#keep-account").click();
  await expect(page.getByRole("heading", { name: "Your account stays" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account$/);
});
