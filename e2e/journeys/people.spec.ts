import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { registerAs } from "../screens/console";
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

test("an administrator finds people by filters that count together, and deletes those who own apps once it is clear what becomes of these @no-js", async ({
  page,
  portal,
  browser,
  javaScriptEnabled,
}) => {
  const mark = randomBytes(4).toString("hex");
  const admin = await portal.createUser({ email: `admin-${mark}@example.org`, isAdmin: true });
  const quiet = await portal.createUser({ email: `quiet-${mark}@example.org` });
  const owners = [];
  for (const name of ["first", "second"]) {
    const owner = await portal.createUser({ email: `${name}-${mark}@example.org` });
    const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled });
    const theirs = await context.newPage();
    const app = `Acme ${name} ${mark}`;
    const { clientId } = await registerAs(theirs, owner, app, ["https://app.example.org/callback"]);
    owners.push({ owner, clientId });
    await theirs.goto("/account/data/delete");
    await expect(theirs.getByRole("main").getByRole("link", { name: app })).toBeVisible();
    await expect(theirs.getByRole("button", { name: "Delete my account" })).toHaveCount(0);
    await context.close();
  }
  const [first, second] = owners.map(({ owner }) => owner);
  if (!first || !second) throw new Error("Nobody owns an app.");

  await page.goto("/admin/users");
  await new SignInScreen(page).signIn(admin);
  const screen = new PeopleScreen(page);
  await screen.find(mark);
  await screen.expectListed([second, first, quiet, admin]);
  await screen.filter({ Show: "Administrators" });
  await screen.expectListed([admin]);
  await screen.filter({ Show: "Everybody", "Last seen": "Never" });
  await screen.expectListed([quiet]);
  await screen.filter({ "Last seen": "In the last 30 days", "Second factor": "None" });
  await screen.expectListed([second, first, admin]);
  await screen.filter({ "Second factor": "Authenticator app" });
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("link", { name: "Show everybody" }).click();
  await expect(page).toHaveURL(/\/admin\/users$/);

  const fates = ["Delete the account, take over its apps", "Delete the account and its apps"];
  for (const [index, { owner, clientId }] of owners.entries()) {
    await screen.open(owner.userId);
    await screen.act(fates[index] ?? "", "is deleted");
    const isTaken = index === 0;
    expect((await page.goto(`/console/clients/${clientId}`))?.status()).toBe(isTaken ? 200 : 404);
    if (isTaken) await page.goto("/account/data/delete");
    if (isTaken) await expect(page.getByRole("main").getByRole("link", { name: mark })).toBeVisible();
  }
  await screen.find(mark);
  await screen.expectListed([quiet, admin]);
});
