import { expect, type Page } from "playwright/test";
import { expectStatus } from "./status";

/** `/admin/groups` and the page of one group below it. */
export class GroupsScreen {
  constructor(readonly page: Page) {}

  /** Makes a group; the page is that of the group afterwards. */
  async make(name: string): Promise<void> {
    await this.page.goto("/admin/groups");
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByRole("button", { name: "Make group" }).click();
    await expectStatus(this.page, "is made");
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(name);
  }

  /** Opens the page of a group that is on the first page of the list. */
  async open(name: string): Promise<void> {
    await this.page.goto("/admin/groups");
    await this.page.getByRole("link", { name, exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(name);
  }

  /** Puts somebody into the group whose page is open. */
  async add(email: string, name: string): Promise<void> {
    await this.page.getByLabel("Email address").fill(email);
    await this.page.getByRole("button", { name: "Add", exact: true }).click();
    await expectStatus(this.page, `${email} is in ${name}`);
  }

  /** Takes somebody out of the group whose page is open. */
  async remove(email: string): Promise<void> {
    await this.page.getByRole("button", { name: `Remove ${email}` }).click();
    await expectStatus(this.page, "Removed from the group");
  }
}
