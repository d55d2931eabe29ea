import { expect, test } from "../fixtures/test";
import { PeopleScreen } from "../screens/people";
import { AuthenticatorScreen } from "../screens/second-factor";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an administrator finds a person, suspends them, lets them in again, and deletes them @no-js", async ({
  page,
  portal,
  browser,
}) => {
  const member = await portal.createUser();
  const context = await browser.newContext({ baseURL: portal.url });
  const theirs = await context.newPage();
  await theirs.goto("/account");
  await new SignInScreen(theirs).signIn(member);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Profile");

  await page.goto("/admin/users");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const screen = new PeopleScreen(page);
  await screen.find(member.email.slice(3, 16));
  await page.getByRole("link", { name: member.email }).click();
  await screen.act("Suspend", "is suspended");
  await theirs.reload();
  await expect(theirs.getByLabel("Email")).toBeVisible();
  await new SignInScreen(theirs).signIn(member);
  await expect(new SignInScreen(theirs).error).toBeVisible();

  await page.getByRole("button", { name: "Lift the suspension" }).click();
  await expectStatus(page, "can sign in again");
  await theirs.goto("/account/activity");
  await new SignInScreen(theirs).signIn(member);
  await expect(theirs.getByText("An administrator suspended your account")).toBeVisible();

  await theirs.goto("/account/security/authenticator");
  await new AuthenticatorScreen(theirs).add();
  await theirs.locator("#recovery-done").waitFor();
  await page.reload();
  await expect(page.getByText("Recovery codes: 10 of 10 left")).toBeVisible();
  await screen.act("Require a new factor", "are removed");
  await expect(page.getByText("Recovery codes: 10 of 10 left")).toBeHidden();
  await theirs.goto("/account/activity?kind=security");
  await new SignInScreen(theirs).signIn(member);
  await expect(theirs.getByText("An administrator removed your second factors")).toBeVisible();

  await page.getByRole("button", { name: "Make a link" }).click();
  await expect(page.getByLabel("Link for a new password")).toHaveValue(/\/reset\/confirm\?token=/);

  await screen.act("Delete the account", "is deleted");
  await expect(page).toHaveURL(/\/admin\/users(#.*)?$/);
  expect((await page.goto(`/admin/users/${member.userId}`))?.status()).toBe(404);
  await context.close();
});
