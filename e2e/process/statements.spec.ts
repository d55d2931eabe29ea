import { expect, type Page, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { startPostgres } from "../run/postgres.mjs";
import { RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { StatementCounter } from "./statement-counter";

// How often the console asks the database for one page, and for one press. Who acts, and which app it is about, is
// looked up once per request.
test.describe.configure({ mode: "serial", timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
let counter: StatementCounter;
let portal: Portal;

test.beforeAll(async () => {
  postgres = await startPostgres();
  counter = new StatementCounter(postgres.url);
  portal = await Portal.start({ DATABASE_URL: await counter.open() });
});
test.afterAll(async () => {
  await portal.stop();
  await counter.close();
  await postgres.stop();
});

/**
 * The fewest statements that it takes of several times: jobs of the portal run beside it, and the first time after a
 * pause notes the session's use.
 */
async function countFewest(work: () => Promise<unknown>): Promise<string[]> {
  const counts: string[][] = [];
  for (let time = 0; time < 6; time += 1) counts.push(await counter.during(work));
  return counts.reduce((fewest, each) => (each.length < fewest.length ? each : fewest));
}

async function registerApp(page: Page): Promise<string> {
  await page.goto(`${portal.url}/console/clients/new`);
  await new SignInScreen(page).signIn(await portal.createUser());
  const register = new RegisterScreen(page);
  await register.chooseKind("Acme Notes");
  await register.register(["https://notes.example.org/callback"]);
  return (await register.readCredentials()).clientId;
}

test("the pages of an app ask who it is that looks, and at what, once", async ({ page }) => {
  const path = `${portal.url}/console/clients/${await registerApp(page)}`;
  const open = (part: string) => async () => {
    const response = await page.request.get(path + part);
    expect(await response.text()).toContain("Acme Notes");
  };
  const overview = await countFewest(open(""));
  expect(overview.length, overview.join("\n")).toBeLessThanOrEqual(8);
  const redirectUris = await countFewest(open("/redirect-uris"));
  expect(redirectUris.length, redirectUris.join("\n")).toBeLessThanOrEqual(6);

  // Without JavaScript: what the browser sends, and the answer that leads it back to the list.
  let added = 0;
  const fields = await readForm(page, `${path}/redirect-uris`);
  const addOne = await countFewest(async () => {
    added += 1;
    const uri = `https://notes.example.org/callback-${added}`;
    const multipart = { ...fields, "redirect-uri": uri };
    const response = await page.request.post(`${path}/redirect-uris`, { multipart, maxRedirects: 0 });
    expect(response.status()).toBe(303);
  });
  expect(addOne.length, addOne.join("\n")).toBeLessThanOrEqual(12);
  await page.goto(`${path}/redirect-uris`);
  await expect(page.getByRole("list", { name: "Redirect URIs" }).getByRole("listitem")).toHaveCount(1 + added);
});

/** The hidden fields of the form that adds a redirect URI: they name the Server Action. */
async function readForm(page: Page, url: string): Promise<Record<string, string>> {
  const html = await (await page.request.get(url)).text();
  const form = html.split("<form").find((each) => each.includes('name="redirect-uri"')) ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)];
  return Object.fromEntries(
    hidden.map(([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&")]),
  );
}
