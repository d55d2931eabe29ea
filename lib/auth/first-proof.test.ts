import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeClient } from "@/lib/clients/testing/people";
import { listEvents } from "@/lib/db/audit/list-events";
import { getDb } from "@/lib/db/driver/database";
import { newId } from "@/lib/db/driver/new-id";
import { listMails } from "@/lib/db/people/mails";
import { insertSession, listSessions } from "@/lib/db/people/sessions";
import { findCredentials } from "@/lib/db/people/users";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { operator } from "./actor";
import { findCurrentUser } from "./current-user";
import { handleMailedSignIn, handleMailedSignInConfirm } from "./handle-mailed-sign-in";
import { handleReset, handleResetConfirm } from "./handle-reset";
import { handleSignIn } from "./handle-sign-in";
import { verifyPassword } from "./password";
import { getPasswordPool } from "./password-pool";
import { locationOf, TestBrowser } from "./testing/browser";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

const planted = "four quiet grey herons";
const chosen = "seven loud white pelicans";
let email = "";
let userId = "";
let counter = 0;

/** An account as an import makes it of somebody who registered another person's address elsewhere, and then uses it. */
beforeEach(async () => {
  counter += 1;
  email = `victim-${counter}@example.org`;
  userId = (await createAccount({ email, password: planted }))?.userId ?? "";
  const db = await getDb();
  await db.user.update({ where: { id: userId }, data: { emailVerifiedAt: null } });
});

async function plant(): Promise<void> {
  const db = await getDb();
  const now = new Date();
  const id = () => newId(now.getTime());
  await db.upstream.upsert({
    where: { id: "google" },
    create: {
      id: "google",
      preset: "google",
      name: "Google",
      clientId: "c",
      secretJwe: "sealed",
      allowsSignUp: false,
      isOn: true,
      createdAt: now,
    },
    update: {},
  });
  await db.upstreamLink.create({
    data: { id: id(), userId, upstreamId: "google", issuer: "https://g.example", subject: userId, createdAt: now },
  });
  await db.authenticator.create({
    data: { id: id(), userId, secretJwe: "sealed", confirmedAt: now, lastStep: 0, createdAt: now },
  });
  await db.recoveryCode.create({ data: { codeHash: `of ${userId}`, userId, createdAt: now } });
  await db.rememberedBrowser.create({
    data: { id: id(), userId, tokenHash: `of ${userId}`, createdAt: now, lastUsedAt: now, expiresAt: later(now) },
  });
  await db.passkey.create({
    data: {
      id: id(),
      userId,
      credentialId: `of ${userId}`,
      publicKey: new Uint8Array([1]),
      counter: 0n,
      transports: [],
      aaguid: newId(),
      isSynced: false,
      createdAt: now,
    },
  });
  const seen = { authenticatedAt: now, createdAt: now, lastSeenAt: now, ipAddress: null, userAgent: null };
  const sessionId = id();
  await insertSession({ ...seen, sessionId, userId, amr: ["pwd"], tokenHash: sessionId, expiresAt: later(now) });
  const { clientId } = await makeClient(operator);
  await db.consent.create({ data: { id: id(), userId, clientId, createdAt: now, updatedAt: now } });
  const given = { userId, clientId, sessionId, scopes: ["openid"], authenticatedAt: now, amr: ["pwd"], createdAt: now };
  await db.grant.create({ data: { grantId: id(), ...given } });
}

const later = (now: Date) => new Date(now.getTime() + 86_400_000);

/** What of it would still let somebody in, or an app. */
async function listLeft(): Promise<string[]> {
  const db = await getDb();
  const where = { userId };
  const counts = {
    links: await db.upstreamLink.count({ where }),
    authenticators: await db.authenticator.count({ where }),
    recoveryCodes: await db.recoveryCode.count({ where }),
    browsers: await db.rememberedBrowser.count({ where }),
    passkeys: await db.passkey.count({ where }),
    consents: await db.consent.count({ where }),
    grants: await db.grant.count({ where: { userId, revokedAt: null } }),
  };
  return Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [name] : []));
}

const isPassword = async (password: string) =>
  verifyPassword(password, (await findCredentials(email))?.passwordHash ?? null);
const mailsOf = async () => (await listMails(50)).filter(({ recipient }) => recipient === email);
const isProved = async () =>
  (await (await getDb()).user.findUnique({ where: { id: userId } }))?.emailVerifiedAt !== null;
const tokenIn = (body = "") => /token=([\w-]+)/.exec(body)?.[1] ?? "";

async function signInByMail(browser = new TestBrowser()): Promise<TestBrowser> {
  await browser.post(handleMailedSignIn, { username: email });
  const [mail] = await mailsOf();
  const code = /\d{4} \d{4}/.exec(mail?.body ?? "")?.[0] ?? "";
  await browser.post(handleMailedSignInConfirm, { code });
  return browser;
}

describe("the first proof of an address that nobody proved", () => {
  it("by a mailed sign-in takes away all that was in the account, and signs its owner in without it", async () => {
    await plant();
    expect(await listLeft()).toHaveLength(7);
    const thief = new TestBrowser();
    await thief.post(handleSignIn, { username: email, password: planted });
    const owner = await signInByMail();
    expect(await findCurrentUser(owner.headers)).toMatchObject({ email, amr: ["otp"] });
    expect(await isProved()).toBe(true);
    expect(await listLeft()).toEqual([]);
    expect(await isPassword(planted)).toBe(false);
    expect((await listSessions(userId, new Date())).map(({ amr }) => amr)).toEqual([["otp"]]);
    const [told] = (await mailsOf()).filter(({ subject }) => subject.includes("is confirmed"));
    expect(told?.body).toContain("first proof that the address of this account is yours");
    const events = await listEvents({ userId, limit: 5 });
    expect(events.find(({ type }) => type === "email.proved")?.data).toEqual({ hadWaysIn: true, endedSessions: 1 });
  });

  it("by a new password takes away all but that", async () => {
    await plant();
    const owner = new TestBrowser();
    await owner.post(handleReset, { email });
    const token = tokenIn((await mailsOf())[0]?.body);
    const done = await owner.post(handleResetConfirm, { token, password: chosen });
    expect(locationOf(done)).toBe("/account/security");
    expect(await isProved()).toBe(true);
    expect(await listLeft()).toEqual([]);
    expect([await isPassword(chosen), await isPassword(planted)]).toEqual([true, false]);
    expect((await mailsOf())[0]?.body).toContain("first proof that the address of this account is yours");
  });

  it("ends a sign-in with the old password that is under way, and a session in the owner's own browser", async () => {
    const browser = new TestBrowser();
    await browser.post(handleSignIn, { username: email, password: planted });
    const [before] = await listSessions(userId, new Date());
    await signInByMail(browser);
    const after = await listSessions(userId, new Date());
    expect(after).toHaveLength(1);
    expect(after[0]?.sessionId).not.toBe(before?.sessionId);
    expect(await findCurrentUser(browser.headers)).toMatchObject({ email });
  });

  it("voids the code of a new address that waits, and every other mailed one", async () => {
    await new TestBrowser().post(handleReset, { email });
    await signInByMail();
    const db = await getDb();
    expect(await db.emailCode.count({ where: { userId, consumedAt: null } })).toBe(0);
  });

  it("tells nobody anything where there was nothing, as of people whom a directory made", async () => {
    const db = await getDb();
    await db.user.update({ where: { id: userId }, data: { passwordHash: null, passwordChangedAt: null } });
    await signInByMail();
    expect(await isProved()).toBe(true);
    expect((await mailsOf()).filter(({ subject }) => subject.includes("is confirmed"))).toEqual([]);
  });

  it("counts once of two at the same moment", async () => {
    await plant();
    const browsers = [new TestBrowser(), new TestBrowser()];
    for (const browser of browsers) await browser.post(handleMailedSignIn, { username: email });
    const tokens = (await mailsOf()).map(({ body }) => tokenIn(body));
    await Promise.all(browsers.map((each, n) => each.post(handleMailedSignInConfirm, { token: tokens[n] ?? "" })));
    const events = await listEvents({ userId, limit: 10 });
    expect(events.filter(({ type }) => type === "email.proved")).toHaveLength(1);
    expect(await listLeft()).toEqual([]);
  });

  it("is none where the account is suspended", async () => {
    await plant();
    const browser = new TestBrowser();
    await browser.post(handleMailedSignIn, { username: email });
    const token = tokenIn((await mailsOf())[0]?.body);
    await (await getDb()).user.update({ where: { id: userId }, data: { suspendedAt: new Date() } });
    await browser.post(handleMailedSignInConfirm, { token });
    expect(browser.formState?.error).toBe("suspended");
    expect([await isProved(), (await listLeft()).length]).toEqual([false, 7]);
  });
});

it("a later mailed sign-in of an address that was proved takes nothing away", async () => {
  await (await getDb()).user.update({ where: { id: userId }, data: { emailVerifiedAt: new Date() } });
  await plant();
  await signInByMail();
  expect(await listLeft()).toHaveLength(7);
  expect(await isPassword(planted)).toBe(true);
});
