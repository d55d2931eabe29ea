import type { Page } from "playwright/test";
import { expectStatus } from "./status";

/** `/account/apps` */
export class ConnectedAppsScreen {
  constructor(readonly page: Page) {}

  app(name: string) {
    return this.page.getByRole("listitem").filter({ hasText: name });
  }

  /** Takes the access back: the button of the app's row, then the one that confirms. Works without JavaScript too. */
  async remove(name: string): Promise<void> {
    await this.page.getByLabel(`Remove access of ${name}`).first().click();
    await this.page.getByRole("button", { name: "Remove access", exact: true }).click();
    await expectStatus(this.page, `${name} no longer has access`);
  }
}
