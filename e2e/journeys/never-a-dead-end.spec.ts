import { makeAnotherBuild } from "../fixtures/another-build";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { readForm } from "../screens/forms";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

test("pressing Allow twice gives one code @no-js", async ({ page, clientApp, asked }) => {
  const { client, consent } = asked;
  const form = await readForm(page, consent.allowButton);
  const post = () => page.request.post(form.action, { form: form.fields, maxRedirects: 0 });
  const answers = await Promise.all([post(), post(), post()]);
  const locations = new Set(answers.map((answer) => answer.headers().location));
  expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303]);
  expect(locations.size).toBe(1);
  const code = new URL([...locations][0] ?? "").searchParams.get("code") ?? "";
  expect((await clientApp.redeem(client, code)).status).toBe(200);
});

test("Back after Allow leads on with no second code @no-js", async ({ page, clientApp, asked }) => {
  const { client, consent } = asked;
  await consent.allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  const first = clientApp.lastCallback.params.get("code") ?? "";
  expect((await clientApp.redeem(client, first)).status).toBe(200);
  await page.goBack();
  await expect(page).toHaveURL(/\/consent/);
  // Whatever the browser shows of the page, fresh or from its memory, pressing what is there mints nothing.
  if (await consent.allowButton.isVisible()) await consent.allow();
  await page.waitForLoadState();
  const codes = new Set(clientApp.callbacks.map(({ params }) => params.get("code")));
  expect([...codes]).toEqual([first]);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("with a portal of its own, that restarts", () => {
  test("pages left open over updates of the portal: sign-in and consent go on with the same request, and a form of the account says how to go on @no-js", async ({
    page,
    portal,
    person,
    clientApp,
    javaScriptEnabled,
  }) => {
    const client = await portal.createClient(webClient(clientApp));
    const update = await makeAnotherBuild();
    await page.goto(clientApp.authorizeUrl(client));
    const signIn = new SignInScreen(page);
    await signIn.expectToBeHere();
    const script = (await page.locator("script[src]").first().getAttribute("src")) ?? "";
    await portal.pause();
    await portal.resume({ NEXT_DIST_DIR: update.distDir });
    expect((await page.request.get(script)).status(), "a script of the page that is still open").toBe(404);
    await signIn.signIn(person);
    const consent = new ConsentScreen(page);
    await consent.expectToBeHere();
    const account = await page.context().newPage();
    await account.goto("/account");
    if (javaScriptEnabled) await waitUntilTakenOver(account);

    await portal.pause();
    await portal.resume();
    await update.remove();
    await consent.allow();
    await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
    expect(clientApp.lastCallback.params.get("state")).toBe("state-of-the-test");

    const save = account.getByRole("button", { name: "Save profile" });
    await save.click();
    await expect(account.getByText("The portal was updated since you opened this page").first()).toBeVisible();
    if (javaScriptEnabled) await account.reload();
    else await account.getByRole("link", { name: "Open the page again" }).click();
    await save.click();
    await expectStatus(account, "saved");
  });

  test("a sign-in page open longer than its request lives says so and goes on with it @no-js", async ({
    page,
    portal,
    person,
    clientApp,
  }) => {
    const client = await portal.createClient(webClient(clientApp));
    await page.goto(clientApp.authorizeUrl(client));
    const signIn = new SignInScreen(page);
    await signIn.expectToBeHere();
    await portal.executeSql("UPDATE authorization_requests SET expires_at = now() - interval '1 minute'");
    await page.reload();
    await expect(page.getByRole("main")).toContainText("We kept your request");
    await signIn.signIn(person);
    const consent = new ConsentScreen(page);
    await consent.expectToBeHere();
    await portal.executeSql("UPDATE authorization_requests SET expires_at = now() - interval '1 minute'");
    await consent.allow();
    // The answer to a page that was open too long is taken, or the page is shown once more with the same request.
    if (/\/(consent|login)/.test(page.url())) await consent.allow();
    await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
    expect(clientApp.lastCallback.params.get("state")).toBe("state-of-the-test");
  });
});

test("a portal opened at 127.0.0.1 leads to its own address, where signing in works @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const elsewhere = (address: string) => address.replace("//localhost:", "//127.0.0.1:");
  await page.goto(elsewhere(`${portal.url}/login?return_to=%2Faccount%2Fsessions`));
  await expect(page).toHaveURL(`${portal.url}/login?return_to=%2Faccount%2Fsessions&portico_moved=1`);
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(`${portal.url}/account/sessions`);

  const client = await portal.createClient(webClient(clientApp));
  await page.goto(elsewhere(clientApp.authorizeUrl(client)));
  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  await consent.allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));

  // What programs ask answers there too.
  for (const path of ["/healthz", "/readyz", "/.well-known/openid-configuration", "/oauth/jwks"]) {
    const answer = await page.request.get(elsewhere(portal.url) + path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(200);
  }
});

test("a browser that keeps no cookies is told so, in the middle of a sign-in and after its form @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client));
  const signIn = new SignInScreen(page);
  await signIn.expectToBeHere();
  await page.context().clearCookies();
  await page.reload();
  await expect(page.getByRole("main")).toContainText("This browser sent no cookies");
  await page.context().clearCookies();
  await signIn.signIn(person);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This browser keeps no cookies for this site");
});
