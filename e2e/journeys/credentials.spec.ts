import type { Page } from "playwright/test";
import type { Person, Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";

async function registerService(page: Page, person: Person) {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind("Nightly Report", "Service without users");
  await page.getByRole("button", { name: "Register app" }).click();
  return register.readCredentials();
}

async function askForToken(portal: Portal, clientId: string, clientSecret: string): Promise<number> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const response = await fetch(`${portal.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return response.status;
}

test("a secret is changed without an outage: two work, then the old one is revoked and only it stops @no-js", async ({
  page,
  portal,
  person,
}) => {
  const { clientId, clientSecret: old } = await registerService(page, person);
  expect(await askForToken(portal, clientId, old)).toBe(200);

  const client = new ClientScreen(page, clientId);
  const fresh = await client.createSecret();
  expect(fresh).not.toBe(old);
  expect(await askForToken(portal, clientId, old)).toBe(200);
  expect(await askForToken(portal, clientId, fresh)).toBe(200);

  await client.revokeSecret(old.slice(-4));
  expect(await askForToken(portal, clientId, old)).toBe(401);
  expect(await askForToken(portal, clientId, fresh)).toBe(200);
});

test("what was done in the console stands in the person's activity with the address it came from @no-js", async ({
  page,
  person,
}) => {
  const { clientId, clientSecret } = await registerService(page, person);
  const client = new ClientScreen(page, clientId);
  await client.createSecret();
  await client.revokeSecret(clientSecret.slice(-4));
  await page.goto("/account/activity");
  const rows = page.getByRole("row").filter({ hasText: "You " });
  for (const act of ["registered", "made a", "revoked"])
    await expect(rows.filter({ hasText: act }).first()).toBeVisible();
  for (const row of await rows.allInnerTexts()) expect(row).toMatch(/127\.0\.0\.1|::1|command line/);
});

test("a secret is shown once: no later page has it @no-js", async ({ page, person }) => {
  const { clientId, clientSecret } = await registerService(page, person);
  const client = new ClientScreen(page, clientId);
  for (const part of ["", "/credentials", "/settings", "/events"] as const) {
    await client.open(part);
    expect(await page.content()).not.toContain(clientSecret);
  }
  await client.open("/credentials");
  await expect(page.getByRole("main")).toContainText(clientSecret.slice(-4));
});

test("a third secret is refused in words: two are the most @no-js", async ({ page, person }) => {
  const { clientId } = await registerService(page, person);
  const client = new ClientScreen(page, clientId);
  await client.createSecret();
  await client.open("/credentials");
  await expect(page.getByRole("main")).toContainText("Two secrets are active, which is the most");
  await expect(page.getByRole("button", { name: /^Create (new )?secret$/ })).toHaveCount(0);
});

test("another developer's app is not there, whatever page of it is asked for @no-js", async ({
  page,
  portal,
  person,
}) => {
  const { clientId } = await registerService(page, person);
  await page.context().clearCookies();
  await page.goto("/console");
  await new SignInScreen(page).signIn(await portal.createUser());
  await expect(page.getByRole("main")).not.toContainText("Nightly Report");
  for (const part of ["", "/credentials", "/redirect-uris", "/scopes", "/branding", "/events", "/settings"]) {
    const response = await page.goto(`/console/clients/${clientId}${part}`);
    expect(response?.status(), part).toBe(404);
  }
});
