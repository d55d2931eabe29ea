import type { Page } from "playwright/test";

/** The form at `/console/apis/new`. */
export class RegisterApiScreen {
  constructor(readonly page: Page) {}

  /** Fills the form in and sends it. `lifetime` in seconds */
  async fill({ name, identifier, lifetime }: { name: string; identifier: string; lifetime: string }): Promise<void> {
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByLabel("Identifier").fill(identifier);
    await this.page.getByLabel("Access token lifetime in seconds").fill(lifetime);
    await this.page.getByRole("button", { name: "Register API" }).click();
  }
}

/** The page of one API below `/console/apis`. */
export class ApiScreen {
  constructor(readonly page: Page) {}

  async addScope(name: string, title: string): Promise<void> {
    await this.page.getByLabel("Scope name").fill(name);
    await this.page.getByLabel("What it allows", { exact: true }).fill(title);
    await this.page.getByRole("button", { name: "Add scope" }).click();
  }

  async changeScope(name: string, title: string): Promise<void> {
    await this.page.getByRole("link", { name: `Change ${name}` }).click();
    // It opens where the form for a new scope was, which has the same fields.
    const form = this.page.getByRole("form", { name: `Change ${name}` });
    await form.getByLabel("What it allows", { exact: true }).fill(title);
    await form.getByRole("button", { name: "Save scope" }).click();
  }

  /** Chooses how the API's access tokens look; {@link letIn} saves it. */
  async setTokens(tokens: { format: string; signingAlg: string; typ: string }): Promise<void> {
    await this.page.getByLabel("Token format").selectOption(tokens.format);
    await this.page.getByLabel("Signature of JWT access tokens").selectOption(tokens.signingAlg);
    await this.page.getByLabel("Type in their header").selectOption(tokens.typ);
  }

  /** Says which apps may ask for the API, and saves the settings. */
  async letIn(policy: string, clientIds: string[]): Promise<void> {
    await this.page.getByLabel("Which apps may ask for it").selectOption(policy);
    await this.page.getByLabel("Listed apps").fill(clientIds.join("\n"));
    await this.page.getByRole("button", { name: "Save", exact: true }).click();
  }

  /** Makes the API's introspection credentials and answers them. */
  async createCredentials(): Promise<{ clientId: string; clientSecret: string }> {
    await this.page.getByRole("button", { name: "Create credentials" }).click();
    const clientSecret = await this.page.locator("#new-secret").inputValue();
    const lines = (await this.page.locator("#introspection").textContent()) ?? "";
    return { clientId: /OIDC_CLIENT_ID=(pt_cl_[\w-]{22})/.exec(lines)?.[1] ?? "", clientSecret };
  }
}
