import { beforeEach, describe, expect, it } from "vitest";
import { ALICE, authorizationCode, BOB, CONTRACT_SEED, grant, WEB_CLIENT } from "../../oauth/testing/fixtures";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { claimJobs } from "../portal/jobs";
import { oauthStore } from "../protocol/store";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { insertSession, revokeOtherSessions, revokeSession } from "./sessions";

useTestDatabase();

const now = new Date("2026-03-03T12:00:00.000Z");
const uri = "https://client.example/backchannel";
const told = { ...WEB_CLIENT, clientId: "told", backchannelLogoutUri: uri };
const silent = { ...WEB_CLIENT, clientId: "silent" };
const suspended = { ...told, clientId: "suspended", suspendedAt: now };

beforeEach(async () => {
  await seedStore({ ...CONTRACT_SEED, clients: [told, silent, suspended, { ...told, clientId: "other" }] });
  await (await getDb()).job.deleteMany();
});

async function makeSession(userId: string, clientIds: string[]): Promise<string> {
  const sessionId = newId();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const session = { sessionId, userId, authenticatedAt: now, amr: ["pwd"], ipAddress: null, userAgent: null };
  await insertSession({ ...session, tokenHash: sessionId, createdAt: now, lastSeenAt: now, expiresAt });
  for (const clientId of clientIds) {
    const given = grant({ userId, clientId, sessionId });
    await oauthStore.createAuthorizationCode(given, authorizationCode(given), null);
  }
  return sessionId;
}

async function notices() {
  const jobs = await claimJobs({
    kinds: ["backchannel-logout"],
    now,
    limit: 100,
    leaseSeconds: 1,
    perHost: 100,
    perOwner: 100,
  });
  return jobs.map((job) => job.payload);
}

describe("the end of a session (OpenID Connect Back-Channel Logout §2.3)", () => {
  it("puts down one notice for every client of it that wants one, and ends once", async () => {
    const sessionId = await makeSession(ALICE.userId, ["told", "told", "silent", "suspended"]);
    await makeSession(ALICE.userId, ["other"]);
    await Promise.all([revokeSession(sessionId, now), revokeSession(sessionId, now)]);
    expect(await notices()).toEqual([{ clientId: "told", userId: ALICE.userId, sessionId }]);
  });

  it("of all sessions but one tells the clients of each, and of nobody else's", async () => {
    const kept = await makeSession(ALICE.userId, ["told"]);
    const ended = [await makeSession(ALICE.userId, ["told"]), await makeSession(ALICE.userId, ["told", "other"])];
    await makeSession(BOB.userId, ["told"]);
    expect(await revokeOtherSessions(ALICE.userId, kept, now)).toBe(2);
    const found = await notices();
    expect(found).toHaveLength(3);
    expect(new Set(found.map((each) => each.sessionId))).toEqual(new Set(ended));
    expect(await revokeOtherSessions(ALICE.userId, null, now)).toBe(1);
  });

  it("without clients puts down nothing", async () => {
    await revokeSession(await makeSession(ALICE.userId, []), now);
    expect(await notices()).toEqual([]);
  });
});
