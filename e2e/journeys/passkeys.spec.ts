import { decodeJwt } from "jose";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { VirtualPasskeys } from "../fixtures/virtual-passkeys";
import { ConsentScreen } from "../screens/consent";
import { pressOn } from "../screens/press-on";
import { SignInScreen } from "../screens/sign-in";

test("a passkey is made, signs in by autofill and by the button, is named, and is the way in without a password", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const passkeys = await VirtualPasskeys.attach(page);
  await page.goto("/account/security");
  await new SignInScreen(page).signIn(person);
  await pressOn(page.locator("#passkey-add"));
  await page.locator("#passkey-make").click();
  await expect(page.getByText("Your passkey is added.")).toBeVisible();
  expect(await passkeys.count()).toBe(1);

  // The same device makes no second one.
  await pressOn(page.locator("#passkey-add"));
  await page.locator("#passkey-make").click();
  await expect(page.getByText("This device already has a passkey")).toBeVisible();

  await page.goto("/account/security");
  await pressOn(page.getByRole("link", { name: /^Change passkey / }));
  await page.locator("#name").fill("Work laptop");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { name: "Work laptop" })).toBeVisible();

  // Autofill answers as soon as the page is there: no choice but one, and nothing is typed.
  await page.context().clearCookies();
  await page.goto("/login?return_to=/account/security");
  await expect(page).toHaveURL(/\/account\/security$/);
  await page.locator("#password-remove").click();
  await expect(page.getByText("Your account has no password now.")).toBeVisible();
  await pressOn(page.getByRole("link", { name: "Change passkey Work laptop" }));
  await page.locator("#passkey-remove").click();
  await expect(page.getByText("This passkey stays")).toBeVisible();

  // An app that asks for it gets what cannot be phished.
  await passkeys.answers(false);
  const client = await portal.createClient(webClient(clientApp));
  const claims = JSON.stringify({ id_token: { acr: { essential: true, value: "phr" } } });
  await page.context().clearCookies();
  await page.goto(clientApp.authorizeUrl(client, { claims }));
  await expect(page.locator("#passkey-sign-in")).toBeVisible();
  await passkeys.answers(true);
  await page.locator("#passkey-sign-in").click();
  await new ConsentScreen(page).allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  expect(decodeJwt(String(body.id_token))).toMatchObject({ acr: "phr", amr: ["pop", "user", "mfa"] });
});

test("a passkey that is not unlocked signs nobody in, and the page stays", async ({ page, person }) => {
  const passkeys = await VirtualPasskeys.attach(page);
  await page.goto("/account/security/passkeys/new");
  await new SignInScreen(page).signIn(person);
  await page.locator("#passkey-make").click();
  await expect(page.getByText("Your passkey is added.")).toBeVisible();
  await passkeys.unlocks(false);
  await page.context().clearCookies();
  await page.goto("/login");
  await page.locator("#passkey-sign-in").click();
  await expect(page.getByText("Passkey cancelled. You can use your password.")).toBeVisible();
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account$/);
});
