import { afterAll, beforeAll, expect, it } from "vitest";
import { listMails } from "@/lib/db/people/mails";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import { handleMailedSignIn, handleMailedSignInConfirm } from "./handle-mailed-sign-in";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleSignIn } from "./handle-sign-in";
import { getPasswordPool } from "./password-pool";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

const password = "four quiet grey herons";

/** Wrong passwords for an account, from as many addresses. */
async function attack(username: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const guesser = new TestBrowser();
    guesser.address = `198.51.${n % 100}.${n % 250}`;
    statuses.push((await guesser.post(handleSignIn, { username, password: `wrong ${n}` })).status);
  }
  return statuses;
}

const mailsTo = async (email: string) => (await listMails(50)).filter(({ recipient }) => recipient === email);
const codeIn = (body = "") => /\d{4} \d{4}/.exec(body)?.[0] ?? "";
const tokenIn = (body = "") => /token=([\w-]+)/.exec(body)?.[1] ?? "";

it("two hundred wrong passwords a minute keep the guesser out, and the owner in (ASVS 6.3.1)", async () => {
  const email = "owner@example.org";
  await createAccount({ email, password });
  const own = new TestBrowser();
  await own.post(handleSignIn, { username: email, password });

  const statuses = await attack(email, 200);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(303));
  expect(new Set(statuses.slice(10))).toEqual(new Set([429]));
  // Even with the right one: nobody else's browser learns whether it is.
  expect((await new TestBrowser().post(handleSignIn, { username: email, password })).status).toBe(429);

  // The owner's browser, at once.
  expect(locationOf(await own.post(handleSignIn, { username: email, password }))).toBe("/account");

  // A new browser, by a mailed code, at once.
  const browser = new TestBrowser();
  expect(locationOf(await browser.post(handleMailedSignIn, { username: email }))).toBe("/login/mail/confirm");
  const [mail] = await mailsTo(email);
  expect(locationOf(await browser.post(handleMailedSignInConfirm, { code: codeIn(mail?.body) }))).toBe("/account");
  expect(await findCurrentUser(browser.headers)).toMatchObject({ email, amr: ["otp"] });

  // Known from now on, it takes the password again.
  expect(locationOf(await browser.post(handleSignIn, { username: email, password }))).toBe("/account");

  // And a new password, at once.
  const another = new TestBrowser();
  await another.post(handleReset, { email });
  const [reset] = await mailsTo(email);
  const chosen = { code: codeIn(reset?.body), password: "seven loud white pelicans" };
  expect(locationOf(await another.post(handleResetConfirm, chosen))).toBe("/account/security");
});

it("the owner is mailed of the tenth wrong password, once, and nobody of an account that is not there", async () => {
  const email = "warned@example.org";
  await createAccount({ email, password });
  await attack(email, 9);
  expect(await mailsTo(email)).toEqual([]);
  await attack(email, 20);
  expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([
    "Somebody is trying passwords for your Portico account",
  ]);
  await attack("nobody-here@example.org", 20);
  expect(await mailsTo("nobody-here@example.org")).toEqual([]);
});

it("asking for codes in somebody's name keeps them from nothing: the links in their mails work anywhere", async () => {
  const email = "flooded@example.org";
  await createAccount({ email, password });
  for (let n = 0; n < 20; n += 1) {
    const stranger = new TestBrowser();
    stranger.address = `203.0.${n}.1`;
    await stranger.post(handleMailedSignIn, { username: email });
  }
  const mails = await mailsTo(email);
  expect(mails).toHaveLength(6);
  const browser = new TestBrowser();
  await browser.post(handleMailedSignIn, { username: email });
  const answer = await browser.post(handleMailedSignInConfirm, { token: tokenIn(mails[0]?.body) });
  expect(locationOf(answer)).toBe("/account");
  const again = new TestBrowser();
  await again.post(handleMailedSignInConfirm, { token: tokenIn(mails[0]?.body) });
  expect(again.formState).toMatchObject({ error: "over" });
});

it("the page stays the form: it says the seconds, keeps the address and what the person came for, and offers a code", async () => {
  const email = "form@example.org";
  await attack(email, 10);
  const browser = new TestBrowser();
  const answer = await browser.post(handleSignIn, { username: email, password, request: "a-request" });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  const page = await answer.text();
  expect(page).toContain('<form method="post" action="/login/submit">');
  expect(page).toContain(`value="${email}"`);
  expect(page).toContain('name="request" value="a-request"');
  expect(page).toContain('formaction="/login/mail/submit"');
  expect(page).toMatch(/Wait \d+ (?:seconds|minutes), then try again\./);
  expect(page).not.toContain(password);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const asked = await browser.post(handleMailedSignIn, { csrf, username: email, request: "a-request" });
  expect(locationOf(asked)).toBe("/login/mail/confirm?request=a-request");
});

it("what was typed is text on that page", async () => {
  const username = '"><script>alert(1)</script>@example.org';
  await attack(username, 10);
  const page = await (await new TestBrowser().post(handleSignIn, { username, password })).text();
  expect(page).not.toContain("<script>alert");
});

it("the page for a mailed code stays the form too: it says the seconds, and that the password still works", async () => {
  const browser = new TestBrowser();
  browser.address = "198.51.100.9";
  const ask = (username: string) => browser.post(handleMailedSignIn, { username, return_to: "/account/apps" });
  for (let n = 0; n < 60; n += 1) await ask(`nobody-${n}@example.org`);
  const answer = await ask('"><b>user@example.org');
  expect(answer.status, "an address that is none costs nothing").toBe(303);
  const limited = await ask("user@example.org");
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  const document = await limited.text();
  expect(document).toMatch(/Wait \d+ (?:seconds|minutes)/);
  expect(document).toContain('action="/login/mail/submit"');
  expect(document).toContain('value="user@example.org"');
  expect(document).toContain('href="/login?return_to=%2Faccount%2Fapps"');
});
