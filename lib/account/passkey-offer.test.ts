import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findCurrentUser } from "../auth/current-user";
import { handleReset, handleResetConfirm } from "../auth/handle-reset";
import { handleSignUp, handleVerifySignUp } from "../auth/handle-sign-up";
import { requestNewPasskey } from "../auth/passkeys";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { PasskeyDevice } from "../auth/testing/passkey-device";
import { listMails } from "../db/people/mails";
import { listPasskeys } from "../db/people/passkeys";
import { saveSetting } from "../db/portal/settings";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { hashSecret } from "../oauth/secrets";
import { authorizationRequest, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { handlePasskeyOffer } from "./passkey-offer";

useTestDatabase();

const ISSUER = "http://localhost:3000";
const OFFER = "/login/passkey/new";
const password = "seven loud white pelicans";
let email = "";
let count = 0;

beforeAll(async () => {
  await seedStore(CONTRACT_SEED);
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ISSUER });
  resetMasterKey("a secret for tests, 32 characters and more");
});
beforeEach(() => {
  count += 1;
  email = `offered-${count}@example.org`;
});

async function newestCode(): Promise<string> {
  const mail = (await listMails(20)).find(({ recipient }) => recipient === email);
  return /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
}

/** Where the sign-up leads; `passkeys` is what the browser says of its device. */
async function signUp(browser: TestBrowser, { passkeys = "on", ...destination }: Record<string, string> = {}) {
  await browser.post(handleSignUp, { email, name: "", password, ...destination });
  return locationOf(await browser.post(handleVerifySignUp, { code: await newestCode(), passkeys, ...destination }));
}

async function reset(browser: TestBrowser): Promise<string | null> {
  await browser.post(handleReset, { email });
  const sent = { code: await newestCode(), password: `${password} ${count}`, passkeys: "on" };
  return locationOf(await browser.post(handleResetConfirm, sent));
}

const answer = (browser: TestBrowser, fields: Record<string, string>) =>
  browser.post(handlePasskeyOffer, fields, { isSessionBound: true });

describe("the offer of a passkey", () => {
  it("comes after a sign-up in a browser whose device can make one, and knows where the person goes", async () => {
    const browser = new TestBrowser();
    expect(await signUp(browser, { return_to: "/account/apps" })).toBe(`${OFFER}?return_to=%2Faccount%2Fapps`);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email });
    const declined = await answer(browser, { answer: "later", return_to: "/account/apps" });
    expect(locationOf(declined)).toBe("/account/apps");
  });

  it("keeps an app's request", async () => {
    expect(await signUp(new TestBrowser(), { request: "an-apps-request" })).toBe(`${OFFER}?request=an-apps-request`);
  });

  it("keeps for whom an app's request goes on, where somebody else is signed in and a clock ran ahead as it came", async () => {
    const browser = new TestBrowser();
    await signUp(browser, { passkeys: "off" });
    email = `second-${count}@example.org`;
    const createdAt = new Date(Date.now() + 3600_000);
    const expiresAt = new Date(Date.now() + 7200_000);
    const browserHash = hashSecret(browser.browserToken);
    const idHash = hashSecret(`request-${count}`);
    const plain = { prompt: [], maxAge: null, loginHint: null, hintedSubject: null, claims: null, acrValues: [] };
    await oauthStore.createAuthorizationRequest(
      authorizationRequest({ ...plain, idHash, browserHash, createdAt, expiresAt }),
    );
    const destination = { request: `request-${count}` };
    expect(await signUp(browser, destination)).toMatch(/^\/login\/passkey\/new\?request=/);
    const declined = await answer(browser, { answer: "later", ...destination });
    expect(locationOf(declined)).toMatch(/^\/consent\?request=/);
  });

  it.each(["", "off"])("does not come where the browser says nothing of the kind (%j)", async (passkeys) => {
    expect(await signUp(new TestBrowser(), { passkeys })).toBe("/account");
  });

  it("comes after a new password by mail, unless its person did not want it in this browser before", async () => {
    const browser = new TestBrowser();
    await signUp(browser);
    await answer(browser, { answer: "later" });
    expect(await reset(browser)).toBe("/account/security");
    expect(await reset(new TestBrowser())).toBe(`${OFFER}?return_to=%2Faccount%2Fsecurity`);
  });

  it("that one person declined is still made to another in the same browser", async () => {
    const browser = new TestBrowser();
    await signUp(browser);
    await answer(browser, { answer: "later" });
    email = `another-${count}@example.org`;
    expect(await signUp(browser)).toBe(OFFER);
  });

  it("is taken by the passkey that the browser made, once, and is not made again", async () => {
    const browser = new TestBrowser();
    await signUp(browser);
    const user = await findCurrentUser(browser.headers);
    const { options, sealed } = await requestNewPasskey(
      { userId: user?.userId ?? "", email, name: null },
      browser.browserToken,
    );
    const made = { challenge: sealed, credential: new PasskeyDevice(ISSUER).make(options), return_to: "/console" };
    expect(locationOf(await answer(browser, made))).toBe("/console");
    expect(await listPasskeys(user?.userId ?? "")).toHaveLength(1);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ amr: expect.arrayContaining(["mfa"]) });
    expect(locationOf(await answer(browser, made))).toBe(`${OFFER}?return_to=%2Fconsole`);
    expect(browser.formState).toMatchObject({ form: "passkey-offer", error: "over" });
    expect(await reset(browser)).toBe("/account/security");
  });

  it.each(["", "{}", "nonsense"])("stays where the passkey cannot be checked (%j), and says so", async (credential) => {
    const browser = new TestBrowser();
    await signUp(browser);
    const { userId = "" } = (await findCurrentUser(browser.headers)) ?? {};
    const { sealed } = await requestNewPasskey({ userId, email, name: null }, browser.browserToken);
    expect(locationOf(await answer(browser, { challenge: sealed, credential }))).toBe(OFFER);
    expect(browser.formState).toMatchObject({ form: "passkey-offer", error: "wrong" });
    expect(await listPasskeys(userId)).toEqual([]);
  });

  it("adds nothing in a browser where nobody is signed in any more", async () => {
    const browser = new TestBrowser();
    await signUp(browser);
    const { userId = "" } = (await findCurrentUser(browser.headers)) ?? {};
    const { options, sealed } = await requestNewPasskey({ userId, email, name: null }, browser.browserToken);
    for (const name of browser.cookies.keys()) if (name.includes("session")) browser.cookies.delete(name);
    const made = { challenge: sealed, credential: new PasskeyDevice(ISSUER).make(options), return_to: "/console" };
    expect(locationOf(await answer(browser, made))).toBe("/console");
    expect(await listPasskeys(userId)).toEqual([]);
  });
});

describe("where the portal is strict about second factors", () => {
  afterEach(() => saveSetting("second_factors", "offered"));

  it("the page for the second factor offers the passkey itself, and none is offered where they are off", async () => {
    await saveSetting("second_factors", "required");
    expect(await signUp(new TestBrowser())).toBe("/login/enrol");
    await saveSetting("second_factors", "off");
    email = `off-${count}@example.org`;
    expect(await signUp(new TestBrowser())).toBe("/account");
  });
});
