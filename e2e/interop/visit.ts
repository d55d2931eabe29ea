import { type Page, expect as playwrightExpect } from "playwright/test";
import type { Person } from "../fixtures/portal";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";
import type { AppDescription, Description, Group, Step } from "./description";
import { hasRefreshed, hasSignedOutAtPortal } from "./observe";
import type { Exchange } from "./recording-proxy";

/** A program in another language may take its time, and so may this machine. */
const expect = playwrightExpect.configure({ timeout: 20_000 });

export interface Visit<D extends Description = AppDescription> {
  page: Page;
  description: D;
  person: Person & { name: string };
  appUrl: string;
  portalUrl: string;
  /** what reached the portal since the program started */
  listExchanges: () => readonly Exchange[];
}

/** What a person sees of a client: signs in, is known by name, stays signed in, signs out. Answers how far it went. */
export async function visit(visit: Visit): Promise<string> {
  await signIn(visit);
  const parts = ["signed in"];
  if (visit.description.refresh) {
    const step = visit.description.refresh;
    // Some refresh a second after they got a token, and not before.
    await expect(async () => {
      await takeStep(visit, step);
      await visit.page.waitForLoadState("networkidle");
      expect(hasRefreshed(visit.listExchanges()), "no token was refreshed").toBe(true);
    }).toPass({ timeout: 20_000 });
    await expectToBeKnown(visit);
    parts.push("refreshed");
  }
  parts.push(await signOut(visit));
  return parts.join(", ");
}

async function takeStep({ page, appUrl }: Visit, step: Step): Promise<void> {
  await page.goto(`${appUrl}${step.open.replace("$APP_URL", encodeURIComponent(appUrl))}`);
  if (!step.press) return;
  const named = { name: step.press, exact: true };
  const button = page.getByRole("button", named);
  await button.or(page.getByRole("link", named)).first().waitFor();
  // A menu may have a link of the same name.
  await ((await button.count()) > 0 ? button : page.getByRole("link", named)).first().click();
}

/** Somebody in none of the groups that the program knows signs in, and is told what it tells such people. */
export async function visitFromOutside(visit: Visit, { outsider }: Group): Promise<void> {
  await reachProgram(visit);
  await expect(visit.page.locator("body"), "what the program tells somebody outside the group").toContainText(outsider);
}

/** Somebody in the group signs in, an administrator takes them out, and the program notices at `afterLeaving`. */
export async function visitAndLeave(visit: Visit, group: Group, leave: () => Promise<void>): Promise<void> {
  await signIn(visit);
  await leave();
  await expect(async () => {
    await visit.page.goto(`${visit.appUrl}${group.afterLeaving}`);
    await playwrightExpect(visit.page.locator("body")).toContainText(group.outsider, { timeout: 1000 });
  }, "the program notices that the person left the group").toPass({ timeout: 20_000 });
}

async function signIn(visit: Visit): Promise<void> {
  await reachProgram(visit);
  expect(visit.portalUrl).not.toBe(visit.appUrl);
  await expectToBeKnown(visit);
}

/** From the program to the portal, through its pages, and back. */
async function reachProgram(visit: Visit): Promise<void> {
  const { page, description, person, appUrl } = visit;
  await takeStep(visit, description.signIn);
  const login = new SignInScreen(page);
  const consent = new ConsentScreen(page);
  await expect(login.password, await whereItStands(page)).toBeVisible();
  await login.signIn(person);
  await expect(consent.allowButton, await whereItStands(page)).toBeVisible();
  await consent.allow();
  await page.waitForURL((url) => url.origin === appUrl, { timeout: 20_000 });
}

async function expectToBeKnown({ page, description, person, appUrl }: Visit): Promise<void> {
  if (description.profile) await page.goto(`${appUrl}${description.profile}`);
  for (const what of description.shows) {
    await expect(page.locator("body"), `the program shows the ${what}`).toContainText(person[what]);
  }
  for (const words of [description.showsText, description.group?.insider]) {
    if (words) await expect(page.locator("body")).toContainText(words);
  }
}

async function signOut(visit: Visit): Promise<string> {
  const { page, description, person, appUrl, listExchanges } = visit;
  await takeStep(visit, description.signOut);
  await page.waitForLoadState("networkidle");
  await page.waitForURL((url) => url.origin === appUrl, { timeout: 20_000 });
  await expect(async () => {
    await page.goto(`${appUrl}${description.signedOut ?? description.profile ?? "/"}`);
    const words = (await page.locator("body").textContent()) ?? "";
    expect(words, "the program forgot who was there").not.toContain(description.showsText ?? person.email);
  }).toPass({ timeout: 20_000 });
  if (!hasSignedOutAtPortal(listExchanges())) return "signed out";
  await page.goto(`${visit.portalUrl}/account`);
  await new SignInScreen(page).expectToBeHere();
  return "signed out at the portal too";
}

/** For the message of a check that fails: the page that a person would see. */
async function whereItStands(page: Page): Promise<string> {
  await page.waitForLoadState("domcontentloaded");
  const words = (await page.locator("body").textContent()) ?? "";
  return `at ${page.url().split("?")[0]}: ${words.slice(0, 600)}`;
}
