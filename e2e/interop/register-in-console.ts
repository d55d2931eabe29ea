import { expect, type Page } from "playwright/test";
import { ClientScreen, RegisterScreen } from "../screens/console";
import type { Description } from "./description";

export interface Credentials {
  clientId: string;
  /** empty for public clients */
  clientSecret: string;
}

/** Registers the app on the console's pages, as somebody does who reads the library's documentation beside them. */
export async function registerInConsole(page: Page, description: Description, appUrl: string): Promise<Credentials> {
  const { registration } = description;
  await page.goto("/console/clients/new");
  const register = new RegisterScreen(page);
  await register.chooseKind(description.library, registration.kind);
  if (registration.framework) await checkFramework(page, registration.framework, registration.redirectPath);
  await register.register([`${appUrl}${registration.redirectPath}`]);
  const clientId = (await page.locator("#client-id").textContent()) ?? "";
  const secret = page.locator("#new-secret");
  const clientSecret = (await secret.count()) > 0 ? await secret.inputValue() : "";
  const screen = new ClientScreen(page, clientId);
  if (registration.scopes.length > 0) await screen.chooseScopes(registration.scopes);
  if (registration.postLogoutPath) await screen.addPostLogoutUri(`${appUrl}${registration.postLogoutPath}`);
  return { clientId, clientSecret };
}

/** The address that the console fills in for a framework must be one that its library serves. */
async function checkFramework(page: Page, framework: string, redirectPath: string): Promise<void> {
  await page.locator("#framework").selectOption({ label: framework });
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByLabel("Redirect URIs")).toHaveValue(/./);
  const filled = await page.getByLabel("Redirect URIs").inputValue();
  expect(new URL(filled).pathname, `the console's address for ${framework}`).toBe(redirectPath);
}
