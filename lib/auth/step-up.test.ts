import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { findAuthenticator, findPendingAuthenticator } from "@/lib/db/people/authenticators";
import type { User } from "@/lib/db/people/users";
import { saveSetting } from "@/lib/db/portal/settings";
import { seedStore } from "@/lib/db/testing/seed-store";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { openAuthenticatorSecret } from "@/lib/keys/authenticator-encryption";
import { resetMasterKey } from "@/lib/keys/secret";
import { handleAuthorizeRequest } from "@/lib/oauth/authorize/handle-request";
import { CALENDAR_API, SCOPES, WEB_CLIENT } from "@/lib/oauth/testing/fixtures";
import { createAccount } from "./accounts";
import { finishAuthenticator, getAuthenticatorKey } from "./authenticator";
import { findCurrentUser } from "./current-user";
import { codeOfStep, stepAt } from "./factors/totp";
import { handleCode } from "./handle-second-factor";
import { handleSignIn } from "./handle-sign-in";
import { getProtocolContext } from "./protocol-context";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

/** Where the key of an authenticator app is shown. */
const SHOWN_TO = "018f4a00-0000-7000-8000-00000000000a";

const ISSUER = "https://id.example.org";
const MULTI_FACTOR = "https://refeds.org/profile/mfa";
const password = "four quiet grey herons";
const STRICT = { ...WEB_CLIENT, clientId: "pt_cl_strict", requireSecondFactor: true };
const PAGE = { return_to: "/account/security/passkeys/new" };
let count = 0;
let user: User;
let browser: TestBrowser;

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ISSUER });
  resetMasterKey("a secret for tests, 32 characters and more");
  await seedStore({
    subjects: [],
    clients: [WEB_CLIENT, STRICT].map((client) => ({ ...client, requirePkce: false })),
    resources: [CALENDAR_API],
    scopes: SCOPES,
  });
});
afterAll(() => {
  resetEnv();
  resetMasterKey();
});

// Somebody with an authenticator app, who is signed in by the password alone.
beforeEach(async () => {
  count += 1;
  const email = `user${count}@example.org`;
  const made = await createAccount({ email, password });
  if (!made) throw new Error("The account was not made.");
  user = made;
  browser = new TestBrowser();
  await browser.post(handleSignIn, { username: email, password });
  const owner = { ...user, source: "command line", answerLocale: "en" } as const;
  const before = new Date(Date.now() - 600_000);
  await getAuthenticatorKey(owner, SHOWN_TO, before);
  const pending = await findPendingAuthenticator({ userId: user.userId, shownTo: SHOWN_TO }, new Date(0));
  const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
  const place = { shownTo: SHOWN_TO, isFirst: true };
  expect(await finishAuthenticator(owner, place, codeOfStep(secret, stepAt(before)), before)).toBe("added");
});

/** What the authenticator app shows now. */
async function newCode(): Promise<string> {
  const authenticator = await findAuthenticator(user.userId);
  return codeOfStep(await openAuthenticatorSecret(authenticator?.secretJwe ?? ""), stepAt(new Date()));
}

/** The session's proof was given so many seconds ago. */
async function age(seconds: number): Promise<Date> {
  const db = await getDb();
  const authenticatedAt = new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);
  await db.session.updateMany({ where: { userId: user.userId }, data: { authenticatedAt } });
  await db.user.update({ where: { id: user.userId }, data: { passwordChangedAt: null } });
  return authenticatedAt;
}

/** The app's request, which waits at the portal because it wants both factors. */
async function askFor(more: Record<string, string> = {}): Promise<string> {
  const parameters = new URLSearchParams({
    client_id: WEB_CLIENT.clientId,
    response_type: "code",
    scope: "openid",
    redirect_uri: WEB_CLIENT.redirectUris[0] ?? "",
    claims: JSON.stringify({ id_token: { acr: { essential: true, value: MULTI_FACTOR } } }),
    ...more,
  });
  const request = new Request(`${ISSUER}/oauth/authorize?${parameters}`, { headers: browser.headers });
  const response = await handleAuthorizeRequest(request, getProtocolContext());
  const location = new URL(locationOf(response) ?? "", ISSUER);
  expect(location.pathname).toBe("/login");
  return location.searchParams.get("request") ?? "";
}

describe("whoever is signed in by the password, where an app wants both factors (OIDC Core §5.5.1.1)", () => {
  it("gives the missing one only, and auth_time stays that of the password", async () => {
    const provedAt = await age(86_400);
    const request = await askFor();
    const answer = await browser.post(handleCode, { otp: await newCode(), request });
    expect(locationOf(answer)).toBe(`/consent?request=${request}`);
    expect(await findCurrentUser(browser.headers)).toMatchObject({
      amr: ["pwd", "otp", "mfa"],
      authenticatedAt: provedAt,
    });
  });

  it("gives a wrong code and stays as they are", async () => {
    const request = await askFor();
    await browser.post(handleCode, { otp: "000000", request });
    expect(browser.formState).toMatchObject({ form: "code", error: "wrong_code" });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ amr: ["pwd"] });
  });

  it.each([
    ["prompt=login", { prompt: "login" }],
    ["max_age", { max_age: "60" }],
  ])("gives both again for %s", async (_case, parameters) => {
    await age(61);
    const request = await askFor(parameters);
    const answer = await browser.post(handleCode, { otp: await newCode(), request });
    expect(locationOf(answer)).toBe(`/login?request=${request}`);
    expect(browser.formState).toMatchObject({ error: "half_over" });
    expect(await findCurrentUser(browser.headers)).toMatchObject({ amr: ["pwd"] });
  });

  it("has a request of this browser, and no other one", async () => {
    const request = await askFor();
    const other = new TestBrowser();
    await other.post(handleSignIn, { username: user.email, password });
    const answer = await other.post(handleCode, { otp: await newCode(), request });
    expect(locationOf(answer)).toBe(`/login?request=${request}`);
    expect(await findCurrentUser(other.headers)).toBeNull();
  });
});

describe("an app that requires a second factor (require_second_factor)", () => {
  const anyAcr = { client_id: STRICT.clientId, claims: "{}" };
  const policy = async (value: string) => {
    await saveSetting("second_factors", value);
  };
  afterEach(() => policy("offered"));

  const removeFactors = async () => {
    const db = await getDb();
    await db.authenticator.deleteMany({ where: { userId: user.userId } });
  };

  it("gets it of whoever has one, whatever its request asks for, and another app does not", async () => {
    const request = await askFor(anyAcr);
    const wrong = await browser.post(handleSignIn, { username: user.email, password, request });
    expect(locationOf(wrong)).toBe(`/login/code?request=${request}`);
    const answer = await browser.post(handleCode, { otp: await newCode(), request });
    expect(locationOf(answer)).toBe(`/consent?request=${request}`);
  });

  it("asks for it in a browser that is remembered too", async () => {
    await browser.post(handleCode, { otp: await newCode(), remember: "on", ...PAGE });
    browser.cookies.delete("__Host-portico_session");
    const request = await askFor(anyAcr);
    const answer = await browser.post(handleSignIn, { username: user.email, password, request });
    expect(locationOf(answer)).toBe(`/login/code?request=${request}`);
  });

  it("has whoever has none add one on the way, also where the portal only offers it", async () => {
    await removeFactors();
    const request = await askFor(anyAcr);
    const answer = await browser.post(handleSignIn, { username: user.email, password, request });
    expect(locationOf(answer)).toBe(`/login/enrol?request=${request}`);
    // The session of before is still one of a single factor: it leads to no code.
    expect(await askFor({ ...anyAcr, state: "again" })).not.toBe("");
  });

  it("is told where nobody can add one (OpenID Connect Core Error Code unmet_authentication_requirements)", async () => {
    await removeFactors();
    await policy("off");
    const request = await askFor(anyAcr);
    const answer = await browser.post(handleSignIn, { username: user.email, password, request });
    expect(answer.headers.get("location")).toContain("error=unmet_authentication_requirements");
  });
});

describe("whoever is signed in by the password, before a change of credentials (ASVS 7.5.1)", () => {
  it.each([
    [590, PAGE.return_to],
    [611, "/login?return_to=%2Faccount%2Fsecurity%2Fpasskeys%2Fnew"],
  ])("who gave it %i seconds ago and gives the other factor comes to %s", async (seconds, location) => {
    await age(seconds);
    expect(locationOf(await browser.post(handleCode, { otp: await newCode(), ...PAGE }))).toBe(location);
    const isMultiFactor = (await findCurrentUser(browser.headers))?.amr.includes("mfa");
    expect(isMultiFactor).toBe(location === PAGE.return_to);
  });

  it("is not asked so after the account got another password", async () => {
    const db = await getDb();
    await db.user.update({ where: { id: user.userId }, data: { passwordChangedAt: new Date(Date.now() + 5000) } });
    await browser.post(handleCode, { otp: await newCode(), ...PAGE });
    expect(browser.formState).toMatchObject({ error: "half_over" });
  });
});
