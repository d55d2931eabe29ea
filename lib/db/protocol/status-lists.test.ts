import { beforeEach, expect, it } from "vitest";
import { allowApp } from "../../account/testing/allow-app";
import {
  accessToken,
  authorizationCode,
  BOB,
  CALENDAR_API,
  CONTRACT_SEED,
  grant,
  WEB_CLIENT,
} from "../../oauth/testing/fixtures";
import { deleteClient } from "../clients/clients";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { deleteUser } from "../people/standing";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

useTestDatabase();

const now = new Date();
const later = new Date(now.getTime() + 600_000);
const other = { ...WEB_CLIENT, clientId: "pt_cl_other" };
const statusListId = newId();

beforeEach(async () => {
  await seedStore({ ...CONTRACT_SEED, clients: [...CONTRACT_SEED.clients, other] });
  const list = { listId: statusListId, resource: CALENDAR_API.identifier, createdAt: now, expiresAt: later };
  await oauthStore.createStatusList(list);
  const values = { statusListId, createdAt: now, expiresAt: later };
  await oauthStore.createAccessToken(accessToken(null, { ...values, statusIndex: 1 }));
  await oauthStore.createAccessToken(accessToken(null, { ...values, statusIndex: 2, clientId: other.clientId }));
  await oauthStore.createAccessToken(accessToken(null, { ...values, statusIndex: 3, expiresAt: now }));
});

const revoked = async () => (await oauthStore.findStatusList(statusListId, now))?.revoked;

it("sets the bits of a client's live tokens when it is suspended, and leaves them set when it is resumed", async () => {
  const db = await getDb();
  for (const suspendedAt of [now, null]) {
    await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { suspendedAt } });
    expect(await revoked()).toEqual([1]);
  }
});

it("sets the bits of an app's own tokens when it is deleted, and leaves them set when it is restored", async () => {
  const db = await getDb();
  await deleteClient(WEB_CLIENT.clientId, now);
  expect(await revoked()).toEqual([1]);
  await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { deletedAt: null } });
  expect(await revoked()).toEqual([1]);
});

it("sets the bits of an app's own tokens, which have no grant, when it is deleted with its owner", async () => {
  const db = await getDb();
  await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: BOB.userId } });
  expect(await deleteUser(BOB.userId, "delete", now)).toEqual({ change: "done", apps: [WEB_CLIENT.clientId] });
  expect(await revoked()).toEqual([1]);
});

it.each([
  ["suspended", { suspendedAt: now }],
  ["deleted", { deletedAt: now }],
])("sets the bit of a token that is stored just after its client was %s", async (_case, data) => {
  const db = await getDb();
  await db.client.update({ where: { id: other.clientId }, data });
  const values = { statusListId, statusIndex: 7, createdAt: now, expiresAt: later };
  await oauthStore.createAccessToken(accessToken(null, { ...values, clientId: other.clientId }));
  expect(await revoked()).toEqual([2, 7]);
});

it.each([
  ["suspended", { suspendedAt: now }],
  ["deleted", { deletedAt: now }],
])("sets the bit of a token that is being stored while its client is %s", async (_case, data) => {
  const db = await getDb();
  const { clientId } = other;
  const end = async () => await db.client.update({ where: { id: clientId }, data, select: { id: true } });
  const values = { clientId, statusListId, statusIndex: 7, createdAt: now, expiresAt: later };
  let ending: Promise<unknown> | undefined;
  await db.$transaction(async (tx) => {
    await tx.accessToken.create({ data: accessToken(null, values), select: { tokenHash: true } });
    // The embedded database has one connection, so there nobody can wait.
    if (!process.env.TEST_DATABASE_URL) return;
    ending = end();
    const listWaiting = () => tx.$queryRaw`SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'advisory'`;
    await expect.poll(listWaiting, { timeout: 4_000 }).toHaveLength(1);
  });
  await (ending ?? end());
  expect(await revoked()).toEqual([2, 7]);
});

it("sets the bits of a grant's tokens when the grant alone is written: a revocation may not see those stored meanwhile", async () => {
  const db = await getDb();
  const given = grant();
  await oauthStore.createAuthorizationCode(given, authorizationCode(given), null);
  const values = { statusListId, createdAt: now, expiresAt: later };
  await oauthStore.createAccessToken(accessToken(given, { ...values, statusIndex: 8 }));
  await oauthStore.createAccessToken(accessToken(given, { createdAt: now, expiresAt: later }));
  await db.grant.update({ where: { grantId: given.grantId }, data: { revokedAt: now } });
  expect(await revoked()).toEqual([8]);
});

it("sets the bit of a token that an exchange stores while a revocation waits for the grant", async () => {
  const db = await getDb();
  const { refreshToken } = await allowApp(BOB.userId, WEB_CLIENT.clientId);
  const revoke = () => oauthStore.revokeRefreshToken(refreshToken.tokenHash, WEB_CLIENT.clientId, now);
  const { grantId } = refreshToken;
  const values = { grantId, statusListId, statusIndex: 9, createdAt: now, expiresAt: later };
  let revoking: Promise<unknown> | undefined;
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM grants WHERE id = ${grantId}::uuid FOR NO KEY UPDATE`;
    await tx.accessToken.create({ data: accessToken(null, values) });
    // The embedded database has one connection, so there nobody can wait.
    if (!process.env.TEST_DATABASE_URL) return;
    revoking = revoke();
    const listWaiting = () => tx.$queryRaw`
      SELECT pid FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(listWaiting, { timeout: 4_000 }).toHaveLength(1);
  });
  await (revoking ?? revoke());
  expect(await revoked()).toEqual([9]);
});

it("sets the bit of a token that is deleted before it has expired", async () => {
  const db = await getDb();
  await db.accessToken.deleteMany({ where: { statusIndex: { in: [2, 3] } } });
  expect(await revoked()).toEqual([2]);
});

it("changes nothing about tokens without a place", async () => {
  const token = accessToken(null);
  await oauthStore.createAccessToken(token);
  await oauthStore.revokeAccessToken(token.tokenHash, token.clientId, now);
  const db = await getDb();
  await db.user.delete({ where: { id: BOB.userId } });
  expect(await db.revokedStatus.count()).toBe(0);
});
