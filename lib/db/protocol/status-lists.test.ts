import { beforeEach, expect, it } from "vitest";
import { accessToken, BOB, CALENDAR_API, CONTRACT_SEED, WEB_CLIENT } from "../../oauth/testing/fixtures";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
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
