import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { RegistrationScreen, ReviewScreen } from "../screens/admin";
import { ClaimsScreen } from "../screens/claims";
import { ConsentScreen } from "../screens/consent";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { AuthenticatorScreen } from "../screens/second-factor";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

/** An act of a person, and the heading or the words of the note that have the focus after it. */
type Act = { press: () => Promise<void>; status: string; focused: { heading: string } | "note" | "button" };

/** WCAG 2.4.3: who goes on by keyboard goes on where they were, and a screen reader does not start over. */
async function expectFocus(page: Page, { press, status, focused }: Act): Promise<void> {
  await waitUntilTakenOver(page);
  await press();
  await expectStatus(page, status);
  const focus = page.locator(":focus");
  await expect(focus, `the focus after: ${status}`).toHaveCount(1);
  if (focused === "button") return expect(focus).toHaveRole("button");
  if (focused !== "note") await expect(focus).toHaveRole("heading");
  await expect(focus).toContainText(focused === "note" ? status : focused.heading);
}

async function registerApp(page: Page, name: string, redirectUris: string[]): Promise<ClientScreen> {
  await page.goto("/console/clients/new");
  const register = new RegisterScreen(page);
  await register.chooseKind(name);
  await register.register(redirectUris);
  return new ClientScreen(page, (await register.readCredentials()).clientId);
}

test("in the console, the focus goes to the list that something was taken from, or to the note that says so", async ({
  page,
  person,
}) => {
  await page.goto("/console");
  await new SignInScreen(page).signIn(person);
  const name = `Acme Focus ${randomBytes(3).toString("hex")}`;
  const client = await registerApp(page, name, ["https://focus.example.org/a", "https://focus.example.org/b"]);
  await client.addPostLogoutUri("https://focus.example.org/bye");

  for (const [uri, heading] of [
    ["https://focus.example.org/a", "Registered redirect URIs"],
    ["https://focus.example.org/b", "Registered redirect URIs"],
    ["https://focus.example.org/bye", "After sign-out"],
  ] as const) {
    await client.open("/redirect-uris");
    await page.getByRole("link", { name: `Remove ${uri}`, exact: true }).click();
    const press = () => page.getByRole("button", { name: "Remove address" }).click();
    await expectFocus(page, { press, status: "The address is removed", focused: { heading } });
  }

  await client.open("/credentials");
  await page.getByRole("link", { name: /^Revoke the secret/ }).click();
  const revoke = () => page.getByRole("button", { name: "Revoke now" }).click();
  await expectFocus(page, { press: revoke, status: "is revoked", focused: { heading: "Client secrets" } });

  await client.open("/branding");
  await page.getByLabel("Publisher").fill("Acme Ltd");
  await page.getByLabel("Website").fill("https://focus.example.org/");
  await page.getByRole("button", { name: "Save branding" }).click();
  await expectStatus(page, "Saved");
  const ask = () => page.getByRole("button", { name: "Ask for review" }).click();
  await expectFocus(page, { press: ask, status: "The administrators were told", focused: "note" });

  await client.open("/settings");
  const suspend = () => page.getByRole("button", { name: "Suspend app" }).click();
  await expectFocus(page, { press: suspend, status: "is suspended", focused: "button" });
  const resume = () => page.getByRole("button", { name: "Resume app" }).click();
  await expectFocus(page, { press: resume, status: "works again", focused: "button" });

  await page.goto(`/console/clients/${client.clientId}/settings?delete=1`);
  await page.getByLabel(/^Type/).fill(name);
  const remove = () => page.getByRole("button", { name: "Delete app" }).click();
  await expectFocus(page, { press: remove, status: "is deleted", focused: "note" });
  await page.goto("/console?status=deleted");
  const restore = () =>
    page
      .getByRole("button", { name: /^Restore/ })
      .first()
      .click();
  await expectFocus(page, { press: restore, status: "is back", focused: "note" });
});

test("in the account, the focus goes to the list that something was taken from, or to the note that says so", async ({
  page,
  browser,
  portal,
  clientApp,
  person,
}) => {
  const [first, second] = [
    await portal.createClient(webClient(clientApp, { client_name: "Acme One" })),
    await portal.createClient(webClient(clientApp, { client_name: "Acme Two" })),
  ];
  await page.goto("/account/sessions");
  await new SignInScreen(page).signIn(person);
  for (let other = 0; other < 3; other += 1) {
    const context = await browser.newContext({ baseURL: portal.url });
    const elsewhere = await context.newPage();
    await elsewhere.goto("/account");
    await new SignInScreen(elsewhere).signIn(person);
    await elsewhere.getByRole("heading", { level: 1, name: "Profile" }).waitFor();
    await context.close();
  }
  await page.goto("/account/sessions");
  const heading = "Other devices";
  const signOut = () => page.getByRole("list", { name: heading }).getByRole("button").first().click();
  await expectFocus(page, { press: signOut, status: "is signed out", focused: { heading } });
  const signOutAll = () => page.getByRole("button", { name: "Sign out all other devices" }).click();
  await expectFocus(page, { press: signOutAll, status: "signed out", focused: { heading } });

  for (const client of [first, second]) {
    await page.goto(clientApp.authorizeUrl(client, { scope: "openid profile email" }));
    await new ConsentScreen(page).allow();
    await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();
  }
  await page.goto("/account/apps");
  await page.getByRole("button", { name: "Remove access of Acme One" }).click();
  const remove = () => page.getByRole("dialog").getByRole("button", { name: "Remove access" }).click();
  await expectFocus(page, { press: remove, status: "no longer has access", focused: { heading: "Connected apps" } });
  await page.goto(`/account/apps/${second.client_id}`);
  await page.getByRole("button", { name: "Remove access of Acme Two" }).click();
  await expectFocus(page, { press: remove, status: "no longer has access", focused: "note" });
});

test("in the administration, the focus goes to the list that something was taken from, or to the note that says so", async ({
  page,
  portal,
  clientApp,
}) => {
  const mark = randomBytes(3).toString("hex");
  const one = await portal.createClient(webClient(clientApp, { client_name: `Focus ${mark}` }));
  await portal.createClient(webClient(clientApp, { client_name: `F0cus ${mark}` }));
  await page.goto("/admin/registration");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const tokens = new RegistrationScreen(page);
  await tokens.fill({ note: `Focus ${mark}`, uses: "1", days: "7" });
  await tokens.readToken();
  await tokens.open();
  await page.getByRole("row", { name: mark }).getByRole("link", { name: "Revoke" }).click();
  const revoke = () => page.getByRole("button", { name: "Revoke now" }).click();
  await expectFocus(page, {
    press: revoke,
    status: "The token is revoked",
    focused: { heading: "Initial access tokens" },
  });

  await page.goto("/admin/clients");
  const row = page.getByRole("row", { name: one.client_id });
  const suspend = () => row.getByRole("button", { name: /^Suspend/ }).click();
  await expectFocus(page, { press: suspend, status: "is suspended", focused: "button" });
  const resume = () => row.getByRole("button", { name: /^Resume/ }).click();
  await expectFocus(page, { press: resume, status: "works again", focused: "button" });

  await new ReviewScreen(page).open(one.client_id);
  const stop = () => page.getByRole("button", { name: "Suspend app" }).click();
  await expectFocus(page, { press: stop, status: "is suspended", focused: "button" });
  await new ReviewScreen(page).open(one.client_id);
  const verify = () => page.getByRole("button", { name: "Verify this app" }).click();
  await expectFocus(page, { press: verify, status: "is verified", focused: "note" });
  await new ReviewScreen(page).open(one.client_id);
  await page.getByLabel("Reason").fill("A test.");
  const takeBack = () => page.getByRole("button", { name: "Take verification back" }).click();
  await expectFocus(page, { press: takeBack, status: "is not verified", focused: "note" });

  await page.goto("/console/apis/new");
  await page.getByLabel("Name").fill(`Focus ${mark}`);
  await page.getByLabel("Identifier").fill(`https://focus-${mark}.example.org/`);
  await page.getByRole("button", { name: "Register API" }).click();
  await expectStatus(page, "is registered");
  await page.getByLabel("Scope name").fill(`focus-${mark}:read`);
  await page.getByLabel("What it allows", { exact: true }).fill("Read the focus");
  await page.getByRole("button", { name: "Add scope" }).click();
  await expectStatus(page, "can be asked for now");
  await page.getByRole("link", { name: `Change focus-${mark}:read` }).click();
  await page.getByRole("button", { name: "Retire" }).waitFor();
  const retire = () => page.getByRole("button", { name: "Retire" }).click();
  await expectFocus(page, { press: retire, status: "retired", focused: "button" });
  await page.goto(page.url().replace(/\?.*$/, "?delete=1"));
  const remove = () => page.getByRole("button", { name: "Delete API" }).click();
  await expectFocus(page, { press: remove, status: "deleted", focused: "note" });
});

test("after an act that leads to another page without a word, the focus is at its heading", async ({
  page,
  person,
}) => {
  const focus = page.locator(":focus");
  await page.goto("/account/email");
  await new SignInScreen(page).signIn(person);
  await page.locator("#email").fill(`moved-${person.email}`);
  await waitUntilTakenOver(page);
  await page.getByRole("button", { name: "Send the code" }).click();
  await page.locator("#code").waitFor();
  await expect(focus, "the code is asked for").toHaveRole("heading");
  await expect(focus).toHaveText((await page.locator("h1").textContent()) ?? "");

  await page.goto("/account/security/authenticator");
  const screen = new AuthenticatorScreen(page);
  await screen.add();
  await screen.takeRecoveryCodes();
  await page.goto("/account/security/recovery-codes");
  await waitUntilTakenOver(page);
  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.locator("#recovery-done").waitFor();
  await expect(focus, "new recovery codes").toHaveRole("heading");

  // After a link, it is where the browser puts it.
  await page.getByRole("link", { name: "Activity" }).click();
  await page.getByRole("heading", { level: 1, name: "Activity" }).waitFor();
  await expect(page.locator("h1:focus")).toHaveCount(0);
});

test("where a claim is changed, the focus goes to its field, and back to what opened it or to the note that says so", async ({
  page,
  portal,
}) => {
  const administrator = await portal.createUser({ isAdmin: true });
  const mark = randomBytes(3).toString("hex");
  const focus = page.locator(":focus");
  await page.goto("/admin/claims");
  await new SignInScreen(page).signIn(administrator);
  await new ClaimsScreen(page).define({ name: `focus_${mark}`, label: mark, scope: "profile", editor: "person" });
  await expectStatus(page, "is defined");
  const ways = [
    ["/admin/claims", "label", `Edit the claim focus_${mark}`, "Cancel"],
    ["/account", "value", `Change New ${mark}`, "Cancel"],
    [`/admin/users/${administrator.userId}`, "value", `Change New ${mark}`, "Cancel"],
  ] as const;
  for (const [path, field, open, close] of ways) {
    await page.goto(path);
    await waitUntilTakenOver(page);
    const opener = page.getByRole("link", { name: open, exact: true });
    await opener.click();
    await expect(focus, `${path}: opened`).toHaveId(field);
    await page.getByRole("link", { name: close, exact: true }).click();
    await expect(focus, `${path}: given up`).toHaveAccessibleName(open);
    await opener.click();
    await expect(focus, `${path}: opened again`).toHaveId(field);
    await page.locator(`#${field}`).fill(`New ${mark}`);
    await page.locator(`form:has(#${field}) button[type=submit]:visible`).click();
    await expectStatus(page, "saved");
    await expect(focus, `${path}: saved`).toHaveCount(1);
  }
});
