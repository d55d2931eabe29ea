import { existsSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { findPendingAuthenticator } from "@/lib/db/people/authenticators";
import type { User } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { wordsFor } from "@/lib/i18n/words";
import { openAuthenticatorSecret } from "@/lib/keys/authenticator-encryption";
import { resetMasterKey } from "@/lib/keys/secret";
import { addUpstream } from "@/lib/people/upstreams";
import { createAccount } from "./accounts";
import { operator } from "./actor";
import type { DrawableForm } from "./auth-forms";
import * as authForms from "./auth-forms";
import { finishAuthenticator, getAuthenticatorKey } from "./authenticator";
import { codeOfStep, stepAt } from "./factors/totp";
import { formRoute } from "./form-route";
import { handleInvitation } from "./handle-invitation";
import { handleMailedSignIn } from "./handle-mailed-sign-in";
import { handleReport } from "./handle-report";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleCode, handleRecoveryCode } from "./handle-second-factor";
import { handleSetUp } from "./handle-set-up";
import { handleSignIn } from "./handle-sign-in";
import { handleResendSignUpCode, handleSignUp } from "./handle-sign-up";
import { handleConnect, handleUpstream, handleUpstreamEmail } from "./handle-upstream";
import { getPasswordPool, PasswordQueueFullError } from "./password-pool";
import { keyOf, limitAddress, type RateLimit, type RateLimitRule, rateLimitRules as rules } from "./rate-limit";
import { TestBrowser } from "./testing/browser";
import { rememberWaiting } from "./upstreams/waiting-account";

useTestDatabase();

/** Where the key of an authenticator app is shown. */
const SHOWN_TO = "018f4a00-0000-7000-8000-00000000000a";

const password = "four quiet grey herons";
const typed = "typed@example.org";
let count = 0;
let user: User;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());
beforeEach(async () => {
  count += 1;
  const made = await createAccount({ email: `limited-${count}@example.org`, password });
  if (!made) throw new Error("The account was not made.");
  user = made;
});

const ofAddress = (rule: RateLimitRule) => limitAddress(rule, new TestBrowser().address);

/** Uses limits up for some seconds, or lets them be again. */
async function setCount(limits: RateLimit[], isReached: boolean): Promise<void> {
  const db = await getDb();
  for (const limit of limits) {
    const [key, expiresAt] = [keyOf(limit), new Date(Date.now() + 40_000)];
    await db.rateLimit.deleteMany({ where: { key } });
    if (isReached) await db.rateLimit.create({ data: { key, count: limit.rule.max, expiresAt } });
  }
}

type FormName = keyof typeof authForms;
type Drawn = { [Name in FormName]: (typeof authForms)[Name] extends { drawn: unknown } ? Name : never }[FormName];

const hasDrawing = (form: object): form is DrawableForm<Record<string, never>, string> => "drawn" in form;

/** Every form of the sign-in pages that can meet a limit. */
const drawable = Object.entries(authForms).flatMap(([name, form]) => (hasDrawing(form) ? [[name, form] as const] : []));

async function halfSignedIn(browser: TestBrowser): Promise<void> {
  const before = new Date(Date.now() - 600_000);
  const owner = { ...user, source: operator.source, answerLocale: "en" } as const;
  await getAuthenticatorKey(owner, SHOWN_TO, before);
  const pending = await findPendingAuthenticator({ userId: user.userId, shownTo: SHOWN_TO }, new Date(0));
  const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
  const place = { shownTo: SHOWN_TO, isFirst: true };
  expect(await finishAuthenticator(owner, place, codeOfStep(secret, stepAt(before)), before)).toBe("added");
  await browser.post(handleSignIn, { username: user.email, password, request: "an-apps-request" });
}

/** A service that needs no discovery. */
async function makeUpstream(): Promise<void> {
  await (await getDb()).upstream.deleteMany();
  const plain = { issuer: null, scopes: [], domains: [], allowsSignUp: true, isOn: true };
  const named = { upstreamId: "github", preset: "github", name: "GitHub", clientId: "portal", secret: "of this test" };
  await addUpstream(operator, { ...named, preset: "github", ...plain }, new Date());
}

const signUp = (browser: TestBrowser) =>
  browser.post(handleSignUp, { email: `new-${count}@example.org`, name: "", password });

/** How each of these forms is sent, and what comes before. A form that is missing here does not compile. */
const posts: Record<
  Drawn,
  {
    handle: (request: Request) => Promise<Response>;
    fields: Record<string, string>;
    limit: () => RateLimit[] | Promise<RateLimit[]>;
    before?: (browser: TestBrowser) => Promise<unknown>;
    isSessionBound?: boolean;
  }
> = {
  signInForm: {
    handle: handleSignIn,
    limit: () => [{ rule: rules.signInByAccount, subject: typed }],
    fields: { username: typed, password },
  },
  codeForm: {
    handle: handleCode,
    limit: () => [{ rule: { name: "second-factor", max: 10, seconds: 900 }, subject: user.userId }],
    fields: { otp: "123456" },
    before: halfSignedIn,
  },
  recoveryForm: {
    handle: handleRecoveryCode,
    limit: () => [{ rule: { name: "recovery-code", max: 100, seconds: 3600 }, subject: user.userId }],
    fields: { "recovery-code": "a".repeat(24) },
    before: halfSignedIn,
  },
  mailedSignInForm: {
    handle: handleMailedSignIn,
    limit: () => ofAddress(rules.mailedCodeByAddress),
    fields: { username: typed },
  },
  resetForm: { handle: handleReset, limit: () => ofAddress(rules.mailedCodeByAddress), fields: { email: typed } },
  resetConfirmForm: {
    handle: handleResetConfirm,
    limit: async () => {
      const code = await (await getDb()).emailCode.findFirst({ where: { userId: user.userId, purpose: "reset" } });
      return [{ rule: rules.newPasswordByProof, subject: code?.id ?? "" }];
    },
    fields: { code: "1234 5678", password },
    before: (browser) => browser.post(handleReset, { email: user.email }),
  },
  signUpForm: {
    handle: handleSignUp,
    limit: () => ofAddress(rules.signUpByAddress),
    fields: { email: typed, name: "Somebody", password },
  },
  resendForm: {
    handle: handleResendSignUpCode,
    limit: () => [{ rule: rules.mailByRecipient, subject: `new-${count}@example.org` }],
    fields: {},
    before: signUp,
  },
  invitationForm: {
    handle: handleInvitation,
    limit: () => ofAddress(rules.signUpByAddress),
    fields: { token: "a-token", email: "", name: "Somebody", password },
  },
  setUpForm: {
    handle: handleSetUp,
    limit: () => ofAddress(rules.setUpByAddress),
    fields: { token: "a-token", email: typed, name: "Somebody", password },
  },
  upstreamForm: {
    handle: handleUpstream,
    limit: () => ofAddress(rules.upstreamByAddress),
    fields: { upstream: "github" },
    before: makeUpstream,
  },
  connectForm: {
    handle: handleConnect,
    limit: () => ofAddress(rules.upstreamByAddress),
    fields: { upstream: "github" },
    before: async (browser) => {
      await makeUpstream();
      await browser.post(handleSignIn, { username: user.email, password });
    },
    isSessionBound: true,
  },
  upstreamEmailForm: {
    handle: handleUpstreamEmail,
    limit: () => ofAddress(rules.signUpByAddress),
    fields: { email: typed },
    before: async (browser) => {
      await makeUpstream();
      const account = { upstreamId: "github", issuer: "https://github.com", subject: "1", label: null };
      const waiting = { account, upstreamName: "GitHub", email: null, name: null, ownerId: null };
      const destination = { requestId: "an-apps-request", returnTo: null };
      const cookie = await rememberWaiting(waiting, { browserToken: browser.browserToken, destination }, new Date());
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      browser.cookies.set(name, value);
    },
  },
  reportForm: {
    handle: handleReport,
    limit: () => [{ rule: rules.reportByAccount, subject: user.userId }],
    fields: { reason: "pretends" },
    before: (browser) => browser.post(handleSignIn, { username: user.email, password }),
    isSessionBound: true,
  },
};

describe("a form that a limit refuses comes back as it was sent (RFC 6585 §4)", () => {
  it.each(Object.entries(posts))("%s", async (name, { handle, fields, limit, before, isSessionBound }) => {
    const browser = new TestBrowser();
    // A mail of a sign-up is followed by another one after thirty seconds.
    if (name === "resendForm") vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 31_000 });
    await before?.(browser);
    vi.useRealTimers();
    const limits = await limit();
    await setCount(limits, true);
    const answer = await browser.post(handle, { ...fields, request: "an-apps-request" }, { isSessionBound });
    const seconds = answer.headers.get("retry-after");
    expect([answer.status, seconds]).toEqual([429, expect.stringMatching(/^[1-4]?\d$/)]);
    const page = await answer.text();
    expect(page).toContain(`Wait ${seconds} second`);
    expect(page).toContain('name="request" value="an-apps-request"');
    expect(page).not.toContain(password);
    const { email: _, otp: __, "recovery-code": ___, password: ____, ...shown } = fields;
    for (const value of [fields.email, ...Object.values(shown)]) if (value) expect(page).toContain(`"${value}"`);
    expect(browser.formState).toBeNull();

    // Its way on needs no waiting, and the form itself can be sent again.
    const links = [...page.matchAll(/<nav .*?<a href="([^"]+)"/gs), ...page.matchAll(/formaction="([^"]+)"/g)];
    expect(links.length).toBeGreaterThan(0);
    await setCount(limits, false);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const again = await browser.post(handle, { ...fields, csrf, request: "an-apps-request" });
    expect(again.status, "with the token of this page").toBe(303);
  });

  it.each(drawable)(
    "%s in a person's own language, as under overload, and sends only fields that it has",
    async (...form) => {
      const [, drawn] = form;
      const limited = formRoute(drawn, async () => ({ kind: "limited", seconds: 75 }));
      const busy = formRoute(drawn, async () => {
        throw new PasswordQueueFullError(7);
      });
      const browser = new TestBrowser();
      const headers = { "accept-language": "ko" };
      const page = await (await browser.post(limited, {}, { headers })).text();
      expect(page).toContain('<html lang="ko"');
      expect(page).toContain("75초");
      const overloaded = await browser.post(busy, {}, { headers });
      expect([overloaded.status, overloaded.headers.get("retry-after")]).toEqual([503, "7"]);

      const { action } = drawn.drawn(wordsFor("en"), { has: () => false });
      expect(existsSync(`app/(auth)${action}/route.ts`), action).toBe(true);
      const names = [...page.matchAll(/<(?:input|select) id="([^"]+)" name="([^"]+)"/g)].map(([, id, name]) => [
        id,
        name,
      ]);
      for (const [id, name = ""] of names) {
        expect(id).toBe(name);
        expect(page).toContain(`<label for="${name}">`);
      }
    },
  );

  it("every form with a password is one of them, because checking one may have to wait", () => {
    const withPassword = Object.entries(authForms).filter(([, form]) => "fields" in form && "password" in form.fields);
    expect(withPassword.length).toBeGreaterThan(4);
    for (const [name] of withPassword) expect(drawable.map(([drawn]) => drawn)).toContain(name);
  });
});

describe("one mailed code or link", () => {
  it("lets nobody try any number of passwords: each is looked for in long lists", async () => {
    const browser = new TestBrowser();
    await browser.post(handleReset, { email: user.email });
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1) {
      const copy = new TestBrowser();
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      statuses.push((await copy.post(handleResetConfirm, { code: "0000 0000", password: "short" })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(303), ...Array(5).fill(429)]);
    const own = new TestBrowser();
    await own.post(handleReset, { email: user.email });
    expect((await own.post(handleResetConfirm, { code: "0000 0000", password: "short" })).status).toBe(303);
  });

  it("is not even asked about a password where nothing like a code was typed", async () => {
    const browser = new TestBrowser();
    await browser.post(handleReset, { email: user.email });
    await browser.post(handleResetConfirm, { code: "", password: "short" });
    expect(browser.formState).toMatchObject({ field: "code", error: "bad_code" });
  });
});
