import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { findCredentials, findUserByEmail } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { operator } from "./actor";
import { findCurrentUser } from "./current-user";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleSignIn } from "./handle-sign-in";
import { isKnownBrowser } from "./known-browser";
import { verifyPassword } from "./password";
import { getPasswordPool } from "./password-pool";
import { createResetLink, findResetLink } from "./reset-link";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

const old = "four quiet grey herons";
const next = "seven loud white pelicans";
let email = "";
let counter = 0;
beforeEach(async () => {
  counter += 1;
  email = `user-${counter}@example.org`;
  await createAccount({ email, password: old, name: "Zyrqwv Plokmj" });
});

const mailsTo = async (to: string) => (await listMails(50)).filter(({ recipient }) => recipient === to);

async function newest(to = email): Promise<{ code: string; token: string }> {
  const [mail] = await mailsTo(to);
  const code = /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
  return { code, token: /token=([\w-]+)/.exec(mail?.body ?? "")?.[1] ?? "" };
}

async function ask(browser = new TestBrowser(), to = email): Promise<TestBrowser> {
  const answer = await browser.post(handleReset, { email: to });
  expect(locationOf(answer)).toBe("/reset/confirm");
  return browser;
}

const isPassword = async (password: string) =>
  verifyPassword(password, (await findCredentials(email))?.passwordHash ?? null);

/** A code that is not the given one. */
const another = (code: string) => (code === "1111 1111" ? "2222 2222" : "1111 1111");

describe("a forgotten password (ASVS 6.4.3)", () => {
  it("is replaced by the mailed code, and the person is signed in on the security page", async () => {
    const browser = await ask();
    const { code } = await newest();
    const done = await browser.post(handleResetConfirm, { code, password: next });
    expect(locationOf(done)).toBe("/account/security");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email, amr: ["otp"] });
    expect(await isPassword(next)).toBe(true);
    expect((await mailsTo(email))[0]?.subject).toBe("Your Portico password was changed");
  });

  it("is replaced by the link in whichever browser", async () => {
    await ask();
    const { token } = await newest();
    const elsewhere = new TestBrowser();
    expect(locationOf(await elsewhere.post(handleResetConfirm, { token, password: next }))).toBe("/account/security");
    expect(await findCurrentUser(elsewhere.headers)).toMatchObject({ email });
  });

  it("ends every session, and makes each browser a stranger", async () => {
    const own = new TestBrowser();
    await own.post(handleSignIn, { username: email, password: old });
    expect(await findCurrentUser(own.headers)).not.toBeNull();
    const browser = await ask();
    const { code } = await newest();
    await browser.post(handleResetConfirm, { code, password: next });
    expect(await findCurrentUser(own.headers)).toBeNull();
    const user = await findUserByEmail(email);
    if (!user) throw new Error("the account is gone");
    expect(isKnownBrowser(own.headers, user, own.browserToken)).toBe(false);
    expect(isKnownBrowser(browser.headers, user, browser.browserToken)).toBe(true);
  });

  it("keeps what the person came for, also by the link", async () => {
    const browser = new TestBrowser();
    await browser.post(handleReset, { email, request: "a-request" });
    const { token } = await newest();
    const done = await browser.post(handleResetConfirm, { token, password: next });
    // Where that request is over, the sign-in page says so.
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email });
    expect(locationOf(done)).not.toBe("/account/security");
  });

  it("is not replaced by one that the rule refuses, and the code works on", async () => {
    const browser = await ask();
    const { code } = await newest();
    for (const [password, problem] of [
      ["short", "password_short"],
      ["thisismypassword", "password_common"],
      [`${email} ${email}`, "password_personal"],
      ["zyrqwv plokmj 2026", "password_personal"],
    ] as const) {
      expect(locationOf(await browser.post(handleResetConfirm, { code, password }))).toBe("/reset/confirm");
      expect(browser.formState).toMatchObject({ field: "password", error: problem });
      expect(Object.values(browser.formState?.values ?? {})).not.toContain(password);
    }
    expect(locationOf(await browser.post(handleResetConfirm, { code, password: next }))).toBe("/account/security");
  });

  it("takes a code with spaces or a dash, and no other code, five times at most", async () => {
    const browser = await ask();
    const { code } = await newest();
    for (let n = 0; n < 5; n += 1) {
      await browser.post(handleResetConfirm, { code: another(code), password: next });
      expect(browser.formState).toMatchObject({ field: "code", error: "wrong" });
    }
    await browser.post(handleResetConfirm, { code, password: next });
    expect(browser.formState).toMatchObject({ field: "code", error: "over" });
    await ask(browser);
    const { code: second } = await newest();
    const done = await browser.post(handleResetConfirm, { code: ` ${second.replace(" ", "-")} `, password: next });
    expect(locationOf(done)).toBe("/account/security");
  });

  it("is replaced once by two resets at the same moment, and by no code or link from before", async () => {
    const browsers = [await ask(), await ask()];
    const [first, second] = (await mailsTo(email)).map(({ body }) => /token=([\w-]+)/.exec(body)?.[1] ?? "");
    const answers = await Promise.all(
      browsers.map((browser, n) =>
        browser.post(handleResetConfirm, { token: (n === 0 ? first : second) ?? "", password: `${next} ${n}` }),
      ),
    );
    expect(answers.map(locationOf).filter((location) => location === "/account/security")).toHaveLength(1);
    expect(await Promise.all([0, 1].map((n) => isPassword(`${next} ${n}`)))).toContain(true);
    for (const token of [first, second]) expect(await findResetLink(token ?? "")).toBeNull();
  });

  it.each(["used", "expired", "foreign", "of a sign-in", "empty"])(
    "is not replaced by a link that is %s",
    async (kind) => {
      await ask();
      let { token } = await newest();
      const db = await getDb();
      if (kind === "used") await new TestBrowser().post(handleResetConfirm, { token, password: `${next} by now` });
      if (kind === "expired") await db.emailCode.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
      if (kind === "of a sign-in") await db.emailCode.updateMany({ data: { purpose: "sign_in" } });
      if (kind === "foreign") token = token.split("").reverse().join("");
      if (kind === "empty") token = "";
      const thief = new TestBrowser();
      const answer = await thief.post(handleResetConfirm, { token, password: next });
      expect(locationOf(answer)).toMatch(/^\/reset/);
      expect(await findCurrentUser(thief.headers)).toBeNull();
      expect(await isPassword(next)).toBe(false);
    },
  );

  it("is not looked at, which takes long, without a link that works or a code that was asked for", async () => {
    const stranger = new TestBrowser();
    await stranger.post(handleResetConfirm, { token: "no such link", password: "short" });
    expect(stranger.formState).toMatchObject({ error: "over", field: null });
    expect(locationOf(await stranger.post(handleResetConfirm, { code: "1111 1111", password: "short" }))).toBe(
      "/reset",
    );
    const asked = await ask();
    await asked.post(handleResetConfirm, { code: "1111 1111", password: "short" });
    expect(asked.formState).toMatchObject({ error: "password_short", field: "password" });
  });

  it("is not replaced by a code in another browser, and looking at a link uses nothing up", async () => {
    await ask();
    const { code, token } = await newest();
    const elsewhere = new TestBrowser();
    expect(locationOf(await elsewhere.post(handleResetConfirm, { code, password: next }))).toBe("/reset");
    for (let n = 0; n < 3; n += 1) expect(await findResetLink(token)).toMatchObject({ by: "mail" });
  });

  it("leaves nothing in the database that would let its reader in", async () => {
    await ask();
    const { code, token } = await newest();
    const rows = JSON.stringify(await (await getDb()).emailCode.findMany());
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(code.replace(" ", ""));
  });
});

describe("whether an address has an account (ASVS 6.3.8)", () => {
  it("is not told: unknown, suspended and look-alike addresses get the same answer and no mail", async () => {
    await createAccount({ email: "suspended@example.org", password: old });
    const db = await getDb();
    await db.user.update({ where: { email: "suspended@example.org" }, data: { suspendedAt: new Date() } });
    await createAccount({ email: "paypal@example.org", password: old });
    // The last has a Cyrillic letter in its domain.
    for (const address of ["nobody@example.org", "suspended@example.org", "paypal@exаmple.org"]) {
      const known = await new TestBrowser().post(handleReset, { email });
      const unknown = await new TestBrowser().post(handleReset, { email: address });
      expect([unknown.status, locationOf(unknown)]).toEqual([known.status, locationOf(known)]);
      expect(unknown.headers.getSetCookie().map((cookie) => cookie.split("=")[0])).toEqual(
        known.headers.getSetCookie().map((cookie) => cookie.split("=")[0]),
      );
    }
    const recipients = new Set((await listMails(50)).map(({ recipient }) => recipient));
    for (const address of ["nobody@example.org", "suspended@example.org", "paypal@example.org"]) {
      expect(recipients.has(address)).toBe(false);
    }
    expect([...recipients].some((address) => address.includes("xn--"))).toBe(false);
  });

  it.each([
    ["", "no_email"],
    ["nobody", "bad_email"],
    ["a@b.example\r\nBcc: c@d.example", "bad_email"],
    ["а@example.org", "bad_email"],
    [`${"x".repeat(1_000)}@example.org`, "bad_email"],
  ])("no mail goes to %j", async (address, error) => {
    const browser = new TestBrowser();
    expect(locationOf(await browser.post(handleReset, { email: address }))).toBe("/reset");
    expect(browser.formState).toMatchObject({ field: "email", error });
  });

  it("mails no more than six in ten minutes, and the links in those go on to work", async () => {
    for (let n = 0; n < 9; n += 1) await ask();
    const mails = await mailsTo(email);
    expect(mails).toHaveLength(6);
    const token = /token=([\w-]+)/.exec(mails.at(-1)?.body ?? "")?.[1] ?? "";
    const done = await new TestBrowser().post(handleResetConfirm, { token, password: next });
    expect(locationOf(done)).toBe("/account/security");
  });

  it("is asked sixty times an hour from one address", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 62; n += 1) {
      const browser = new TestBrowser();
      browser.address = "198.51.100.77";
      statuses.push((await browser.post(handleReset, { email: `nobody-${n}@example.org` })).status);
    }
    expect(statuses).toEqual([...Array(60).fill(303), 429, 429]);
  });
});

describe("the link of an operator", () => {
  it("lets the person choose a new password once, and changes nothing before", async () => {
    const user = await findUserByEmail(email);
    const made = await createResetLink(operator, user?.userId ?? "");
    if (made.kind !== "made") throw new Error(made.kind);
    expect(made.link).toMatch(/^http:\/\/localhost:3000\/reset\/confirm\?token=[\w-]{43}$/);
    expect(await isPassword(old)).toBe(true);
    const token = new URL(made.link).searchParams.get("token") ?? "";
    const browser = new TestBrowser();
    expect(locationOf(await browser.post(handleResetConfirm, { token, password: next }))).toBe("/account/security");
    expect(await isPassword(next)).toBe(true);
    const again = new TestBrowser();
    await again.post(handleResetConfirm, { token, password: old });
    expect(await isPassword(next)).toBe(true);
    const events = await (await getDb()).auditEvent.findMany({ where: { userId: user?.userId } });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["password.reset_link_created", "password.reset"]),
    );
    expect(JSON.stringify(events)).not.toContain(token);
  });

  it("is made by administrators alone, for accounts that are there and not suspended", async () => {
    const user = await findUserByEmail(email);
    const userId = user?.userId ?? "";
    const somebody = { userId, isAdmin: true, source: "command line" as const };
    expect(await createResetLink(somebody, userId)).toEqual({ kind: "forbidden" });
    expect(await createResetLink(operator, "018f4a00-0000-7000-8000-000000000000")).toEqual({ kind: "missing" });
    await (await getDb()).user.update({ where: { email }, data: { suspendedAt: new Date() } });
    expect(await createResetLink(operator, userId)).toEqual({ kind: "suspended" });
  });
});
