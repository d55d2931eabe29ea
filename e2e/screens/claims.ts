import type { Page } from "playwright/test";

export interface ClaimInput {
  name: string;
  label: string;
  /** the name of an existing scope, or a new one with its words */
  scope: string | { name: string; title: string };
  editor?: "administrator" | "person";
}

/** `/admin/claims` */
export class ClaimsScreen {
  constructor(readonly page: Page) {}

  async define({ name, label, scope, editor = "administrator" }: ClaimInput): Promise<void> {
    const form = this.page.getByRole("form", { name: "Define a claim" });
    await form.locator("#name").fill(name);
    await form.locator("#label").fill(label);
    await form.locator("#editor").selectOption(editor);
    await form.locator("#scope").selectOption(typeof scope === "string" ? scope : "");
    if (typeof scope !== "string") {
      await form.locator("#scope-name").fill(scope.name);
      await form.locator("#scope-title").fill(scope.title);
    }
    await form.getByRole("button", { name: "Define claim" }).click();
  }
}
