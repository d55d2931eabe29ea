import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { removeOwnLink } from "@/lib/account/own-upstreams";
import { makeClient, makePerson } from "@/lib/clients/testing/people";
import { listEvents } from "@/lib/db/audit/list-events";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { listLinks } from "@/lib/db/people/upstreams";
import { findUserByEmail } from "@/lib/db/people/users";
import { storeSettings } from "@/lib/db/portal/settings";
import { oauthStore } from "@/lib/db/protocol/store";
import { newAuthenticator } from "@/lib/db/testing/new-authenticator";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { hashSecret } from "@/lib/oauth/secrets";
import { authorizationRequest } from "@/lib/oauth/testing/fixtures";
import { addUpstream, changeUpstream, removeUpstream } from "@/lib/people/upstreams";
import { acceptProof } from "./accept-proof";
import { createAccount } from "./accounts";
import { operator } from "./actor";
import { type CurrentUser, findCurrentUser } from "./current-user";
import { authenticatorFactor } from "./factors/authenticator";
import { findEnrolling } from "./find-enrolling";
import { isProofFresh } from "./fresh-proof";
import { handleSignIn } from "./handle-sign-in";
import { handleVerifySignUp } from "./handle-sign-up";
import { handleConnect, handleUpstream, handleUpstreamCallback, handleUpstreamEmail } from "./handle-upstream";
import { getPasswordPool } from "./password-pool";
import { countAgainst, limitAddress, rateLimitRules } from "./rate-limit";
import { locationOf, TestBrowser } from "./testing/browser";
import { FakeProvider } from "./testing/fake-provider";
import { setUpstreamClient, UpstreamClient } from "./upstreams/upstream-client";

useTestDatabase();

const password = "four quiet grey herons";
let provider: FakeProvider;
let email = "";
let counter = 0;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(async () => {
  setUpstreamClient(null);
  await getPasswordPool().close();
});

beforeEach(async () => {
  const db = await getDb();
  await db.upstream.deleteMany();
  provider = new FakeProvider();
  setUpstreamClient(new UpstreamClient({ download: provider.download }));
  counter += 1;
  email = `upstream-${counter}@example.org`;
  provider.claims = { sub: `person-${counter}`, email, email_verified: true, name: "Ada Example" };
  await add();
});
afterEach(() => storeSettings({ sign_up: undefined, sign_up_domains: undefined, second_factors: undefined }));

async function add(changes: Partial<Parameters<typeof addUpstream>[1]> = {}) {
  const { issuer, clientId, clientSecret: secret } = provider;
  const plain = { scopes: [], domains: [], allowsSignUp: true, isOn: true };
  const input = { upstreamId: "acme", name: "Acme", preset: "openid", issuer, clientId, secret, ...plain } as const;
  const result = await addUpstream(operator, { ...input, ...changes }, new Date());
  if (!result.ok) throw new Error(result.problem);
}

const begin = async (browser: TestBrowser, upstream = "acme", more: Record<string, string> = {}) =>
  (await browser.post(handleUpstream, { upstream, ...more })).headers.get("location") ?? "";

const comeBack = (browser: TestBrowser, address: string, { upstream = "acme", now = new Date() } = {}) =>
  browser.open((request) => handleUpstreamCallback(request, upstream, now), address);

/** The whole way there and back. */
async function goThere(browser: TestBrowser, more: Record<string, string> = {}): Promise<Response> {
  return await comeBack(browser, provider.signIn(await begin(browser, "acme", more)));
}

const whoIsIn = (browser: TestBrowser) => findCurrentUser(browser.headers);

const withPassword = (browser: TestBrowser, more: Record<string, string> = {}) =>
  browser.post(handleSignIn, { username: email, password, ...more });

async function codeFor(recipient: string): Promise<string> {
  const mail = (await listMails(50)).find((each) => each.recipient === recipient);
  return /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
}

async function linksOf(address = email) {
  const user = await findUserByEmail(address);
  return user ? await listLinks(user.userId) : [];
}

/** Somebody whose account at the provider is linked to theirs here. */
async function linkedPerson(): Promise<TestBrowser> {
  await createAccount({ email, password });
  const browser = new TestBrowser();
  await goThere(browser);
  await withPassword(browser);
  expect(await linksOf()).toHaveLength(1);
  return browser;
}

/** Whoever comes from there signed in there so many seconds ago; null: it does not say. */
function provedThere(secondsAgo: number | null) {
  const { auth_time: _, ...rest } = provider.claims;
  const authTime = secondsAgo === null ? {} : { auth_time: Math.floor(Date.now() / 1000) - secondsAgo };
  provider.claims = { ...rest, ...authTime };
}

/** An app's request that waits in this browser; answers its id. */
async function waitingRequest(browser: TestBrowser, asked: { prompt: string[]; maxAge: number | null }) {
  const id = `request-${randomUUID()}`;
  const { clientId } = await makeClient(await makePerson(`owner-${randomUUID()}@example.org`));
  const whose = { idHash: hashSecret(id), browserHash: hashSecret(browser.browserToken), clientId };
  const plain = {
    hintedSubject: null,
    loginHint: null,
    claims: null,
    acrValues: [],
    scopes: ["openid"],
    resources: [],
  };
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 600_000) };
  await oauthStore.createAuthorizationRequest(authorizationRequest({ ...whose, ...plain, ...times, ...asked }));
  return id;
}

async function isEnrolling(browser: TestBrowser, now = new Date()): Promise<boolean> {
  const place = { browserToken: browser.browserToken, destination: { requestId: null, returnTo: null } };
  return (await findEnrolling(browser.headers, place, now)) !== null;
}

describe("a new person from an upstream", () => {
  it("gets an account with the verified address, and goes where they wanted", async () => {
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser, { return_to: "/console" }))).toBe("/console");
    expect(await whoIsIn(browser)).toMatchObject({ email, name: "Ada Example", amr: [] });
    expect(await linksOf()).toMatchObject([{ subject: provider.claims.sub, label: email, name: "Acme" }]);
  });

  it("adds the second factor that is required, whenever they signed in there: there was nothing to take", async () => {
    await storeSettings({ second_factors: "required" });
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login/enrol");
    expect(await isEnrolling(browser)).toBe(true);
  });

  it("comes in again by the same account there, and by no password", async () => {
    await goThere(new TestBrowser());
    const again = new TestBrowser();
    await goThere(again);
    expect(await whoIsIn(again)).toMatchObject({ email });
    expect(locationOf(await withPassword(new TestBrowser()))).toBe("/login");
  });

  it("proves an address that is not verified there by a mailed code, whatever the upstream calls it", async () => {
    provider.claims.email_verified = false;
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login/upstream/email");
    expect(await findUserByEmail(email)).toBeNull();
    const own = `own-${email}`;
    expect(locationOf(await browser.post(handleUpstreamEmail, { email: own }))).toBe("/sign-up/verify");
    await browser.post(handleVerifySignUp, { code: await codeFor(own) });
    expect(await whoIsIn(browser)).toMatchObject({ email: own });
    expect(await linksOf(own)).toHaveLength(1);
    expect(await findUserByEmail(email)).toBeNull();
  });

  it("gets none while the portal's own setting or the upstream's is against it", async () => {
    await storeSettings({ sign_up: "closed" });
    const browser = new TestBrowser();
    await goThere(browser);
    expect(browser.formState?.error).toBe("upstream_closed");
    await storeSettings({ sign_up: "open" });
    await changeUpstream(operator, "acme", { allowsSignUp: false });
    await goThere(browser);
    expect(browser.formState?.error).toBe("upstream_closed");
    expect([await findUserByEmail(email), await whoIsIn(browser)]).toEqual([null, null]);
  });

  it("names no address at a domain that may not sign up", async () => {
    provider.claims.email_verified = false;
    const browser = new TestBrowser();
    await goThere(browser);
    await storeSettings({ sign_up: "domains", sign_up_domains: ["example.com"] });
    await browser.post(handleUpstreamEmail, { email });
    expect(browser.formState).toMatchObject({ error: "foreign_domain", field: "email" });
  });
});

describe("an account here with the address of an account there", () => {
  beforeEach(async () => {
    await createAccount({ email, password });
  });

  it("is signed in to by its own password first, then linked, and its person is told by mail", async () => {
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser, { return_to: "/console" }))).toBe("/login?return_to=%2Fconsole&switch=1");
    expect([await whoIsIn(browser), await linksOf()]).toEqual([null, []]);
    expect(locationOf(await withPassword(browser, { return_to: "/console" }))).toBe("/console");
    expect(await linksOf()).toMatchObject([{ subject: provider.claims.sub }]);
    expect((await listMails(5)).some(({ recipient, body }) => recipient === email && /was added/.test(body))).toBe(
      true,
    );
    const later = new TestBrowser();
    await goThere(later);
    expect(await whoIsIn(later)).toMatchObject({ email });
  });

  it("is not reached by an equal address alone, verified or not", async () => {
    for (const isVerified of [true, false]) {
      provider.claims.email_verified = isVerified;
      const browser = new TestBrowser();
      await goThere(browser);
      expect([await whoIsIn(browser), await linksOf()]).toEqual([null, []]);
    }
  });

  it("does not show to whoever has only an unverified address: the mailbox gets the mail about it", async () => {
    provider.claims.email_verified = false;
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login/upstream/email");
    expect(locationOf(await browser.post(handleUpstreamEmail, { email }))).toBe("/sign-up/verify");
    expect((await listMails(5))[0]).toMatchObject({ recipient: email, subject: "You have a Portico account already" });
    expect(await linksOf()).toEqual([]);
  });

  it("is not linked to what waits in this browser for another person", async () => {
    const other = `other-${email}`;
    await createAccount({ email: other, password });
    const browser = new TestBrowser();
    await goThere(browser);
    await withPassword(browser, { username: other });
    expect(await whoIsIn(browser)).toMatchObject({ email: other });
    expect([await linksOf(), await linksOf(other)]).toEqual([[], []]);
  });

  it("is not linked in another browser than the one that came back", async () => {
    const browser = new TestBrowser();
    await goThere(browser);
    const stolen = browser.cookies.get("portico_upstream_account_3000") ?? "";
    expect(stolen).not.toBe("");
    const other = new TestBrowser();
    other.cookies.set("portico_upstream_account_3000", stolen);
    await withPassword(other);
    expect([(await whoIsIn(other))?.email, await linksOf()]).toEqual([email, []]);
  });
});

describe("a linked account", () => {
  it("is not that of another subject with the same address (changed sub)", async () => {
    await linkedPerson();
    provider.claims.sub = "somebody-else";
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login?switch=1");
    expect([await whoIsIn(browser), (await linksOf()).length]).toEqual([null, 1]);
  });

  it("stays its person's when the address there changes", async () => {
    await linkedPerson();
    provider.claims.email = "moved@example.org";
    const browser = new TestBrowser();
    await goThere(browser);
    expect(await whoIsIn(browser)).toMatchObject({ email });
    expect(await linksOf()).toMatchObject([{ label: "moved@example.org" }]);
  });

  it.each([
    ["suspended", { suspendedAt: new Date() }],
    ["leaving", { suspendedAt: new Date(), deleteAt: new Date(Date.now() + 86_400_000) }],
  ])("lets nobody in whose account is closed: %s", async (problem, data) => {
    await linkedPerson();
    await (await getDb()).user.update({ where: { email }, data, select: { id: true } });
    const browser = new TestBrowser();
    await goThere(browser);
    expect([browser.formState?.error, await whoIsIn(browser)]).toEqual([problem, null]);
  });

  it("is gone with the account here: whoever comes then is a new person", async () => {
    await linkedPerson();
    const before = await findUserByEmail(email);
    await (await getDb()).user.delete({ where: { email }, select: { id: true } });
    const browser = new TestBrowser();
    await goThere(browser);
    const after = await whoIsIn(browser);
    expect(after?.email).toBe(email);
    expect(after?.userId).not.toBe(before?.userId);
  });

  it("does not stand for a second factor where one is required (ASVS 6.3.3)", async () => {
    await linkedPerson();
    await storeSettings({ second_factors: "required" });
    provedThere(0);
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login/enrol");
    expect(await whoIsIn(browser)).toBeNull();
  });

  it("adds no second factor by a sign-in there that may be of yesterday, but beside another proof (ASVS 7.5.1)", async () => {
    await linkedPerson();
    await storeSettings({ second_factors: "required" });
    const browser = new TestBrowser();
    for (const seconds of [null, 601]) {
      provedThere(seconds);
      expect(locationOf(await goThere(browser))).toBe("/login");
      expect([browser.formState?.error, await isEnrolling(browser)]).toEqual(["upstream_not_anew", false]);
    }
    expect(locationOf(await withPassword(browser))).toBe("/login/enrol");
    expect(await isEnrolling(browser)).toBe(true);
  });

  it("adds one until ten minutes after the sign-in there", async () => {
    await linkedPerson();
    await storeSettings({ second_factors: "required" });
    provedThere(300);
    const browser = new TestBrowser();
    expect(locationOf(await goThere(browser))).toBe("/login/enrol");
    const later = new Date(Date.now() + 302_000);
    expect([await isEnrolling(browser), await isEnrolling(browser, later)]).toEqual([true, false]);
  });

  it("is as old as the sign-in there, not as the way back from it (OIDC Core §2, auth_time)", async () => {
    await linkedPerson();
    provedThere(300);
    const browser = new TestBrowser();
    await goThere(browser);
    expect((await whoIsIn(browser))?.authenticatedAt).toEqual(new Date((provider.claims.auth_time ?? 0) * 1000));
  });

  it("is as old as the sign-in there after the second factor as well (OIDC Core §2, auth_time)", async () => {
    await linkedPerson();
    const user = await findUserByEmail(email);
    if (!user) throw new Error("There is no such account.");
    await newAuthenticator(user.userId, new Date());
    const destination = { requestId: null, returnTo: null };
    const isFreshAfter = async (secondsThere: number | null) => {
      provedThere(secondsThere);
      const browser = new TestBrowser();
      expect(locationOf(await goThere(browser))).toBe("/login/code");
      const { browserToken } = browser;
      await browser.post(
        (request) => acceptProof({ user, factor: authenticatorFactor, request, browserToken, destination }),
        {},
      );
      return await isProofFresh((await whoIsIn(browser)) as CurrentUser);
    };
    expect([await isFreshAfter(null), await isFreshAfter(0)]).toEqual([false, true]);
  });

  it("proves anew who somebody is only where the upstream says that they have just signed in", async () => {
    const browser = await linkedPerson();
    const asked = new URL(await begin(browser, "acme", { return_to: "/account/security" })).searchParams;
    expect([asked.get("prompt"), asked.get("max_age")]).toEqual(["login", "0"]);
    const now = Math.floor(Date.now() / 1000);
    for (const [authTime, error] of [
      [undefined, "upstream_not_anew"],
      [now - 3_600, "upstream_not_anew"],
      [now, undefined],
    ] as const) {
      provider.claims = { ...provider.claims, ...(authTime && { auth_time: authTime }) };
      browser.cookies.delete("portico_form_3000");
      await goThere(browser);
      expect(browser.formState?.error).toBe(error);
    }
  });

  it.each([
    ["120 seconds before they were sent there", 120, "upstream_not_anew"],
    ["30 seconds before by another clock, which is now", 30, undefined],
  ])("asked to prove it anew, proves it by no sign-in of before: %s", async (_, seconds, error) => {
    const browser = await linkedPerson();
    const before = (await whoIsIn(browser))?.authenticatedAt;
    provedThere(seconds);
    await goThere(browser);
    expect(browser.formState?.error).toBe(error);
    const after = (await whoIsIn(browser))?.authenticatedAt ?? new Date(0);
    expect(after > (before ?? after)).toBe(error === undefined);
  });

  it.each([
    ["prompt=login", { prompt: ["login"], maxAge: null }, true],
    ["max_age=60", { prompt: [], maxAge: 60 }, true],
    ["max_age of a day", { prompt: [], maxAge: 86_400 }, false],
    ["neither", { prompt: [], maxAge: null }, false],
  ])("is asked there anew for an app that asks with %s (OIDC Core §3.1.2.1)", async (_, asked, isAnew) => {
    await linkedPerson();
    const browser = new TestBrowser();
    const request = await waitingRequest(browser, asked);
    const there = new URL(await begin(browser, "acme", { request })).searchParams;
    expect([there.get("prompt"), there.get("max_age")]).toEqual(isAnew ? ["login", "0"] : [null, null]);
    for (const [seconds, error] of isAnew
      ? ([
          [null, "upstream_not_anew"],
          [120, "upstream_not_anew"],
        ] as const)
      : []) {
      provedThere(seconds);
      await goThere(browser, { request });
      expect([browser.formState?.error, await whoIsIn(browser)]).toEqual([error, null]);
    }
    provedThere(0);
    browser.cookies.delete("portico_form_3000");
    await goThere(browser, { request });
    expect([browser.formState, (await whoIsIn(browser))?.email]).toEqual([null, email]);
  });

  it("signs its person in beside somebody else of this browser, whom the question was about", async () => {
    await linkedPerson();
    const other = `other-${email}`;
    await createAccount({ email: other, password });
    const browser = new TestBrowser();
    await withPassword(browser, { username: other });
    await goThere(browser);
    expect(await whoIsIn(browser)).toMatchObject({ email });
  });

  it("is no fresh proof by itself: a browser that is signed in there would do (ASVS 7.5.1)", async () => {
    await linkedPerson();
    const isFresh = async (browser: TestBrowser) => isProofFresh((await whoIsIn(browser)) as CurrentUser);
    const silent = new TestBrowser();
    await goThere(silent);
    provider.claims.auth_time = Math.floor(Date.now() / 1000);
    const typed = new TestBrowser();
    await goThere(typed);
    expect([await isFresh(silent), await isFresh(typed)]).toEqual([false, true]);
  });

  it("is no way in once its upstream is off or removed", async () => {
    await linkedPerson();
    const browser = new TestBrowser();
    const there = await begin(browser);
    await changeUpstream(operator, "acme", { isOn: false });
    await comeBack(browser, provider.signIn(there));
    expect([browser.formState?.error, await whoIsIn(browser)]).toEqual(["upstream_over", null]);
    await removeUpstream(operator, "acme");
    expect(await linksOf()).toEqual([]);
  });
});

describe("an answer of an upstream", () => {
  async function expectRefused(browser: TestBrowser, error: string) {
    expect([browser.formState?.error, await whoIsIn(browser), await findUserByEmail(email)]).toEqual([
      error,
      null,
      null,
    ]);
  }

  it("counts only in the browser that asked for it (RFC 9700 §4.7.1)", async () => {
    const address = provider.signIn(await begin(new TestBrowser()));
    const other = new TestBrowser();
    await comeBack(other, address);
    await expectRefused(other, "upstream_over");
    expect(provider.exchanges).toBe(0);
  });

  it("counts once", async () => {
    const browser = new TestBrowser();
    const address = provider.signIn(await begin(browser));
    const kept = new Map(browser.cookies);
    await comeBack(browser, address);
    expect(await whoIsIn(browser)).toMatchObject({ email });
    const copy = new TestBrowser();
    for (const [name, value] of kept) copy.cookies.set(name, value);
    await comeBack(copy, address);
    expect([copy.formState?.error, await whoIsIn(copy), provider.exchanges]).toEqual(["upstream_over", null, 1]);
  });

  it("counts for ten minutes", async () => {
    const browser = new TestBrowser();
    const address = provider.signIn(await begin(browser));
    await comeBack(browser, address, { now: new Date(Date.now() + 601_000) });
    await expectRefused(browser, "upstream_over");
  });

  it("does not count for another upstream than the one that was asked (mix-up, RFC 9700 §4.4)", async () => {
    await add({ upstreamId: "other", name: "Other" });
    const browser = new TestBrowser();
    const address = provider.signIn(await begin(browser));
    await comeBack(browser, address, { upstream: "other" });
    await expectRefused(browser, "upstream_over");
  });

  it("names the issuer that was asked (RFC 9207 §2.4)", async () => {
    const browser = new TestBrowser();
    await comeBack(browser, provider.signIn(await begin(browser), "https://attacker.example"));
    await expectRefused(browser, "upstream_wrong");
    expect(provider.exchanges).toBe(0);
  });

  it.each([
    ["another nonce", { nonce: "of another sign-in" }],
    ["another audience", { aud: "another client" }],
    ["another issuer", { iss: "https://attacker.example" }],
    ["a subject that cannot be stored", { sub: "a\u0000b" }],
  ])("is refused with %s in the ID token (OIDC Core §3.1.3.7)", async (_, lies) => {
    provider.lies = lies;
    const browser = new TestBrowser();
    await goThere(browser);
    await expectRefused(browser, "upstream_wrong");
  });

  it("is refused when another key signed the ID token", async () => {
    provider.useStrangeKey();
    const browser = new TestBrowser();
    await goThere(browser);
    await expectRefused(browser, "upstream_wrong");
  });

  it("that says no leads back to the form with a sentence", async () => {
    const browser = new TestBrowser();
    const address = provider.decline(await begin(browser, "acme", { return_to: "/console" }));
    expect(locationOf(await comeBack(browser, address))).toBe("/login?return_to=%2Fconsole");
    await expectRefused(browser, "upstream_denied");
    expect((await listEvents({ limit: 20 })).some(({ type }) => type === "upstream.refused")).toBe(true);
  });

  it("that does not come leads back to the form, on the way there and on the way back", async () => {
    const browser = new TestBrowser();
    const address = provider.signIn(await begin(browser));
    provider.isDown = true;
    await comeBack(browser, address);
    await expectRefused(browser, "upstream_down");
    setUpstreamClient(new UpstreamClient({ download: provider.download }));
    await begin(browser);
    await expectRefused(browser, "upstream_down");
  });
});

describe("the way to an upstream", () => {
  it("is not taken where its discovery document names another issuer (OpenID Connect Discovery 1.0 §4.3)", async () => {
    provider.documentLies = { issuer: "https://attacker.example" };
    const browser = new TestBrowser();
    expect(await begin(browser)).not.toContain("/authorize");
    expect(browser.formState?.error).toBe("upstream_wrong");
    await expect(add({ upstreamId: "liar" })).rejects.toThrow("unreachable");
  });

  it("is limited by address", async () => {
    const browser = new TestBrowser();
    browser.address = "198.51.100.91";
    const [limit] = limitAddress(rateLimitRules.upstreamByAddress, browser.address);
    if (!limit) throw new Error("The address has no limit.");
    for (let nth = 0; nth < limit.rule.max; nth += 1) await countAgainst(limit, new Date());
    const limited = await browser.post(handleUpstream, { upstream: "acme" });
    expect([limited.status, Number(limited.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
  });

  it("is taken by whoever types an address of its domain and no password", async () => {
    await changeUpstream(operator, "acme", { domains: ["example.org"] });
    const answer = await new TestBrowser().post(handleSignIn, { username: email, password: "" });
    const there = new URL(answer.headers.get("location") ?? "");
    expect([there.origin, there.searchParams.get("login_hint")]).toEqual([provider.issuer, email]);
    const typed = await new TestBrowser().post(handleSignIn, { username: email, password: "a wrong password" });
    expect(locationOf(typed)).toBe("/login");
    const elsewhere = new TestBrowser();
    await elsewhere.post(handleSignIn, { username: "user@example.com", password: "" });
    expect(elsewhere.formState?.error).toBe("no_password");
  });
});

describe("somebody who is signed in", () => {
  async function connect(browser: TestBrowser): Promise<string> {
    const answer = await browser.post(handleConnect, { upstream: "acme" }, { isSessionBound: true });
    return answer.headers.get("location") ?? "";
  }

  it("adds an account there, whatever its address, and removes it while another way in is left", async () => {
    await createAccount({ email, password });
    const browser = new TestBrowser();
    await withPassword(browser);
    provider.claims.email = "elsewhere@example.com";
    expect(locationOf(await comeBack(browser, provider.signIn(await connect(browser))))).toBe(
      "/account/security#upstreams",
    );
    const [link] = await linksOf();
    expect(link).toMatchObject({ label: "elsewhere@example.com" });
    const user = (await whoIsIn(browser)) as CurrentUser;
    const acting = { ...user, source: { ipAddress: null, requestId: null }, answerLocale: "en" } as const;
    const linkId = link?.linkId ?? "";
    await (await getDb()).user.update({ where: { email }, data: { passwordHash: null }, select: { id: true } });
    expect(await removeOwnLink(acting, linkId, new Date())).toBe("last");
    await (await getDb()).user.update({ where: { email }, data: { passwordHash: "x" }, select: { id: true } });
    expect(await removeOwnLink(acting, linkId, new Date())).toBe("removed");
    expect(await removeOwnLink(acting, linkId, new Date())).toBe("gone");
  });

  it("adds none that signs somebody else in", async () => {
    await linkedPerson();
    const other = `other-${email}`;
    await createAccount({ email: other, password });
    const browser = new TestBrowser();
    await withPassword(browser, { username: other });
    await comeBack(browser, provider.signIn(await connect(browser)));
    expect([(await linksOf()).length, await linksOf(other)]).toEqual([1, []]);
  });

  it("adds none to the account of whoever signed in meanwhile", async () => {
    await createAccount({ email, password });
    const other = `other-${email}`;
    await createAccount({ email: other, password });
    const browser = new TestBrowser();
    await withPassword(browser);
    const there = await connect(browser);
    await withPassword(browser, { username: other });
    await comeBack(browser, provider.signIn(there));
    expect([await linksOf(), await linksOf(other)]).toEqual([[], []]);
  });
});
