import { beforeAll, describe, expect, it } from "vitest";
import { listSessions } from "@/lib/db/people/sessions";
import { suspendUser } from "@/lib/db/people/standing";
import { findCredentials, replacePassword, type User } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { hashSecret } from "@/lib/oauth/secrets";
import { acceptProof, type SignInRules } from "./accept-proof";
import { createAccount } from "./accounts";
import { findAuthentication, findCurrentUser } from "./current-user";
import type { Destination } from "./destination";
import { authenticatorFactor } from "./factors/authenticator";
import type { Factor } from "./factors/factor";
import { mailedCodeFactor } from "./factors/mailed-code";
import { passwordFactor } from "./factors/password";
import { upstreamFactor } from "./factors/upstream";
import { HALF_SIGNED_IN_LIFETIME } from "./half-signed-in";
import { seal } from "./sealed-cookie";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

const bothFactors: SignInRules = {
  known: [passwordFactor, authenticatorFactor],
  look: async () => ({ has: [passwordFactor, authenticatorFactor], wantsMultiFactor: true, addFactorPage: null }),
};
const noDestination: Destination = { requestId: null, returnTo: null };
const now = new Date();

let user: User;
let other: User;

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  const make = async (email: string) => {
    const made = await createAccount({ email, password: "four quiet grey herons" });
    if (!made) throw new Error("The account was not made.");
    return made;
  };
  user = await make("user@example.org");
  other = await make("other@example.org");
});

interface Step {
  browser: TestBrowser;
  factor: Factor;
  who?: User;
  destination?: Destination;
  at?: Date;
  /** when it was given elsewhere */
  provedAt?: Date;
  rules?: SignInRules;
}

async function prove({
  browser,
  factor,
  who = user,
  destination = noDestination,
  at = now,
  provedAt,
  rules = bothFactors,
}: Step) {
  const accept = (request: Request) =>
    acceptProof({ user: who, factor, request, browserToken: browser.browserToken, destination, provedAt }, at, rules);
  return await browser.post(accept, {});
}

describe("one factor where two are wanted", () => {
  it("leads to the page of the next factor, and is no session", async () => {
    const browser = new TestBrowser();
    const response = await prove({
      browser,
      factor: passwordFactor,
      destination: { requestId: null, returnTo: "/console" },
    });
    expect(response.status).toBe(303);
    expect(locationOf(response)).toBe("/login/code?return_to=%2Fconsole");
    expect(await findCurrentUser(browser.headers)).toBeNull();
    expect(await findAuthentication(new Request("https://id.example.org/", { headers: browser.headers }))).toBeNull();
  });

  it("keeps what was proved sealed: the cookie names nobody", async () => {
    const response = await prove({ browser: new TestBrowser(), factor: passwordFactor });
    const cookie = response.headers.getSetCookie().find((value) => value.includes("half_signed_in")) ?? "";
    expect(cookie).toMatch(
      /^__Host-portico_half_signed_in=[\w.-]+; Path=\/; SameSite=Lax; HttpOnly; Secure; Max-Age=600$/,
    );
    expect(cookie).not.toContain(user.userId);
  });

  it("becomes a session with the second, and the ID token's amr tells both (RFC 8176 §2)", async () => {
    const browser = new TestBrowser();
    await prove({ browser, factor: passwordFactor });
    const response = await prove({ browser, factor: authenticatorFactor });
    expect(locationOf(response)).toBe("/account");
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId, amr: ["pwd", "otp", "mfa"] });
    expect([...browser.cookies.keys()].filter((name) => name.includes("half_signed_in"))).toEqual([]);
  });

  it.each<[string, (first: TestBrowser) => Omit<Step, "factor">]>([
    ["proved twice", (browser) => ({ browser })],
    [
      "ten minutes later",
      (browser) => ({ browser, at: new Date(now.getTime() + HALF_SIGNED_IN_LIFETIME * 1000 + 1000) }),
    ],
    ["for another destination", (browser) => ({ browser, destination: { requestId: null, returnTo: "/console" } })],
    ["for an app's request", (browser) => ({ browser, destination: { requestId: "another", returnTo: null } })],
    ["as somebody else", (browser) => ({ browser, who: other })],
  ])("is still one when the next is %s", async (title, next) => {
    const browser = new TestBrowser();
    await prove({ browser, factor: passwordFactor });
    const second = title === "proved twice" ? passwordFactor : authenticatorFactor;
    const response = await prove({ ...next(browser), factor: second });
    expect(locationOf(response)).toMatch(/^\/login(\/code)?(\?|$)/);
    expect(await findCurrentUser(browser.headers)).toBeNull();
  });

  const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
  const whenProved = async ({ headers }: TestBrowser) => (await findCurrentUser(headers))?.authenticatedAt;

  it.each<[string, Partial<Step>, Partial<Step>, Date]>([
    ["here, within ten minutes", { at: minutes(-9) }, {}, now],
    ["elsewhere before, at first", { at: minutes(-1), provedAt: minutes(-5) }, {}, minutes(-5)],
    ["elsewhere before, at last", { at: minutes(-1) }, { provedAt: minutes(-20) }, minutes(-20)],
  ])(
    "is as old as the oldest of both proofs, given %s (OIDC Core §2, auth_time)",
    async (_, first, second, expected) => {
      const browser = new TestBrowser();
      await prove({ browser, factor: passwordFactor, ...first });
      await prove({ browser, factor: authenticatorFactor, ...second });
      expect(await whenProved(browser)).toEqual(expected);
    },
  );

  it("does not become younger by a proof between that changes nothing", async () => {
    const browser = new TestBrowser();
    const rules: SignInRules = { ...bothFactors, known: [passwordFactor, mailedCodeFactor, authenticatorFactor] };
    await prove({ browser, factor: passwordFactor, rules, at: minutes(-16) });
    await prove({ browser, factor: mailedCodeFactor, rules, at: minutes(-8) });
    await prove({ browser, factor: authenticatorFactor, rules });
    expect(await whenProved(browser)).toEqual(new Date(Math.floor(minutes(-16).getTime() / 1000) * 1000));
  });

  it("forgets an old proof when another of its kind is given now", async () => {
    const browser = new TestBrowser();
    const rules: SignInRules = { ...bothFactors, known: [passwordFactor, upstreamFactor, authenticatorFactor] };
    await prove({ browser, factor: upstreamFactor, rules, provedAt: minutes(-20) });
    await prove({ browser, factor: passwordFactor, rules });
    await prove({ browser, factor: authenticatorFactor, rules });
    expect(await whenProved(browser)).toEqual(now);
  });

  it("goes on where the version before kept what was proved", async () => {
    const browser = new TestBrowser();
    const browserHash = hashSecret(browser.browserToken);
    const passwordChangedAt = user.passwordChangedAt?.getTime() ?? null;
    const account = { userId: user.userId, passwordChangedAt, browsersForgottenAt: null };
    const begunAt = Math.floor(now.getTime() / 1000);
    const half = { id: "018f4a00-0000-7000-8000-00000000000b", ...account, proved: ["password"], browserHash, begunAt };
    const sealed = await seal("half_signed_in", { ...half, ...noDestination, by: null }, 600, now);
    browser.cookies.set("__Host-portico_half_signed_in", sealed);
    await prove({ browser, factor: authenticatorFactor });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId, amr: ["pwd", "otp", "mfa"] });
  });

  it("is used up by the session that it became: a copy of its cookie makes no second one", async () => {
    const browser = new TestBrowser();
    await prove({ browser, factor: passwordFactor });
    const copy = new Map(browser.cookies);
    await prove({ browser, factor: authenticatorFactor });
    const thief = new TestBrowser();
    for (const [name, value] of copy) thief.cookies.set(name, value);
    const response = await prove({ browser: thief, factor: authenticatorFactor });
    expect(locationOf(response)).toBe("/login");
    expect(thief.formState?.error).toBe("half_over");
    expect(await findCurrentUser(thief.headers)).toBeNull();
  });

  it("is worth nothing in another browser", async () => {
    const first = new TestBrowser();
    await prove({ browser: first, factor: passwordFactor });
    const thief = new TestBrowser();
    for (const [name, value] of first.cookies) if (name.includes("half_signed_in")) thief.cookies.set(name, value);
    await prove({ browser: thief, factor: authenticatorFactor });
    expect(await findCurrentUser(thief.headers)).toBeNull();
  });
});

describe("one factor where one is enough", () => {
  it("is a session, with its method alone", async () => {
    const browser = new TestBrowser();
    const rules: SignInRules = {
      ...bothFactors,
      look: async () => ({ has: [passwordFactor], wantsMultiFactor: false, addFactorPage: null }),
    };
    await prove({ browser, factor: passwordFactor, rules });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ userId: user.userId, amr: ["pwd"] });
  });
});

describe("an account that changes between the proof and the session (ASVS 7.4.3)", () => {
  const oneFactor: SignInRules = {
    ...bothFactors,
    look: async () => ({ has: [passwordFactor], wantsMultiFactor: false, addFactorPage: null }),
  };
  const newcomer = async (email: string) => {
    const made = await createAccount({ email, password: "four quiet grey herons" });
    if (!made) throw new Error("The account was not made.");
    return made;
  };

  it.each<[string, (who: User) => Promise<unknown>]>([
    [
      "another password",
      async ({ userId, email }) => {
        const proved = (await findCredentials(email))?.passwordHash ?? "";
        await replacePassword(userId, { proved, passwordHash: "another hash" }, new Date(now.getTime() + 2000));
      },
    ],
    ["a suspension", ({ userId }) => suspendUser(userId, "everybody", now)],
  ])("signs nobody in after %s, and leaves no session behind", async (title, change) => {
    const who = await newcomer(`${title.replace(" ", "-")}@example.org`);
    await change(who);
    const browser = new TestBrowser();
    const response = await prove({ browser, factor: passwordFactor, who, rules: oneFactor });
    expect(locationOf(response)).toBe("/login");
    expect(browser.formState?.error).toBe("half_over");
    expect(await findCurrentUser(browser.headers)).toBeNull();
    expect(await listSessions(who.userId, now)).toEqual([]);
  });
});
