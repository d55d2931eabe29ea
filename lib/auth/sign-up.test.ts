import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { findUserByEmail } from "@/lib/db/people/users";
import { saveSetting, storeSettings } from "@/lib/db/portal/settings";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { getCookieName } from "@/lib/http/cookies";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import { EMAIL_CODE_LIFETIME } from "./email-code";
import { handleSetUp } from "./handle-set-up";
import { handleResendSignUpCode, handleSignUp, handleVerifySignUp } from "./handle-sign-up";
import { getPasswordPool } from "./password-pool";
import { countAgainst, limitAddress, rateLimitRules } from "./rate-limit";
import { findPendingSignUp, finishSignUp, resendSignUpCode } from "./sign-up";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

const password = "four quiet grey herons";
const fieldsFor = (email: string) => ({ email, name: "New Person", password });

async function codeFor(email: string): Promise<string> {
  const mail = (await listMails(50)).find(({ recipient }) => recipient === email);
  return /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
}

/** A code that is not the given one. */
const another = (code: string) => (code === "1111 1111" ? "2222 2222" : "1111 1111");

describe("a new account", () => {
  it("is made once the mailed code was typed, and its person is signed in", async () => {
    const browser = new TestBrowser();
    const sent = await browser.post(handleSignUp, { ...fieldsFor("new@example.org"), return_to: "/console" });
    expect(locationOf(sent)).toBe("/sign-up/verify?return_to=%2Fconsole");
    expect(await findUserByEmail("new@example.org")).toBeNull();
    const code = await codeFor("new@example.org");
    const done = await browser.post(handleVerifySignUp, { code, return_to: "/console" });
    expect(locationOf(done)).toBe("/console");
    expect(await findCurrentUser(browser.headers)).toMatchObject({
      email: "new@example.org",
      name: "New Person",
      isAdmin: false,
    });
    expect((await findUserByEmail("new@example.org"))?.emailVerifiedAt).toBeInstanceOf(Date);
  });

  it("counts against its address before the password is looked at, which takes long", async () => {
    const browser = new TestBrowser();
    browser.address = "198.51.100.77";
    const [limit] = limitAddress(rateLimitRules.signUpByAddress, browser.address);
    if (!limit) throw new Error("The address has no limit.");
    for (let nth = 1; nth < limit.rule.max; nth += 1) await countAgainst(limit, new Date());
    const refused = { ...fieldsFor("many@example.org"), password: "short" };
    expect((await browser.post(handleSignUp, refused)).status).toBe(303);
    const limited = await browser.post(handleSignUp, refused);
    expect([limited.status, Number(limited.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
  });

  it("takes a passphrase of 64 characters with spaces and emoji", async () => {
    const browser = new TestBrowser();
    const long = `${"🦉 ".repeat(20)}and twenty four quieter x`;
    const response = await browser.post(handleSignUp, { ...fieldsFor("long@example.org"), password: long });
    expect(locationOf(response)).toBe("/sign-up/verify");
  });

  it.each([
    [{ email: "" }, "email", "no_email"],
    [{ email: "not an address" }, "email", "bad_email"],
    [{ email: "a@b\r\nbcc: c@d.example" }, "email", "bad_email"],
    [{ password: "short" }, "password", "password_short"],
    [{ password: "passwordpassword" }, "password", "password_common"],
    [{ password: "new2@example.org" }, "password", "password_personal"],
    [{ name: "x".repeat(101) }, "name", "long_name"],
  ])("is refused with %j, and what was typed is kept but the password", async (change, field, error) => {
    const browser = new TestBrowser();
    const response = await browser.post(handleSignUp, { ...fieldsFor("new2@example.org"), ...change });
    expect(locationOf(response)).toBe("/sign-up");
    expect(browser.formState).toMatchObject({ field, error });
    expect(Object.keys(browser.formState?.values ?? {})).toEqual(["email", "name"]);
  });

  it("is not made while sign-up is closed", async () => {
    await saveSetting("sign_up", "closed");
    const browser = new TestBrowser();
    expect(locationOf(await browser.post(handleSignUp, fieldsFor("closed@example.org")))).toBe("/sign-up");
    expect(await codeFor("closed@example.org")).toBe("");
    await saveSetting("sign_up", "open");
  });

  it("is made by people with an address at a listed domain alone, if that is set; a subdomain is another one", async () => {
    await storeSettings({ sign_up: "domains", sign_up_domains: ["corp.example"] });
    for (const email of ["a@example.org", "a@sub.corp.example", "a@notcorp.example"]) {
      const browser = new TestBrowser();
      await browser.post(handleSignUp, fieldsFor(email));
      expect(browser.formState).toMatchObject({ field: "email", error: "foreign_domain" });
      expect(await codeFor(email)).toBe("");
    }
    const browser = new TestBrowser();
    expect(locationOf(await browser.post(handleSignUp, fieldsFor("a@CORP.example")))).toBe("/sign-up/verify");
    const code = await codeFor("a@corp.example");
    await storeSettings({ sign_up: "invitation" });
    expect(locationOf(await browser.post(handleVerifySignUp, { code }))).toBe("/sign-up");
    await storeSettings({ sign_up: undefined, sign_up_domains: undefined });
    expect(locationOf(await browser.post(handleVerifySignUp, { code }))).toBe("/account");
  });
});

describe("an address that has an account (ASVS 6.3.8)", () => {
  it("gets the same next page and another mail, and its account stays as it is", async () => {
    await createAccount({ email: "known@example.org", password: "three blue bicycles upstream" });
    const known = new TestBrowser();
    const unknown = new TestBrowser();
    const answers = await Promise.all([
      known.post(handleSignUp, fieldsFor("known@example.org")),
      unknown.post(handleSignUp, fieldsFor("stranger@example.org")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(locationOf(answers[0])).toBe(locationOf(answers[1]));
    const shape = (response: Response) =>
      response.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, (value) => `=${value.length}`));
    const lengths = answers.map((answer) => shape(answer).map((cookie) => cookie.replace(/=\d+/, "")));
    expect(lengths[0]).toEqual(lengths[1]);
    const [mail] = (await listMails(50)).filter(({ recipient }) => recipient === "known@example.org");
    expect(mail?.subject).toContain("already");
    expect(mail?.body).toContain("http://localhost:3000/login");
    await known.post(handleVerifySignUp, { code: "1234 5678" });
    expect(known.formState?.error).toBe("wrong");
  });
});

describe("a mailed code", () => {
  async function pending(email: string) {
    const browser = new TestBrowser();
    await browser.post(handleSignUp, fieldsFor(email));
    return { browser, code: await codeFor(email) };
  }

  it("that is wrong can be tried five times; then the right one is over too", async () => {
    const { browser, code } = await pending("tries@example.org");
    const wrong = another(code);
    const errors: (string | undefined)[] = [];
    for (let index = 0; index < 6; index += 1) {
      await browser.post(handleVerifySignUp, { code: wrong });
      errors.push(browser.formState?.error);
    }
    expect(errors).toEqual([...Array(5).fill("wrong"), "over"]);
    await browser.post(handleVerifySignUp, { code });
    expect(browser.formState?.error).toBe("over");
    expect(await findUserByEmail("tries@example.org")).toBeNull();
  });

  it("works for ten minutes", async () => {
    const { browser, code } = await pending("late@example.org");
    const found = await findPendingSignUp(browser.headers);
    if (!found) throw new Error("nothing is pending");
    const late = new Date(Date.now() + EMAIL_CODE_LIFETIME * 1000 + 1000);
    expect(await finishSignUp(found, code, { ipAddress: null, requestId: null }, late)).toEqual({ kind: "over" });
  });

  it("works once, even when it is sent many times at the same moment", async () => {
    const { browser, code } = await pending("burst@example.org");
    const found = await findPendingSignUp(browser.headers);
    if (!found) throw new Error("nothing is pending");
    const results = await Promise.all(
      Array.from({ length: 5 }, () => finishSignUp(found, code, { ipAddress: null, requestId: null })),
    );
    expect(results.filter(({ kind }) => kind === "made")).toHaveLength(1);
  });

  it("belongs to the browser that asked: a sealed sign-up cannot be read, changed or made", async () => {
    const { browser } = await pending("sealed@example.org");
    const sealed = browser.cookies.get(getCookieName("sign_up")) ?? "";
    const readable = sealed.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    expect(readable.join(" ")).not.toContain("sealed@example.org");
    browser.cookies.set(getCookieName("sign_up"), `${sealed.slice(0, -30)}${"A".repeat(8)}${sealed.slice(-22)}`);
    expect(locationOf(await browser.post(handleVerifySignUp, { code: "1234 5678" }))).toBe("/sign-up");
    expect(locationOf(await new TestBrowser().post(handleVerifySignUp, { code: "1234 5678" }))).toBe("/sign-up");
  });

  it("can be asked for again after thirty seconds, and then only the newest works", async () => {
    const { browser, code: first } = await pending("again@example.org");
    await browser.post(handleResendSignUpCode, {});
    expect(browser.formState?.error).toBe("soon");
    const found = await findPendingSignUp(browser.headers);
    if (!found) throw new Error("nothing is pending");
    const later = new Date(Date.now() + 31_000);
    const result = await resendSignUpCode(found, "en", later);
    expect(result.kind).toBe("sent");
    const second = await codeFor("again@example.org");
    if (result.kind === "sent") browser.cookies.set(getCookieName("sign_up"), result.setCookie.split(/[=;]/)[1] ?? "");
    if (first !== second) {
      await browser.post(handleVerifySignUp, { code: first });
      expect(browser.formState?.error).toBe("wrong");
    }
    expect(locationOf(await browser.post(handleVerifySignUp, { code: second }))).toBe("/account");
  });
});

describe("the set-up link", () => {
  const token = "set-up-token";
  beforeAll(() => saveSetting("setup_token_hash", createHash("sha256").update(token).digest("base64url")));

  it("does nothing with another token", async () => {
    const browser = new TestBrowser();
    await browser.post(handleSetUp, { ...fieldsFor("admin@example.org"), token: "another" });
    expect(await findUserByEmail("admin@example.org")).toBeNull();
  });

  it("is not used up by a form that has to be corrected", async () => {
    const browser = new TestBrowser();
    const response = await browser.post(handleSetUp, { ...fieldsFor("admin@example.org"), password: "short", token });
    expect(locationOf(response)).toBe(`/setup?token=${token}`);
    expect(browser.formState?.error).toBe("password_short");
  });

  it("makes exactly one administrator, however often it is sent", async () => {
    const results = await Promise.all(
      [1, 2, 3].map((n) => new TestBrowser().post(handleSetUp, { ...fieldsFor(`admin${n}@example.org`), token })),
    );
    expect(results.map(locationOf).filter((location) => location === "/console")).toHaveLength(1);
    const db = await getDb();
    expect(await db.user.count({ where: { isAdmin: true } })).toBe(1);
  });
});

describe("a password of eight characters", () => {
  const short = "pvqz kwt";
  it("is enough where the portal requires a second factor of everybody, and nowhere else", async () => {
    const refused = new TestBrowser();
    await refused.post(handleSignUp, { ...fieldsFor("short@example.org"), password: short });
    expect(refused.formState).toMatchObject({ field: "password", error: "password_short" });
    await saveSetting("second_factors", "required");
    const taken = await new TestBrowser().post(handleSignUp, { ...fieldsFor("short@example.org"), password: short });
    expect(locationOf(taken)).toBe("/sign-up/verify");
    await saveSetting("second_factors", "offered");
  });
});
