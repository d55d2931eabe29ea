import { expect, test } from "../fixtures/test";
import { readNewestLink, readNewestMail } from "../screens/getting-back-in";
import { SignInScreen } from "../screens/sign-in";

test("a person moves to another address, and the old one takes the account back @no-js", async ({ page, person }) => {
  const next = `moved-${person.email}`;
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  await page.getByRole("link", { name: "Change email address" }).click();
  await page.locator("#email").fill("nobody");
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByText("Enter an address such as").first()).toBeVisible();
  await page.locator("#email").fill(next);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.locator("#code")).toBeVisible();
  const mail = await readNewestMail(page, next);
  await page.locator("#code").fill("12");
  await page.locator("#confirm-email").click();
  await expect(page.getByText("Type the eight digits from the mail").first()).toBeVisible();

  // The link shows what the press does; opening it changes nothing.
  await page.goto(mail.link);
  await expect(page.getByText("You opened the link of a mail")).toBeVisible();
  await page.goto("/account/email/confirm");
  await page.locator("#code").fill(mail.code);
  await page.locator("#confirm-email").click();
  await expect(page.getByRole("status").filter({ hasText: "Your email address is changed" })).toBeVisible();
  await expect(page.getByRole("main").getByText(next)).toBeVisible();

  const undo = await readNewestLink(page, person.email);
  await page.goto(undo);
  await expect(page.getByRole("main").getByText(next)).toBeVisible();
  await page.locator("#undo-email").click();
  await expect(page.getByRole("heading", { name: "Your old address is back" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose a new password" })).toHaveAttribute("href", "/reset");
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account$/);
  await page.goto("/account/activity");
  await expect(page.getByText("You signed in").first()).toBeVisible();
  await page.getByRole("link", { name: "Security and account" }).click();
  await expect(page.getByText("Your email address was changed")).toBeVisible();
  await expect(page.getByText("You signed in")).toBeHidden();
  await page.goto(undo);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("a new address that waits for its code is shown on the account's pages, and can be given up @no-js", async ({
  page,
  person,
}) => {
  const next = `moved-${person.email}`;
  await page.goto("/account/email");
  await new SignInScreen(page).signIn(person);
  await page.locator("#email").fill(next);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.locator("#code")).toBeVisible();
  const { code } = await readNewestMail(page, next);

  await page.goto("/account");
  const hint = page.locator("#pending-email");
  await expect(hint).toContainText(next);
  await hint.getByRole("link", { name: "Type the code" }).click();
  await expect(page.locator("#code")).toBeVisible();
  await page.goto("/account/email");
  await expect(hint).toContainText(next);
  await page.locator("#cancel-email").click();
  await expect(page.getByRole("status").filter({ hasText: "The change is cancelled" })).toBeVisible();
  await expect(hint).toBeHidden();

  await page.goto("/account/email/confirm");
  await expect(page.getByRole("heading", { name: "There is no address to confirm" })).toBeVisible();
  await page.goto("/account/email");
  await page.locator("#email").fill(next);
  await page.getByRole("button", { name: "Send the code" }).click();
  await page.locator("#code").fill(code);
  await page.locator("#confirm-email").click();
  await expect(page.getByText("That code is not right").first()).toBeVisible();
});
