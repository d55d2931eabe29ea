import { randomBytes } from "node:crypto";
import type { Locator, Page } from "playwright/test";
import { calendarApi } from "../fixtures/calendar-api";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { registerAs } from "../screens/console";
import { waitUntilTakenOver } from "../screens/taken-over";
import { views } from "./views";
import type { World } from "./world";

test.describe.configure({ timeout: 300_000 });

/** The pages of whoever is signed in. */
const AREA = /^app\/\((?:account|console|admin)\)\//;

/** What all tests of this portal share: its settings and keys, and the claim that other views show. */
const SHARED = /^\/admin\/(settings|keys|claims\?)|claim=/;

/** A button that posts a form. */
interface Act {
  address: string;
  name: string;
  /** which of the page's buttons of that name */
  place: number;
}

const buttonOf = (page: Page, { name, place }: Act) => page.getByRole("button", { name, exact: true }).nth(place);

async function listActs(page: Page, address: string): Promise<Act[]> {
  await page.goto(address);
  const names = await page.locator("main form button").evaluateAll((buttons) =>
    buttons
      .filter((button) => button instanceof HTMLButtonElement)
      .filter((button) => button.type === "submit" && button.form?.getAttribute("method") !== "get")
      .filter((button) => button.checkVisibility({ checkVisibilityCSS: true }))
      .map((button) => button.getAttribute("aria-label") ?? button.textContent?.trim() ?? ""),
  );
  return names.map((name, index) => ({
    address,
    name,
    place: names.slice(0, index).filter((each) => each === name).length,
  }));
}

/** Types something into every empty field of the form, so that it does what it is for wherever that is enough. */
async function fillIn(button: Locator, mark: string): Promise<void> {
  await button.evaluate((element: HTMLButtonElement, mark) => {
    const fields = [...(element.form?.elements ?? [])].filter((field) => field instanceof HTMLInputElement);
    for (const field of fields) {
      const isTyped = ["text", "email", "url"].includes(field.type) && field.checkVisibility();
      if (!isTyped || field.value !== "") continue;
      const isUrl = /uri|url|identifier|issuer|website/i.test(field.id);
      const value = isUrl ? `https://${mark}.example.org/` : /email/i.test(field.id) ? `${mark}@example.org` : mark;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, mark);
}

/** Does the act, if none before it took its button away. Answers whether the page has the focus nowhere afterwards. */
async function losesFocus(page: Page, act: Act, mark: string): Promise<boolean> {
  await page.goto(act.address);
  await waitUntilTakenOver(page);
  const button = buttonOf(page, act);
  if (!(await button.isVisible()) || !(await button.isEnabled())) return false;
  await fillIn(button, mark);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await button.click();
  await answered;
  await page.waitForLoadState("load");
  // The answer is drawn, and whatever takes the focus has taken it.
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const hasFocus = page.waitForFunction(() => document.activeElement !== document.body, null, { timeout: 3_000 });
  return hasFocus.then(
    () => false,
    () => true,
  );
}

test("after every act of somebody who is signed in, the focus is somewhere on the page (WCAG 2.4.3)", async ({
  world,
  page,
  portal,
  clientApp,
}) => {
  const mark = `f${randomBytes(3).toString("hex")}`;
  const person = await portal.createUser({ isAdmin: true });
  const uris = [clientApp.redirectUri, `https://${mark}.example.org/back`];
  const { clientId } = await registerAs(page, person, `Acme ${mark}`, uris);
  const allowedClient = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(allowedClient, { scope: "openid profile email" }));
  await new ConsentScreen(page).allow();
  await page.getByRole("heading", { name: "Back at the client" }).waitFor();
  const other = await portal.createUser();
  const { id: apiId } = await portal.createApi(calendarApi(`https://${mark}.example.org`, { scopes: mark }));
  const own: World = {
    ...world,
    member: { ...world.member, person: other },
    ownClientId: clientId,
    allowedClient,
    apiId,
    groupId: await portal.createGroup(mark, [other]),
    registrationTokenId: await portal.createRegistrationToken(mark),
  };
  const isOthers = ({ name }: Act) =>
    (/pt_cl_/.test(name) && ![clientId, allowedClient.client_id].some((id) => name.includes(id))) ||
    name.includes("invited@example.org");

  const acts = new Map<string, Act>();
  for (const { file, opened } of views) {
    const address = opened?.path(own);
    if (address === undefined || !AREA.test(file) || SHARED.test(address)) continue;
    for (const act of await listActs(page, address)) {
      const [path] = act.address.split("?");
      if (!isOthers(act)) acts.set(`${path} ${act.name} ${act.place}`, act);
    }
  }
  expect(acts.size).toBeGreaterThan(30);
  for (const [index, [name, act]] of [...acts].entries()) {
    expect.soft(await losesFocus(page, act, `${mark}-${index}`), name).toBe(false);
  }
});
