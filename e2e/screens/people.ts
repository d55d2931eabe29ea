import { expect, type Page } from "playwright/test";
import { expectStatus } from "./status";

/** `/admin/users` and the page of one person below it. */
export class PeopleScreen {
  constructor(readonly page: Page) {}

  async find(query: string): Promise<void> {
    await this.page.goto("/admin/users");
    await this.page.getByLabel("Search").fill(query);
    await this.page.getByRole("button", { name: "Search" }).click();
    await expect(this.page).toHaveURL(/[?]q=/);
  }

  async open(userId: string): Promise<void> {
    await this.page.goto(`/admin/users/${userId}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  /** Opens the question of an act, answers it, and waits for what the portal says. */
  async act(name: string, says: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).click();
    await this.page.getByRole("button", { name, exact: true }).click();
    await expectStatus(this.page, says);
  }
}
