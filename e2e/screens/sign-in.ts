import { expect, type Page } from "playwright/test";
import type { Person } from "../fixtures/portal";
import { pressOn } from "./press-on";

/** `/login` */
export class SignInScreen {
  constructor(readonly page: Page) {}

  get heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  get email() {
    return this.page.locator("#username");
  }

  get password() {
    return this.page.locator("#password");
  }

  get error() {
    return this.page.getByRole("main").getByRole("alert");
  }

  async expectToBeHere(): Promise<void> {
    await expect(this.page).toHaveURL(/\/login(\?|$)/);
    await expect(this.password).toBeVisible();
  }

  async signIn(person: Person): Promise<void> {
    await this.email.fill(person.email);
    await this.password.fill(person.password);
    await this.submit();
  }

  async submit(): Promise<void> {
    await pressOn(this.page.locator("#login-submit"));
  }
}
