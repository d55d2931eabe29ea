import { expect, type Page } from "playwright/test";
import { expectStatus } from "./status";

/** `/admin/clients` and the page of one app below it. */
export class ReviewScreen {
  constructor(readonly page: Page) {}

  async open(clientId: string): Promise<void> {
    await this.page.goto(`/admin/clients/${clientId}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  async verify(clientId: string): Promise<void> {
    await this.open(clientId);
    await this.page.getByRole("button", { name: "Verify this app" }).click();
    await expectStatus(this.page, "is verified");
  }

  /** Accepts what a verified app asks to change. */
  async acceptChanges(clientId: string): Promise<void> {
    await this.open(clientId);
    await this.page.getByRole("button", { name: "Accept the changes" }).click();
    await expectStatus(this.page, "is verified");
  }

  async refuse(clientId: string, reason: string): Promise<void> {
    await this.open(clientId);
    await this.page.getByLabel("Reason").fill(reason);
    await this.page.getByRole("button", { name: /^(Refuse|Take verification back)$/ }).click();
  }
}

/** `/admin/registration` */
export class RegistrationScreen {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto("/admin/registration");
  }

  async fill({ note, uses, days }: { note: string; uses: string; days: string }): Promise<void> {
    await this.page.getByLabel("What it is for").fill(note);
    await this.page.getByLabel("Apps that may be registered with it").fill(uses);
    await this.page.getByLabel("Days until it expires").fill(days);
    await this.page.getByRole("button", { name: "Make token" }).click();
  }

  /** The value that the page shows, once. */
  readToken(): Promise<string> {
    return this.page.locator("#new-secret").inputValue();
  }
}
