import type { Page } from "playwright/test";
import type { ClientApp } from "../fixtures/client-app";
import { webClient } from "../fixtures/client-app";
import type { Person, Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { readForm } from "../screens/forms";
import { SignInScreen } from "../screens/sign-in";

/** Brings a browser to the consent page of a new client. */
async function openConsent(page: Page, portal: Portal, clientApp: ClientApp, person: Person): Promise<ConsentScreen> {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client));
  await new SignInScreen(page).signIn(person);
  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  return consent;
}

test("a consent with a changed form token is refused, and the page still works", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const consent = await openConsent(page, portal, clientApp, person);
  const form = await readForm(page, consent.allowButton);
  const token = Object.keys(form.fields).find((name) => /csrf/i.test(name));
  if (!token) throw new Error("the form carries no token");
  for (const forged of ["", "x".repeat(43), `${form.fields[token]}x`]) {
    const response = await page.request.post(form.action, {
      form: { ...form.fields, [token]: forged },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(403);
  }
  expect(clientApp.callbacks).toHaveLength(0);
  await consent.allow();
  expect(clientApp.lastCallback.params.has("code")).toBe(true);
});

test("a form token of another browser is refused", async ({ page, portal, person, clientApp, browser }) => {
  const consent = await openConsent(page, portal, clientApp, person);
  const mine = await readForm(page, consent.allowButton);
  const other = await browser.newContext({ baseURL: portal.url });
  const theirs = await openConsent(await other.newPage(), portal, clientApp, await portal.createUser());
  const foreign = await readForm(theirs.page, theirs.allowButton);
  const token = Object.keys(mine.fields).find((name) => /csrf/i.test(name)) ?? "";
  const response = await page.request.post(mine.action, {
    form: { ...mine.fields, [token]: foreign.fields[token] ?? "" },
    maxRedirects: 0,
  });
  expect(response.status()).toBe(403);
  expect(clientApp.callbacks).toHaveLength(0);
  await other.close();
});

test("a consent that another site posts is refused", async ({ page, portal, person, clientApp }) => {
  const consent = await openConsent(page, portal, clientApp, person);
  const form = await readForm(page, consent.allowButton);
  const response = await page.request.post(form.action, {
    form: form.fields,
    headers: { origin: clientApp.url },
    maxRedirects: 0,
  });
  expect(response.status()).toBe(403);
  expect(clientApp.callbacks).toHaveLength(0);
});

test("the request of another browser can be neither seen nor answered", async ({
  page,
  portal,
  person,
  clientApp,
  browser,
}) => {
  const mine = await openConsent(page, portal, clientApp, person);
  const other = await browser.newContext({ baseURL: portal.url });
  const theirs = await openConsent(await other.newPage(), portal, clientApp, await portal.createUser());

  const seen = await other.request.get(mine.page.url());
  expect(seen.status()).toBeGreaterThanOrEqual(400);
  expect(await seen.text()).not.toContain(person.email);

  const form = await readForm(theirs.page, theirs.allowButton);
  const myRequest = new URL(mine.page.url()).searchParams.get("request") ?? "";
  const field = Object.keys(form.fields).find((name) => name === "request") ?? "request";
  const answered = await other.request.post(form.action.replace(/request=[^&]*/, `request=${myRequest}`), {
    form: { ...form.fields, [field]: myRequest },
    maxRedirects: 0,
  });
  expect(answered.status() >= 400 || !(answered.headers().location ?? "").startsWith(clientApp.url)).toBe(true);
  expect(clientApp.callbacks).toHaveLength(0);
  await mine.allow();
  expect(clientApp.lastCallback.params.has("code")).toBe(true);
  await other.close();
});
