import { beforeEach, expect, it } from "vitest";
import { listEvents } from "../db/audit/list-events";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { endConsents } from "./ended-consents";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const { clientId } = WEB_CLIENT;

beforeEach(() => seedStore(CONTRACT_SEED));

it("a consent whose time is over goes, and its person finds in their activity when it ended", async () => {
  await allowApp(ALICE.userId, clientId, { expiresAt: at(100) });
  await allowApp(BOB.userId, clientId, { expiresAt: at(101) });
  await endConsents(at(99));
  expect(await oauthStore.findConsent(ALICE.userId, clientId)).not.toBeNull();
  for (let n = 0; n < 2; n += 1) await endConsents(at(100));
  expect(await oauthStore.findConsent(ALICE.userId, clientId)).toBeNull();
  expect(await oauthStore.findConsent(BOB.userId, clientId)).not.toBeNull();
  const events = await listEvents({ userId: ALICE.userId, clientId, type: "consent.expired", limit: 10 });
  expect(events.map(({ createdAt }) => createdAt)).toEqual([at(100)]);
});

it("one without an end stays", async () => {
  await allowApp(ALICE.userId, clientId);
  await endConsents(new Date(START.getTime() + 10 * 365 * 86_400_000));
  expect(await oauthStore.findConsent(ALICE.userId, clientId)).not.toBeNull();
});
