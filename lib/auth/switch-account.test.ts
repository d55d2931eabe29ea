import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { countSignedIn, listBrowserAccounts, MAX_ACCOUNTS } from "./browser-accounts";
import { findAuthentication, findCurrentUser } from "./current-user";
import { handleChoose } from "./handle-choose";
import { handleSignIn } from "./handle-sign-in";
import { handleSignOut } from "./handle-sign-out";
import { getPasswordPool } from "./password-pool";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

const password = "four quiet grey herons";
const [one, two] = ["one@example.org", "two@example.org"];

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org", PORTICO_RATE_LIMITS: "off" });
  resetMasterKey("a secret for tests, 32 characters and more");
  for (const email of [one, two]) await createAccount({ email, password, name: email.toUpperCase() });
});
afterAll(async () => {
  resetEnv();
  await getPasswordPool().close();
});

async function browserOf(...emails: string[]): Promise<TestBrowser> {
  const browser = new TestBrowser();
  for (const username of emails) await browser.post(handleSignIn, { username, password });
  return browser;
}

async function accountsOf(browser: TestBrowser) {
  const accounts = await listBrowserAccounts(browser.headers);
  return accounts.map(({ email, isSignedIn, isCurrent }) => [email, isSignedIn, isCurrent]);
}

async function sessionOf(browser: TestBrowser, email: string): Promise<string> {
  const found = (await listBrowserAccounts(browser.headers)).find((account) => account.email === email);
  if (!found) throw new Error(`${email} is not on the browser's list`);
  return found.sessionId;
}

describe("several people with one browser", () => {
  it("are all signed in; who came last is the current one", async () => {
    const browser = await browserOf(one, two);
    expect(await accountsOf(browser)).toEqual([
      [two, true, true],
      [one, true, false],
    ]);
    const request = new Request("https://id.example.org/", { headers: browser.headers });
    expect(await findAuthentication(request)).toMatchObject({ accountCount: 2 });
  });

  it("stand there once each, and keep their session when they prove again who they are", async () => {
    const browser = await browserOf(one, two);
    const before = await sessionOf(browser, one);
    await browser.post(handleSignIn, { username: one, password });
    expect(await accountsOf(browser)).toEqual([
      [one, true, true],
      [two, true, false],
    ]);
    expect(await sessionOf(browser, one)).toBe(before);
  });

  it("are told apart by a choice, which changes nobody's session", async () => {
    const browser = await browserOf(one, two);
    const account = await sessionOf(browser, one);
    const response = await browser.post(handleChoose, { account, return_to: "/account/apps" });
    expect([response.status, locationOf(response)]).toEqual([303, "/account/apps"]);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email: one, sessionId: account });
    expect(await countSignedIn(browser.headers)).toBe(2);
  });

  it("cannot choose a session that is not of this browser", async () => {
    const [browser, other] = [await browserOf(one), await browserOf(two)];
    const foreign = await sessionOf(other, two);
    const response = await browser.post(handleChoose, { account: foreign });
    expect(locationOf(response)).toBe("/choose");
    expect(browser.formState).toMatchObject({ form: "choose", error: "gone" });
    await browser.post(handleChoose, { remove: foreign });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email: one });
    expect(await findCurrentUser(other.headers)).toMatchObject({ email: two });
  });

  it("whose session ended elsewhere sign in again, with the address filled in", async () => {
    const browser = await browserOf(one, two);
    const account = await sessionOf(browser, one);
    const db = await getDb();
    await db.session.update({ where: { id: account }, data: { revokedAt: new Date() } });
    expect(await accountsOf(browser)).toEqual([
      [two, true, true],
      [one, false, false],
    ]);
    const response = await browser.post(handleChoose, { account });
    expect(locationOf(response)).toBe("/login?switch=1");
    expect(browser.formState).toMatchObject({ form: "login", values: { username: one } });
    expect(await countSignedIn(browser.headers)).toBe(1);
  });

  it("can be taken off the list, which ends that session and no other", async () => {
    const browser = await browserOf(one, two);
    const before = browser.headers;
    const response = await browser.post(handleChoose, { remove: await sessionOf(browser, two) });
    expect(locationOf(response)).toBe("/choose");
    expect(await accountsOf(browser)).toEqual([[one, true, false]]);
    expect(await findCurrentUser(before)).toBeNull();
    await browser.post(handleChoose, { account: await sessionOf(browser, one) });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email: one });
  });

  it("are all signed out at once, and forgotten", async () => {
    const browser = await browserOf(one, two);
    const before = browser.headers;
    await browser.post(handleSignOut, {}, { isSessionBound: true });
    expect(await accountsOf(browser)).toEqual([]);
    expect((await listBrowserAccounts(before)).some(({ isSignedIn }) => isSignedIn)).toBe(false);
  });

  it(`are ${MAX_ACCOUNTS} at most: who was current the longest ago is signed out`, async () => {
    const emails = Array.from({ length: MAX_ACCOUNTS + 1 }, (_, index) => `many${index}@example.org`);
    for (const email of emails) await createAccount({ email, password });
    const browser = await browserOf(...emails.slice(0, MAX_ACCOUNTS));
    const before = browser.headers;
    await browser.post(handleSignIn, { username: emails.at(-1) ?? "", password });
    expect((await accountsOf(browser)).map(([email]) => email)).toEqual(emails.slice(1).reverse());
    const dropped = (await listBrowserAccounts(before)).find(({ email }) => email === emails[0]);
    expect(dropped?.isSignedIn).toBe(false);
  });

  it("cannot be switched by another site", async () => {
    const browser = await browserOf(one, two);
    const account = await sessionOf(browser, one);
    const response = await browser.post(handleChoose, { account, csrf: "" });
    expect(response.status).toBe(403);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email: two });
  });
});
