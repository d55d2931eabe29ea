import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { listSessions } from "@/lib/db/people/sessions";
import { findCredentials, replacePassword } from "@/lib/db/people/users";
import { storeSettings } from "@/lib/db/portal/settings";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { listBrowserAccounts } from "./browser-accounts";
import { findCurrentUser } from "./current-user";
import { handleSignIn } from "./handle-sign-in";
import { handleSignOut } from "./handle-sign-out";
import { getPasswordPool, PasswordQueueFullError } from "./password-pool";
import { keyOf, rateLimitRules } from "./rate-limit";
import { findSession } from "./session";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

const right = { username: "user@example.org", password: "four quiet grey herons" };
let userId = "";

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  userId = (await createAccount({ email: right.username, password: right.password, name: "User" }))?.userId ?? "";
  const suspended = await createAccount({ email: "suspended@example.org", password: right.password });
  const db = await getDb();
  await db.user.update({ where: { id: suspended?.userId }, data: { suspendedAt: new Date() } });
});
afterAll(() => getPasswordPool().close());

async function signedIn(): Promise<TestBrowser> {
  const browser = new TestBrowser();
  browser.address = `198.51.100.${Math.floor(Math.random() * 250)}`;
  const response = await browser.post(handleSignIn, right);
  expect(response.status).toBe(303);
  return browser;
}

describe("signing in", () => {
  it("with the right password answers 303 and a __Host- session cookie that scripts cannot read", async () => {
    const browser = new TestBrowser();
    const response = await browser.post(handleSignIn, right);
    expect(response.status).toBe(303);
    expect(locationOf(response)).toBe("/account");
    const cookie = response.headers.getSetCookie().find((value) => value.includes("portico_session"));
    expect(cookie).toMatch(/^__Host-portico_session=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly; Secure$/);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId, email: right.username });
  });

  it("hashes the password again when the cost has changed, and never over one that was chosen meanwhile", async () => {
    const username = "costly@example.org";
    const made = await createAccount({ email: username, password: right.password });
    const hashOf = async () => (await findCredentials(username))?.passwordHash ?? null;
    resetEnv({ PORTICO_BCRYPT_COST: "10", PORTICO_ISSUER: "https://id.example.org" });
    await new TestBrowser().post(handleSignIn, { ...right, username });
    const proved = (await hashOf()) ?? "";
    expect(proved).toMatch(/^\$2[aby]\$10\$/);

    resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
    const tries = async () =>
      await (await getDb()).rateLimit.count({ where: { key: { startsWith: "sign-in-account" } } });
    const before = await tries();
    const signingIn = new TestBrowser().post(handleSignIn, { ...right, username });
    // The try is counted before its password is checked.
    await vi.waitUntil(async () => (await tries()) > before, { interval: 1 });
    const chosen = { proved, passwordHash: "chosen meanwhile" };
    expect(await replacePassword(made?.userId ?? "", chosen, new Date())).toBe(true);
    expect(locationOf(await signingIn)).toBe("/login");
    expect(await hashOf()).toBe("chosen meanwhile");
  });

  it("takes the address in any case and with spaces around it", async () => {
    const response = await new TestBrowser().post(handleSignIn, { ...right, username: "  User@Example.ORG " });
    expect(locationOf(response)).toBe("/account");
  });

  it("takes a password however long ago it was chosen (ASVS 6.2.10)", async () => {
    const passwordChangedAt = new Date(Date.now() - 10 * 365 * 86_400_000);
    await (await getDb()).user.update({ where: { id: userId }, data: { passwordChangedAt } });
    expect(locationOf(await new TestBrowser().post(handleSignIn, right))).toBe("/account");
  });

  it("takes the domain of the address in either of its two forms (RFC 5891 §4.4)", async () => {
    await createAccount({ email: "User@Bücher.example", password: right.password });
    for (const username of ["user@bücher.example", "user@BÜCHER.example", "user@xn--bcher-kva.example"]) {
      const browser = new TestBrowser();
      expect(locationOf(await browser.post(handleSignIn, { ...right, username }))).toBe("/account");
      expect(await findCurrentUser(browser.headers)).toMatchObject({ email: "user@bücher.example" });
    }
    expect(await createAccount({ email: "user@xn--bcher-kva.example", password: right.password })).toBeNull();
  });

  it("goes on to the page that was asked for, and never to another site", async () => {
    const to = async (return_to: string) =>
      locationOf(await new TestBrowser().post(handleSignIn, { ...right, return_to }));
    expect(await to("/account/apps?sort=name")).toBe("/account/apps?sort=name");
    expect(await to("//evil.example/")).toBe("/account");
    expect(await to("https://evil.example/")).toBe("/account");
  });

  it("stores only a hash of the session's token", async () => {
    const browser = await signedIn();
    const token = browser.cookies.get("__Host-portico_session") ?? "";
    const db = await getDb();
    const rows = await db.session.findMany({ where: { userId } });
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.at(-1)?.userAgent).toBe("Test browser");
  });
});

describe("who may have an account cannot be found out (ASVS 6.3.8)", () => {
  it("an unknown address and a wrong password get the same answer", async () => {
    const answers = await Promise.all(
      [right.username, "nobody@example.org"].map(async (username) => {
        const browser = new TestBrowser();
        const response = await browser.post(handleSignIn, { username, password: "wrong wrong wrong wrong" });
        const { values: _, ...state } = browser.formState ?? { values: {} };
        return { status: response.status, location: locationOf(response), state };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 303, location: "/login", state: { error: "wrong" } });
  });

  it("that an account is suspended is told only to who knows its password", async () => {
    const browser = new TestBrowser();
    await browser.post(handleSignIn, { username: "suspended@example.org", password: "wrong wrong wrong wrong" });
    expect(browser.formState?.error).toBe("wrong");
    await browser.post(handleSignIn, { username: "suspended@example.org", password: right.password });
    expect(browser.formState?.error).toBe("suspended");
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  it("the password that was typed never comes back", async () => {
    const browser = new TestBrowser();
    const response = await browser.post(handleSignIn, { ...right, password: "a password that is wrong" });
    expect(JSON.stringify([browser.formState, ...response.headers])).not.toContain("a password that is wrong");
    expect(browser.formState?.values.username).toBe(right.username);
  });
});

describe("a session", () => {
  it("gets a new token with every proof, and the one from before is worth nothing (session fixation)", async () => {
    const browser = await signedIn();
    const before = browser.headers;
    const { sessionId } = (await findCurrentUser(before)) ?? {};
    await browser.post(handleSignIn, right);
    expect(await findCurrentUser(before)).toBeNull();
    expect((await findCurrentUser(browser.headers))?.sessionId).toBe(sessionId);
  });

  it("that somebody planted is not taken over by who signs in", async () => {
    const browser = new TestBrowser();
    browser.cookies.set("__Host-portico_session", "A".repeat(43));
    await browser.post(handleSignIn, right);
    expect(browser.cookies.get("__Host-portico_session")).not.toBe("A".repeat(43));
  });

  it("counts although other cookies of its name come first, and so does the browser's mark", async () => {
    const browser = await signedIn();
    const cookie = browser.headers.get("cookie") ?? "";
    const stale = (name: string, letter: string) => `__Host-portico_${name}=${letter.repeat(43)}`;
    const headers = new Headers({ cookie: `${stale("session", "A")}; ${stale("browser", "B")}; ${cookie}` });
    expect(await findCurrentUser(headers)).toMatchObject({ userId });
    expect((await listBrowserAccounts(headers)).filter(({ isCurrent }) => isCurrent)).toMatchObject([{ userId }]);

    const again = await browser.post(handleSignIn, right, { headers: { cookie: headers.get("cookie") ?? "" } });
    expect(locationOf(again)).toBe("/account");
  });

  it("that is over does not hide a live one of the same person", async () => {
    const old = await signedIn();
    await old.post(handleSignOut, {}, { isSessionBound: true });
    const ended = new Headers(old.headers).get("cookie") ?? "";
    const browser = await signedIn();
    const headers = new Headers({ cookie: `${ended}; ${browser.headers.get("cookie")}` });
    expect(await listBrowserAccounts(headers)).toMatchObject([{ userId, isSignedIn: true, isCurrent: true }]);
  });

  it("of one person does not act for another who signs in with the same browser", async () => {
    await createAccount({ email: "other@example.org", password: right.password });
    const browser = await signedIn();
    await browser.post(handleSignIn, { ...right, username: "other@example.org" });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email: "other@example.org" });
  });

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

  it("is over when it was idle for too long, and at the latest at its absolute limit (ASVS 7.3.1, 7.3.2)", async () => {
    const browser = await signedIn();
    expect(await findSession(browser.headers, inDays(6.9))).not.toBeNull();
    expect(await findSession(browser.headers, inDays(14))).toBeNull();
    for (let at = 7; at < 30; at += 6.9) await findSession(browser.headers, inDays(at));
    expect(await findSession(browser.headers, inDays(29.9))).not.toBeNull();
    expect(await findSession(browser.headers, inDays(30.1))).toBeNull();
  });

  it("lives as long as the portal's settings say, also if it began before they were changed", async () => {
    const browser = await signedIn();
    await storeSettings({ session_idle_days: 1, session_days: 2 });
    expect(await findSession(browser.headers, inDays(0.9))).not.toBeNull();
    expect(await listBrowserAccounts(browser.headers, inDays(1.9))).toMatchObject([{ isSignedIn: false }]);
    expect(await findSession(browser.headers, inDays(1.8))).not.toBeNull();
    expect(await findSession(browser.headers, inDays(2.1))).toBeNull();
    await storeSettings({ session_idle_days: undefined, session_days: undefined });
    expect(await findSession(browser.headers, inDays(2.1))).not.toBeNull();
  });

  it("of a person who is suspended is none", async () => {
    const browser = await signedIn();
    const db = await getDb();
    await db.user.update({ where: { id: userId }, data: { suspendedAt: new Date() } });
    expect(await findCurrentUser(browser.headers)).toBeNull();
    await db.user.update({ where: { id: userId }, data: { suspendedAt: null } });
  });
});

describe("signing out", () => {
  it("ends the session for good, not only in this browser's cookie", async () => {
    const browser = await signedIn();
    const before = browser.headers;
    const response = await browser.post(handleSignOut, {}, { isSessionBound: true });
    expect(locationOf(response)).toBe("/logout");
    expect(browser.cookies.has("__Host-portico_session")).toBe(false);
    expect(await findCurrentUser(before)).toBeNull();
  });

  it("cannot be done by a page of somebody else: no token, a token without the session, another origin", async () => {
    const browser = await signedIn();
    const stranger = await new TestBrowser().csrf();
    expect((await browser.post(handleSignOut, { csrf: "" })).status).toBe(403);
    expect((await browser.post(handleSignOut, { csrf: stranger })).status).toBe(403);
    expect((await browser.post(handleSignOut, {}, { isSessionBound: false })).status).toBe(403);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      const bad = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
      expect((await browser.post(handleSignOut, {}, { isSessionBound: true, headers: bad })).status).toBe(403);
    }
    expect(await findCurrentUser(browser.headers)).not.toBeNull();
    expect((await listSessions(userId, new Date())).length).toBeGreaterThan(0);
  });
});

describe("too many tries", () => {
  const wrong = { username: "target@example.org", password: "wrong wrong wrong wrong" };
  const real = { ...wrong, password: "three blue bicycles upstream" };

  it("at one account get 429 and the seconds to wait, wherever they come from; unknown accounts too", async () => {
    await createAccount({ email: real.username, password: real.password });
    for (const username of [wrong.username, "nobody-at-all@example.org"]) {
      const statuses: number[] = [];
      for (let index = 0; index < 12; index += 1) {
        const browser = new TestBrowser();
        browser.address = `192.0.2.${index}`;
        statuses.push((await browser.post(handleSignIn, { ...wrong, username })).status);
      }
      expect(statuses).toEqual([...Array(10).fill(303), 429, 429]);
    }
    const response = await new TestBrowser().post(handleSignIn, real);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await response.text()).toContain("Too many tries");
  });

  it("of an attacker do not lock the person out of the browser they use", async () => {
    const account = { username: "target2@example.org", password: "three blue bicycles upstream" };
    await createAccount({ email: account.username, password: account.password });
    const own = new TestBrowser();
    await own.post(handleSignIn, account);
    for (let index = 0; index < 12; index += 1)
      await new TestBrowser().post(handleSignIn, { ...account, password: "x" });
    expect((await new TestBrowser().post(handleSignIn, account)).status).toBe(429);
    expect(locationOf(await own.post(handleSignIn, account))).toBe("/account");
  });

  it("in all browsers that the person signed in with before are bounded together, and lock the person out of none", async () => {
    const account = { username: "copied@example.org", password: "three blue bicycles upstream" };
    const made = await createAccount({ email: account.username, password: account.password });
    const [own, copied] = [new TestBrowser(), new TestBrowser()];
    for (const browser of [own, copied]) await browser.post(handleSignIn, account);
    const together = { rule: rateLimitRules.signInByKnownBrowsers, subject: made?.userId ?? "" };
    const { max } = rateLimitRules.signInByKnownBrowsers;
    const key = keyOf(together);
    const db = await getDb();
    await db.rateLimit.create({ data: { key, count: max - 1, expiresAt: new Date(Date.now() + 60_000) } });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await copied.post(handleSignIn, { ...account, password: `x${n}` })).status);
    }
    // The last one of all browsers, then three of its own.
    expect(statuses).toEqual([303, 303, 303, 303, 429, 429]);
    expect((await copied.post(handleSignIn, account)).status).toBe(429);
    expect((await db.rateLimit.findUnique({ where: { key } }))?.count).toBe(max);
    const told = (await listMails(50)).filter(({ recipient, body }) => {
      return recipient === account.username && body.includes("wrong passwords");
    });
    expect(told).toHaveLength(1);
    expect(told[0]?.body, "three were enough, in a browser that was used before").not.toMatch(
      /Ten|quarter|In browsers that you have used/,
    );
    // Their person is at another one, and mistypes once.
    await own.post(handleSignIn, { ...account, password: "mistyped" });
    expect(locationOf(await own.post(handleSignIn, account))).toBe("/account");
  });

  it("are counted once each when they come at the same moment", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 25 }, async () => {
        const browser = new TestBrowser();
        return (await browser.post(handleSignIn, { username: "burst@example.org", password: "x" })).status;
      }),
    );
    expect(statuses.filter((status) => status === 303)).toHaveLength(10);
  });

  it("of right passwords are none: an office signs in from one address", async () => {
    const people = Array.from({ length: 60 }, (_, n) => `office-${n}@example.org`);
    for (const email of people) await createAccount({ email, password: right.password });
    const statuses = new Set<string | null>();
    const signInAll = people.map(async (username) => {
      const browser = new TestBrowser();
      browser.address = "198.51.100.9";
      statuses.add(locationOf(await browser.post(handleSignIn, { username, password: right.password })));
    });
    await Promise.all(signInAll);
    expect([...statuses]).toEqual(["/account"]);
  });

  it("of one person with the right password are none, also all at once", async () => {
    const arrivals = await Promise.all(
      Array.from({ length: 40 }, async () => locationOf(await new TestBrowser().post(handleSignIn, right))),
    );
    expect(new Set(arrivals)).toEqual(new Set(["/account"]));
  });

  it("that were wrong keep one address out, but not its known browsers, nor any account elsewhere", async () => {
    const account = { username: "elsewhere@example.org", password: "three blue bicycles upstream" };
    await createAccount({ email: account.username, password: account.password });
    const known = new TestBrowser();
    known.address = "198.51.100.10";
    await known.post(handleSignIn, right);
    const from = async (address: string, fields: { username: string; password: string }) => {
      const browser = new TestBrowser();
      browser.address = address;
      return browser.post(handleSignIn, fields);
    };
    const { max, seconds } = rateLimitRules.signInByAddress;
    for (let n = 0; n < max; n += 1) await from(known.address, { username: `nobody-${n}@example.org`, password: "x" });
    for (let n = 0; n < 20; n += 1) {
      const refused = await from(known.address, account);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(seconds);
    }
    expect(locationOf(await from("198.51.100.11", account))).toBe("/account");
    expect(locationOf(await known.post(handleSignIn, right))).toBe("/account");
  });

  it("that broke off before the password was looked at count against nobody", async () => {
    const account = { username: "interrupted@example.org", password: "three blue bicycles upstream" };
    await createAccount({ email: account.username, password: account.password });
    const full = vi.spyOn(getPasswordPool(), "run").mockRejectedValue(new PasswordQueueFullError(7));
    for (let n = 0; n < 12; n += 1) {
      const busy = await new TestBrowser().post(handleSignIn, account);
      expect(busy.status).toBe(503);
      expect(busy.headers.get("retry-after")).toBe("7");
    }
    full.mockRestore();
    expect(locationOf(await new TestBrowser().post(handleSignIn, account))).toBe("/account");
  });

  it("are let through when the operator switched limits off", async () => {
    resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org", PORTICO_RATE_LIMITS: "off" });
    expect(locationOf(await new TestBrowser().post(handleSignIn, real))).toBe("/account");
    resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  });
});

describe("a form that cannot be read", () => {
  const post = (body: BodyInit, type = "application/x-www-form-urlencoded") =>
    handleSignIn(
      new Request("https://id.example.org/login/submit", { method: "POST", body, headers: { "content-type": type } }),
    );

  it.each([
    ["10 MB", "x".repeat(10_000_000), undefined, 413],
    ["broken UTF-8", new Uint8Array([0x61, 0x3d, 0xff, 0xfe]), undefined, 400],
    ["JSON", "{}", "application/json", 415],
  ] as const)("%s", async (_, body, type, status) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("from a browser without cookies says so", async () => {
    const response = await post("username=a&password=b");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("cookies");
  });
});

describe("the rounds of a password's hash", () => {
  it("follow the configuration with the next right sign-in, and with no wrong one", async () => {
    const account = { username: "rounds@example.org", password: "three blue bicycles upstream" };
    await createAccount({ email: account.username, password: account.password });
    const roundsOf = async () => (await findCredentials(account.username))?.passwordHash?.slice(4, 6);
    expect(await roundsOf()).toBe("04");
    resetEnv({ PORTICO_BCRYPT_COST: "5", PORTICO_ISSUER: "https://id.example.org" });
    await new TestBrowser().post(handleSignIn, { ...account, password: "x" });
    expect(await roundsOf()).toBe("04");
    expect(locationOf(await new TestBrowser().post(handleSignIn, account))).toBe("/account");
    expect(await roundsOf()).toBe("05");
    resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  });
});
