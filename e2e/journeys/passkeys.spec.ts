import { decodeJwt } from "jose";
import type { Page } from "playwright/test";
import { webClient } from "../fixtures/client-app";
import { newPassword, type Person, Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { VirtualPasskeys } from "../fixtures/virtual-passkeys";
import { ConsentScreen } from "../screens/consent";
import { ResetScreen, readNewestMail } from "../screens/getting-back-in";
import { pressOn } from "../screens/press-on";
import { SignInScreen } from "../screens/sign-in";
import { SignUpScreen } from "../screens/sign-up";

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

/** The offer of a passkey, and its two equal answers. */
const offer = (page: Page) => ({
  heading: page.getByRole("heading", { name: "Use a passkey next time?" }),
  make: page.locator("#passkey-make"),
  later: page.locator("#passkey-later"),
});

/** Somebody new types the mailed code of their sign-up. */
async function signUp(page: Page, start: string): Promise<Person> {
  const person = { email: `new-${crypto.randomUUID()}@example.org`, password: newPassword() };
  await page.goto(start);
  await pressOn(page.getByRole("link", { name: "Create an account" }));
  const screen = new SignUpScreen(page);
  await screen.fill(person);
  await expect(screen.code).toBeVisible();
  await screen.confirm(await screen.readMailedCode(person.email));
  return person;
}

async function resetPassword(page: Page, { email }: Person): Promise<void> {
  await page.goto("/reset");
  const reset = new ResetScreen(page);
  await reset.ask(email);
  await reset.choose(newPassword(), (await readNewestMail(page, email)).code);
}

test("a passkey is offered after a sign-up, and the app that the person came from gets its answer", async ({
  page,
  portal,
  clientApp,
}) => {
  const passkeys = await VirtualPasskeys.attach(page);
  const client = await portal.createClient(webClient(clientApp));
  await signUp(page, clientApp.authorizeUrl(client));
  await expect(offer(page).heading).toBeVisible();
  await offer(page).make.click();
  await new ConsentScreen(page).allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  expect(await passkeys.count()).toBe(1);

  await page.context().clearCookies();
  await page.goto("/login?return_to=/account/security");
  await expect(page).toHaveURL(/\/account\/security$/);
});

test("not now goes on as well, and is remembered in that browser; another one offers a passkey after a new password", async ({
  page,
  browser,
  portal,
}) => {
  await VirtualPasskeys.attach(page);
  const person = await signUp(page, "/login?return_to=/account/apps");
  await expect(offer(page).make).toBeVisible();
  const [later, make] = await Promise.all([offer(page).later.boundingBox(), offer(page).make.boundingBox()]);
  expect([later?.width, later?.height]).toEqual([make?.width, make?.height]);
  await offer(page).later.click();
  await expect(page).toHaveURL(/\/account\/apps$/);

  await resetPassword(page, person);
  await expect(page).toHaveURL(/\/account\/security$/);

  const elsewhere = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await VirtualPasskeys.attach(elsewhere);
  await resetPassword(elsewhere, person);
  await offer(elsewhere).make.click();
  await expect(elsewhere).toHaveURL(/\/account\/security$/);
  await expect(elsewhere.getByText("Your passkey is added.")).toBeVisible();
  await elsewhere.context().close();
});

test("nobody is offered a passkey where the device can make none, and without JavaScript the page leads on @no-js", async ({
  page,
}) => {
  await signUp(page, "/login?return_to=/account/apps");
  await expect(page).toHaveURL(/\/account\/apps$/);
  await page.goto("/login/passkey/new?return_to=/account/data");
  await expect(offer(page).heading).toBeVisible();
  await offer(page).later.click();
  await expect(page).toHaveURL(/\/account\/data$/);
});

test("whoever must add a second factor may add a passkey, and goes on from there", async ({ browser }) => {
  // It starts a portal of its own.
  test.setTimeout(300_000);
  const strict = await Portal.start({ PORTICO_SECOND_FACTORS: "required" }, { isDatabaseMade: true });
  const page = await (await browser.newContext({ baseURL: strict.url })).newPage();
  const passkeys = await VirtualPasskeys.attach(page);
  const person = await strict.createUser();
  await page.goto("/login?return_to=/account/apps");
  await new SignInScreen(page).signIn(person);
  await expect(page.getByRole("heading", { name: "Add a second factor" })).toBeVisible();
  await page.locator("#passkey-make").click();
  await expect(page.locator("main ol li")).toHaveCount(10);
  await pressOn(page.locator("#recovery-done"));
  await expect(page).toHaveURL(/\/account\/apps$/);
  expect(await passkeys.count()).toBe(1);
  await page.context().close();
  await strict.stop();
});
