import { beforeEach, describe, expect, it, vi } from "vitest";
import * as notices from "../auth/notify";
import { flushEvents, queueEvent } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { listConsentVersions } from "../db/people/consent-versions";
import { listMails } from "../db/people/mails";
import { storeSettings } from "../db/portal/settings";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { resetMasterKey } from "../keys/secret";
import { ALICE, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { allowApp } from "./testing/allow-app";
import { endUnusedAccess, keepOwnAccess, listEndingAccesses } from "./unused-access";

useTestDatabase();

const alice = { ...ALICE, source: { ipAddress: "192.0.2.1", requestId: null }, answerLocale: "en" as const };
const { userId } = ALICE;
const { clientId } = WEB_CLIENT;

beforeEach(async () => {
  resetMasterKey("a secret for tests, 32 characters and more");
  await seedStore(CONTRACT_SEED);
  await storeSettings({ unused_access_days: undefined });
  // Mails outlive what a test seeds.
  await (await getDb()).mail.deleteMany();
});

const onDay = (day: number) => new Date(START.getTime() + day * 86_400_000);

/** The daily work of each of these days. */
async function work(...days: number[]) {
  for (const day of days) await endUnusedAccess(onDay(day));
}

async function useOn(day: number) {
  queueEvent(anyEvent({ type: "token.issued", outcome: "ok", userId, clientId, createdAt: onDay(day) }));
  await flushEvents();
}

const isAllowed = async (person = userId) => (await oauthStore.findConsent(person, clientId)) !== null;
const mailsToAlice = async () => (await listMails(100)).filter(({ recipient }) => recipient === ALICE.email);

describe("access that nobody uses", () => {
  it("ends after 90 days with all its tokens, after a mail and the page asked 14 days before", async () => {
    const { accessToken } = await allowApp(userId, clientId);
    await work(75);
    expect(await mailsToAlice()).toEqual([]);
    await work(77, 78, 80);
    const [mail, ...more] = await mailsToAlice();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("1 unused app will lose access to your Portico account");
    expect(mail?.body).toContain("“Calendar”");
    expect(await listEndingAccesses(ALICE, onDay(80))).toMatchObject([{ clientId, endsAt: onDay(91) }]);
    await work(90);
    expect(await isAllowed()).toBe(true);
    await work(92);
    expect(await isAllowed()).toBe(false);
    expect((await oauthStore.findAccessToken(accessToken.tokenHash))?.accessToken.revokedAt).toEqual(onDay(92));
    expect((await listConsentVersions({ userId }, 1))[0]).toMatchObject({ change: "unused", createdAt: onDay(92) });
    const [event] = await listEvents({ userId, clientId, type: "consent.unused", limit: 1 });
    expect(event?.data).toMatchObject({ days: 90, scopes: ["calendar:read", "openid"] });
  });

  it("never ends before its person was asked for 14 days, however long nobody used it", async () => {
    await allowApp(userId, clientId);
    await work(200, 201, 213);
    expect(await isAllowed()).toBe(true);
    await work(215);
    expect(await isAllowed()).toBe(false);
  });

  it("stays when the person keeps it, and they are asked again after as long", async () => {
    await allowApp(userId, clientId);
    await work(77);
    expect(await keepOwnAccess(alice, clientId, onDay(78))).toBe("Calendar");
    expect(await listEndingAccesses(ALICE, onDay(78))).toEqual([]);
    await work(92, 150);
    expect(await isAllowed()).toBe(true);
    await work(155);
    expect(await mailsToAlice()).toHaveLength(2);
  });

  it("stays when the app uses it after its person was asked", async () => {
    await allowApp(userId, clientId);
    await work(77);
    await useOn(80);
    expect(await listEndingAccesses(ALICE, onDay(81))).toEqual([]);
    await work(92, 120);
    expect(await isAllowed()).toBe(true);
  });

  it("is asked about each person by one mail, and is nobody else's to keep", async () => {
    const notes = { ...WEB_CLIENT, clientId: "pt_cl_notes", name: "Build Notes" };
    await seedStore({ ...CONTRACT_SEED, clients: [...CONTRACT_SEED.clients, notes] });
    await allowApp(userId, clientId);
    await allowApp(userId, notes.clientId);
    await allowApp(BOB.userId, clientId);
    await work(77);
    expect((await mailsToAlice()).map(({ subject }) => subject)).toEqual([
      "2 unused apps will lose access to your Portico account",
    ]);
    expect(await keepOwnAccess({ ...alice, ...BOB }, notes.clientId, onDay(78))).toBeNull();
    await keepOwnAccess({ ...alice, ...BOB }, clientId, onDay(78));
    await work(92);
    expect([await isAllowed(), await isAllowed(BOB.userId)]).toEqual([false, true]);
  });

  it("is not asked about when it ends by itself before, or the account is suspended", async () => {
    await allowApp(userId, clientId, { expiresAt: onDay(85) });
    await allowApp(BOB.userId, clientId);
    const db = await getDb();
    await db.user.update({ where: { id: BOB.userId }, data: { suspendedAt: START } });
    const before = (await listMails(100)).length;
    await work(77);
    expect(await listMails(100)).toHaveLength(before);
  });

  it("stays where the operator switched that off", async () => {
    await storeSettings({ unused_access_days: 0 });
    await allowApp(userId, clientId);
    await work(77, 92, 300);
    expect(await isAllowed()).toBe(true);
    expect(await mailsToAlice()).toEqual([]);
  });

  it("is asked about for everybody else when the mail of one person fails, and of that person on the next day", async () => {
    const db = await getDb();
    const people = [userId, BOB.userId].toSorted();
    for (const each of people) await allowApp(each, clientId);
    const prepare = vi.spyOn(notices, "prepareNotice").mockRejectedValueOnce(new Error("no words"));
    await expect(work(77)).rejects.toThrow("1 people were not asked");
    prepare.mockRestore();
    const asked = await db.consent.findMany({ where: { unusedAskedAt: { not: null } }, select: { userId: true } });
    expect(asked).toEqual([{ userId: people[1] }]);
    expect(await listMails(100)).toHaveLength(1);
    await work(78);
    expect(await listMails(100)).toHaveLength(2);
    await work(91.5);
    expect([await isAllowed(people[0]), await isAllowed(people[1])]).toEqual([true, false]);
    await work(93);
    expect(await isAllowed(people[0])).toBe(false);
  });

  it("is asked about only together with the mail that asks", async () => {
    const db = await getDb();
    await allowApp(userId, clientId);
    // No text column can hold NUL, so the mail cannot be stored.
    const mail = { recipient: "alice@example.org", subject: "\0", body: "" };
    const prepare = vi.spyOn(notices, "prepareNotice").mockResolvedValueOnce({ kind: "outbox", mail });
    await expect(work(77)).rejects.toThrow("not asked");
    prepare.mockRestore();
    expect(await db.consent.count({ where: { unusedAskedAt: { not: null } } })).toBe(0);
  });

  it("is asked about again when the operator allowed more days meanwhile: an old question does not count", async () => {
    await allowApp(userId, clientId);
    await work(77);
    await storeSettings({ unused_access_days: 365 });
    await work(92);
    expect(await listEndingAccesses(ALICE, onDay(92))).toEqual([]);
    await work(352);
    expect(await mailsToAlice()).toHaveLength(2);
    expect(await listEndingAccesses(ALICE, onDay(353))).toMatchObject([{ clientId, endsAt: onDay(366) }]);
    expect(await isAllowed()).toBe(true);
    await work(365.5);
    expect(await isAllowed()).toBe(true);
    await work(367);
    expect(await isAllowed()).toBe(false);
  });

  it("is asked about again when the operator switched that off and on", async () => {
    await allowApp(userId, clientId);
    await work(77);
    await storeSettings({ unused_access_days: 0 });
    await work(92, 200);
    await storeSettings({ unused_access_days: 90 });
    await work(201);
    expect(await isAllowed()).toBe(true);
    expect(await mailsToAlice()).toHaveLength(2);
    await work(216);
    expect(await isAllowed()).toBe(false);
  });
});
