import type { Browser, BrowserContext, Page } from "playwright/test";
import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { leavePictures } from "./check-page";
import { findSidewaysScroll } from "./check-reflow";
import { findUnmarked } from "./find-unmarked";
import { views } from "./views";
import type { View } from "./views/view";
import type { World } from "./world";

const pseudoLocale = "en-XA";

/** What somebody typed, or a program sent: it reads the same in every language. */
const names = [
  // the files of a quickstart
  /[\w./[\]-]*\.(env|jsx?|py|go|java|html|xml)\b/g,
  // of portal, apps, publishers, APIs
  /Portico|Acme( \w+)*|Account and apps/g,
  // addresses of people and places
  /[\w.-]+@[\w.-]+|\bhttps?:\/\/\S*|\blocalhost(:\d+)?|[\w-]+(\.[\w-]+)+(:\d+)?/g,
  // of the example API and the note of a token, as the operator wrote them
  exactly("Calendar", "Read your calendars", "Titles and times of your events.", "Create and change events"),
  exactly("In all your calendars.", "The calendar team"),
  // the label of the operator's own claim
  exactly("Team"),
  // time zones, as their database names them
  /^(UTC|[A-Z][A-Za-z]+(\/[\w+ -]+)+)$/,
  // what travels on the wire: scopes, grant types, algorithms, and what the protocol says to an app's developers
  exactly(
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "groups",
    "consents",
    "grant_management_(query|revoke)",
    "offline_access",
    "(account|clients|calendar|agenda):\\w+",
  ),
  exactly("authorization_code", "refresh_token", "client_credentials", "[EHPR]S256", "EdDSA", "Ed25519"),
  exactly("redirect_uri is not registered for this client\\.?"),
];

function exactly(...texts: string[]): RegExp {
  return new RegExp(`^\\s*(${texts.join("|")})\\s*$`);
}

type Reader = NonNullable<View["opened"]>["by"];

const people = { member: "member", administrator: "admin" } as const;

/** One browser context a language, so that scripts and styles are fetched and compiled once and not for each page. */
const contexts = new Map<string, Promise<BrowserContext>>();

test.afterAll(async () => {
  for (const context of contexts.values()) await (await context).close();
  contexts.clear();
});

/** The page in a browser that asks for a language. */
async function openAs(by: Reader, address: string, { world, browser }: Fixtures, locale = pseudoLocale): Promise<Page> {
  const options = { baseURL: world.portal.url, locale, viewport: { width: 320, height: 800 } };
  const opening = contexts.get(locale) ?? browser.newContext(options);
  contexts.set(locale, opening);
  const context = await opening;
  await context.clearCookies();
  if (by !== "visitor") await context.addCookies(await world[people[by]].context.cookies());
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

interface Fixtures {
  world: World;
  browser: Browser;
}

async function expectOwnWords(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", pseudoLocale);
  expect.soft(await findUnmarked(page, names), `texts in no catalogue, ${page.url()}`).toEqual([]);
  expect.soft(await findSidewaysScroll(page), `sideways scroll, ${page.url()}`).toEqual([]);
}

/** Each page once, however many states it has. */
function addressesOf(file: string, world: World): [by: Reader, address: string][] {
  const opened = views.flatMap((view) => (view.file === file && view.opened ? [view.opened] : []));
  const all = opened.map(({ by, path }) => [by, path(world)] as const);
  return [...new Map(all.map(([by, address]) => [`${by} ${address}`, [by, address] as [typeof by, string]])).values()];
}

for (const file of new Set(views.filter(({ opened }) => opened).map((view) => view.file))) {
  test(`${file} in longer words: all of them from the catalogue, and none wider than the page, in Korean neither`, async ({
    world,
    browser,
  }) => {
    for (const [place, [by, address]] of addressesOf(file, world).entries()) {
      const page = await openAs(by, address, { world, browser });
      await expectOwnWords(page);
      await leavePictures(page, `pseudo ${file} ${place}`);
      await page.close();

      const korean = await openAs(by, address, { world, browser }, "ko");
      await expect(korean.locator("html")).toHaveAttribute("lang", "ko");
      expect.soft(await findSidewaysScroll(korean), `sideways scroll, ${korean.url()}`).toEqual([]);
      await leavePictures(korean, `ko ${file} ${place}`);
      await korean.close();
    }
  });
}

/** Next.js has an alert of its own, which is empty. */
const comeBack = (page: Page) => page.getByRole("alert").filter({ hasText: "~]" }).first().waitFor();

test("what a form says when it comes back is in longer words too", async ({ world, browser }) => {
  const open = (by: Reader, address: string) => openAs(by, address, { world, browser });
  const signIn = await open("visitor", "/login");
  await signIn.locator("#username").fill("nobody@example.org");
  await signIn.locator("#password").fill(newPassword());
  await signIn.locator("#login-submit").click();
  await comeBack(signIn);
  await expectOwnWords(signIn);

  const signUp = await open("visitor", "/sign-up");
  await signUp.locator("#email").fill("nobody@example.org");
  await signUp.locator("#password").fill("short");
  await signUp.locator("#password").press("Enter");
  await comeBack(signUp);
  await expectOwnWords(signUp);

  const settings = await open("member", `/console/clients/${world.ownClientId}/settings`);
  await settings.locator("#frontchannelLogoutUri").fill("https://elsewhere.example.org/logout");
  await settings.locator("#frontchannelLogoutUri").press("Enter");
  await comeBack(settings);
  await expectOwnWords(settings);

  const profile = await open("member", "/account");
  await profile.locator("details:has(#birthdate) > summary").click();
  await profile.locator("#birthdate").fill("yesterday");
  await profile.locator("#birthdate").press("Enter");
  await comeBack(profile);
  await expectOwnWords(profile);
});
