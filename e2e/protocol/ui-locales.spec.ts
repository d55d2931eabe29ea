import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { locationOf, type PlainBrowser } from "./plain-browser";
import { authorizeUrl, CALLBACK, send } from "./requests";

// Longer, marked English, which the portal of `guarded` speaks besides English.
const MARKED = "en-XA";

async function languageOf(browser: PlainBrowser, url: string): Promise<string | undefined> {
  const page = await (await browser.get(url)).text();
  return /<html lang="([^"]+)"/.exec(page)?.[1];
}

test("pages are in the language that the app asks for, from the sign-in to the way back (OIDC Core §3.1.2.1, ui_locales)", async ({
  guarded: { portal },
  guardedBrowser,
}) => {
  const metadata = (await send(`${portal.url}/.well-known/openid-configuration`)).body;
  expect(metadata.ui_locales_supported).toEqual(expect.arrayContaining(["en", MARKED]));

  const redirect_uri = "com.example.notes:/callback";
  const client = await portal.createClient({
    redirect_uris: [redirect_uri],
    token_endpoint_auth_method: "none",
    application_type: "native",
    scope: "openid profile email",
  });
  const person = await portal.createUser();
  const ask = (ui_locales: string | null) => authorizeUrl(portal, client, { redirect_uri, ui_locales });

  // The first one that the portal speaks; what it does not know is passed over.
  const login = locationOf(await guardedBrowser.get(ask(`tlh fr-CA ${MARKED} en`)));
  expect(await languageOf(guardedBrowser, login)).toBe(MARKED);
  const consent = await guardedBrowser.signIn(login, person);
  expect(await languageOf(guardedBrowser, consent)).toBe(MARKED);
  const form = await guardedBrowser.readForm(consent, "/consent/submit");
  const handOff = await guardedBrowser.post(form.action, [...form.hidden, ["answer", "allow"]]);
  expect(handOff.headers()["content-language"]).toBe(MARKED);
  expect(await handOff.text()).toContain(`<html lang="${MARKED}"`);

  // On no way to an app, and for an app that asks for nothing, the browser is asked again.
  expect(await languageOf(guardedBrowser, `${portal.url}/account`)).toBe("en");
  const next = locationOf(await guardedBrowser.get(ask(null)));
  expect(await languageOf(guardedBrowser, next)).toBe("en");
});

test("a refusal and a sign-out are in that language too (OIDC Core §3.1.2.1; RP-Initiated Logout §2, ui_locales)", async ({
  guarded: { portal },
  guardedBrowser,
}) => {
  const client = await portal.createClient({ redirect_uris: [CALLBACK] });
  const wrong = { redirect_uri: "https://elsewhere.example/cb", ui_locales: MARKED };
  const refused = await guardedBrowser.get(authorizeUrl(portal, client, wrong));
  expect([refused.status(), refused.headers()["content-language"]]).toEqual([400, MARKED]);
  expect(refused.headers().vary).toContain("Accept-Language");

  const person = await portal.createUser();
  await guardedBrowser.signIn(`${portal.url}/login`, person);
  const logout = locationOf(await guardedBrowser.get(`${portal.url}/oauth/end-session?ui_locales=${MARKED}`));
  expect(await languageOf(guardedBrowser, logout)).toBe(MARKED);
});

test("an account is in the language that its person chose, and so are the mails to it", async ({
  guarded: { portal },
  page,
}) => {
  const person = await portal.createUser();
  await page.goto(`${portal.url}/account`);
  await new SignInScreen(page).signIn(person);
  const html = page.locator("html");
  await expect(html).toHaveAttribute("lang", "en");
  const language = page.locator("#locale");
  await language.selectOption(MARKED);
  await page.locator("form", { has: language }).getByRole("button").click();
  await expectStatus(page, "prófílé ís sávéd");
  await page.reload();
  await expect(html).toHaveAttribute("lang", MARKED);
  await expect(language).toHaveValue(MARKED);

  await page.goto(`${portal.url}/account/security`);
  await page.locator("#current").fill(person.password);
  await page.locator("#next").fill(newPassword());
  await page
    .locator("form", { has: page.locator("#next") })
    .getByRole("button")
    .last()
    .click();
  await expectStatus(page, "pásswórd");
  await page.goto(`${portal.url}/outbox`);
  const mail = page.getByRole("listitem").filter({ hasText: person.email });
  await expect(mail).toContainText("[Thé pásswórd");
});

test("people read a scope in their language where the operator wrote it in that, and else as it is", async ({
  guarded: { portal },
  guardedBrowser,
  page,
}) => {
  const identifier = "https://api.example/marked";
  const scope = { name: "marked:read", title: "Read what is marked", [`title#${MARKED}`]: "Lesen, was markiert ist" };
  const api = await portal.createApi({ identifier, name: "Marked", scopes: [scope] });
  const client = await portal.createClient({ redirect_uris: [CALLBACK], scope: `openid ${scope.name}` });
  const ask = (ui_locales: string) => authorizeUrl(portal, client, { scope: `openid ${scope.name}`, ui_locales });
  const person = await portal.createUser();
  const consent = await guardedBrowser.signIn(locationOf(await guardedBrowser.get(ask(MARKED))), person);
  const read = async (url: string) => (await guardedBrowser.get(url)).text();
  expect(await read(consent)).toContain("Lesen, was markiert ist");
  expect(await read(locationOf(await guardedBrowser.get(ask("en"))))).toContain("Read what is marked");

  await page.goto(`${portal.url}/console/apis/${api.id}?scope=${scope.name}`);
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const title = page.locator(`#scope-title-${MARKED}`);
  await expect(title).toHaveValue("Lesen, was markiert ist");
  await title.fill("Markiertes lesen");
  await page.getByRole("button", { name: "Save scope" }).click();
  await expectStatus(page, "is saved");
  expect(await read(locationOf(await guardedBrowser.get(ask(MARKED))))).toContain("Markiertes lesen");
});
