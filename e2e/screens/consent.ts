import { expect, type Locator, type Page } from "playwright/test";
import { pressOn } from "./press-on";

/** `/consent` */
export class ConsentScreen {
  constructor(readonly page: Page) {}

  get heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** What the app will be able to do, one item a permission. */
  get permissions() {
    return this.page.getByRole("main").getByRole("listitem");
  }

  get allowButton() {
    return this.page.locator("#consent-allow");
  }

  /** Where the app's address is typed, before something sensitive. */
  get typedHost() {
    return this.page.locator("#typed-host");
  }

  /** For how long it is allowed. */
  get lifetime() {
    return this.page.locator("#consent-lifetime");
  }

  get cancelButton() {
    return this.page.locator("#consent-deny");
  }

  permission(words: string | RegExp): Locator {
    return this.permissions.filter({ hasText: words });
  }

  /** An optional permission. */
  checkbox(words: string | RegExp): Locator {
    return this.page.getByRole("checkbox", { name: words });
  }

  async expectToBeHere(): Promise<void> {
    await expect(this.page).toHaveURL(/\/consent(\?|$)/);
    await expect(this.allowButton).toBeVisible();
  }

  async allow(): Promise<void> {
    await pressOn(this.allowButton);
  }

  async cancel(): Promise<void> {
    await pressOn(this.cancelButton);
  }
}
