import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "playwright/test";
import { type Person, Portal, type RegisteredClient } from "../fixtures/portal";
import { PublishedPages } from "../fixtures/published";
import { PlainBrowser } from "../protocol/plain-browser";
import { CALLBACK, getTokens } from "../protocol/requests";

test.describe.configure({ mode: "serial", timeout: 180_000 });

/** Milliseconds within which a notice arrives: some looks for work, on a machine that does other things too. */
const generous = 15_000;
const published = new PublishedPages();
let folder = "";
let portal: Portal;
let person: Person;
let app: RegisteredClient;

async function register(metadata: Record<string, unknown>): Promise<RegisteredClient> {
  const response = await fetch(`${portal.url}/oauth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ redirect_uris: [CALLBACK], ...metadata }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as RegisteredClient;
}

/** Signs in to the app and out of the portal; answers the milliseconds until the app was told. */
async function measureNotice(): Promise<number> {
  const browser = await PlainBrowser.open(portal.url);
  await getTokens(portal, browser, app, person);
  const told = published.read.filter((each) => each === "/notice").length;
  const form = await browser.readForm("/logout", "/logout/submit");
  await browser.post(form.action, form.hidden);
  const start = Date.now();
  await expect
    .poll(() => published.read.filter((each) => each === "/notice").length, { timeout: 120_000, intervals: [50] })
    .toBe(told + 1);
  await browser.close();
  return Date.now() - start;
}

test.beforeAll(async () => {
  await published.start();
  published.pages.set("/notice", "");
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-hanging-"));
  portal = await Portal.start({
    DATABASE_URL: "",
    NODE_EXTRA_CA_CERTS: published.writeCertificate(path.join(folder, "ca.pem")),
    PORTICO_FETCH_ALLOW: published.host,
  });
  person = await portal.createUser();
  app = await register({ client_name: "Acme Calendar", backchannel_logout_uri: published.url("/notice") });
});
test.afterAll(async () => {
  await portal?.stop();
  await published.stop();
  await rm(folder, { recursive: true, force: true });
});

test("100 apps whose logos never come hold up no other app's notice of a sign-out (OpenID Connect Back-Channel Logout §2.5)", async () => {
  const before = await measureNotice();
  for (let n = 0; n < 100; n += 1) {
    published.pages.set(`/logo-${n}`, "never");
    await register({ client_name: `Hanging ${n}`, logo_uri: published.url(`/logo-${n}`) });
  }
  const isAsked = () => published.read.some((each) => each.startsWith("/logo-"));
  await expect.poll(isAsked, { timeout: 60_000 }).toBe(true);
  const meanwhile = await measureNotice();
  console.log(`The notice came after ${before} ms, and after ${meanwhile} ms while the logos hung.`);
  expect(meanwhile).toBeLessThan(generous);
});
