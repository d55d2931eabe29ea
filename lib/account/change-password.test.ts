import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { getAuthenticatorKey } from "../auth/authenticator";
import { isKnownBrowser, rememberPerson } from "../auth/known-browser";
import { verifyPassword } from "../auth/password";
import { TestBrowser } from "../auth/testing/browser";
import { listEvents } from "../db/audit/list-events";
import { listMails } from "../db/people/mails";
import { insertPasskey } from "../db/people/passkeys";
import { findPasswordHash } from "../db/people/profiles";
import { insertRememberedBrowser, listRememberedBrowsers } from "../db/people/remembered-browsers";
import { insertSession, listSessions } from "../db/people/sessions";
import { findUser } from "../db/people/users";
import { newAuthenticator } from "../db/testing/new-authenticator";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { at, START } from "../oauth/testing/fixtures";
import type { ActingUser } from "./acting-user";
import { changePassword } from "./change-password";

useTestDatabase();

const current = "violet kettle harbour";
const next = "copper meadow lantern";
let me: ActingUser;
let counter = 0;

beforeEach(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  await seedStore({ subjects: [], clients: [], resources: [], scopes: [] });
  counter += 1;
  const email = `user-${counter}@example.org`;
  const user = await createAccount({ email, password: current }, START);
  if (!user) throw new Error("the account exists");
  const sessionId = `018f4a00-0000-7000-8000-0000${String(counter).padStart(8, "0")}`;
  me = {
    userId: user.userId,
    email,
    name: null,
    locale: null,
    picturePath: null,
    isAdmin: false,
    isSupport: false,
    browsersForgottenAt: null,
    sessionId,
    authenticatedAt: START,
    amr: ["pwd"],
    source: { ipAddress: null, requestId: null },
    answerLocale: "en",
  };
  for (const id of [sessionId, sessionId.replace("018f", "018e")]) {
    await insertSession({
      sessionId: id,
      tokenHash: `hash of ${id}`,
      userId: user.userId,
      authenticatedAt: START,
      amr: ["pwd"],
      ipAddress: null,
      userAgent: null,
      createdAt: START,
      lastSeenAt: START,
      expiresAt: at(86_400),
    });
  }
});
afterEach(() => {
  resetEnv();
  resetMasterKey();
});

const change = (input: Partial<Parameters<typeof changePassword>[1]> = {}) =>
  changePassword(me, { current, next, endOtherSessions: true, ...input }, at(10));

const isPassword = async (password: string) => verifyPassword(password, await findPasswordHash(me.userId));

describe("a new password", () => {
  it("takes the place of the one that was proved, and of no other: of two changes at once, one counts", async () => {
    const others = ["copper meadow lantern", "seven amber bridges"];
    const results = await Promise.all(others.map((each) => change({ next: each, endOtherSessions: false })));
    const refused = { kind: "refused", field: "current", problem: "wrongCurrent" };
    expect(results.map(({ kind }) => kind).sort()).toEqual(["changed", "refused"]);
    expect(results).toContainEqual(refused);
    const winner = others[results.findIndex(({ kind }) => kind === "changed")] ?? "";
    expect(await isPassword(winner)).toBe(true);
  });

  it("replaces the old one, ends other sessions, is recorded and told by mail", async () => {
    expect(await change()).toEqual({ kind: "changed", endedSessions: 1 });
    expect(await isPassword(next)).toBe(true);
    expect(await isPassword(current)).toBe(false);
    expect((await listSessions(me.userId, at(11))).map((session) => session.sessionId)).toEqual([me.sessionId]);
    expect(await listEvents({ userId: me.userId, type: "password.changed", limit: 5 })).toHaveLength(1);
    expect((await listMails(5)).filter((mail) => mail.recipient === me.email)).toHaveLength(1);
  });

  it("ends the key of an authenticator app that waits for its first code: others may have seen it", async () => {
    const { key } = await getAuthenticatorKey(me, me.sessionId, at(5));
    await change({ next: "short" });
    expect((await getAuthenticatorKey(me, me.sessionId, at(10))).key).toBe(key);
    await change();
    expect((await getAuthenticatorKey(me, me.sessionId, at(11))).key).not.toBe(key);
  });

  it("makes every browser unknown, and none stands for a second factor any more: others may have one", async () => {
    const browser = new TestBrowser();
    const before = await findUser(me.userId);
    if (!before) throw new Error("the account is gone");
    const headers = new Headers({ cookie: rememberPerson(browser.headers, before, "a browser") });
    const remembered = { tokenHash: `remembered ${counter}`, userAgent: null, expiresAt: at(86_400) };
    const authenticatorId = await newAuthenticator(me.userId, at(1));
    await insertRememberedBrowser(me, { ...remembered, authenticatorId }, at(1));
    me = { ...me, amr: ["pwd", "otp", "mfa"], authenticatedAt: at(1) };
    expect(isKnownBrowser(headers, before, "a browser")).toBe(true);
    await change({ next: "short" });
    expect(await listRememberedBrowsers(me.userId, at(10))).toHaveLength(1);
    await change({ endOtherSessions: false });
    const after = await findUser(me.userId);
    expect(after && isKnownBrowser(headers, after, "a browser")).toBe(false);
    expect(await listRememberedBrowsers(me.userId, at(10))).toEqual([]);
    // The one where the password was changed learns it: the moment is what its new mark is made with.
    expect(after?.browsersForgottenAt).toEqual(at(10));
  });

  it("is not looked for in the lists of common ones any number of times", async () => {
    const tries: string[] = [];
    for (let n = 0; n < 35; n += 1) tries.push((await change({ next: "short" })).kind);
    expect(tries).toEqual([...Array(30).fill("refused"), ...Array(5).fill("limited")]);
  });

  it("leaves other sessions when the person wants that", async () => {
    expect(await change({ endOtherSessions: false })).toEqual({ kind: "changed", endedSessions: 0 });
    expect(await listSessions(me.userId, at(11))).toHaveLength(2);
  });

  it.each([
    ["without the current one", { current: "" }, "current", "missingCurrent"],
    ["with a wrong current one", { current: "violet kettle harbor" }, "current", "wrongCurrent"],
    ["that is too short", { next: "short" }, "next", "short"],
    ["that is the old one", { next: current }, "next", "same"],
    ["that is empty", { next: "" }, "next", "empty"],
  ] as const)("is refused %s, and nothing changes", async (_name, input, field, problem) => {
    expect(await change(input)).toEqual({ kind: "refused", field, problem });
    expect(await isPassword(current)).toBe(true);
    expect(await listSessions(me.userId, at(11))).toHaveLength(2);
  });

  it("takes the second factor of whoever has one, besides the current password (ASVS 7.5.1)", async () => {
    await insertPasskey(
      { ...me, isFirst: false },
      {
        credentialId: `credential ${counter}`,
        publicKey: new Uint8Array(),
        counter: 0,
        transports: [],
        aaguid: "00000000-0000-0000-0000-000000000000",
        isSynced: false,
      },
      START,
    );
    expect(await change()).toEqual({ kind: "stale" });
    expect(await isPassword(current)).toBe(true);
    me = { ...me, amr: ["pop", "user", "mfa"], authenticatedAt: at(-591) };
    expect(await change(), "an old proof").toEqual({ kind: "stale" });
    me = { ...me, authenticatedAt: at(-589) };
    expect(await change()).toMatchObject({ kind: "changed" });
  });

  it("cannot be reached by guessing the current one", async () => {
    for (let tries = 0; tries < 10; tries += 1) await change({ current: `a wrong guess ${tries}` });
    expect(await change(), "even the right one has to wait").toMatchObject({ kind: "limited" });
    expect(await isPassword(current)).toBe(true);
  });
});
