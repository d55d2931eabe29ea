import { expect, type Page } from "playwright/test";
import { Authenticator } from "../fixtures/authenticator";
import { pressOn } from "./press-on";

/** `/account/security/authenticator`, and the recovery codes that follow. */
export class AuthenticatorScreen {
  constructor(readonly page: Page) {}

  /** Types the key into an app, and its first code into the page. */
  async add(): Promise<Authenticator> {
    const app = new Authenticator((await this.page.locator("#authenticator-key").textContent()) ?? "");
    await this.page.locator("#otp").fill(app.newCode());
    await pressOn(this.page.locator("#otp-submit"));
    return app;
  }

  /** The codes that the page shows, which the person then has. */
  async takeRecoveryCodes(): Promise<string[]> {
    await expect(this.page).toHaveURL(/\/account\/security\/recovery-codes/);
    const codes = await this.page.locator("main ol li").allTextContents();
    await pressOn(this.page.locator("#recovery-done"));
    return codes;
  }
}

/** `/login/code` and `/login/recovery` */
export class SecondFactorScreen {
  constructor(readonly page: Page) {}

  async confirm(code: string): Promise<void> {
    await expect(this.page).toHaveURL(/\/login\/code(\?|$)/);
    await this.page.locator("#otp").fill(code);
    await pressOn(this.page.locator("#otp-submit"));
  }

  async recover(code: string): Promise<void> {
    await pressOn(this.page.getByRole("link", { name: "Use a recovery code" }));
    await expect(this.page).toHaveURL(/\/login\/recovery(\?|$)/);
    await this.page.locator("#recovery-code").fill(code);
    await pressOn(this.page.locator("#recovery-submit"));
  }
}
