import { webClient } from "../fixtures/client-app";
import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { MailedCodeScreen, ResetScreen, readNewestMail } from "../screens/getting-back-in";
import { SignInScreen } from "../screens/sign-in";

test("whoever forgot their password on the way to an app chooses a new one by mail, and comes back to the app @no-js", async ({
  page,
  portal,
  clientApp,
}) => {
  const person = await portal.createUser();
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client));
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  const reset = new ResetScreen(page);
  await reset.ask(person.email);
  const { code, link } = await readNewestMail(page, person.email);

  // A mail program that opens the link uses nothing up.
  expect((await page.request.get(link)).status()).toBe(200);

  const password = newPassword();
  await reset.choose("thisismypassword", code);
  await expect(page.getByText("This password was leaked").first()).toBeVisible();
  await reset.choose(password);
  await new ConsentScreen(page).allow();
  await expect(page.getByText("Back at the client")).toBeVisible();

  // The old password is none any more, and the link is used up.
  await page.context().clearCookies();
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await expect(new SignInScreen(page).error).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await page.goto("/login");
  await new SignInScreen(page).signIn({ ...person, password });
  await expect(page).toHaveURL(/\/account$/);
});

test("a mailed code signs a person in, and an operator's link gives them a new password @no-js", async ({
  page,
  portal,
}) => {
  const person = await portal.createUser();
  await page.goto("/login");
  await page.getByRole("link", { name: "Sign in with a mailed code" }).click();
  const byCode = new MailedCodeScreen(page);
  await byCode.ask(person.email);
  await byCode.confirm((await readNewestMail(page, person.email)).code);
  await expect(page).toHaveURL(/\/account$/);

  const printed = await portal.commandLine("user", "reset", "--email", person.email);
  await page.context().clearCookies();
  await page.goto(printed.trim());
  await expect(page.getByText(person.email)).toBeVisible();
  await new ResetScreen(page).choose(newPassword());
  await expect(page).toHaveURL(/\/account\/security$/);
});
