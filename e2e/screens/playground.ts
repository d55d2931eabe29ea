import type { Page } from "playwright/test";
import { ConsentScreen } from "./consent";
import { pressOn } from "./press-on";

/** `/console/clients/<client_id>/playground`, as a developer of the app sees it. */
export class PlaygroundScreen {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Begins a run and comes back with a code. */
  async signIn(clientId: string): Promise<void> {
    await this.#page.goto(`/console/clients/${clientId}/playground`);
    await this.#page.getByRole("button", { name: "Start", exact: true }).click();
    await pressOn(this.#page.getByRole("link", { name: "Go to the authorization endpoint" }));
    await new ConsentScreen(this.#page).allow();
    await this.#page.getByText("The portal came back with a code").waitFor();
  }

  /** Presses a button and waits for what it shows in the part of the page with this id. */
  async send(button: string, part: string): Promise<void> {
    await this.#page.getByRole("button", { name: button, exact: true }).click();
    await this.#page
      .locator(`#${part}`)
      .getByText(part === "wrong_nonce" ? "must refuse" : "HTTP ")
      .first()
      .waitFor();
  }
}
