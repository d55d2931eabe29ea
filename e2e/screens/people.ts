import { expect, type Page } from "playwright/test";
import type { Person } from "../fixtures/portal";
import { pressOn } from "./press-on";
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

  /** Chooses in the filters by what they and their choices are called; those left out stay as they are. */
  async filter(choices: Record<string, string>): Promise<void> {
    for (const [name, choice] of Object.entries(choices)) {
      await this.page.getByLabel(name, { exact: true }).selectOption(choice);
    }
    await pressOn(this.page.getByRole("button", { name: "Search" }));
  }

  /** The list shows these people and nobody else, the newest first. */
  async expectListed(people: Pick<Person, "email">[]): Promise<void> {
    await expect(this.page.locator("main table a[href^='/admin/users/']")).toHaveText(people.map(({ email }) => email));
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
