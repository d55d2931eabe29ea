import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import type { User } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { acceptProof } from "./accept-proof";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import { authenticatorFactor } from "./factors/authenticator";
import { passkeyFactor } from "./factors/passkey";
import { passwordFactor } from "./factors/password";
import { handleMailedSignIn, handleMailedSignInConfirm } from "./handle-mailed-sign-in";
import { handlePasskey, handleSecondPasskey } from "./handle-passkey";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleCode, handleEnrolment, handleRecoveryCode } from "./handle-second-factor";
import { handleSetUp } from "./handle-set-up";
import { handleSignIn } from "./handle-sign-in";
import { handleSignUp, handleVerifySignUp } from "./handle-sign-up";
import { handleKeepAccount } from "./keep-account";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

const ISSUER = "https://id.example.org";
const SESSION = "__Host-portico_session";
const password = "four quiet grey herons";
let count = 0;
let user: User;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ISSUER });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => {
  resetEnv();
  resetMasterKey();
});
beforeEach(async () => {
  count += 1;
  const made = await createAccount({ email: `user${count}@example.org`, password });
  if (!made) throw new Error("The account was not made.");
  user = made;
});

const signIn = (browser: TestBrowser) => browser.post(handleSignIn, { username: user.email, password });

describe("every form of the sign-in pages", () => {
  const forms: [string, (request: Request) => Promise<Response>, string[]][] = [
    ["/login", handleSignIn, ["username", "password"]],
    ["/login by a passkey", handlePasskey, ["challenge", "credential", "credential-id"]],
    ["/login/passkey", handleSecondPasskey, ["challenge", "credential", "credential-id"]],
    ["/login/code", handleCode, ["otp", "remember"]],
    ["/login/recovery", handleRecoveryCode, ["recovery-code"]],
    ["/login/enrol", handleEnrolment, ["otp"]],
    ["/login/mail", handleMailedSignIn, ["username"]],
    ["/login/mail/confirm", handleMailedSignInConfirm, ["token", "code"]],
    ["/reset", handleReset, ["email"]],
    ["/reset/confirm", handleResetConfirm, ["token", "code", "password"]],
    ["/sign-up", handleSignUp, ["email", "name", "password"]],
    ["/sign-up/verify", handleVerifySignUp, ["code"]],
    ["/setup", handleSetUp, ["email", "name", "password", "token"]],
    ["/keep-account", handleKeepAccount, ["token"]],
  ];

  it.each(forms)(
    "%s refuses a field of a megabyte, and one that fills the form, and nobody is signed in",
    async (...form) => {
      const [, handle, fields] = form;
      for (const field of [...fields, "return_to", "request", "nobody-asked-for-this"]) {
        const browser = new TestBrowser();
        const large = await browser.post(handle, { [field]: "x".repeat(1_000_000) });
        expect(large.status, field).toBe(413);
        expect(large.headers.getSetCookie()).toEqual([]);
        const full = await browser.post(handle, { [field]: "é".repeat(10_000) });
        expect(full.status, field).toBeLessThan(500);
        expect(await findCurrentUser(browser.headers)).toBeNull();
      }
    },
  );
});

describe("an account that is deleted during its sign-in", () => {
  const prove = (browser: TestBrowser, factor: typeof passwordFactor | typeof passkeyFactor) =>
    browser.post((request) => {
      const destination = { requestId: null, returnTo: null };
      return acceptProof({ user, factor, request, browserToken: browser.browserToken, destination });
    }, {});

  it("begins again, after its password as after its second factor, and leaves no session", async () => {
    const db = await getDb();
    await db.user.delete({ where: { id: user.userId } });
    for (const factor of [passwordFactor, passkeyFactor]) {
      const browser = new TestBrowser();
      const answer = await prove(browser, factor);
      expect([answer.status, locationOf(answer)]).toEqual([303, "/login"]);
      expect(browser.formState).toMatchObject({ error: "half_over" });
      expect(await findCurrentUser(browser.headers)).toBeNull();
    }
    expect(await db.session.count({ where: { userId: user.userId } })).toBe(0);
  });

  it("begins again between its two factors", async () => {
    const browser = new TestBrowser();
    const destination = { requestId: null, returnTo: null };
    const rules = {
      known: [passwordFactor, authenticatorFactor],
      look: async () => ({
        has: [passwordFactor, authenticatorFactor],
        wantsMultiFactor: true,
        addFactorPage: null,
      }),
    };
    const first = await browser.post(
      (request) =>
        acceptProof(
          { user, factor: passwordFactor, request, browserToken: browser.browserToken, destination },
          new Date(),
          rules,
        ),
      {},
    );
    expect(locationOf(first)).toBe("/login/code");
    const db = await getDb();
    await db.user.delete({ where: { id: user.userId } });
    for (const [handle, field] of [
      [handleCode, "otp"],
      [handleRecoveryCode, "recovery-code"],
    ] as const) {
      expect(locationOf(await browser.post(handle, { [field]: "123456" }))).toBe("/login");
    }
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });
});

describe("cookies that are not this browser's own", () => {
  it("planted before a sign-in are worth nothing after it (session fixation, ASVS 7.2.4)", async () => {
    const attacker = new TestBrowser();
    const other = await createAccount({ email: `attacker${count}@example.org`, password });
    await attacker.post(handleSignIn, { username: other?.email ?? "", password });
    const planted = attacker.cookies.get(SESSION) ?? "";
    const victim = new TestBrowser();
    victim.cookies.set(SESSION, planted);
    await signIn(victim);
    expect(victim.cookies.get(SESSION)).not.toBe(planted);
    expect(await findCurrentUser(victim.headers)).toMatchObject({ userId: user.userId });
    expect(await findCurrentUser(attacker.headers)).toMatchObject({ userId: other?.userId });

    const invented = new TestBrowser();
    invented.cookies.set(SESSION, "A".repeat(43));
    await signIn(invented);
    expect(invented.cookies.get(SESSION)).not.toBe("A".repeat(43));
  });

  it("of another host, which can have the name without its prefix only, sign nobody in and lock nobody out", async () => {
    const browser = new TestBrowser();
    await signIn(browser);
    const token = browser.cookies.get(SESSION) ?? "";
    const bare = new Headers({ cookie: `portico_session=${token}; portico_session_443=${token}` });
    expect(await findCurrentUser(bare)).toBeNull();
    const many = Array.from({ length: 7 }, (_, n) => `${SESSION}=foreign${n}`).join("; ");
    expect(await findCurrentUser(new Headers({ cookie: `${many}; ${SESSION}=${token}` }))).toMatchObject({
      userId: user.userId,
    });
  });

  it("of another portal, sealed under its key, are none", async () => {
    const browser = new TestBrowser();
    const destination = { requestId: null, returnTo: null };
    const rules = {
      known: [passwordFactor],
      look: async () => ({ has: [authenticatorFactor], wantsMultiFactor: true, addFactorPage: null }),
    };
    resetMasterKey("the secret of another portal, which knows this browser");
    await browser.post(
      (request) =>
        acceptProof(
          { user, factor: passwordFactor, request, browserToken: browser.browserToken, destination },
          new Date(),
          rules,
        ),
      {},
    );
    expect([...browser.cookies.keys()].some((name) => name.includes("half_signed_in"))).toBe(true);
    resetMasterKey("a secret for tests, 32 characters and more");
    expect(locationOf(await browser.post(handleCode, { otp: "123456" }))).toBe("/login");
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });
});
