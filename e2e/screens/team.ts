import type { Page } from "playwright/test";

/** The page about who works on an app, as its owner sees it. */
export class TeamScreen {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async invite(email: string, role: "Developer" | "Viewer" = "Developer"): Promise<void> {
    await this.#page.getByLabel("Email address").fill(email);
    await this.#page.locator("#role").selectOption(role.toLowerCase());
    await this.#page.getByRole("button", { name: "Send invitation" }).click();
    await this.#page.getByText(`An invitation is on its way to ${email}`).waitFor();
  }
}
