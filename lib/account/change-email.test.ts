import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { operator } from "../auth/actor";
import { getAuthenticatorKey } from "../auth/authenticator";
import { findCurrentUser } from "../auth/current-user";
import { findPersonOf } from "../auth/half-signed-in";
import { handleMailedSignIn, handleMailedSignInConfirm } from "../auth/handle-mailed-sign-in";
import { handleReset, handleResetConfirm } from "../auth/handle-reset";
import { handleSignIn } from "../auth/handle-sign-in";
import { getPasswordPool } from "../auth/password-pool";
import { createResetLink } from "../auth/reset-link";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { findUndo, handleUndoEmail } from "../auth/undo-email";
import { getDb } from "../db/driver/database";
import { findPendingAuthenticator, insertPendingAuthenticator } from "../db/people/authenticators";
import { listMails, type StoredMail } from "../db/people/mails";
import { insertPasskey, listPasskeys } from "../db/people/passkeys";
import { findPasswordHash } from "../db/people/profiles";
import { countRecoveryCodes, replaceRecoveryCodes } from "../db/people/recovery-codes";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import type { ActingUser } from "./acting-user";
import { confirmNewEmail, findNewEmail, findNewEmailByLink, giveUpNewEmail, requestNewEmail } from "./change-email";
import { deleteOwnAccount } from "./delete-account";

useTestDatabase();

const ENVIRONMENT = { PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" };
const password = "four quiet grey herons";
const DAY = 86_400_000;
let count = 0;
let old = "";
let next = "";
let browser: TestBrowser;
let me: ActingUser;

beforeAll(() => {
  resetEnv(ENVIRONMENT);
  resetMasterKey("a secret for tests, 32 characters and more");
});
beforeEach(async () => {
  count += 1;
  old = `mover-${count}@example.org`;
  next = `moved-${count}@example.org`;
  await createAccount({ email: old, password });
  browser = new TestBrowser();
  await signIn(browser, old);
  me = await whoIsAt(browser);
});
afterAll(() => getPasswordPool().close());

const signIn = (at: TestBrowser, username: string) => at.post(handleSignIn, { username, password });

async function whoIsAt(at: TestBrowser): Promise<ActingUser> {
  const user = await findCurrentUser(at.headers);
  if (!user) throw new Error("nobody is signed in");
  return { ...user, source: "command line", answerLocale: "en" };
}

const mailsTo = async (email: string): Promise<StoredMail[]> =>
  (await listMails(50)).filter(({ recipient }) => recipient === email);

const readCode = async (email: string) =>
  /code is (\d{4} \d{4})/.exec((await mailsTo(email))[0]?.body ?? "")?.[1] ?? "";
const readToken = async (email: string) => /token=([\w-]{43})/.exec((await mailsTo(email))[0]?.body ?? "")?.[1] ?? "";
const emailOf = async ({ userId }: ActingUser) =>
  (await (await getDb()).user.findUnique({ where: { id: userId } }))?.email;
const later = (days: number) => new Date(Date.now() + days * DAY);

/** The change from its request to the code. Answers the secret of the link that undoes it. */
async function move(to = next): Promise<string> {
  const from = await emailOf(me);
  await requestNewEmail(me, to, new Date());
  expect(await confirmNewEmail(me, { code: await readCode(to) }, new Date())).toEqual({ kind: "changed", email: to });
  return readToken(from ?? "");
}

describe("a person who asks for another address", () => {
  it("has to have proved who they are within ten minutes (ASVS 7.5.1)", async () => {
    await expect(requestNewEmail(me, next, new Date(Date.now() + 601_000))).rejects.toThrow("ten minutes");
    expect(await mailsTo(next)).toEqual([]);
  });

  it("keeps the old one until the code is typed that was mailed to the new one", async () => {
    expect(await requestNewEmail(me, ` ${next.toUpperCase()} `, new Date())).toEqual({ kind: "asked" });
    expect([await emailOf(me), await findNewEmail(me, new Date())]).toEqual([old, next]);
    expect(await confirmNewEmail(me, { code: "0000 0000" }, new Date())).toEqual({ kind: "wrong" });
    expect(await emailOf(me)).toBe(old);
    const code = await readCode(next);
    expect(await confirmNewEmail(me, { code }, new Date())).toEqual({ kind: "changed", email: next });
    expect(await emailOf(me)).toBe(next);
    expect(await confirmNewEmail(me, { code }, new Date())).toEqual({ kind: "over" });
    expect(locationOf(await signIn(new TestBrowser(), next))).toBe("/account");
    const stranger = new TestBrowser();
    await signIn(stranger, old);
    expect(stranger.formState).toMatchObject({ error: "wrong" });
  });

  it("confirms it by the mailed link, once, where they are signed in; nobody else can (ASVS 6.5.5)", async () => {
    await requestNewEmail(me, next, new Date());
    const token = await readToken(next);
    const now = new Date();
    const otherEmail = `bystander-${count}@example.org`;
    await createAccount({ email: otherEmail, password });
    const elsewhere = new TestBrowser();
    await signIn(elsewhere, otherEmail);
    const other = await whoIsAt(elsewhere);
    expect(await findNewEmailByLink(other, token, now)).toBeNull();
    expect(await confirmNewEmail(other, { token }, now)).toEqual({ kind: "over" });
    expect(await findNewEmailByLink(me, token, now)).toBe(next);
    expect(await findNewEmailByLink(me, token, new Date(Date.now() + 601_000))).toBeNull();
    expect(await confirmNewEmail(me, { token }, new Date(Date.now() + 601_000))).toEqual({ kind: "over" });
    const both = await Promise.all([1, 2].map(() => confirmNewEmail(me, { token }, now)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["changed", "over"]);
  });

  it("can give it up: the code and the link that were mailed do nothing then, and another person's go on", async () => {
    await requestNewEmail(me, next, new Date());
    const [code, token] = [await readCode(next), await readToken(next)];
    const elsewhere = new TestBrowser();
    await createAccount({ email: `bystander-${count}@example.org`, password });
    await signIn(elsewhere, `bystander-${count}@example.org`);
    const other = await whoIsAt(elsewhere);
    expect(await giveUpNewEmail(other, new Date())).toBe(false);
    expect(await findNewEmail(me, new Date())).toBe(next);
    const both = await Promise.all([1, 2].map(() => giveUpNewEmail(me, new Date())));
    expect(both.sort()).toEqual([false, true]);
    expect(await findNewEmail(me, new Date())).toBeNull();
    expect(await confirmNewEmail(me, { code }, new Date())).toEqual({ kind: "over" });
    expect(await confirmNewEmail(me, { token }, new Date())).toEqual({ kind: "over" });
    expect(await emailOf(me)).toBe(old);
  });

  it("gets five tries at a code and no more", async () => {
    await requestNewEmail(me, next, new Date());
    const code = await readCode(next);
    const wrong = code === "0000 0000" ? "1111 1111" : "0000 0000";
    for (let n = 0; n < 5; n += 1) expect((await confirmNewEmail(me, { code: wrong }, new Date())).kind).toBe("wrong");
    expect(await confirmNewEmail(me, { code }, new Date())).toEqual({ kind: "over" });
    expect(await emailOf(me)).toBe(old);
  });

  it("learns nothing of whether the address has an account; its owner learns that somebody tried (ASVS 6.3.8)", async () => {
    await createAccount({ email: next, password });
    expect(await requestNewEmail(me, next, new Date())).toEqual({ kind: "asked" });
    expect(await findNewEmail(me, new Date())).toBe(next);
    const [mail, ...more] = await mailsTo(next);
    expect(more).toEqual([]);
    expect(mail?.subject).toContain("Somebody tried to use your address");
    expect(mail?.body).not.toMatch(/\d{4} \d{4}|token=/);
    expect(mail?.body).not.toContain(old);
  });

  it("comes too late when somebody else made an account with it meanwhile, and nothing is changed", async () => {
    await requestNewEmail(me, next, new Date());
    const code = await readCode(next);
    await createAccount({ email: next, password });
    expect(await confirmNewEmail(me, { code }, new Date())).toEqual({ kind: "over" });
    expect(await emailOf(me)).toBe(old);
    expect(await mailsTo(old)).toEqual([]);
  });

  it.each([
    ["", "noEmail"],
    ["nobody", "badEmail"],
    ["user@example.org\r\nBcc: other@example.org", "badEmail"],
    ["user@example.org\nSubject: hello", "badEmail"],
    ["user@example.org, other@example.org", "badEmail"],
    ["\u0443ser@example.org", "badEmail"],
    ["user@example.org\u202e", "badEmail"],
    [`${"a".repeat(250)}@example.org`, "badEmail"],
  ])("is told that %j is no address, and nothing is mailed", async (typed, problem) => {
    const before = (await listMails(50)).length;
    expect(await requestNewEmail(me, typed, new Date())).toEqual({ kind: "refused", problem });
    expect((await listMails(50)).length).toBe(before);
  });

  it("sees an address with look-alike letters as mail servers write it: Cyrillic in the domain", async () => {
    await requestNewEmail(me, "user@ex\u0430mple.org", new Date());
    expect(await findNewEmail(me, new Date())).toBe("user@xn--exmple-4nf.org");
  });

  it("cannot take their own address again, nor flood others with mail", async () => {
    expect(await requestNewEmail(me, old.toUpperCase(), new Date())).toEqual({ kind: "refused", problem: "sameEmail" });
    for (let n = 0; n < 10; n += 1) await requestNewEmail(me, next, new Date());
    expect((await mailsTo(next)).length).toBe(6);
    expect(await requestNewEmail(me, next, new Date())).toMatchObject({ kind: "limited" });
  });

  it("does not use up the codes by which somebody else gets into their account", async () => {
    await createAccount({ email: next, password });
    for (let n = 0; n < 8; n += 1) await requestNewEmail(me, next, new Date());
    await new TestBrowser().post(handleReset, { email: next });
    expect(await readToken(next)).toHaveLength(43);
  });

  it("stays within the domains whose people may have accounts, where the operator named some", async () => {
    resetEnv({ ...ENVIRONMENT, PORTICO_SIGN_UP: "domains", PORTICO_SIGN_UP_DOMAINS: "example.org" });
    const elsewhere = await requestNewEmail(me, "user@example.net", new Date());
    const within = await requestNewEmail(me, next, new Date());
    resetEnv(ENVIRONMENT);
    expect([elsewhere, within]).toEqual([{ kind: "refused", problem: "foreignDomain" }, { kind: "asked" }]);
  });

  it("can use only the newest code", async () => {
    await requestNewEmail(me, `first-${next}`, new Date(Date.now() - 1000));
    const first = await readCode(`first-${next}`);
    await requestNewEmail(me, next, new Date());
    expect(await confirmNewEmail(me, { code: first }, new Date())).toEqual({ kind: "wrong" });
  });
});

describe("after a change of the address", () => {
  it("apps get the new one, confirmed", async () => {
    const db = await getDb();
    await db.user.update({ where: { id: me.userId }, data: { emailVerifiedAt: null } });
    await requestNewEmail(me, next, new Date());
    expect(await oauthStore.findSubject(me.userId)).toMatchObject({ email: old, emailVerified: false });
    await confirmNewEmail(me, { code: await readCode(next) }, new Date());
    expect(await oauthStore.findSubject(me.userId)).toMatchObject({ email: next, emailVerified: true });
  });

  it("codes and links that were mailed to the old one, or handed over, do nothing", async () => {
    const stranger = new TestBrowser();
    await stranger.post(handleMailedSignIn, { username: old });
    const code = await readCode(old);
    const token = await readToken(old);
    const resetter = new TestBrowser();
    await resetter.post(handleReset, { email: old });
    const resetToken = await readToken(old);
    const made = await createResetLink(operator, me.userId);
    const handed = made.kind === "made" ? (new URL(made.link).searchParams.get("token") ?? "") : "";
    await move();
    await stranger.post(handleMailedSignInConfirm, { code, token: "" });
    expect(stranger.formState).toMatchObject({ error: "over" });
    await stranger.post(handleMailedSignInConfirm, { code: "", token });
    expect(stranger.formState).toMatchObject({ error: "over" });
    for (const link of [resetToken, handed]) {
      expect(link).toHaveLength(43);
      await resetter.post(handleResetConfirm, { code: "", token: link, password: "six pale owls in a row" });
      expect(resetter.formState).toMatchObject({ error: "over" });
    }
    expect(await findCurrentUser(stranger.headers)).toBeNull();
  });

  it("a code that was asked for in the same moment, for the old one, does nothing either", async () => {
    await move();
    const db = await getDb();
    await new TestBrowser().post(handleMailedSignIn, { username: next });
    const token = await readToken(next);
    await db.emailCode.updateMany({ where: { userId: me.userId, purpose: "sign_in" }, data: { email: old } });
    const stranger = new TestBrowser();
    await stranger.post(handleMailedSignInConfirm, { code: "", token });
    expect(stranger.formState).toMatchObject({ error: "over" });
  });

  it("the old one is told at once, and its link brings it back, once, and ends all sessions", async () => {
    const token = await move();
    const [mail] = await mailsTo(old);
    expect(mail?.subject).toContain("was changed");
    expect(mail?.body).toContain(next);
    expect(await findUndo(token)).toEqual({ from: next, to: old });
    const opened = new TestBrowser();
    expect(locationOf(await opened.post(handleUndoEmail, { token }))).toBe("/undo-email?undone=1");
    expect([await findCurrentUser(browser.headers), await findCurrentUser(opened.headers)]).toEqual([null, null]);
    expect(await emailOf(me)).toBe(old);
    expect(await findUndo(token)).toBeNull();
    await opened.post(handleUndoEmail, { token });
    expect(opened.formState).toMatchObject({ error: "over" });
  });

  it("the old one is not told, and cannot come back, if nobody ever proved it: whose it is, nobody knows", async () => {
    await (await getDb()).user.update({ where: { id: me.userId }, data: { emailVerifiedAt: null } });
    const before = (await mailsTo(old)).length;
    await requestNewEmail(me, next, new Date());
    expect(await confirmNewEmail(me, { code: await readCode(next) }, new Date())).toMatchObject({ kind: "changed" });
    expect(await mailsTo(old)).toHaveLength(before);
    expect(await (await getDb()).emailCode.count({ where: { userId: me.userId, purpose: "undo_email" } })).toBe(0);
    // Its true owner makes an account of their own.
    await createAccount({ email: old, password });
  });

  it("its link takes away every way in that was made since: passkeys, apps, recovery codes, the password", async () => {
    const { userId } = me;
    const passkey = (credentialId: string) => ({
      credentialId: `${credentialId} ${count}`,
      publicKey: new Uint8Array(),
      counter: 0,
      transports: [],
      aaguid: "00000000-0000-0000-0000-000000000000",
      isSynced: false,
    });
    const before = new Date(Date.now() - DAY);
    await insertPasskey({ ...me, isFirst: false }, passkey("from before"), before);
    await replaceRecoveryCodes(me, [`from before ${count}`], before);
    me = { ...me, amr: ["pop", "user", "mfa"] };
    const token = await move();
    const since = new Date();
    await insertPasskey({ ...me, isFirst: false }, passkey("made since"), since);
    await insertPendingAuthenticator({ userId, shownTo: me.sessionId }, { secretJwe: "sealed", before }, since);
    const codeHash = `made since ${count}`;
    await (await getDb()).recoveryCode.create({ data: { userId, codeHash, createdAt: since } });
    const changed = { passwordHash: "made since", passwordChangedAt: since };
    await (await getDb()).user.update({ where: { id: userId }, data: changed });
    await new TestBrowser().post(handleUndoEmail, { token });
    expect((await listPasskeys(userId)).map(({ credentialId }) => credentialId)).toEqual([`from before ${count}`]);
    expect(await findPendingAuthenticator({ userId, shownTo: me.sessionId }, before)).toBeNull();
    expect(await countRecoveryCodes(userId)).toBe(1);
    expect(await findPasswordHash(userId)).toBeNull();
  });

  it("its link keeps a password from before", async () => {
    const token = await move();
    await new TestBrowser().post(handleUndoEmail, { token });
    expect(await findPasswordHash(me.userId)).not.toBeNull();
  });

  it("its link ends what whoever got in began: a sign-in, and the key of an authenticator app", async () => {
    const token = await move();
    const { key } = await getAuthenticatorKey(me, me.sessionId);
    await (await getDb()).user.update({ where: { id: me.userId }, data: { passwordChangedAt: null } });
    const half = { userId: me.userId, passwordChangedAt: null, browsersForgottenAt: null };
    expect(await findPersonOf(half)).not.toBeNull();
    await new TestBrowser().post(handleUndoEmail, { token });
    expect(await findPersonOf(half)).toBeNull();
    expect((await getAuthenticatorKey(me, me.sessionId)).key).not.toBe(key);
  });

  it("the link works for seven days", async () => {
    const token = await move();
    expect(await findUndo(token, later(6.99))).not.toBeNull();
    expect(await findUndo(token, later(7.01))).toBeNull();
  });

  it("whoever got in cannot get rid of the link: not by a new password, another change, or closing the account", async () => {
    const token = await move();
    await browser.post(handleReset, { email: next });
    const reset = await readToken(next);
    await browser.post(handleResetConfirm, { code: "", token: reset, password: "six pale owls in a row" });
    const further = `further-${next}`;
    me = await whoIsAt(browser);
    const laterToken = await move(further);
    expect(await deleteOwnAccount(await whoIsAt(browser), further, new Date())).toHaveProperty("deleteAt");
    await new TestBrowser().post(handleUndoEmail, { token });
    const row = await (await getDb()).user.findUnique({ where: { id: me.userId } });
    expect(row).toMatchObject({ email: old, suspendedAt: null, deleteAt: null });
    expect(await findUndo(laterToken)).toBeNull();
  });

  it("the old one is not given back when it has another account by now", async () => {
    const token = await move();
    await createAccount({ email: old, password });
    const opened = new TestBrowser();
    await opened.post(handleUndoEmail, { token });
    expect(opened.formState).toMatchObject({ error: "over" });
    expect(await emailOf(me)).toBe(next);
    expect(await findCurrentUser(browser.headers)).not.toBeNull();
  });

  it("an account that an administrator suspended stays suspended when its old one comes back", async () => {
    const token = await move();
    await (await getDb()).user.update({ where: { id: me.userId }, data: { suspendedAt: new Date() } });
    await new TestBrowser().post(handleUndoEmail, { token });
    const row = await (await getDb()).user.findUnique({ where: { id: me.userId } });
    expect(row).toMatchObject({ email: old, suspendedAt: expect.any(Date) });
  });

  it("the log and the activity say so, without addresses", async () => {
    const token = await move();
    await new TestBrowser().post(handleUndoEmail, { token });
    const events = await (await getDb()).auditEvent.findMany({
      where: { userId: me.userId, type: { startsWith: "email." } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual(["email.change_asked", "email.changed", "email.restored"]);
    expect(JSON.stringify(events)).not.toMatch(/example\.org/);
  });
});

it("somebody whose address has a domain in other letters can type it as they know it, to leave", async () => {
  const email = `leaver-${count}@b\u00fccher.example`;
  await createAccount({ email, password });
  const at = new TestBrowser();
  await signIn(at, email);
  expect(await deleteOwnAccount(await whoIsAt(at), email, new Date())).toHaveProperty("deleteAt");
});
