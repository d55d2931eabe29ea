import { expect, type Page } from "playwright/test";
import type { Person } from "../fixtures/portal";
import { SignInScreen } from "./sign-in";
import { expectStatus } from "./status";

/** The wizard at `/console/clients/new`. */
export class RegisterScreen {
  constructor(readonly page: Page) {}

  async chooseKind(name: string, kind = "Web app with a server"): Promise<void> {
    await this.page.getByLabel("App name").fill(name);
    await this.page.getByRole("radio", { name: kind }).check();
    await this.page.getByRole("button", { name: "Continue" }).click();
  }

  async register(redirectUris: string[]): Promise<void> {
    await this.page.getByLabel("Redirect URIs").fill(redirectUris.join("\n"));
    await this.page.getByRole("button", { name: "Register app" }).click();
  }

  /** What the last page shows, once. */
  async readCredentials(): Promise<{ clientId: string; clientSecret: string }> {
    const clientId = (await this.page.locator("#client-id").textContent()) ?? "";
    return { clientId, clientSecret: await this.page.locator("#new-secret").inputValue() };
  }
}

/** Registers a web app as this person, who signs in first, and gives its credentials too. */
export async function registerAs(
  page: Page,
  person: Person,
  name: string,
  redirectUris: string[],
): Promise<{ client: ClientScreen; clientId: string; clientSecret: string }> {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind(name);
  await register.register(redirectUris);
  const credentials = await register.readCredentials();
  return { client: new ClientScreen(page, credentials.clientId), ...credentials };
}

/** The pages of one app below `/console/clients/<client_id>`. */
export class ClientScreen {
  constructor(
    readonly page: Page,
    readonly clientId: string,
  ) {}

  async open(
    part:
      | ""
      | "/quickstart"
      | "/credentials"
      | "/redirect-uris"
      | "/scopes"
      | "/branding"
      | "/events"
      | "/signals"
      | "/settings" = "",
  ) {
    await this.page.goto(`/console/clients/${this.clientId}${part}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  /** Ticks scopes to ask for, and those that people may leave out. */
  async chooseScopes(scopes: string[], optional: string[] = []): Promise<void> {
    await this.open("/scopes");
    for (const scope of scopes) await this.page.getByRole("checkbox", { name: scope, exact: true }).check();
    for (const scope of optional) {
      await this.page.getByRole("checkbox", { name: `People may leave out ${scope}`, exact: true }).check();
    }
    await this.page.getByRole("button", { name: "Save scopes" }).click();
    await expectStatus(this.page, "The scopes are saved");
  }

  /** Adds an address at which people may arrive after signing out. */
  async addPostLogoutUri(uri: string): Promise<void> {
    await this.open("/redirect-uris");
    const form = this.page.getByRole("form", { name: "Add a post-logout redirect URI" });
    await form.getByRole("textbox").fill(uri);
    await form.getByRole("button", { name: "Add", exact: true }).click();
    // The list of redirect URIs may hold one that begins like this.
    const list = this.page.getByRole("list", { name: "After sign-out" });
    await expect(list.getByRole("listitem").filter({ hasText: uri }).first()).toBeVisible();
  }

  /** Says who is behind the app and asks the administrators to look at it. */
  async askForReview({ publisher, website }: { publisher: string; website: string }): Promise<void> {
    await this.open("/branding");
    await this.page.getByLabel("Publisher").fill(publisher);
    await this.page.getByLabel("Website").fill(website);
    await this.page.getByRole("button", { name: "Save branding" }).click();
    await expectStatus(this.page, "Saved");
    await this.page.getByRole("button", { name: "Ask for review" }).click();
    await expectStatus(this.page, "The administrators were told");
  }

  /** Makes one more secret and answers it. */
  async createSecret(): Promise<string> {
    await this.open("/credentials");
    await this.page.getByRole("button", { name: /^Create (new )?secret$/ }).click();
    return this.page.locator("#new-secret").inputValue();
  }

  async revokeSecret(hint: string): Promise<void> {
    await this.open("/credentials");
    await this.page.getByLabel(`Revoke the secret ending in ${hint}`).click();
    await this.page.getByRole("button", { name: "Revoke now" }).click();
    await expectStatus(this.page, `The secret ending in ${hint} is revoked`);
  }
}
