import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { findCurrentUser } from "../auth/current-user";
import { handleMailedSignIn, handleMailedSignInConfirm } from "../auth/handle-mailed-sign-in";
import { handleSignIn } from "../auth/handle-sign-in";
import { findKeepLink, handleKeepAccount } from "../auth/keep-account";
import { getPasswordPool } from "../auth/password-pool";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { deleteUser, resumeUser, suspendUser } from "../db/people/standing";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import type { ActingUser } from "./acting-user";
import { deleteLeftAccounts, deleteOwnAccount, LEAVING_DAYS } from "./delete-account";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const password = "four quiet grey herons";
const DAY = 86_400_000;
let count = 0;
let email = "";
let browser: TestBrowser;
let person: ActingUser;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  count += 1;
  email = `leaver-${count}@example.org`;
  await createAccount({ email, password });
  browser = new TestBrowser();
  await signIn();
  person = await whoIsHere();
});
afterAll(() => getPasswordPool().close());

const signIn = () => browser.post(handleSignIn, { username: email, password });

async function whoIsHere(): Promise<ActingUser> {
  const user = await findCurrentUser(browser.headers);
  if (!user) throw new Error("nobody is signed in");
  return { ...user, source: "command line", answerLocale: "en" };
}

async function readLink(): Promise<string> {
  const mail = (await listMails(20)).find(({ recipient, body }) => recipient === email && body.includes("token="));
  return /token=([\w-]{43})/.exec(mail?.body ?? "")?.[1] ?? "";
}

const later = (days: number) => new Date(Date.now() + days * DAY);
const row = async () => (await getDb()).user.findUnique({ where: { email } });

describe("a person who leaves", () => {
  it("is signed out at once, and so are the apps; what they type has to be their address", async () => {
    await allowApp(person.userId, WEB_CLIENT.clientId);
    expect(await deleteOwnAccount(person, "other@example.org", new Date())).toEqual({ problem: "otherEmail" });
    expect(await findCurrentUser(browser.headers)).not.toBeNull();
    expect(await deleteOwnAccount(person, ` ${email.toUpperCase()} `, new Date())).toHaveProperty("deleteAt");
    expect(await findCurrentUser(browser.headers)).toBeNull();
    const db = await getDb();
    const where = { userId: person.userId, revokedAt: null };
    expect([await db.grant.count({ where }), await db.session.count({ where })]).toEqual([0, 0]);
    await signIn();
    expect(browser.formState).toMatchObject({ error: "leaving" });
  });

  it("types an address whose domain has other letters in either of its two forms (RFC 5891 §4.4)", async () => {
    for (const typed of [`leaver-${count}@bücher.example`, `leaver-${count}@xn--bcher-kva.example`]) {
      email = `leaver-${count}@bücher.example`;
      await createAccount({ email, password });
      await signIn();
      expect(await deleteOwnAccount(await whoIsHere(), typed, new Date())).toHaveProperty("deleteAt");
      await (await getDb()).user.deleteMany({ where: { email: { endsWith: "bcher-kva.example" } } });
    }
  });

  it("has to have proved who they are within ten minutes (ASVS 7.5.1)", async () => {
    await expect(deleteOwnAccount(person, email, new Date(Date.now() + 601_000))).rejects.toThrow("ten minutes");
    expect((await row())?.deleteAt).toBeNull();
  });

  it("keeps the account by the mailed link, once, and nothing from before works again", async () => {
    const before = browser.headers;
    await deleteOwnAccount(person, email, new Date());
    const token = await readLink();
    expect(await findKeepLink(token)).toMatchObject({ kind: "leaving", email });
    const opened = new TestBrowser();
    const kept = await opened.post(handleKeepAccount, { token });
    expect(locationOf(kept)).toBe("/keep-account?kept=1");
    expect(await findCurrentUser(opened.headers)).toBeNull();
    expect(await findCurrentUser(before)).toBeNull();
    expect(locationOf(await signIn())).toBe("/account");
    await opened.post(handleKeepAccount, { token });
    expect(opened.formState).toMatchObject({ error: "over" });
    expect(await findKeepLink(token)).toEqual({ kind: "kept" });
  });

  it("is gone after fourteen days with all that hangs on them, and is told", async () => {
    await allowApp(person.userId, WEB_CLIENT.clientId);
    await deleteOwnAccount(person, email, new Date());
    const token = await readLink();
    await deleteLeftAccounts(later(LEAVING_DAYS - 1));
    expect(await row()).not.toBeNull();
    await deleteLeftAccounts(later(LEAVING_DAYS + 1));
    expect(await row()).toBeNull();
    const db = await getDb();
    expect(await db.consent.count({ where: { userId: person.userId } })).toBe(0);
    expect(await findKeepLink(token)).toEqual({ kind: "deleted" });
    // What says so is about nobody, and goes too.
    const [link] = await db.emailCode.findMany({
      where: { purpose: "keep_account" },
      orderBy: { id: "desc" },
      take: 1,
    });
    expect(link).toMatchObject({ userId: null, email: "" });
    await new TestBrowser().post(handleKeepAccount, { token });
    expect(await row()).toBeNull();
    expect((await listMails(5))[0]).toMatchObject({ recipient: email, subject: expect.stringContaining("is deleted") });
  });

  it("is told by the link that the account is deleted, if an administrator did that meanwhile; and nothing by another", async () => {
    await deleteOwnAccount(person, email, new Date());
    const token = await readLink();
    expect(await deleteUser(person.userId, null, new Date())).toMatchObject({ change: "done" });
    expect(await findKeepLink(token)).toEqual({ kind: "deleted" });
    expect(await findKeepLink("")).toEqual({ kind: "unknown" });
    expect(await findKeepLink(`${token}x`)).toEqual({ kind: "unknown" });
  });

  it("is told of the deletion, and of no suspension, by a mailed code from before", async () => {
    const opened = new TestBrowser();
    await opened.post(handleMailedSignIn, { username: email });
    const [mail] = (await listMails(5)).filter(({ recipient }) => recipient === email);
    await deleteOwnAccount(person, email, new Date());
    await opened.post(handleMailedSignInConfirm, { code: /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "" });
    expect(opened.formState).toMatchObject({ error: "leaving" });
    expect(await findCurrentUser(opened.headers)).toBeNull();
  });

  it("who used the link at the last moment is not deleted, and who comes too late keeps nothing", async () => {
    await deleteOwnAccount(person, email, new Date());
    const token = await readLink();
    expect(await findKeepLink(token, later(LEAVING_DAYS + 1))).toEqual({ kind: "deleted" });
    await new TestBrowser().post(handleKeepAccount, { token });
    await deleteLeftAccounts(later(LEAVING_DAYS + 1));
    expect((await row())?.suspendedAt).toBeNull();
  });

  it("is let in again by an administrator, and then not deleted", async () => {
    await deleteOwnAccount(person, email, new Date());
    await resumeUser(person.userId, "everybody", new Date());
    await deleteLeftAccounts(later(LEAVING_DAYS + 1));
    expect(await row()).toMatchObject({ suspendedAt: null, deleteAt: null });
  });

  it("stays out when an administrator suspends them meanwhile, whatever link they have", async () => {
    await deleteOwnAccount(person, email, new Date());
    const token = await readLink();
    expect(await suspendUser(person.userId, "everybody", new Date())).toMatchObject({ change: "done" });
    const opened = new TestBrowser();
    await opened.post(handleKeepAccount, { token });
    expect(opened.formState).toMatchObject({ error: "over" });
    expect(await findKeepLink(token)).toEqual({ kind: "unknown" });
    await deleteLeftAccounts(later(LEAVING_DAYS + 1));
    expect(await row()).toMatchObject({ suspendedAt: expect.any(Date), deleteAt: null });
  });

  it("cannot while they own an app, nor while nobody else administers the portal", async () => {
    const db = await getDb();
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: person.userId } });
    expect(await deleteOwnAccount(person, email, new Date())).toEqual({ problem: "ownsApps" });
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { deletedAt: new Date() } });
    await db.user.updateMany({ data: { isAdmin: false } });
    await db.user.update({ where: { email }, data: { isAdmin: true } });
    expect(await deleteOwnAccount(person, email, new Date())).toEqual({ problem: "lastAdministrator" });
    expect(await row()).toMatchObject({ suspendedAt: null, deleteAt: null });
  });

  it("asks twice at the same moment, and gets one link", async () => {
    const both = await Promise.all([1, 2].map(() => deleteOwnAccount(person, email, new Date())));
    expect(both).toEqual([{ deleteAt: expect.any(Date) }, { deleteAt: expect.any(Date) }]);
    const links = (await getDb()).emailCode.count({ where: { userId: person.userId, purpose: "keep_account" } });
    expect(await links).toBe(1);
  });
});
