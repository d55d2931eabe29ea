import type { Page } from "playwright/test";
import type { Person } from "../../fixtures/portal";
import { AuthenticatorScreen } from "../../screens/second-factor";
import { SignInScreen } from "../../screens/sign-in";
import type { World } from "../world";

/** Somebody new, signed in a moment ago, at a page. */
export async function newMember(world: World, path: string): Promise<{ page: Page; person: Person }> {
  const page = await world.newVisitor();
  const person = await world.portal.createUser();
  await page.goto(path);
  await new SignInScreen(page).signIn(person);
  return { page, person };
}

/** Somebody new who asked for another address, at the page for its code. */
export async function changingEmail(world: World): Promise<{ page: Page; person: Person }> {
  const { page, person } = await newMember(world, "/account/email");
  await page.locator("#email").fill(`moved-${person.email}`);
  await page.getByRole("button", { name: "Send the code" }).click();
  await page.locator("#code").waitFor();
  return { page, person };
}

/** Somebody new with an authenticator app, at the page of their new recovery codes. */
export async function withAuthenticator(world: World): Promise<{ page: Page; person: Person }> {
  const { page, person } = await newMember(world, "/account/security/authenticator");
  await new AuthenticatorScreen(page).add();
  await page.locator("#recovery-done").waitFor();
  return { page, person };
}
