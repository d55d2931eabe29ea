import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { findAuthenticator, findPendingAuthenticator } from "@/lib/db/people/authenticators";
import { listMails } from "@/lib/db/people/mails";
import { listPasskeys } from "@/lib/db/people/passkeys";
import { countRecoveryCodes } from "@/lib/db/people/recovery-codes";
import { deleteRememberedBrowsers, listRememberedBrowsers } from "@/lib/db/people/remembered-browsers";
import type { User } from "@/lib/db/people/users";
import { saveSetting } from "@/lib/db/portal/settings";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { openAuthenticatorSecret } from "@/lib/keys/authenticator-encryption";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { finishAuthenticator, getAuthenticatorKey, tryAuthenticatorCode } from "./authenticator";
import { KNOWN_BROWSERS_RULE } from "./code-try";
import { findCurrentUser } from "./current-user";
import type { FactorOwner } from "./factor-notice";
import { codeOfStep, stepAt } from "./factors/totp";
import { findEnrolling } from "./find-enrolling";
import { isProofFresh } from "./fresh-proof";
import { handleMailedSignIn, handleMailedSignInConfirm } from "./handle-mailed-sign-in";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleCode, handleEnrolment, handlePasskeyEnrolment, handleRecoveryCode } from "./handle-second-factor";
import { handleSignIn } from "./handle-sign-in";
import { finishPasskey, requestNewPasskey } from "./passkeys";
import { keyOf } from "./rate-limit";
import { makeRecoveryCodes } from "./recovery-codes";
import { isRememberedBrowser } from "./remembered-browser";
import { locationOf, TestBrowser } from "./testing/browser";
import { PasskeyDevice } from "./testing/passkey-device";

useTestDatabase();

const password = "four quiet grey herons";
const source = "command line" as const;
/** Where the key of an authenticator app is shown, unless a test says otherwise. */
const SHOWN_TO = "018f4a00-0000-7000-8000-00000000000a";
const HERE = { shownTo: SHOWN_TO, isFirst: false };
let count = 0;
let user: User;
let owner: FactorOwner;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
});

beforeEach(async () => {
  count += 1;
  [user, owner] = await newPerson(`user${count}@example.org`);
  await enrol(owner);
});

async function newPerson(email: string): Promise<[User, FactorOwner]> {
  const made = await createAccount({ email, password });
  if (!made) throw new Error("The account was not made.");
  return [made, { ...made, source, answerLocale: "en" }];
}

/** Adds an authenticator app by a code of ten minutes ago, so that the codes of now are unused. */
async function enrol(who: FactorOwner): Promise<void> {
  const before = new Date(Date.now() - 600_000);
  await getAuthenticatorKey(who, SHOWN_TO, before);
  const pending = await findPendingAuthenticator({ userId: who.userId, shownTo: SHOWN_TO }, new Date(0));
  const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
  expect(await finishAuthenticator(who, HERE, codeOfStep(secret, stepAt(before)), before)).toBe("added");
}

/** What the app of this person shows when its clock is so many seconds off. */
async function codeOf({ userId }: { userId: string }, seconds = 0): Promise<string> {
  const authenticator = await findAuthenticator(userId);
  const secret = await openAuthenticatorSecret(authenticator?.secretJwe ?? "");
  return codeOfStep(secret, stepAt(new Date(Date.now() + seconds * 1000)));
}

async function codesOf(who: FactorOwner): Promise<string[]> {
  const codes = await makeRecoveryCodes(who);
  if (!codes) throw new Error("The recovery codes were not made.");
  return codes;
}

async function halfSignedIn(returnTo?: string): Promise<TestBrowser> {
  const browser = new TestBrowser();
  const fields = { username: user.email, password, ...(returnTo && { return_to: returnTo }) };
  const response = await browser.post(handleSignIn, fields);
  expect(locationOf(response)).toMatch(/^\/login\/code/);
  return browser;
}

describe("whoever has an authenticator app", () => {
  it("is not signed in by the password, and is by password and code, at the page that they came for", async () => {
    const browser = await halfSignedIn("/account/apps");
    expect(await findCurrentUser(browser.headers)).toBeNull();
    const code = await codeOf(user);
    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)} `;
    const response = await browser.post(handleCode, { otp: spaced, return_to: "/account/apps" });
    expect(locationOf(response)).toBe("/account/apps");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId, amr: ["pwd", "otp", "mfa"] });
  });

  it.each<[string, () => Promise<string> | string]>([
    ["nothing", () => ""],
    ["a code of a clock that is 90 seconds off", () => codeOf(user, 90)],
    ["a code of a clock that is 90 seconds behind", () => codeOf(user, -90)],
    ["letters", () => "abcdef"],
    ["60,000 digits", () => "1".repeat(60_000)],
  ])("is refused with %s, and tries again on the same page", async (_case, type) => {
    const browser = await halfSignedIn();
    const response = await browser.post(handleCode, { otp: await type() });
    expect(locationOf(response)).toBe("/login/code");
    expect(browser.formState).toMatchObject({ form: "code", field: "otp", values: {} });
    expect(await findCurrentUser(browser.headers)).toBeNull();
    await browser.post(handleCode, { otp: await codeOf(user) });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId });
  });

  it.each([
    ["a browser of its own", false],
    ["a browser that is remembered", true],
  ])(
    "is asked for its code after a mailed code and a new password by mail as well, in %s (ASVS 6.4.3)",
    async (_case, isRemembered) => {
      const readMailedCode = async () => {
        const mail = (await listMails(50)).find(({ recipient }) => recipient === user.email);
        return /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
      };
      const browser = isRemembered ? await halfSignedIn() : new TestBrowser();
      if (isRemembered) await browser.post(handleCode, { otp: await codeOf(user), remember: "on" });
      browser.cookies.delete("__Host-portico_session");
      expect(await isRememberedBrowser(browser.headers, user.userId, new Date())).toBe(isRemembered);

      await browser.post(handleMailedSignIn, { username: user.email });
      const mailed = await browser.post(handleMailedSignInConfirm, { code: await readMailedCode() });
      expect(locationOf(mailed)).toMatch(/^\/login\/code/);
      await browser.post(handleReset, { email: user.email });
      const chosen = { code: await readMailedCode(), password: "seven loud white pelicans" };
      const reset = await browser.post(handleResetConfirm, chosen);
      expect(locationOf(reset)).toMatch(/^\/login\/code/);
      expect(await findCurrentUser(browser.headers)).toBeNull();
      expect(await isRememberedBrowser(browser.headers, user.userId, new Date()), "after a reset").toBe(false);

      const { searchParams } = new URL(locationOf(reset) ?? "", "https://id.example.org");
      await browser.post(handleCode, { otp: await codeOf(user, 30), ...Object.fromEntries(searchParams) });
      expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId });
    },
  );

  it("is refused with the code of another account", async () => {
    const [, stranger] = await newPerson(`stranger${count}@example.org`);
    await enrol(stranger);
    const browser = await halfSignedIn();
    await browser.post(handleCode, { otp: await codeOf(stranger) });
    expect(browser.formState?.error).toBe("wrong_code");
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  it("cannot use a code twice (RFC 6238 §5.2)", async () => {
    const code = await codeOf(user);
    await (await halfSignedIn()).post(handleCode, { otp: code });
    const browser = await halfSignedIn();
    await browser.post(handleCode, { otp: code });
    expect(browser.formState?.error).toBe("wrong_code");
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  it("of two who use a code at once, lets one in", async () => {
    const code = await codeOf(user);
    const browsers = await Promise.all([halfSignedIn(), halfSignedIn(), halfSignedIn()]);
    await Promise.all(browsers.map((browser) => browser.post(handleCode, { otp: code })));
    const signedIn = await Promise.all(browsers.map(({ headers }) => findCurrentUser(headers)));
    expect(signedIn.filter((each) => each !== null)).toHaveLength(1);
  });

  it("keeps a guesser out after ten wrong codes, with the right one too, and is let in where they signed in before", async () => {
    const known = await halfSignedIn();
    await known.post(handleCode, { otp: await codeOf(user) });
    await codesOf(owner);
    const page = { return_to: "/account/apps" };
    const guesser = await halfSignedIn(page.return_to);
    for (let tries = 0; tries < 10; tries++) await guesser.post(handleCode, { otp: "000000", ...page });
    const limited = await guesser.post(handleCode, { otp: await codeOf(user, 30), ...page });
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toMatch(/^\d+$/);
    // The page stays the form, and offers what still works (RFC 6585 §4).
    const document = await limited.text();
    expect(document).toMatch(/Wait (?:\d+ seconds|\d+ minutes)/);
    expect(document).toContain('action="/login/code/submit"');
    expect(document).toContain('name="otp"');
    expect(document).toContain(`href="/login/recovery?return_to=%2Faccount%2Fapps"`);
    expect(await findCurrentUser(guesser.headers)).toBeNull();

    await known.post(handleSignIn, { username: user.email, password });
    const answer = await known.post(handleCode, { otp: await codeOf(user, 30) });
    expect(locationOf(answer)).toBe("/account");
  });

  it("has as many tries a day in all browsers of before together as in one: beyond, these are strangers", async () => {
    const known = await halfSignedIn();
    await known.post(handleCode, { otp: await codeOf(user) });
    const key = keyOf({ rule: KNOWN_BROWSERS_RULE, subject: user.userId });
    const { max: tries } = KNOWN_BROWSERS_RULE;
    const db = await getDb();
    await db.rateLimit.create({ data: { key, count: tries - 1, expiresAt: new Date(Date.now() + 60_000) } });
    const stranger = await halfSignedIn();
    for (let n = 0; n < 10; n += 1) await stranger.post(handleCode, { otp: "000000" });
    await known.post(handleSignIn, { username: user.email, password });
    const wrong = await known.post(handleCode, { otp: "000000" });
    expect(wrong.status, "the last one that is its own").toBe(303);
    expect((await known.post(handleCode, { otp: await codeOf(user, 30) })).status).toBe(429);
    expect(await db.rateLimit.findUnique({ where: { key } })).toMatchObject({ count: tries });
  });

  it("gets nothing by a form of a megabyte", async () => {
    const browser = await halfSignedIn();
    const response = await browser.post(handleCode, { otp: "1".repeat(1_000_000) });
    expect(response.status).toBe(413);
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  it("has to begin again where nobody is half signed in", async () => {
    const browser = new TestBrowser();
    const response = await browser.post(handleCode, { otp: await codeOf(user) });
    expect(locationOf(response)).toBe("/login");
    expect(browser.formState).toMatchObject({ form: "login", error: "half_over" });
  });

  it.each<[string, () => object]>([
    ["suspended", () => ({ suspendedAt: new Date() })],
    ["given another password", () => ({ passwordChangedAt: new Date(Date.now() + 5000) })],
    ["given another password in the same second", () => ({ passwordChangedAt: new Date() })],
    ["taken back by its old address", () => ({ browsersForgottenAt: new Date(Date.now() + 5000) })],
  ])("has to begin again when the account was %s meanwhile", async (_case, change) => {
    const browser = await halfSignedIn();
    const db = await getDb();
    await db.user.update({ where: { id: user.userId }, data: change() });
    const response = await browser.post(handleCode, { otp: await codeOf(user) });
    expect(locationOf(response)).toBe("/login");
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });
});

describe("an authenticator app", () => {
  it("counts only after its first code, and then in place of the one before", async () => {
    const first = await findAuthenticator(user.userId);
    await getAuthenticatorKey(owner, SHOWN_TO);
    expect(await findAuthenticator(user.userId)).toEqual(first);
    expect(await finishAuthenticator(owner, HERE, "000000")).toBe("wrong");
    const pending = await findPendingAuthenticator({ userId: user.userId, shownTo: SHOWN_TO }, new Date(0));
    const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
    const code = codeOfStep(secret, stepAt(new Date()));
    expect(await finishAuthenticator(owner, HERE, code)).toBe("added");
    expect(await finishAuthenticator(owner, HERE, code)).toBe("over");
    expect(await findAuthenticator(user.userId)).toMatchObject({ authenticatorId: pending?.authenticatorId });
    const attempt = { userId: user.userId, request: new Request("https://id.example.org/"), browserToken: "b" };
    expect(await tryAuthenticatorCode(attempt, code)).toEqual({ isRight: false });
  });

  it("shows the same key until then, and another one after half an hour", async () => {
    const { key } = await getAuthenticatorKey(owner, SHOWN_TO);
    expect((await getAuthenticatorKey(owner, SHOWN_TO)).key).toBe(key);
    expect((await getAuthenticatorKey(owner, SHOWN_TO, new Date(Date.now() + 1_801_000))).key).not.toBe(key);
  });

  it("shows another key after a new password: whoever was in before may have seen the one that waited", async () => {
    const { key } = await getAuthenticatorKey(owner, SHOWN_TO);
    const browser = new TestBrowser();
    await browser.post(handleReset, { email: user.email });
    const mail = (await listMails(50)).find(({ recipient }) => recipient === user.email);
    const code = /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
    await browser.post(handleResetConfirm, { code, password: "seven loud white pelicans" });
    expect((await getAuthenticatorKey(owner, SHOWN_TO)).key).not.toBe(key);
    expect(await findAuthenticator(user.userId), "the app that counts stays").not.toBeNull();
  });

  it("has its secret sealed in the database", async () => {
    const { key } = await getAuthenticatorKey(owner, SHOWN_TO);
    const db = await getDb();
    const rows = JSON.stringify(await db.authenticator.findMany());
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(rows).not.toContain(key);
  });
});

describe("a recovery code", () => {
  const use = async (typed: string) => {
    const browser = await halfSignedIn();
    await browser.post(handleRecoveryCode, { "recovery-code": typed });
    return { browser, isIn: (await findCurrentUser(browser.headers)) !== null };
  };

  it("gets its person in once, however it is typed, and is told in a mail", async () => {
    const [first = "", second = ""] = await codesOf(owner);
    // 24 letters of 32: 120 bits, of which ASVS 6.5.2 wants 112 where the hash is a fast one.
    expect(first).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){5}$/);
    expect((await use(` ${first.toUpperCase().replaceAll("0", "O").replaceAll("-", " ")} `)).isIn).toBe(true);
    expect((await use(first)).isIn).toBe(false);
    expect((await use(second)).isIn).toBe(true);
    expect(await countRecoveryCodes(user.userId)).toBe(8);
    const db = await getDb();
    const mails = await db.mail.findMany({ where: { recipient: user.email, body: { contains: "recovery code" } } });
    expect(mails.length).toBeGreaterThan(1);
  });

  it("of another person, of a set before, or of no set gets nobody in", async () => {
    const [old = ""] = await codesOf(owner);
    await codesOf(owner);
    const [, stranger] = await newPerson(`other${count}@example.org`);
    const [foreign = ""] = await codesOf(stranger);
    for (const typed of [old, foreign, "0000-0000-0000", "0000-0000-0000-0000-0000-0000", "", "x".repeat(60_000)]) {
      const { browser, isIn } = await use(typed);
      expect(isIn).toBe(false);
      expect(browser.formState?.form).toBe("recovery");
    }
  });

  it("used twice at once gets one in", async () => {
    const [code = ""] = await codesOf(owner);
    const browsers = await Promise.all([halfSignedIn(), halfSignedIn()]);
    await Promise.all(browsers.map((browser) => browser.post(handleRecoveryCode, { "recovery-code": code })));
    const signedIn = await Promise.all(browsers.map(({ headers }) => findCurrentUser(headers)));
    expect(signedIn.filter((each) => each !== null)).toHaveLength(1);
  });

  it("still gets its person in after a guesser used up the tries with codes of the app", async () => {
    const [code = ""] = await codesOf(owner);
    const guesser = await halfSignedIn();
    for (let tries = 0; tries < 11; tries++) await guesser.post(handleCode, { otp: "000000" });
    expect((await use(code)).isIn).toBe(true);
  });

  it("is stored as a hash only", async () => {
    const codes = await codesOf(owner);
    const db = await getDb();
    const rows = JSON.stringify(await db.recoveryCode.findMany({ where: { userId: user.userId } }));
    for (const code of codes) {
      expect(rows).not.toContain(code);
      expect(rows).not.toContain(code.replaceAll("-", ""));
    }
  });
});

describe("a browser that is remembered", () => {
  const signInAgain = async (browser: TestBrowser) => {
    browser.cookies.delete("__Host-portico_session");
    return locationOf(await browser.post(handleSignIn, { username: user.email, password }));
  };

  it("is not asked for the code for 30 days, for its person alone, until it is forgotten", async () => {
    const browser = await halfSignedIn();
    await browser.post(handleCode, { otp: await codeOf(user), remember: "on" });
    expect(await signInAgain(browser)).toBe("/account");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ amr: ["pwd"] });
    const month = new Date(Date.now() + 31 * 86_400_000);
    expect(await isRememberedBrowser(browser.headers, user.userId, month)).toBe(false);

    const [stranger, other] = await newPerson(`remembered${count}@example.org`);
    await enrol(other);
    expect(await isRememberedBrowser(browser.headers, stranger.userId, new Date())).toBe(false);

    const [remembered] = await listRememberedBrowsers(user.userId, new Date());
    expect(await deleteRememberedBrowsers(stranger.userId, remembered?.browserId)).toBe(0);
    expect(await deleteRememberedBrowsers(user.userId, remembered?.browserId)).toBe(1);
    expect(await signInAgain(browser)).toBe("/login/code");
  });

  it("is asked for the code by whoever is signed in and proves once more that it is them (ASVS 7.5.1)", async () => {
    const browser = await halfSignedIn();
    await browser.post(handleCode, { otp: await codeOf(user), remember: "on" });
    expect(await signInAgain(browser)).toBe("/account");
    const signedIn = await findCurrentUser(browser.headers);
    expect(signedIn && (await isProofFresh(signedIn))).toBe(false);

    const page = { return_to: "/account/security/passkeys/new" };
    const answer = await browser.post(handleSignIn, { username: user.email, password, ...page });
    expect(locationOf(answer)).toBe("/login/code?return_to=%2Faccount%2Fsecurity%2Fpasskeys%2Fnew");
    const proved = await browser.post(handleCode, { otp: await codeOf(user, 30), ...page });
    expect(locationOf(proved)).toBe(page.return_to);
    const again = await findCurrentUser(browser.headers);
    expect(again && (await isProofFresh(again))).toBe(true);
  });

  it("is asked again after another app took the place of the first, and is not remembered unless it was asked to be", async () => {
    const browser = await halfSignedIn();
    await browser.post(handleCode, { otp: await codeOf(user) });
    expect(await signInAgain(browser)).toBe("/login/code");
    await browser.post(handleCode, { otp: await codeOf(user, 30), remember: "on" });
    await enrol(owner);
    expect(await signInAgain(browser)).toBe("/login/code");
  });
});

describe("where everybody must have a second factor", () => {
  const policy = async (value: string) => {
    await saveSetting("second_factors", value);
  };
  afterEach(() => policy("offered"));

  const signIn = async ({ email }: { email: string }) => {
    const browser = new TestBrowser();
    const answer = await browser.post(handleSignIn, { username: email, password, return_to: "/account/apps" });
    return { browser, location: locationOf(answer) };
  };

  /** The code of the key that the page of the enrolment shows in this browser. */
  const keyOnPage = async (browser: TestBrowser, who: User) => {
    const { browserToken } = browser;
    const destination = { requestId: null, returnTo: "/account/apps" };
    const enrolling = await findEnrolling(browser.headers, { browserToken, destination }, new Date());
    const shownTo = enrolling?.halfId ?? "";
    await getAuthenticatorKey(who, shownTo);
    const pending = await findPendingAuthenticator({ userId: who.userId, shownTo }, new Date(0));
    return codeOfStep(await openAuthenticatorSecret(pending?.secretJwe ?? ""), stepAt(new Date()));
  };

  it("whoever has none adds one before they are signed in, sees their recovery codes, and goes on from there", async () => {
    await policy("required");
    const [newcomer] = await newPerson(`newcomer${count}@example.org`);
    const { browser, location } = await signIn(newcomer);
    expect(location).toBe("/login/enrol?return_to=%2Faccount%2Fapps");
    expect(await findCurrentUser(browser.headers)).toBeNull();

    const otp = await keyOnPage(browser, newcomer);
    await browser.post(handleEnrolment, { otp: "000000", return_to: "/account/apps" });
    expect(browser.formState).toMatchObject({ form: "enrol", error: "wrong" });
    const answer = await browser.post(handleEnrolment, { otp, return_to: "/account/apps" });
    expect(locationOf(answer)).toBe("/account/security/recovery-codes?return_to=%2Faccount%2Fapps");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ amr: ["pwd", "otp", "mfa"] });
    expect(await countRecoveryCodes(newcomer.userId)).toBe(10);
  });

  it("two who know the password are shown different keys, and the first to confirm their own is the one who gets in", async () => {
    await policy("required");
    const [newcomer] = await newPerson(`two-visitors${count}@example.org`);
    const [stranger, person] = [(await signIn(newcomer)).browser, (await signIn(newcomer)).browser];
    const seen = await keyOnPage(stranger, newcomer);
    const own = await keyOnPage(person, newcomer);
    expect(seen).not.toBe(own);

    // The key that the stranger was shown cannot be confirmed where the person is, nor theirs where the stranger is.
    const there = { return_to: "/account/apps" };
    await person.post(handleEnrolment, { otp: seen, ...there });
    expect(person.formState).toMatchObject({ error: "wrong" });
    await stranger.post(handleEnrolment, { otp: own, ...there });
    expect(stranger.formState).toMatchObject({ error: "wrong" });
    expect(locationOf(await person.post(handleEnrolment, { otp: own, ...there }))).toMatch(/recovery-codes/);
    expect(await codeOf(newcomer), "the app that counts").toBe(own);

    // What the stranger was shown has ended with that, and is nobody's factor any more.
    await stranger.post(handleEnrolment, { otp: seen, ...there });
    expect(stranger.formState).toMatchObject({ form: "login", error: "half_over" });
    expect(await (await getDb()).authenticator.count({ where: { userId: newcomer.userId } })).toBe(1);
    expect(await findCurrentUser(stranger.headers)).toBeNull();
  });

  it.each(["an authenticator app", "a passkey"])(
    "of two who add one in the same moment, one does: %s is not added beside the first",
    async (kind) => {
      await policy("required");
      const [newcomer, who] = await newPerson(`same-moment${count}-${kind.length}@example.org`);
      const first = { shownTo: SHOWN_TO, isFirst: true };
      await getAuthenticatorKey(who, SHOWN_TO);
      const pending = await findPendingAuthenticator({ userId: newcomer.userId, shownTo: SHOWN_TO }, new Date(0));
      const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
      const code = codeOfStep(secret, stepAt(new Date()));
      const { options, sealed } = await requestNewPasskey({ ...who, name: null }, "a browser");
      const answer = new PasskeyDevice("https://id.example.org").make(options);
      const made = { sealed, answer, browserTokens: ["a browser"], isFirst: true };
      if (kind === "a passkey") {
        expect(await finishAuthenticator(who, first, code)).toBe("added");
        expect(await finishPasskey(who, made)).toBe("over");
      } else {
        expect(await finishPasskey(who, made)).toBe("added");
        expect(await finishAuthenticator(who, first, code)).toBe("over");
      }
    },
  );

  it("nobody adds one by a sign-in that was begun when it was still required, and is not any more", async () => {
    await policy("required");
    const [newcomer] = await newPerson(`not-required${count}@example.org`);
    const { browser } = await signIn(newcomer);
    const otp = await keyOnPage(browser, newcomer);
    await policy("offered");
    const answer = await browser.post(handleEnrolment, { otp, return_to: "/account/apps" });
    expect(locationOf(answer)).toBe("/login?return_to=%2Faccount%2Fapps");
    expect(await findAuthenticator(newcomer.userId)).toBeNull();
  });

  it("a passkey is one: whoever makes it there is signed in by both, with codes for the day that they lose it", async () => {
    await policy("required");
    const [newcomer, who] = await newPerson(`passkey${count}@example.org`);
    const { browser } = await signIn(newcomer);
    const { options, sealed: challenge } = await requestNewPasskey({ ...who, name: null }, browser.browserToken);
    const there = { return_to: "/account/apps" };
    const wrong = await browser.post(handlePasskeyEnrolment, { challenge, credential: "{}", ...there });
    expect(locationOf(wrong)).toBe("/login/enrol?return_to=%2Faccount%2Fapps");
    expect(browser.formState).toMatchObject({ form: "enrol-passkey", error: "wrong" });
    expect(await findCurrentUser(browser.headers)).toBeNull();

    const credential = new PasskeyDevice("https://id.example.org").make(options);
    const answer = await browser.post(handlePasskeyEnrolment, { challenge, credential, ...there });
    expect(locationOf(answer)).toBe("/account/security/recovery-codes?return_to=%2Faccount%2Fapps");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: newcomer.userId });
    expect((await findCurrentUser(browser.headers))?.amr).toEqual(expect.arrayContaining(["pwd", "mfa"]));
    expect(await countRecoveryCodes(newcomer.userId)).toBe(10);
  });

  it("a password alone adds no passkey beside the factor that there is", async () => {
    await policy("required");
    const browser = await halfSignedIn();
    const { options, sealed: challenge } = await requestNewPasskey({ ...owner, name: null }, browser.browserToken);
    const credential = new PasskeyDevice("https://id.example.org").make(options);
    await browser.post(handlePasskeyEnrolment, { challenge, credential });
    expect(browser.formState).toMatchObject({ form: "login", error: "half_over" });
    expect(await listPasskeys(user.userId)).toEqual([]);
  });

  it("a password alone puts no other app in the place of one", async () => {
    await policy("required");
    const browser = await halfSignedIn();
    await getAuthenticatorKey(owner, SHOWN_TO);
    const pending = await findPendingAuthenticator({ userId: user.userId, shownTo: SHOWN_TO }, new Date(0));
    const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
    await browser.post(handleEnrolment, { otp: codeOfStep(secret, stepAt(new Date())) });
    expect(browser.formState).toMatchObject({ form: "login", error: "half_over" });
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  it("it may be administrators only, and where it is off, whoever has one is still asked for it", async () => {
    const [simple] = await newPerson(`simple${count}@example.org`);
    const admin = await createAccount({ email: `admin${count}@example.org`, password, isAdmin: true });
    await policy("required-for-administrators");
    expect((await signIn(simple)).location).toBe("/account/apps");
    expect((await signIn({ email: admin?.email ?? "" })).location).toMatch(/^\/login\/enrol/);
    await policy("off");
    expect((await signIn({ email: admin?.email ?? "" })).location).toBe("/account/apps");
    expect((await signIn(user)).location).toMatch(/^\/login\/code/);
  });
});
