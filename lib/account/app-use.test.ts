import { beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { flushUses, noteUse } from "../db/protocol/access-uses";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { wordsFor } from "../i18n/words";
import { ALICE, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { listOwnAppDevices, readAppUse, removeOwnAppDevice, turnOffUnused } from "./app-use";
import { findOwnApp } from "./connected-apps";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const words = wordsFor("en");
const alice = { ...ALICE, source: { ipAddress: "192.0.2.1", requestId: null }, answerLocale: "en" as const };
const { userId } = ALICE;
const { clientId } = WEB_CLIENT;
const DAY = 86_400;
const LAPTOP = "018f4a00-0000-7000-8000-00000001a901";
const PHONE = "018f4a00-0000-7000-8000-00000001a902";

beforeEach(() => seedStore(CONTRACT_SEED));

/** Alice allows the app on a device. */
async function allowOn(sessionId: string, scopes = ["openid", "calendar:read"]) {
  const { accessToken } = await allowApp(userId, clientId, { sessionId, scopes });
  return { grantId: accessToken.grantId ?? "", tokenHash: accessToken.tokenHash };
}

async function appAt(now: Date) {
  const found = await findOwnApp(ALICE, clientId, words, now);
  if (!found) throw new Error("the app has no access");
  return found.app;
}

const useAt = async (now: Date) => readAppUse(ALICE, await appAt(now), now);

/** The app uses its access at these seconds. */
async function use(grantId: string, scopes: string[], ...seconds: number[]) {
  for (const second of seconds) {
    noteUse({ grantId, scopes, at: at(second) });
    await flushUses();
  }
}

const lastUses = async (now: Date) =>
  (await appAt(now)).scopes.map(({ name, lastUsedAt }) => [name, lastUsedAt] as const);

describe("what an app used", () => {
  it("says of each permission whether it was ever used, and when last", async () => {
    const { grantId } = await allowOn(LAPTOP);
    await use(grantId, ["calendar:read"], 60, 600);
    expect(await lastUses(at(700))).toEqual([
      ["calendar:read", at(600)],
      ["openid", null],
    ]);
  });

  it("is written at most once a minute for a permission, also by other processes", async () => {
    const { grantId } = await allowOn(LAPTOP);
    await use(grantId, ["openid"], 60, 90, 119);
    expect(await lastUses(at(200))).toContainEqual(["openid", at(60)]);
    const db = await getDb();
    await db.consentScope.updateMany({ where: { scope: "openid" }, data: { lastUsedAt: at(170) } });
    await use(grantId, ["openid"], 200);
    expect(await lastUses(at(300)), "another process wrote it 30 seconds before").toContainEqual(["openid", at(170)]);
  });

  it("counts days, uses and devices of the last 30 days", async () => {
    const laptop = await allowOn(LAPTOP);
    const phone = await allowOn(PHONE);
    await use(laptop.grantId, ["openid"], 60, 90, 180, 2 * DAY);
    await use(phone.grantId, ["openid"], 2 * DAY + 600);
    const found = await useAt(at(3 * DAY));
    expect(found).toMatchObject({ usedDays: 2, devices: 2 });
    expect(found.days).toHaveLength(30);
    expect(found.days.map(({ uses }) => uses).slice(-4)).toEqual([2, 0, 2, 0]);
    expect(found.days.at(-1)?.day).toBe(
      at(3 * DAY)
        .toISOString()
        .slice(0, 10),
    );
    expect(await useAt(at(40 * DAY))).toMatchObject({ usedDays: 0, devices: 0 });
  });

  it("is nothing for a grant whose consent is gone, or that never was", async () => {
    const { grantId } = await allowOn(LAPTOP);
    const db = await getDb();
    await db.consent.deleteMany({ where: { userId } });
    await use(grantId, ["openid"], 60);
    await use("018f4a00-0000-7000-8000-00000000dead", ["openid"], 60);
    expect(await db.accessUse.count()).toBe(0);
  });
});

describe("permissions that an app never used", () => {
  /** The portal has counted for longer than the page shows. */
  async function countedSince(days: number) {
    await allowApp(BOB.userId, clientId);
    const db = await getDb();
    const consent = await db.consent.findFirstOrThrow({ where: { userId: BOB.userId } });
    const day = new Date(START.getTime() + days * DAY * 1000);
    const data = { consentId: consent.id, day, sessionId: PHONE, uses: 1, lastUsedAt: day };
    await db.accessUse.create({ data });
  }

  it("are proposed after 30 days, and turned off with one press", async () => {
    const { grantId } = await allowOn(LAPTOP, ["openid", "calendar:read", "calendar:write"]);
    await countedSince(0);
    await use(grantId, ["calendar:read"], 60);
    expect((await useAt(at(20 * DAY))).neverUsed, "too early").toEqual([]);
    const now = at(31 * DAY - 1);
    expect((await useAt(now)).neverUsed.map(({ name }) => name)).toEqual(["calendar:write"]);
    const result = await turnOffUnused(alice, clientId, ["calendar:read", "calendar:write", "openid"], now);
    expect(result?.removed, "only what was never used").toEqual(["calendar:write"]);
    expect((await appAt(now)).scopes.map(({ name }) => name)).toEqual(["calendar:read", "openid"]);
  });

  it("are not proposed while the portal has not counted for so long", async () => {
    await allowOn(LAPTOP);
    await countedSince(20);
    expect((await useAt(at(31 * DAY))).neverUsed).toEqual([]);
  });

  it("stay when the app used them between the page and the press", async () => {
    const { grantId } = await allowOn(LAPTOP);
    await countedSince(0);
    await use(grantId, ["calendar:read"], 30 * DAY);
    expect((await turnOffUnused(alice, clientId, ["calendar:read"], at(31 * DAY - 1)))?.removed).toEqual([]);
    expect(await turnOffUnused(alice, "pt_cl_unknown", ["calendar:read"], at(1))).toBeNull();
  });
});

describe("one device", () => {
  const isLive = async (tokenHash: string) =>
    (await oauthStore.findAccessToken(tokenHash))?.accessToken.revokedAt === null;

  it("loses what the app got there; the rest and the consent stay", async () => {
    const laptop = await allowOn(LAPTOP);
    const phone = await allowOn(PHONE);
    expect((await listOwnAppDevices(ALICE, clientId, at(1))).map(({ sessionId }) => sessionId).toSorted()).toEqual([
      LAPTOP,
      PHONE,
    ]);
    expect(await removeOwnAppDevice(alice, clientId, PHONE, at(10))).toMatchObject({ appName: "Calendar" });
    expect(await isLive(phone.tokenHash)).toBe(false);
    expect(await isLive(laptop.tokenHash)).toBe(true);
    expect(await oauthStore.findConsent(userId, clientId)).not.toBeNull();
    expect((await listOwnAppDevices(ALICE, clientId, at(11))).map(({ sessionId }) => sessionId)).toEqual([LAPTOP]);
    expect(await removeOwnAppDevice(alice, clientId, PHONE, at(12)), "a second time").toBeNull();
  });

  it("of somebody else is not theirs to remove", async () => {
    const { tokenHash } = await allowOn(LAPTOP);
    const bob = { ...alice, ...BOB };
    expect(await removeOwnAppDevice(bob, clientId, LAPTOP, at(10))).toBeNull();
    expect(await isLive(tokenHash)).toBe(true);
  });
});
