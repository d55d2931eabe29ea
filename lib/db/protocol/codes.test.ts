import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../../account/testing/allow-app";
import {
  ALICE,
  accessToken,
  authorizationCode,
  CALENDAR_API,
  CONTRACT_SEED,
  grant,
  WEB_CLIENT,
} from "../../oauth/testing/fixtures";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { removeConsent, removeConsentScopes } from "../people/consents";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

useTestDatabase();

const now = new Date();
const { userId } = ALICE;
const { clientId } = WEB_CLIENT;

/** How many connections of this database wait for a lock. Not asked in a transaction, which would see one moment only. */
const countWaiting = async () => {
  const db = await getDb();
  const rows = await db.$queryRaw<unknown[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length;
};

const untilWaiting = (count: number) => expect.poll(countWaiting, { timeout: 4_000 }).toBe(count);

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
});

const countLiveGrants = async () => (await getDb()).grant.count({ where: { userId, clientId, revokedAt: null } });

/** A code by which an app comes back after an earlier yes. */
function comeBack(scopes: string[]): Promise<boolean> {
  const given = grant({ userId, clientId, scopes, resources: [] });
  return oauthStore.createAuthorizationCode(given, authorizationCode(given), { scopes, resources: [] });
}

/** The embedded database has one connection, so there nobody can wait: what would wait comes afterwards. */
const canWait = process.env.TEST_DATABASE_URL !== undefined;

describe("a code by a remembered yes, and the removal of that yes", () => {
  beforeEach(() => allowApp(userId, clientId, { scopes: ["openid", "calendar:read"] }));

  it("stores nothing when the removal came first and was not yet committed", async () => {
    const db = await getDb();
    let coming: Promise<boolean> | undefined;
    await db.$transaction(async (tx) => {
      await tx.consent.deleteMany({ where: { userId, clientId } });
      await tx.grant.updateMany({ where: { userId, clientId }, data: { revokedAt: now } });
      if (!canWait) return;
      coming = comeBack(["openid"]);
      await untilWaiting(1);
    });
    expect(await (coming ?? comeBack(["openid"]))).toBe(false);
    expect(await countLiveGrants()).toBe(0);
  });

  it("stores nothing with a scope that is being taken back, and the rest as before", async () => {
    const db = await getDb();
    const scopes = ["openid", "calendar:read"];
    let coming: Promise<boolean> | undefined;
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE consents SET declined_scopes = '{calendar:read}' WHERE client_id = ${clientId}`;
      if (!canWait) return;
      coming = comeBack(scopes);
      await untilWaiting(1);
    });
    expect(await (coming ?? comeBack(scopes))).toBe(false);
    expect(await comeBack(["openid"])).toBe(true);
  });

  it.each([
    ["the removal", () => removeConsent(userId, clientId, now), 0],
    ["the narrowing", () => removeConsentScopes(userId, clientId, ["calendar:read"], () => [], now), 2],
  ])("is found by %s when the code came first and was not yet committed", async (_name, takeBack, left) => {
    const db = await getDb();
    const scopes = ["openid", "calendar:read"];
    let coming: Promise<boolean> | undefined;
    let removing: Promise<unknown> | undefined;
    await db.$transaction(async (tx) => {
      if (!canWait) return;
      // A grant needs its person, so the code waits here, with the consent locked.
      await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
      coming = comeBack(scopes);
      await untilWaiting(1);
      removing = takeBack();
      await untilWaiting(2);
    });
    expect(await (coming ?? comeBack(scopes))).toBe(true);
    await (removing ?? takeBack());
    expect(await countLiveGrants()).toBe(left);
    const holding = await db.grant.count({ where: { userId, revokedAt: null, scopes: { has: "calendar:read" } } });
    expect(holding).toBe(0);
  });
});

describe("a token that is being stored while its client ends", () => {
  it.each([
    ["suspended", { suspendedAt: now }],
    ["deleted", { deletedAt: now }],
  ])("has its bit set when the client is %s", async (_case, data) => {
    const db = await getDb();
    const listId = newId();
    const expiresAt = new Date(now.getTime() + 600_000);
    await oauthStore.createStatusList({ listId, resource: CALENDAR_API.identifier, createdAt: now, expiresAt });
    const token = accessToken(null, { statusListId: listId, statusIndex: 3, createdAt: now, expiresAt });
    // Prisma sends nothing before somebody waits for it.
    const end = async () => await db.client.updateMany({ where: { id: token.clientId }, data });
    let ending: Promise<unknown> | undefined;
    await db.$transaction(async (tx) => {
      await tx.accessToken.create({ data: token });
      if (!canWait) return;
      ending = end();
      await untilWaiting(1);
    });
    await (ending ?? end());
    expect((await oauthStore.findStatusList(listId, now))?.revoked).toEqual([3]);
  });
});
