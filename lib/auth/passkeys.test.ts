import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { deletePasskey, insertPasskey, listPasskeys, MOST_PASSKEYS } from "@/lib/db/people/passkeys";
import { removePassword, type User } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import type { FactorOwner } from "./factor-notice";
import { isProofFresh } from "./fresh-proof";
import { handlePasskey, handleSecondPasskey } from "./handle-passkey";
import { handleSignIn } from "./handle-sign-in";
import { finishPasskey, requestNewPasskey, requestPasskey } from "./passkeys";
import { filedRefusals } from "./refusal-log";
import { locationOf, TestBrowser } from "./testing/browser";
import { type Deviation, PasskeyDevice } from "./testing/passkey-device";

useTestDatabase();

const password = "four quiet grey herons";
const ISSUER = "https://id.example.org";
let count = 0;
let user: User;
let owner: FactorOwner;
let device: PasskeyDevice;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ISSUER });
  resetMasterKey("a secret for tests, 32 characters and more");
});

beforeEach(async () => {
  [user, owner] = await newPerson();
  device = new PasskeyDevice(ISSUER);
  expect(await add(device, owner)).toBe("added");
});

async function newPerson(): Promise<[User, FactorOwner]> {
  count += 1;
  const email = `user${count}@example.org`;
  const made = await createAccount({ email, password });
  if (!made) throw new Error("The account was not made.");
  return [made, { ...made, source: "command line", answerLocale: "en" }];
}

async function add(maker: PasskeyDevice, who: FactorOwner, deviation?: Deviation) {
  const browserToken = "a browser";
  const { options, sealed } = await requestNewPasskey({ ...who, name: null }, browserToken);
  return await finishPasskey(who, {
    sealed,
    answer: maker.make(options, deviation),
    browserTokens: [browserToken],
    isFirst: false,
  });
}

/** Signs in by the page that this browser sees. */
async function signIn(
  browser: TestBrowser,
  { by = device, deviation, userId = null }: { by?: PasskeyDevice; deviation?: Deviation; userId?: string | null } = {},
) {
  const { options, sealed } = await requestPasskey({ browserToken: browser.browserToken, userId });
  const credential = by.use(options, deviation);
  const form = { challenge: sealed, credential, "credential-id": by.credentialId.toString("base64url") };
  const response = await browser.post(userId === null ? handlePasskey : handleSecondPasskey, form);
  return { response, form, who: await findCurrentUser(browser.headers) };
}

describe("a passkey", () => {
  it("signs its person in, who has proved both factors", async () => {
    const { response, who } = await signIn(new TestBrowser());
    expect(locationOf(response)).toBe("/account");
    expect(who).toMatchObject({ userId: user.userId, amr: ["pop", "user", "mfa"] });
  });

  it.each<[string, Deviation]>([
    ["by another site", { origin: "https://id.example.net" }],
    ["for another site", { rpId: "example.net" }],
    ["without unlocking the device", { isUnverified: true }],
    ["for another account", { userHandle: "AAAA" }],
  ])("signed %s gets nobody in", async (_case, deviation) => {
    const browser = new TestBrowser();
    const { who } = await signIn(browser, { deviation });
    expect(who).toBeNull();
    expect(browser.formState).toMatchObject({ form: "login", error: "passkey_wrong" });
  });

  it("gets nobody in by a challenge that was used, another browser's, or none", async () => {
    const browser = new TestBrowser();
    const { form } = await signIn(browser);
    for (const [again, fields] of [
      [browser, form],
      [new TestBrowser(), form],
      [new TestBrowser(), { ...form, challenge: "" }],
    ] as const) {
      again.cookies.delete("__Host-portico_session");
      await again.post(handlePasskey, fields);
      expect(again.formState?.error).toBe("passkey_over");
      expect(await findCurrentUser(again.headers)).toBeNull();
    }
  });

  it("of a counter that does not go on is a copy: it gets nobody in, and its person sees it", async () => {
    await signIn(new TestBrowser(), { deviation: { counter: 50 } });
    const browser = new TestBrowser();
    const { who } = await signIn(browser, { deviation: { counter: 50 } });
    expect(who).toBeNull();
    expect(browser.formState?.error).toBe("passkey_wrong");
    const db = await getDb();
    const [event] = await db.auditEvent.findMany({ where: { userId: user.userId, type: "passkey.copied" } });
    expect(event?.data).toMatchObject({ counter: 50, newCounter: 50 });
  });

  it("that no account has is named to the browser, which can forget it", async () => {
    const browser = new TestBrowser();
    const stranger = new PasskeyDevice(ISSUER);
    const { who } = await signIn(browser, { by: stranger, deviation: { userHandle: "AAAA" } });
    expect(who).toBeNull();
    expect(browser.formState).toMatchObject({
      error: "passkey_unknown",
      values: { "credential-id": stranger.credentialId.toString("base64url") },
    });
  });

  it("that is none fills no log, however often somebody sends it", async () => {
    const browser = new TestBrowser();
    browser.address = "203.0.113.240";
    const { sealed } = await requestPasskey({ browserToken: browser.browserToken, userId: null });
    const count = async (type: string) =>
      (await getDb()).auditEvent.count({ where: { type, ipAddress: browser.address } });
    for (let n = 0; n < filedRefusals.max + 5; n += 1) {
      await browser.post(handlePasskey, { challenge: sealed, credential: "{}" });
    }
    expect([await count("passkey.refused"), await count("refusals.unfiled")]).toEqual([filedRefusals.max, 1]);
  });

  it("with another key's signature, nonsense or 60,000 letters gets nobody in", async () => {
    const browser = new TestBrowser();
    const other = new PasskeyDevice(ISSUER);
    const { options, sealed } = await requestPasskey({ browserToken: browser.browserToken, userId: null });
    const [own, foreign] = [JSON.parse(device.use(options)), JSON.parse(other.use(options))];
    const forged = JSON.stringify({ ...own, response: { ...own.response, signature: foreign.response.signature } });
    for (const credential of [forged, "", "{", "[]", "null", '{"__proto__":1}', "x".repeat(60_000)]) {
      await browser.post(handlePasskey, { challenge: sealed, credential });
      expect(browser.formState?.error).toBe("passkey_wrong");
      expect(await findCurrentUser(browser.headers)).toBeNull();
    }
  });

  it("as a second factor must be one of whoever is half signed in", async () => {
    const [other] = await newPerson();
    const browser = new TestBrowser();
    const { who } = await signIn(browser, { userId: other.userId });
    expect(who).toBeNull();
    expect(browser.formState).toMatchObject({ form: "second-passkey", error: "passkey_wrong" });
  });

  it("is asked for, besides the password, of whoever is signed in and proves once more that it is them (ASVS 7.5.1)", async () => {
    const browser = new TestBrowser();
    const form = { username: user.email, password, return_to: "/account/security" };
    expect(locationOf(await browser.post(handleSignIn, form))).toBe("/account/security");
    const signedIn = await findCurrentUser(browser.headers);
    expect(signedIn && (await isProofFresh(signedIn))).toBe(false);
    expect(locationOf(await browser.post(handleSignIn, form))).toMatch(/^\/login\/passkey/);
  });

  it("of a suspended account gets nobody in", async () => {
    const db = await getDb();
    await db.user.update({ where: { id: user.userId }, data: { suspendedAt: new Date() } });
    const browser = new TestBrowser();
    expect((await signIn(browser)).who).toBeNull();
    expect(browser.formState?.error).toBe("suspended");
  });
});

describe("adding a passkey", () => {
  it.each<[string, Deviation]>([
    ["by another site", { origin: "https://id.example.net" }],
    ["for another site", { rpId: "example.net" }],
    ["without unlocking the device", { isUnverified: true }],
  ])("made %s is refused", async (_case, deviation) => {
    expect(await add(new PasskeyDevice(ISSUER), owner, deviation)).toBe("wrong");
  });

  it("takes one once, and no other person's", async () => {
    const [, other] = await newPerson();
    expect(await add(device, owner)).toBe("taken");
    expect(await add(device, other)).toBe("taken");
    const { options, sealed } = await requestNewPasskey({ ...owner, name: null }, "a browser");
    const answer = new PasskeyDevice(ISSUER).make(options);
    expect(await finishPasskey(other, { sealed, answer, browserTokens: ["a browser"], isFirst: false })).toBe("over");
    expect(await finishPasskey(owner, { sealed, answer, browserTokens: ["another"], isFirst: false })).toBe("over");
    expect(await finishPasskey(owner, { sealed, answer, browserTokens: ["a browser"], isFirst: false })).toBe("added");
    expect(await finishPasskey(owner, { sealed, answer, browserTokens: ["a browser"], isFirst: false })).toBe("over");
  });

  it(`is refused to whoever has ${MOST_PASSKEYS}, and nothing is stored`, async () => {
    const { userId } = owner;
    const kept = { publicKey: new Uint8Array(), counter: 0, transports: [], aaguid: "", isSynced: false };
    for (let nth = 1; nth < MOST_PASSKEYS; nth += 1) {
      const passkey = { ...kept, credentialId: `${userId}_${nth}` };
      expect(await insertPasskey({ ...owner, isFirst: false }, passkey, new Date())).toBe("stored");
    }
    expect(await add(new PasskeyDevice(ISSUER), owner)).toBe("full");
    expect(await listPasskeys(userId)).toHaveLength(MOST_PASSKEYS);
    const [, someone] = await newPerson();
    expect(await add(new PasskeyDevice(ISSUER), someone)).toBe("added");
  });

  it("asks for one that its device knows and unlocks, and names the account's id alone", async () => {
    const { options } = await requestNewPasskey({ ...owner, name: "User" }, "a browser");
    expect(options).toMatchObject({
      rp: { id: "id.example.org" },
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [{ id: device.credentialId.toString("base64url") }],
    });
    expect(Buffer.from(options.user.id, "base64url").toString("hex")).toBe(user.userId.replaceAll("-", ""));
  });
});

describe("the last way in", () => {
  it("stays: of the password and the last passkey, whoever removes both at once keeps one", async () => {
    const [passkey] = await listPasskeys(user.userId);
    const removed = await Promise.all([
      deletePasskey({ userId: user.userId, passkeyId: passkey?.passkeyId ?? "" }, { mustKeepFactor: false }),
      removePassword(user.userId, new Date()),
    ]);
    expect([
      ["removed", false],
      ["last", true],
    ]).toContainEqual(removed);
  });

  it("is a passkey alone, for an account without a password", async () => {
    expect(await removePassword(user.userId, new Date())).toBe(true);
    expect((await signIn(new TestBrowser())).who).toMatchObject({ userId: user.userId });
    const [passkey] = await listPasskeys(user.userId);
    const own = { userId: user.userId, passkeyId: passkey?.passkeyId ?? "" };
    expect(await deletePasskey(own, { mustKeepFactor: false })).toBe("last");
    const [other] = await newPerson();
    expect(await removePassword(other.userId, new Date())).toBe(false);
  });
});
