import { expect, type Page } from "playwright/test";
import type { Person } from "../fixtures/portal";

/** `/sign-up`, and the page that takes the mailed code. */
export class SignUpScreen {
  constructor(readonly page: Page) {}

  get code() {
    return this.page.getByLabel("Code", { exact: true });
  }

  async fill(person: Person & { name?: string }): Promise<void> {
    await this.page.getByLabel("Email").fill(person.email);
    if (person.name) await this.page.getByLabel("Your name").fill(person.name);
    await this.page.getByLabel("Password", { exact: true }).fill(person.password);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }

  async confirm(code: string): Promise<void> {
    await this.code.fill(code);
    await this.page.getByRole("button", { name: "Confirm" }).click();
  }

  /** Reads the newest code for the address in the outbox, in a tab of its own. */
  async readMailedCode(email: string): Promise<string> {
    const outbox = await this.page.context().newPage();
    await outbox.goto("/outbox");
    const mail = outbox.getByRole("listitem").filter({ hasText: email }).first();
    await expect(mail).toBeVisible();
    const code = /(?:Your code is|확인 코드:) ([\d ]+)/.exec((await mail.textContent()) ?? "")?.[1]?.trim();
    await outbox.close();
    if (!code) throw new Error(`no code was mailed to ${email}`);
    return code;
  }
}
