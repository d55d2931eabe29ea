import { expect, type Page } from "playwright/test";
import { ApiScreen, RegisterApiScreen } from "../screens/apis";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { expectStatus } from "../screens/status";
import type { ApiRegistration, AppDescription, AppRegistration } from "./description";

/** What the console shows to be copied, as variables for the program. */
export type Told = Record<string, string>;

/** Registers the app on the console's pages, as somebody does who reads the library's documentation beside them. */
export async function registerApp(page: Page, description: AppDescription, appUrl: string): Promise<Told> {
  const { registration, library } = description;
  return registration ? await registerAs(page, library, { registration, appUrl }) : {};
}

/** The same for an app that is not a client of its own here. */
export async function registerAs(
  page: Page,
  name: string,
  { registration, appUrl }: { registration: AppRegistration; appUrl: string },
): Promise<Told> {
  await page.goto("/console/clients/new");
  const register = new RegisterScreen(page);
  await register.chooseKind(name, registration.kind);
  if (registration.framework) await checkFramework(page, registration.framework, registration.redirectPath);
  await register.register([`${appUrl}${registration.redirectPath}`]);
  const clientId = (await page.locator("#client-id").textContent()) ?? "";
  const told = { ...(await readVariables(page)), CLIENT_ID: clientId, CLIENT_SECRET: await readSecret(page) };
  const screen = new ClientScreen(page, clientId);
  if (registration.scopes.length > 0) await screen.chooseScopes(registration.scopes);
  if (registration.postLogoutPath !== undefined) {
    await screen.addPostLogoutUri(`${appUrl}${registration.postLogoutPath}`);
  }
  if (registration.responseTypes) await chooseResponseTypes(screen, registration.responseTypes);
  return told;
}

async function chooseResponseTypes(screen: ClientScreen, types: readonly string[]): Promise<void> {
  await screen.page.waitForLoadState("networkidle");
  await screen.open("/settings");
  const form = screen.page.locator("form").filter({ has: screen.page.locator('[name="responseTypes"]') });
  // The console adds the grant type that goes with them (RFC 7591 §2.1).
  for (const type of types) await form.getByRole("checkbox", { name: type, exact: true }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expectStatus(screen.page, "The settings are saved");
}

/** Registers an API with one scope, and makes the credentials with which it asks about tokens. */
export async function registerApi(page: Page, name: string, api: ApiRegistration, appUrl: string): Promise<Told> {
  const identifier = `${appUrl}${api.identifierPath}`;
  await page.goto("/console/apis/new");
  await page.locator("#tokenFormat").selectOption(api.format);
  if (api.typ) await page.locator("#tokenTyp").selectOption(api.typ);
  await new RegisterApiScreen(page).fill({ name, identifier, lifetime: "600" });
  const screen = new ApiScreen(page);
  await screen.addScope(api.scope, api.title);
  await expect(page.getByText(api.scope, { exact: true }).first()).toBeVisible();
  const { clientId, clientSecret } = await screen.createCredentials();
  return { API_IDENTIFIER: identifier, API_ID: clientId, API_SECRET: clientSecret };
}

/** Registers an app without people that may use the scope. */
export async function registerService(page: Page, name: string, scope: string): Promise<Told> {
  await page.goto("/console/clients/new");
  await new RegisterScreen(page).chooseKind(`${name} caller`, "Service without users");
  await page.getByRole("button", { name: "Register app" }).click();
  const clientId = (await page.locator("#client-id").textContent()) ?? "";
  const told = { CLIENT_ID: clientId, CLIENT_SECRET: await readSecret(page) };
  await new ClientScreen(page, clientId).chooseScopes([scope]);
  return told;
}

/** The secret of the page that shows it this once; empty for an app that has none. */
async function readSecret(page: Page): Promise<string> {
  const secret = page.locator("#new-secret");
  return (await secret.count()) > 0 ? secret.inputValue() : "";
}

/** The lines of the `.env` file. */
async function readVariables(page: Page): Promise<Told> {
  const blocks = await page.locator("pre").allTextContents();
  const lines = blocks.flatMap((block) => block.split("\n")).map((line) => /^(\w+)=(.*)$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line ? [[line[1], line[2]]] : [])));
}

/** The address that the console fills in for a framework must be one that its library serves. */
async function checkFramework(page: Page, framework: string, redirectPath: string): Promise<void> {
  await page.locator("#framework").selectOption({ label: framework });
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByLabel("Redirect URIs")).toHaveValue(/./);
  const filled = await page.getByLabel("Redirect URIs").inputValue();
  // Without a path is another address than with "/": they are compared letter by letter (OAuth 2.1 §2.3.1).
  expect(filled.replace(new URL(filled).origin, ""), `the console's address for ${framework}`).toBe(redirectPath);
}
