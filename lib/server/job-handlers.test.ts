import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import {
  findEventStream,
  listDeliveries,
  replayEvents,
  saveEventStream,
  tellOfExpiringSecrets,
  trimEventLogs,
} from "../db/clients/event-streams";
import { ChangeChannel } from "../db/driver/changes";
import { getDb, openDatabase } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { Prisma } from "../db/generated/client";
import { removeConsent, removeConsentScopes } from "../db/people/consents";
import { endSessions } from "../db/people/end-sessions";
import { resumeUser, suspendUser } from "../db/people/standing";
import { keepUnused } from "../db/people/unused-access";
import { eventStore, resumeDeliveries } from "../db/protocol/event-store";
import { forgetScopes } from "../db/protocol/forget-scopes";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { sealEventAuthorization } from "../keys/event-authorization";
import { resetMasterKey } from "../keys/secret";
import type { OAuthContext } from "../oauth/context";
import { OAuthError } from "../oauth/errors";
import { handleEventsRequest } from "../oauth/events/handle-request";
import { EVENT_KINDS } from "../oauth/events/kinds";
import { ALICE, accessToken, BOB, CALENDAR_API, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { basic, CONFIDENTIAL, ISSUER, PUBLIC, TEST_KEYS, TestPortal } from "../oauth/testing/test-context";
import { createJobHandlers, jobLanes } from "./job-handlers";
import { RETRY_DELAYS, runDueJobs } from "./job-worker";

useTestDatabase();

const { clientId } = CONFIDENTIAL;
const ADDRESS = "https://app.example/events";
const OTHER = { ...WEB_CLIENT, clientId: "pt_cl_other" };
const seed = { ...CONTRACT_SEED, clients: [CONFIDENTIAL, PUBLIC, OTHER] };

let now = new Date();
/** What the address of the app got, in order. */
let received: { url: string; token: string; headers: Record<string, string> }[];
/** What it answers, one after the other; then 202. */
let answers: ({ status: number; body?: string } | Error)[];
let context: OAuthContext;

beforeEach(async () => {
  await seedStore(seed);
  const db = await getDb();
  await db.job.deleteMany();
  now = new Date();
  received = [];
  answers = [];
  context = {
    ...new TestPortal(seed).context,
    now: () => now,
    events: eventStore,
    fetch: async (url, options) => {
      const answer = answers.shift() ?? { status: 202 };
      received.push({ url, token: options?.body ?? "", headers: options?.headers ?? {} });
      if (answer instanceof Error) throw answer;
      return { body: "", ...answer };
    },
  };
});

const stream = { delivery: "push", endpointUrl: ADDRESS, events: EVENT_KINDS } as const;

/** The address takes its verification event. */
async function givenStream(): Promise<void> {
  await saveEventStream(clientId, stream, now);
  await deliver();
  received = [];
}

/** Does the jobs that are due `seconds` later than now. */
async function deliver(seconds = 1): Promise<void> {
  now = new Date(Date.now() + seconds * 1000);
  for (const lane of jobLanes) while ((await runDueJobs(lane, createJobHandlers(context), () => now)) > 0);
}

async function read(token: string): Promise<Record<string, unknown>> {
  const keys = createLocalJWKSet({ keys: await TEST_KEYS.listPublicJwks() });
  return (await jwtVerify(token, keys, { issuer: ISSUER, audience: clientId, typ: "secevent+jwt" })).payload;
}

/** The kinds that the address got, in order. */
const listKinds = async () =>
  await Promise.all(
    received.map(async ({ token }) =>
      Object.keys((await read(token)).events as object)[0]
        ?.split("/")
        .at(-1),
    ),
  );

const listStates = async () =>
  (await listDeliveries(clientId, 50)).deliveries.map(({ kind, state }) => [kind, state]).reverse();

describe("a stream", () => {
  it("sends nothing but its verification event until the address has taken that one", async () => {
    answers = [{ status: 500 }];
    await saveEventStream(clientId, stream, now);
    await allowApp(ALICE.userId, clientId);
    await deliver();
    expect(await listKinds()).toEqual(["verification"]);
    expect((await findEventStream(clientId))?.verifiedAt).toBeNull();
    await deliver(60);
    expect((await findEventStream(clientId))?.verifiedAt).toEqual(now);
    await removeConsent(ALICE.userId, clientId, now);
    await deliver(120);
    expect(await listKinds()).toEqual(["verification", "verification", "consent-ended"]);
  });

  it("is verified again when its address changes, and not when only the kinds of events do", async () => {
    await givenStream();
    await saveEventStream(clientId, { ...stream, events: ["consent-ended"] }, now);
    expect((await findEventStream(clientId))?.verifiedAt).not.toBeNull();
    await saveEventStream(clientId, { ...stream, endpointUrl: "https://other.example/events" }, now);
    expect((await findEventStream(clientId))?.verifiedAt).toBeNull();
    await deliver();
    expect(received.map(({ url }) => url)).toEqual(["https://other.example/events"]);
    expect((await findEventStream(clientId))?.verifiedAt).not.toBeNull();
  });

  it("sends a new address nothing that waited for the old one before it is verified, and all of it then", async () => {
    await givenStream();
    answers = [{ status: 503 }];
    await allowApp(ALICE.userId, clientId);
    await deliver();
    received = [];
    answers = [{ status: 500 }];
    await saveEventStream(clientId, { ...stream, endpointUrl: "https://other.example/events" }, now);
    await deliver(15);
    expect(await listKinds()).toEqual(["verification"]);
    expect(await replayEvents(clientId, null, now)).toBe("unverified");
    await deliver(30);
    expect(received.map(({ url }) => url)).toEqual(Array(3).fill("https://other.example/events"));
    expect(await listKinds()).toEqual(["verification", "verification", "consent-given"]);
  });

  it("keeps the Authorization header for another path of its origin, and forgets it for another origin", async () => {
    const authorizationJwe = await sealEventAuthorization("Bearer abc");
    await saveEventStream(clientId, { ...stream, authorizationJwe }, now);
    const move = (endpointUrl: string) => saveEventStream(clientId, { ...stream, endpointUrl }, now);
    expect(await move("https://app.example/other")).toEqual({ isHeaderDropped: false });
    await deliver();
    expect(received.at(-1)?.headers.authorization).toBe("Bearer abc");
    expect(await move("https://app.example:8443/events")).toEqual({ isHeaderDropped: true });
    await deliver();
    expect(received.at(-1)?.url).toBe("https://app.example:8443/events");
    expect(received.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it("sends the Authorization header that is kept encrypted, and the media type of RFC 8935 §2.1", async () => {
    const authorizationJwe = await sealEventAuthorization("Bearer abc");
    await saveEventStream(clientId, { ...stream, authorizationJwe }, now);
    await deliver();
    expect(received[0]?.headers).toMatchObject({
      authorization: "Bearer abc",
      "content-type": "application/secevent+jwt",
    });
  });
});

/** A session of Alice. */
async function makeSession(): Promise<string> {
  const db = await getDb();
  const sessionId = newId();
  await db.session.create({
    data: {
      id: sessionId,
      tokenHash: "hash",
      userId: ALICE.userId,
      amr: ["pwd"],
      authenticatedAt: now,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 60_000),
    },
  });
  return sessionId;
}

describe("an event", () => {
  beforeEach(givenStream);

  it("is a signed token with a type of its own, for this app, without sub and exp (RFC 8417 §4)", async () => {
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, now);
    await deliver();
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
    const [given, ended] = received;
    expect(decodeProtectedHeader(ended?.token ?? "").typ).toBe("secevent+jwt");
    expect((await read(given?.token ?? "")).events).toEqual({
      [`${ISSUER}/oauth/events/consent-given`]: {
        scopes: ["calendar:read", "openid"],
        resources: [],
        expires_at: null,
      },
    });
    const payload = await read(ended?.token ?? "");
    expect(payload).toMatchObject({
      iss: ISSUER,
      aud: clientId,
      sub_id: { format: "iss_sub", iss: ISSUER, sub: ALICE.userId },
      events: { [`${ISSUER}/oauth/events/consent-ended`]: {} },
    });
    expect(Object.keys(payload).sort()).toEqual(["aud", "events", "iat", "iss", "jti", "sub_id", "toe"]);
  });

  it("tells that a person took permissions back, with those that are left", async () => {
    await allowApp(ALICE.userId, clientId, { scopes: ["openid", "calendar:read"] });
    await removeConsentScopes(ALICE.userId, clientId, ["calendar:read"], () => [], new Date());
    await deliver();
    expect(await listKinds()).toEqual(["consent-given", "consent-narrowed"]);
    expect((await read(received[1]?.token ?? "")).events).toMatchObject({
      [`${ISSUER}/oauth/events/consent-narrowed`]: { scopes: ["openid"] },
    });
  });

  it("tells nothing when the person only keeps an access that nobody uses", async () => {
    await allowApp(ALICE.userId, clientId);
    expect(await keepUnused(ALICE.userId, clientId, new Date(now.getTime() + 60_000))).toBe(true);
    await deliver();
    expect(await listKinds()).toEqual(["consent-given"]);
  });

  it("tells that a consent has ended by itself", async () => {
    await allowApp(ALICE.userId, clientId, { expiresAt: new Date(now.getTime() - 1000) });
    await oauthStore.forgetEndedConsent(ALICE.userId, clientId, new Date());
    await deliver();
    expect(await listKinds()).toEqual(["consent-given", "consent-expired"]);
  });

  it("tells by CAEP that a session was revoked, and which", async () => {
    const sessionId = await makeSession();
    await allowApp(ALICE.userId, clientId, { sessionId });
    await endSessions(Prisma.sql`id = ${sessionId}::uuid`, now);
    await deliver();
    expect((await read(received[1]?.token ?? "")).events).toEqual({
      "https://schemas.openid.net/secevent/caep/event-type/session-revoked": { event_timestamp: expect.any(Number) },
    });
    expect((await read(received[1]?.token ?? "")).sub_id).toEqual({
      format: "complex",
      user: { format: "iss_sub", iss: ISSUER, sub: ALICE.userId },
      session: { format: "opaque", id: sessionId },
    });
  });

  it("tells by RISC and CAEP what becomes of an account, in order, and of its consents no more", async () => {
    await allowApp(ALICE.userId, clientId);
    const db = await getDb();
    const where = { id: ALICE.userId };
    await db.user.update({ where, data: { suspendedAt: now } });
    await db.user.update({ where, data: { suspendedAt: null } });
    await db.user.update({ where, data: { passwordHash: "hash", passwordChangedAt: now } });
    await db.user.update({ where, data: { passwordHash: "the same password, hashed anew" } });
    await db.user.delete({ where });
    await deliver();
    const expected = ["account-disabled", "account-enabled", "credential-change", "account-purged"];
    expect(await listKinds()).toEqual(["consent-given", ...expected]);
  });

  it("about an account goes to no app that its person removed, or whose access has expired", async () => {
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, new Date(now.getTime() - 1000));
    await allowApp(BOB.userId, clientId, { isOnce: true, expiresAt: new Date(now.getTime() - 1000) });
    const db = await getDb();
    for (const { userId } of [ALICE, BOB]) {
      await db.user.update({ where: { id: userId }, data: { suspendedAt: now } });
      await db.user.update({ where: { id: userId }, data: { suspendedAt: null } });
      await db.user.update({ where: { id: userId }, data: { passwordHash: "hash", passwordChangedAt: now } });
    }
    await db.user.delete({ where: { id: ALICE.userId } });
    await deliver();
    // It may still hold what it got.
    expect(await listKinds()).toEqual(["consent-given", "consent-ended", "account-purged"]);
  });

  it("about a session goes to no app that its person removed", async () => {
    const db = await getDb();
    const sessionId = await makeSession();
    await allowApp(ALICE.userId, clientId, { sessionId });
    await removeConsent(ALICE.userId, clientId, now);
    await endSessions(Prisma.sql`id = ${sessionId}::uuid`, now);
    expect(await db.securityEvent.count({ where: { kind: "session-revoked" } })).toBe(0);
  });

  it("tells an app without a consent of a suspension and of its end, although the one ends all its access", async () => {
    await allowApp(ALICE.userId, clientId, { isOnce: true });
    await suspendUser(ALICE.userId, "everybody", now);
    await resumeUser(ALICE.userId, "everybody", now);
    await deliver();
    expect(await listKinds()).toEqual(["account-disabled", "account-enabled"]);
  });

  it("tells that the portal took away what an API allowed as a narrowing", async () => {
    await allowApp(ALICE.userId, clientId, { scopes: ["openid", "calendar:read"] });
    await allowApp(BOB.userId, clientId, {
      scopes: ["openid", "calendar:read"],
      resources: [CALENDAR_API.identifier],
    });
    const gone = { scopes: ["calendar:read"], resources: [CALENDAR_API.identifier] };
    const db = await getDb();
    await db.$transaction((tx) => forgetScopes(tx, gone, new Date()));
    await deliver();
    const told = await Promise.all(received.map(async ({ token }) => Object.entries((await read(token)).events ?? {})));
    const narrowed = told.flat().filter(([kind]) => kind.endsWith("/consent-narrowed"));
    expect(narrowed.map(([, { scopes, resources }]) => [scopes, resources])).toEqual([
      [["openid"], []],
      [["openid"], []],
    ]);
    expect(told).toHaveLength(4);
  });

  it("has a job only where no other event about the same person waits", async () => {
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, now);
    await allowApp(BOB.userId, clientId);
    const db = await getDb();
    expect(await db.job.count({ where: { finishedAt: null } })).toBe(2);
    await deliver();
    expect(received).toHaveLength(3);
  });

  it("goes to nobody whom it does not concern, and is none that the app did not choose", async () => {
    await saveEventStream(clientId, { ...stream, events: ["consent-ended"] }, now);
    await allowApp(ALICE.userId, OTHER.clientId);
    await removeConsent(ALICE.userId, OTHER.clientId, now);
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, now);
    await deliver();
    expect(await listKinds()).toEqual(["consent-ended"]);
  });

  it("tells once that a secret will expire", async () => {
    const db = await getDb();
    const data = { id: newId(), clientId, secretHash: "h", hint: "abcd", createdAt: now };
    await db.clientSecret.create({ data: { ...data, expiresAt: new Date(now.getTime() + 86_400_000) } });
    for (let n = 0; n < 2; n += 1) await tellOfExpiringSecrets(now);
    await deliver();
    expect(await listKinds()).toEqual(["secret-expiring"]);
  });

  it("tells an API which JWT access tokens were revoked, by their places in its status list", async () => {
    const db = await getDb();
    await db.resource.updateMany({ where: { identifier: CALENDAR_API.identifier }, data: { clientId } });
    const listId = newId();
    const expiresAt = new Date(now.getTime() + 600_000);
    await oauthStore.createStatusList({ listId, resource: CALENDAR_API.identifier, createdAt: now, expiresAt });
    const place = { statusListId: listId, createdAt: now, expiresAt };
    const { accessToken: first } = await allowApp(ALICE.userId, OTHER.clientId, {
      token: { ...place, statusIndex: 5 },
    });
    for (const statusIndex of [9, 7]) {
      await oauthStore.createAccessToken(accessToken(null, { ...place, statusIndex, clientId: PUBLIC.clientId }));
    }
    await oauthStore.revokeAccessToken(first.tokenHash, OTHER.clientId, now);
    await db.client.updateMany({ where: { id: PUBLIC.clientId }, data: { suspendedAt: now } });
    await deliver();
    expect(await listKinds()).toEqual(["tokens-revoked", "tokens-revoked"]);
    const told = await Promise.all(received.map(async ({ token }) => Object.values((await read(token)).events ?? {})));
    const uri = `${ISSUER}/oauth/status-lists?id=${listId}`;
    expect(told).toEqual([[{ status_list: { uri, idx: [5] } }], [{ status_list: { uri, idx: [7, 9] } }]]);
  });

  it("of a transaction that fails is none", async () => {
    const db = await getDb();
    const failing = db.$transaction(async (tx) => {
      await tx.consent.create({ data: { id: newId(), userId: ALICE.userId, clientId } });
      throw new Error("changed its mind");
    });
    await expect(failing).rejects.toThrow("changed its mind");
    expect((await listStates()).map(([kind]) => kind)).toEqual(["verification"]);
  });
});

it("a removal goes through while the developer ends the stream", async () => {
  const db = await getDb();
  await givenStream();
  await allowApp(ALICE.userId, clientId);
  const remove = () => removeConsent(ALICE.userId, clientId, now);
  let removing: Promise<unknown> | undefined;
  await db.$transaction(async (tx) => {
    await tx.eventStream.deleteMany({ where: { clientId } });
    // The embedded database has one connection, so there nobody can wait.
    if (!process.env.TEST_DATABASE_URL) return;
    removing = remove();
    const listWaiting = () => tx.$queryRaw`
      SELECT pid FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(listWaiting, { timeout: 4_000 }).toHaveLength(1);
  });
  expect(await (removing ?? remove())).toBe(true);
});

it("an app that is deleted for good is told of nothing any more", async () => {
  const db = await getDb();
  await givenStream();
  await allowApp(ALICE.userId, clientId);
  await deliver();
  await db.client.delete({ where: { id: clientId }, select: { id: true } });
  expect(await db.securityEvent.count()).toBe(0);
  expect(await db.job.count({ where: { finishedAt: null } })).toBe(0);
});

describe("an address that does not take an event", () => {
  beforeEach(givenStream);

  const reachable = async () => {
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, now);
  };

  it.each([
    ["is down", new Error("app.example could not be reached.")],
    ["redirects", new Error("app.example redirects, which is not followed.")],
    ["answers 500", { status: 500 }],
    ["does not know the portal's key yet", { status: 400, body: '{"err":"invalid_key"}' }],
  ])("is asked again when it %s, and each person's events arrive in their order", async (_case, answer) => {
    answers = [answer];
    await reachable();
    await deliver();
    await allowApp(BOB.userId, clientId);
    await deliver(2);
    const first = received[0]?.token ?? "";
    expect(await listStates()).toEqual([
      ["verification", "delivered"],
      ["consent-given", "waiting"],
      ["consent-ended", "waiting"],
      ["consent-given", "delivered"],
    ]);
    received = [];
    await deliver(60);
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
    expect((await read(received[0]?.token ?? "")).jti).toBe((await read(first)).jti);
  });

  it("is not asked again for an event that it refuses, and gets the next one (RFC 8935 §2.4)", async () => {
    answers = [{ status: 400, body: '{"err":"invalid_request","description":"no such\\u0007person"}' }];
    await reachable();
    await deliver();
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
    const { deliveries, failed } = await listDeliveries(clientId, 50);
    expect(failed).toBe(1);
    expect(deliveries.find(({ state }) => state === "refused")?.lastError).toContain("invalid_request");
  });

  it("gets nothing more where the portal can no longer read its header, and all of it once that is saved again", async () => {
    await givenStream();
    const header = { authorizationJwe: await sealEventAuthorization("Bearer of-before") };
    await (await getDb()).eventStream.updateMany({ where: { clientId }, data: header });
    await allowApp(ALICE.userId, clientId);
    resetMasterKey("a secret that came later, 32 characters and more");
    await deliver();
    expect(received).toEqual([]);
    const { deliveries } = await listDeliveries(clientId, 1);
    expect(deliveries).toMatchObject([{ kind: "consent-given", state: "given_up", tries: 1 }]);
    expect(deliveries[0]?.lastError).toContain("can no longer read the Authorization header");
    expect(await (await getDb()).job.count({ where: { finishedAt: null } })).toBe(0);
    await saveEventStream(clientId, { ...stream, authorizationJwe: await sealEventAuthorization("Bearer new") }, now);
    await deliver();
    expect(await replayEvents(clientId, null, now)).toBe(1);
    await deliver();
    expect(await listKinds()).toEqual(["verification", "consent-given"]);
    expect(received.at(-1)?.headers.authorization).toBe("Bearer new");
  });

  it("is given up after the last try, and gets all of it in order when its developer asks", async () => {
    await reachable();
    for (const delay of [0, ...RETRY_DELAYS]) {
      answers = Array.from({ length: 10 }, () => ({ status: 503 }));
      await deliver(1 + delay * 2 + RETRY_DELAYS.filter((each) => each < delay).reduce((sum, each) => sum + each, 0));
    }
    expect((await listStates()).slice(1)).toEqual([
      ["consent-given", "given_up"],
      ["consent-ended", "given_up"],
    ]);
    answers = [];
    received = [];
    expect(await replayEvents(clientId, null, now)).toBe(2);
    await deliver(100_000);
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
  });

  it("gets an event again with the same jti, so that it knows a replay", async () => {
    await reachable();
    await deliver();
    const [ended] = (await listDeliveries(clientId, 1)).deliveries;
    expect(await replayEvents(OTHER.clientId, ended?.eventId ?? "", now)).toBe(0);
    expect(await replayEvents(clientId, ended?.eventId ?? "", now)).toBe(1);
    await deliver(2);
    const ids = await Promise.all(received.map(async ({ token }) => (await read(token)).jti));
    expect(ids).toHaveLength(3);
    expect(ids[2]).toBe(ids[1]);
  });

  const failToSign = () => Promise.reject(new Error("The signer is away, secretly."));

  it("gets what an error of the portal's own kept back, as soon as that is over", async () => {
    const portal = context;
    context = { ...portal, keys: { ...portal.keys, sign: failToSign } };
    await reachable();
    await deliver();
    const { deliveries } = await listDeliveries(clientId, 9);
    expect(deliveries.map(({ lastError }) => lastError)).toContain("The portal could not send it.");
    context = portal;
    await deliver(15);
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
  });

  it("gets what a process had when it could not even note its error, once nobody has it any more", async () => {
    const portal = context;
    const noteFailure = () => Promise.reject(new Error("The database is away."));
    context = { ...portal, keys: { ...portal.keys, sign: failToSign }, events: { ...eventStore, noteFailure } };
    await reachable();
    await deliver();
    context = portal;
    await deliver(15);
    expect(received).toEqual([]);
    await deliver(62);
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
  });

  it("gets many events by several jobs, so that no job takes long", async () => {
    await reachable();
    const db = await getDb();
    await db.$executeRaw`
      INSERT INTO security_events (id, stream_id, user_id, kind, created_at)
      SELECT gen_random_uuid(), s.id, ${ALICE.userId}::uuid, 'consent-ended', now() + n * interval '1 ms'
      FROM event_streams s, generate_series(1, 43) n`;
    await db.job.deleteMany({ where: { finishedAt: { not: null } } });
    await deliver();
    expect(received).toHaveLength(45);
    expect(await db.job.count({ where: { lastError: null, finishedAt: { not: null } } })).toBe(3);
  });

  it("gets what was left without a job", async () => {
    await reachable();
    const db = await getDb();
    await db.job.deleteMany();
    await resumeDeliveries(now);
    await deliver();
    expect(received).toEqual([]);
    for (let n = 0; n < 2; n += 1) await resumeDeliveries(new Date(Date.now() + 700_000));
    expect(await db.job.count()).toBe(1);
    await deliver(701);
    expect(await listKinds()).toEqual(["consent-given", "consent-ended"]);
  });

  it("gets nothing while its app is suspended", async () => {
    context = { ...context, store: new TestPortal({ clients: [{ ...CONFIDENTIAL, suspendedAt: now }] }).store };
    await reachable();
    await deliver();
    expect(received).toEqual([]);
  });
});

it("the log of an app holds 10,000 events at most", async () => {
  await givenStream();
  const db = await getDb();
  await db.$executeRaw`
    INSERT INTO security_events (id, stream_id, kind, created_at)
    SELECT gen_random_uuid(), s.id, 'consent-ended', now() + n * interval '1 ms'
    FROM event_streams s, generate_series(1, 10005) n`;
  await trimEventLogs();
  expect(await db.securityEvent.count()).toBe(10_000);
});

describe("an app that fetches its events (RFC 8936)", () => {
  const poll = async (body: Record<string, unknown>, headers: Record<string, string> = basic(clientId)) => {
    const request = new Request(`${ISSUER}/oauth/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const response = await handleEventsRequest(request, context);
    return (await response.json()) as { sets: Record<string, string>; moreAvailable?: boolean };
  };
  const refusal = (body: Record<string, unknown>, headers?: Record<string, string>) =>
    poll(body, headers).catch((error: unknown) => (error instanceof OAuthError ? error.detail.cause : error));
  const immediately = { returnImmediately: true };
  const kindsOf = async ({ sets }: { sets: Record<string, string> }) =>
    await Promise.all(
      Object.values(sets).map(async (token) =>
        Object.keys((await read(token)).events as object)[0]
          ?.split("/")
          .at(-1),
      ),
    );

  beforeEach(async () => {
    await saveEventStream(clientId, { ...stream, delivery: "poll", endpointUrl: null }, now);
  });

  it("gets them in order, again and again until it acknowledges them (§2.4)", async () => {
    await allowApp(ALICE.userId, clientId);
    await removeConsent(ALICE.userId, clientId, now);
    const first = await poll(immediately);
    expect(await kindsOf(first)).toEqual(["verification", "consent-given", "consent-ended"]);
    const ids = Object.keys(first.sets);
    expect(Object.keys((await poll(immediately)).sets)).toEqual(ids);
    const [verification = "", given = "", ended = ""] = ids;
    const setErrs = { [given]: { err: "invalid_request", description: "unknown person" } };
    const next = await poll({ ...immediately, ack: [verification], setErrs });
    expect(Object.keys(next.sets)).toEqual([ended]);
    expect(await poll({ ...immediately, ack: [ended, "not a uuid"] })).toEqual({ sets: {} });
    expect((await listDeliveries(clientId, 9)).deliveries.map(({ state, lastError }) => [state, lastError])).toEqual([
      ["delivered", null],
      ["refused", "invalid_request: unknown person"],
      ["delivered", null],
    ]);
  });

  it("gets as many as it asks for, and hears that there are more", async () => {
    await allowApp(ALICE.userId, clientId);
    const one = await poll({ ...immediately, maxEvents: 1 });
    expect([Object.keys(one.sets).length, one.moreAvailable]).toEqual([1, true]);
    expect(await poll({ maxEvents: 0, ack: Object.keys(one.sets) })).toEqual({ sets: {}, moreAvailable: true });
  });

  it("waits for the next one, and gets it as soon as it happens (§2.4)", async () => {
    await allowApp(ALICE.userId, clientId);
    const { sets } = await poll(immediately);
    const waiting = poll({ ack: Object.keys(sets) });
    await expect.poll(async () => (await listDeliveries(clientId, 1)).deliveries[0]?.state).toBe("delivered");
    await removeConsent(ALICE.userId, clientId, now);
    // What the trigger notifies; the database of a test does not listen.
    const { changes } = await openDatabase();
    if (changes instanceof ChangeChannel) changes.hear(`event ${clientId}`);
    expect(await kindsOf(await waiting)).toEqual(["consent-ended"]);
  });

  it("says why it cannot take an event in any characters, of which half a one is left out", async () => {
    const [verification = ""] = Object.keys((await poll(immediately)).sets);
    await poll({ ...immediately, setErrs: { [verification]: { err: `${"x".repeat(299)}\u{1F600}` } } });
    expect((await listDeliveries(clientId, 1)).deliveries[0]?.lastError).toBe(`${"x".repeat(299)} `);
  });

  it("gets many at once, of which ten are signed at a time", async () => {
    const db = await getDb();
    await db.$executeRaw`
      INSERT INTO security_events (id, stream_id, kind, created_at)
      SELECT gen_random_uuid(), s.id, 'consent-ended', now() + n * interval '1 ms'
      FROM event_streams s, generate_series(1, 24) n`;
    let [underWay, most] = [0, 0];
    const sign: typeof TEST_KEYS.sign = async (...given) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const jwt = await TEST_KEYS.sign(...given);
      underWay -= 1;
      return jwt;
    };
    context = { ...context, keys: { ...TEST_KEYS, sign } };
    expect(Object.keys((await poll(immediately)).sets)).toHaveLength(25);
    expect(most).toBe(10);
  });

  it("waits in two requests at most", async () => {
    const { sets } = await poll(immediately);
    await poll({ ...immediately, ack: Object.keys(sets) });
    const end = new AbortController();
    const wait = () => eventStore.waitForNews(clientId, 60_000, end.signal);
    const both = [wait(), wait()];
    await wait();
    end.abort();
    await Promise.all(both);
  });

  it("cannot acknowledge those of another app", async () => {
    const [verification = ""] = Object.keys((await poll(immediately)).sets);
    await eventStore.settle(OTHER.clientId, [{ eventId: verification, error: null }], now);
    expect(Object.keys((await poll(immediately)).sets)).toEqual([verification]);
  });

  it("is refused without its secret, as a public client, and with parameters that are none", async () => {
    expect(await refusal({}, {})).toBe("credentials_missing");
    expect(await refusal({}, basic(clientId, "wrong"))).toBe("secret_wrong");
    expect(await refusal({ client_id: PUBLIC.clientId }, {})).toBe("public_client");
    for (const wrong of [
      { maxEvents: -1 },
      { maxEvents: "1" },
      { returnImmediately: 1 },
      { ack: [1] },
      { setErrs: [] },
    ]) {
      expect(await refusal({ ...immediately, ...wrong })).toBe("poll_malformed");
    }
    await saveEventStream(clientId, stream, now);
    expect(await refusal(immediately)).toBe("events_not_polled");
  });
});
