import { expect, type Page } from "playwright/test";

/** `/choose` */
export class ChooseScreen {
  constructor(readonly page: Page) {}

  get rows() {
    return this.page.getByRole("main").getByRole("listitem");
  }

  async expectToBeHere(): Promise<void> {
    await expect(this.page).toHaveURL(/\/choose(\?|$)/);
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText("Choose an account");
  }

  async choose(email: string): Promise<void> {
    await this.rows.filter({ hasText: email }).getByRole("button").first().click();
  }

  async remove(email: string): Promise<void> {
    await this.page.getByRole("button", { name: `Remove ${email} from this browser` }).click();
  }

  async useAnother(): Promise<void> {
    await this.page.getByRole("link", { name: "Use another account" }).click();
  }
}
