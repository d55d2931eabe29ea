import { beforeEach, describe, expect, it } from "vitest";
import {
  ALICE,
  accessToken,
  authorizationCode,
  authorizationRequest,
  CONTRACT_SEED,
  grant,
  refreshToken,
} from "../../oauth/testing/fixtures";
import { redeemCode } from "../../oauth/testing/redeem";
import { tryAdvisoryLock } from "../driver/advisory-lock";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import type { Prisma } from "../generated/client";
import { oauthStore } from "../protocol/store";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { restAfter, type SweepOptions, sweepExpired } from "./sweep";

useTestDatabase();
beforeEach(() => seedStore(CONTRACT_SEED));

const start = new Date("2026-03-03T12:00:00.000Z");
const days = (n: number) => new Date(start.getTime() + n * 86_400_000);
const sweep = (now: Date, more: Partial<SweepOptions> = {}) => sweepExpired({ now, auditRetentionDays: 365, ...more });

async function count(): Promise<number> {
  const db = await getDb();
  const counts = await Promise.all([
    db.grant.count(),
    db.authorizationCode.count(),
    db.accessToken.count(),
    db.refreshToken.count(),
    db.authorizationRequest.count(),
  ]);
  return counts.reduce((sum, each) => sum + each, 0);
}

/** A whole authorization, with everything that it leaves behind. */
async function authorize(at: Date): Promise<void> {
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  const request = authorizationRequest({ createdAt: at, expiresAt: later(600) });
  await oauthStore.createAuthorizationRequest(request);
  const given = grant({ createdAt: at });
  const code = authorizationCode(given, { createdAt: at, expiresAt: later(60) });
  await oauthStore.answerAuthorizationRequest(request.idHash, {
    answer: "allow",
    now: at,
    consent: null,
    grant: given,
    code,
  });
  const tokens = {
    accessToken: accessToken(given, { createdAt: at, expiresAt: later(600) }),
    refreshToken: refreshToken(given, { createdAt: at, expiresAt: later(3600) }),
  };
  expect(await redeemCode(oauthStore, code.codeHash, at, tokens)).toBe(true);
}

it("keeps everything that may still be asked for: used codes for a day, for the detection of reuse", async () => {
  await authorize(start);
  const before = await count();
  await sweep(new Date(start.getTime() + 3600_000));
  expect(await count()).toBe(before);
});

it("takes an authenticator app that never got its first code, a day after it was shown, and leaves those in use", async () => {
  const db = await getDb();
  const { userId } = ALICE;
  const row = { userId, secretJwe: "sealed", createdAt: start };
  const inUse = newId();
  await db.authenticator.create({ data: { ...row, id: newId(), shownTo: newId() } });
  await db.authenticator.create({ data: { ...row, id: inUse, confirmedAt: start } });
  await sweep(new Date(start.getTime() + 23 * 3_600_000));
  expect(await db.authenticator.count()).toBe(2);
  await sweep(new Date(start.getTime() + 25 * 3_600_000));
  expect(await db.authenticator.findMany({ select: { id: true } })).toEqual([{ id: inUse }]);
});

it("takes requests that nobody answered after an hour, unless somebody came back to them", async () => {
  const minutes = (n: number) => new Date(start.getTime() + n * 60_000);
  const forgotten = authorizationRequest({ createdAt: start, expiresAt: minutes(30) });
  const renewed = authorizationRequest({ createdAt: start, expiresAt: minutes(30) });
  for (const request of [forgotten, renewed]) await oauthStore.createAuthorizationRequest(request);
  await oauthStore.renewAuthorizationRequest(renewed.idHash, minutes(75));
  await sweep(minutes(59));
  expect(await oauthStore.findAuthorizationRequest(forgotten.idHash)).not.toBeNull();
  await sweep(minutes(61));
  expect(await oauthStore.findAuthorizationRequest(forgotten.idHash)).toBeNull();
  expect(await oauthStore.findAuthorizationRequest(renewed.idHash)).not.toBeNull();
});

it("leaves tables flat: after months of use there is no more than a month's grants", async () => {
  const sizes: number[] = [];
  for (let day = 0; day < 120; day += 5) {
    for (let n = 0; n < 3; n += 1) await authorize(days(day));
    await sweep(days(day));
    sizes.push(await count());
  }
  const settled = sizes.slice(-8);
  expect(Math.max(...settled)).toBe(Math.min(...settled));
  await sweep(days(365));
  expect(await count()).toBe(0);
});

describe("a run", () => {
  const expire = async (tokens: number) => {
    for (let n = 0; n < tokens; n += 1) {
      await oauthStore.createAccessToken(accessToken(null, { createdAt: start, expiresAt: start }));
    }
  };

  it("takes all that has expired, batch by batch, and rests after each full one", async () => {
    await expire(10);
    const rests: number[] = [];
    const rest = async (ms: number) => void rests.push(ms);
    expect(await sweep(days(1), { batchSize: 3, rest })).toEqual({ access_tokens: 10 });
    expect(rests).toHaveLength(3);
    expect(Math.min(...rests)).toBeGreaterThan(0);
    expect(await sweep(days(1))).toEqual({});
  });

  it("takes what expires while it runs, not only what was there at first", async () => {
    await expire(3);
    let more = 2;
    const rest = async () => {
      more -= 1;
      if (more >= 0) await expire(3);
    };
    expect(await sweep(days(1), { batchSize: 3, rest })).toEqual({ access_tokens: 9 });
  });

  it("ends after the batch that is under way when it is told to", async () => {
    await expire(10);
    const stop = new AbortController();
    const rest = async () => stop.abort();
    expect(await sweep(days(1), { batchSize: 3, rest, signal: stop.signal })).toEqual({ access_tokens: 3 });
    expect(await sweep(days(1))).toEqual({ access_tokens: 7 });
  });

  it("leaves the tables that ordinary requests do not fill to the long one", async () => {
    const db = await getDb();
    await expire(1);
    await db.mail.create({
      data: { id: newId(), recipient: "user@example.org", subject: "s", body: "b", createdAt: start },
    });
    expect(await sweep(days(40), { isBusyOnly: true })).toEqual({ access_tokens: 1 });
    expect(await sweep(days(40))).toMatchObject({ mails: 1 });
  });

  it("uses a quarter of the time at most, and rests no longer than two seconds", () => {
    expect([1, 20, 500, 60_000].map(restAfter)).toEqual([3, 60, 1_500, 2_000]);
  });
});

it("takes sessions, mailed codes, limits, mails, events, jobs and deleted clients, each in its time", async () => {
  const db = await getDb();
  const [user] = CONTRACT_SEED.subjects;
  const userId = user?.userId ?? "";
  const expiresAt = start;
  await db.auditEvent.deleteMany();
  await db.session.create({
    data: { id: newId(), tokenHash: "t", userId, authenticatedAt: start, lastSeenAt: start, expiresAt },
  });
  await db.emailCode.create({
    data: { id: newId(), userId, email: "user@example.org", purpose: "confirm", codeHash: "c", expiresAt },
  });
  await db.rateLimit.create({ data: { key: "k", count: 1, expiresAt } });
  await db.sentForm.create({ data: { id: "f", expiresAt } });
  await db.mail.create({
    data: { id: newId(), recipient: "user@example.org", subject: "s", body: "b", createdAt: start },
  });
  // From before all partitions.
  await db.auditEvent.create({ data: { id: newId(0), createdAt: start, type: "t", outcome: "ok" } });
  await db.job.create({ data: { id: newId(), kind: "k", runAt: start, finishedAt: start } });
  await db.client.update({ where: { id: "pt_cl_suspended" }, data: { deletedAt: start } });
  const times = [0.5, 2, 10, 20, 40, 400];
  const swept = [];
  for (const time of times) swept.push(Object.keys(await sweep(days(time))).sort());
  expect(swept).toEqual([
    ["rate_limits", "sent_forms"],
    ["email_codes", "sessions"],
    ["jobs"],
    ["clients"],
    ["mails"],
    ["audit_events_rest"],
  ]);
});

it("takes initial access tokens that ended 90 days ago: expired, revoked or used up", async () => {
  const db = await getDb();
  const token = (note: string, changes: Partial<Prisma.RegistrationTokenCreateManyInput> = {}) => ({
    id: newId(),
    tokenHash: note,
    note,
    createdAt: start,
    ...changes,
  });
  await db.registrationToken.createMany({
    data: [
      token("expired", { expiresAt: days(1) }),
      token("revoked", { revokedAt: days(1) }),
      token("used up", { usesLeft: 0, lastUsedAt: days(1) }),
      token("endless"),
      token("in use", { usesLeft: 1, lastUsedAt: days(1) }),
    ],
  });
  const notes = async () => (await db.registrationToken.findMany()).map(({ note }) => note).sort();
  await sweep(days(90));
  expect(await notes()).toHaveLength(5);
  await sweep(days(92));
  expect(await notes()).toEqual(["endless", "in use"]);
});

it("is left to the instance that is at it", async () => {
  await oauthStore.createAccessToken(accessToken(null, { expiresAt: start }));
  // The embedded database has one connection, so there another instance cannot be.
  if (!process.env.TEST_DATABASE_URL) return expect(await sweep(days(1))).toEqual({ access_tokens: 1 });
  await tryAdvisoryLock("sweep", async () => expect(await sweep(days(1))).toEqual({}));
  expect(await sweep(days(1))).toEqual({ access_tokens: 1 });
});

it("takes clients that registered themselves and were never used, and no others", async () => {
  const db = await getDb();
  const created = { createdAt: start, isSelfRegistered: true };
  const client = (id: string, changes: Partial<Prisma.ClientCreateManyInput> = {}) => ({
    id,
    name: id,
    ...created,
    ...changes,
  });
  await db.client.createMany({
    data: [
      client("idle"),
      client("young", { createdAt: days(60) }),
      client("console", { isSelfRegistered: false }),
      client("allowed"),
      client("verified", { status: "verified" }),
      client("granted"),
      client("used"),
      client("key", { tokenEndpointAuthMethod: "private_key_jwt", grantTypes: ["client_credentials"] }),
    ],
  });
  await db.consent.create({ data: { id: newId(), userId: ALICE.userId, clientId: "allowed" } });
  const given = grant({ clientId: "granted", createdAt: days(80) });
  const code = authorizationCode(given, { createdAt: days(80), expiresAt: days(80) });
  await oauthStore.createAuthorizationCode(given, code, null);
  const secret = { id: newId(), clientId: "used", secretHash: "x", hint: "x", lastUsedAt: days(60) };
  await db.clientSecret.create({ data: secret });
  const before = (await db.client.findMany({ select: { id: true } })).map((row) => row.id);
  await sweep(days(91));
  const after = (await db.client.findMany({ select: { id: true } })).map((row) => row.id);
  expect(before.filter((id) => !after.includes(id))).toEqual(["idle"]);
});
