import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

test("what is typed in one form of the profile stays while the other is saved, refused, or cannot be sent", async ({
  page,
  person,
}) => {
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  await waitUntilTakenOver(page);
  const name = page.getByLabel("Name", { exact: true });
  const save = page.getByRole("button", { name: "Save profile" });
  const nickname = page.getByLabel("Nickname");
  await page.getByText("More", { exact: true }).click();
  await nickname.fill("Acme");
  await name.fill("A Person");
  await save.click();
  await expectStatus(page, "Your profile is saved");
  await expect(name).toHaveValue("A Person");
  await expect(nickname).toHaveValue("Acme");

  await name.fill("x".repeat(81));
  await save.click();
  await expect(page.getByRole("main").getByRole("alert")).toBeFocused();
  await expect(name).toHaveAccessibleDescription(/Use at most 80 characters/);
  await expect(page).toHaveTitle(/^Error: Profile/);

  await name.fill("Another Person");
  await page.route("**/account", (route) => route.abort("connectionrefused"));
  await save.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("What you typed is still here");
  await expect(name).toHaveValue("Another Person");
  await expect(nickname).toHaveValue("Acme");
  await page.unroute("**/account");
  await save.click();
  await expectStatus(page, "Your profile is saved");
  await page.reload();
  await expect(name).toHaveValue("Another Person");
  await expect(nickname).toHaveValue("");
});

test("a form of the profile says what was wrong at its field, and keeps what was typed @no-js", async ({
  page,
  person,
}) => {
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  const birthdate = page.getByLabel("Date of birth");
  await expect(birthdate, "what is empty stays behind More").toBeHidden();
  await page.getByText("More", { exact: true }).click();
  await page.getByLabel("Nickname").fill("Acme");
  await birthdate.fill("long ago");
  await page.getByRole("button", { name: "Save details" }).click();
  await expect(birthdate).toHaveAccessibleDescription(/Write a date such as/);
  await expect(page.getByLabel("Nickname")).toHaveValue("Acme");
  await birthdate.fill("1990-01-31");
  await page.getByRole("button", { name: "Save details" }).click();
  await expectStatus(page, "Your details are saved");
  await page.reload();
  await expect(birthdate).toHaveValue("1990-01-31");
});

test("a new password stays typed while the portal cannot be reached, and never comes back once it was looked at", async ({
  page,
  person,
}) => {
  await page.goto("/account/security");
  await new SignInScreen(page).signIn(person);
  await waitUntilTakenOver(page);
  const current = page.getByLabel("Current password", { exact: true });
  const next = page.getByLabel("New password", { exact: true });
  const others = page.getByRole("checkbox");
  const change = page.getByRole("button", { name: "Change password" });
  const wanted = newPassword();
  await current.fill("not the password");
  await next.fill(wanted);
  await others.uncheck();
  await page.route("**/account/security", (route) => route.abort("connectionrefused"));
  await change.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("What you typed is still here");
  await expect(next).toHaveValue(wanted);
  await page.unroute("**/account/security");
  await change.click();
  await expect(current).toHaveAccessibleDescription(/This is not your current password/);
  await expect(next).toHaveValue("");
  await expect(others).not.toBeChecked();
  await current.fill(person.password);
  await next.fill(wanted);
  await change.click();
  await expectStatus(page, "changed");
});

test("the browser in which a password is changed stays one that its person signed in with @no-js", async ({
  page,
  person,
}) => {
  const readMarks = async () => {
    const cookie = (await page.context().cookies()).find(({ name }) => name.includes("portico_known"));
    return cookie?.value.split(".") ?? [];
  };
  await page.goto("/account/security");
  await new SignInScreen(page).signIn(person);
  const [before] = await readMarks();
  const password = newPassword();
  await page.getByLabel("Current password", { exact: true }).fill(person.password);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expectStatus(page, "changed");
  const changed = await readMarks();
  expect(changed[0]).not.toBe(before);
  // A sign-in in a browser that it did not know would put another mark first.
  await page.goto("/logout");
  await page.locator("#logout-confirm").click();
  await page.goto("/account");
  await new SignInScreen(page).signIn({ ...person, password });
  await expect(page).toHaveURL(/\/account$/);
  expect(await readMarks()).toEqual(changed);
});
