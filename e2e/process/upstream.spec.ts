import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Browser, expect, type Page, test } from "playwright/test";
import { createSelfSignedCertificate } from "../../lib/http/testing/self-signed-certificate";
import { expectAccessible } from "../a11y/check-page";
import { type Person, Portal } from "../fixtures/portal";
import { createReverseProxy, type ReverseProxy } from "../fixtures/reverse-proxy";
import { ConsentScreen } from "../screens/consent";
import { pressOn } from "../screens/press-on";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

/**
 * A second portal as the upstream of the first. It stands behind a proxy with TLS, because the guarded fetch reads nothing
 * else.
 */
test.describe.configure({ mode: "serial", timeout: 300_000 });

const certificate = createSelfSignedCertificate("localhost");
let folder = "";
let proxy: ReverseProxy;
/** where people have their accounts */
let there: Portal;
/** where they come with them */
let here: Portal;

test.beforeAll(async () => {
  proxy = await createReverseProxy(certificate);
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-upstream-"));
  const ca = path.join(folder, "certificate.pem");
  await writeFile(ca, certificate.cert);
  const behind = { PORTICO_ISSUER: proxy.url, PORTICO_HOST: "127.0.0.1", PORTICO_TRUST_PROXY: "loopback" };
  there = await Portal.start({ ...behind, PORTICO_PORTAL_NAME: "Acme" }, { isDatabaseMade: true });
  await proxy.start(Number(new URL(there.url).port));
  const allowed = { PORTICO_FETCH_ALLOW: new URL(proxy.url).host, NODE_EXTRA_CA_CERTS: ca };
  here = await Portal.start(allowed, { isDatabaseMade: true });
  const client = await there.createClient({
    client_name: "The first portal",
    redirect_uris: [`${here.url}/login/upstream/acme/callback`],
    scope: "openid profile email",
  });
  await here.addUpstream({
    id: "acme",
    name: "Acme",
    issuer: proxy.url,
    client_id: client.client_id,
    client_secret: client.client_secret,
    domains: ["acme.example"],
    allows_sign_up: true,
  });
});
test.afterAll(async () => {
  await here?.stop();
  await there?.stop();
  await proxy?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function openLogin(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${here.url}/login`);
  return page;
}

const acmeButton = (page: Page) => page.getByRole("button", { name: "Sign in with Acme" });

/** From the button to the end of what the other portal asks. */
async function signInThere(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${proxy.url}/login`));
  await new SignInScreen(page).signIn(person);
}

/** The page of a person with an account elsewhere, as an administrator reads it. */
async function expectAdministratorSees(browser: Browser, userId: string): Promise<void> {
  const page = await openLogin(browser, true);
  await new SignInScreen(page).signIn(await here.createUser({ isAdmin: true }));
  await page.goto(`${here.url}/admin/users/${userId}`);
  await page.getByText("Accounts elsewhere", { exact: true }).waitFor();
  await expectAccessible(page, "a person with an account elsewhere");
  await page.context().close();
}

for (const javaScriptEnabled of [true, false]) {
  const mode = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`a person of the other portal comes in with their account there, ${mode}`, async ({ browser }) => {
    const person = await there.createUser();
    const page = await openLogin(browser, javaScriptEnabled);
    await pressOn(acmeButton(page));
    await signInThere(page, person);
    await new ConsentScreen(page).allow();
    await expect(page).toHaveURL(`${here.url}/account`);
    await page.context().close();

    const again = await openLogin(browser, javaScriptEnabled);
    await new SignInScreen(again).email.fill("somebody@acme.example");
    await new SignInScreen(again).submit();
    await expect(again.locator("#username")).toHaveValue("somebody@acme.example");
    await signInThere(again, person);
    await expect(again).toHaveURL(`${here.url}/account`);
    await again.context().close();
  });

  test(`an account here with the same address is asked for first, then linked, and can be unlinked, ${mode}`, async ({
    browser,
  }) => {
    const person = await there.createUser();
    const own = await here.createUser({ email: person.email });
    const page = await openLogin(browser, javaScriptEnabled);
    await pressOn(acmeButton(page));
    await signInThere(page, person);
    await new ConsentScreen(page).allow();
    await expect(page).toHaveURL(new RegExp(`^${here.url}/login`));
    await expect(page.getByText(`You signed in at Acme as ${person.email}.`)).toBeVisible();
    await new SignInScreen(page).signIn(own);
    await expect(page).toHaveURL(`${here.url}/account`);
    await page.goto(`${here.url}/account/security`);
    if (javaScriptEnabled) {
      await expectAccessible(page, "the security page with an account elsewhere");
      await expectAdministratorSees(browser, own.userId);
    }
    await page.getByRole("button", { name: "Remove the account at Acme" }).click();
    await expectStatus(page, "That account no longer signs you in.");
    await expect(page.getByRole("link", { name: "Add Acme" })).toBeVisible();
    await page.context().close();
  });

  test(`whoever is signed in adds an account there with another address, ${mode}`, async ({ browser }) => {
    const person = await there.createUser();
    const page = await openLogin(browser, javaScriptEnabled);
    await new SignInScreen(page).signIn(await here.createUser());
    await page.goto(`${here.url}/account/security`);
    await pressOn(page.getByRole("link", { name: "Add Acme" }));
    await pressOn(page.locator("#connect-submit"));
    await signInThere(page, person);
    await new ConsentScreen(page).allow();
    await expect(page).toHaveURL(`${here.url}/account/security#upstreams`);
    await expectStatus(page, "That account signs you in from now on.");
    await expect(page.getByText(person.email).first()).toBeVisible();
    await page.context().close();
  });

  test(`who declines there, and whom it does not answer, reads a sentence on the form, ${mode}`, async ({
    browser,
  }) => {
    const page = await openLogin(browser, javaScriptEnabled);
    await pressOn(acmeButton(page));
    await signInThere(page, await there.createUser());
    await new ConsentScreen(page).cancel();
    await expect(new SignInScreen(page).error).toContainText("You did not finish signing in there.");
    await page.goto(`${here.url}/login/upstream/acme/callback?code=made-up&state=made-up`);
    await expect(new SignInScreen(page).error).toContainText("began in another browser");
    await page.context().close();
  });
}
