import { beforeAll, expect, it } from "vitest";
import { anyEvent } from "../../events/testing/any-event";
import { getDb, openDatabase, setDatabase } from "../driver/database";
import { newId } from "../driver/new-id";
import { DatabaseAwayError } from "../driver/outage";
import { useTestDatabase } from "../testing/test-database";
import { flushEvents, queueEvent, recordEvent } from "./events";
import { listEvents } from "./list-events";

useTestDatabase();

const here = { ipAddress: "203.0.113.7", requestId: "a request" };

const userId = newId();
const secretId = newId();
const redirectUri = "https://app.example.org/callback";

beforeAll(async () => {
  const db = await getDb();
  await db.user.create({ data: { id: userId, email: "user@example.org" } });
  await db.client.create({
    data: {
      id: "pt_cl_audit",
      name: "Audit",
      secrets: { create: { id: secretId, secretHash: "hash", hint: "abcd" } },
      redirectUris: { create: { id: newId(), uri: redirectUri } },
      consents: { create: { id: newId(), userId } },
    },
  });
});

const second = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n));

it("stores an event of a person at once", async () => {
  await recordEvent(anyEvent({ type: "session.created", outcome: "ok", userId }), here);
  const [event] = await listEvents({ userId, type: "session.created", limit: 1 });
  expect(event).toMatchObject({ outcome: "ok", userId, clientId: null, ipAddress: "203.0.113.7", data: {} });
});

it("stores queued events with the next flush, and pages through them newest first", async () => {
  for (const n of [1, 2, 3, 4, 5]) {
    queueEvent(
      anyEvent({ type: "token.issued", outcome: "ok", clientId: "pt_cl_audit", data: { n }, createdAt: second(n) }),
    );
  }
  expect(await listEvents({ clientId: "pt_cl_audit", limit: 10 })).toEqual([]);
  await flushEvents();
  const first = await listEvents({ clientId: "pt_cl_audit", limit: 2 });
  const rest = await listEvents({ clientId: "pt_cl_audit", before: first.at(-1)?.id, limit: 10 });
  expect([...first, ...rest].map((event) => event.data.n)).toEqual([5, 4, 3, 2, 1]);
  expect(await listEvents({ clientId: "pt_cl_audit", before: "nonsense", limit: 10 })).toEqual([]);
});

it("cuts long texts that strangers sent, so that they do not fill the disk", async () => {
  const data = { receivedClientId: "x".repeat(60_000), receivedRedirectUri: `https://a.example/${"y".repeat(1900)}` };
  queueEvent(anyEvent({ type: "long", outcome: "refused", clientId: "pt_cl_long", data }));
  await flushEvents();
  const [event] = await listEvents({ clientId: "pt_cl_long", limit: 1 });
  expect(event?.data).toEqual({ ...data, receivedClientId: `${"x".repeat(2000)}…` });
});

it("goes on writing after a flush that found nothing to write", async () => {
  await flushEvents();
  queueEvent(anyEvent({ type: "token.issued", outcome: "ok", clientId: "pt_cl_idle" }));
  await flushEvents();
  expect(await listEvents({ clientId: "pt_cl_idle", limit: 5 })).toHaveLength(1);
});

it("turns the use of a secret, a redirect URI and a consent into the time of their last use", async () => {
  const base = { outcome: "ok", clientId: "pt_cl_audit" } as const;
  queueEvent(anyEvent({ ...base, type: "token.introspected", data: { secretId }, createdAt: second(20) }));
  queueEvent(anyEvent({ ...base, type: "token.introspected", data: { secretId }, createdAt: second(10) }));
  queueEvent(anyEvent({ ...base, type: "code.issued", userId, data: { redirectUri }, createdAt: second(30) }));
  await flushEvents();
  const db = await getDb();
  const client = await db.client.findUniqueOrThrow({
    where: { id: "pt_cl_audit" },
    select: { secrets: true, redirectUris: true, consents: true },
  });
  expect(client.secrets[0]?.lastUsedAt).toEqual(second(20));
  expect(client.redirectUris[0]?.lastUsedAt).toEqual(second(30));
  expect(client.consents[0]?.lastUsedAt).toEqual(second(30));
  expect(await listEvents({ type: "token.introspected", limit: 1 })).toEqual([]);
});

it("notes a use at most once a minute", async () => {
  const use = { type: "token.introspected", outcome: "ok", clientId: "pt_cl_audit", data: { secretId } } as const;
  const db = await getDb();
  const lastUsedAt = async () => (await db.clientSecret.findUniqueOrThrow({ where: { id: secretId } })).lastUsedAt;
  for (const [at, noted] of [
    [79, 20],
    [80, 80],
    [30, 80],
  ] as const) {
    queueEvent(anyEvent({ ...use, createdAt: second(at) }));
    await flushEvents();
    expect(await lastUsedAt()).toEqual(second(noted));
  }
  await db.clientSecret.update({ where: { id: secretId }, data: { lastUsedAt: second(20) } });
});

it("does not take a refusal for a use", async () => {
  queueEvent(
    anyEvent({
      type: "token.refused",
      outcome: "refused",
      clientId: "pt_cl_audit",
      data: { secretId },
      createdAt: second(50),
    }),
  );
  await flushEvents();
  const db = await getDb();
  expect((await db.clientSecret.findUniqueOrThrow({ where: { id: secretId } })).lastUsedAt).toEqual(second(20));
});

it("stores what strangers send, whatever it holds, without holding up the events after it", async () => {
  queueEvent(
    anyEvent({
      type: "authorize.refused",
      outcome: "refused",
      clientId: "a\0b",
      userId: "not a uuid",
      data: { receivedRedirectUri: "\0\ud800", nested: { list: ["\0x"] } },
    }),
  );
  queueEvent(anyEvent({ type: "authorize.refused", outcome: "refused", clientId: "after" }));
  await flushEvents();
  const [event] = await listEvents({ clientId: "ab", limit: 1 });
  expect(event).toMatchObject({ userId: null, data: { receivedRedirectUri: "\ufffd", nested: { list: ["x"] } } });
  expect(await listEvents({ clientId: "after", limit: 1 })).toHaveLength(1);
});

it("lets nobody wait for a second try while the database is away: acts that came during the first fail with it", async () => {
  await flushEvents();
  const database = await openDatabase();
  let lose: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  let tries = 0;
  const run = () => {
    tries += 1;
    return lost;
  };
  setDatabase({ ...database, run });
  try {
    const acts = [1, 2].map((n) =>
      recordEvent(anyEvent({ type: "session.created", outcome: "ok", userId, createdAt: second(n) }), here),
    );
    const answers = Promise.allSettled(acts);
    await expect.poll(() => tries).toBe(1);
    const late = Promise.allSettled([recordEvent(anyEvent({ type: "session.ended", outcome: "ok", userId }), here)]);
    lose(new DatabaseAwayError());
    expect([...(await answers), ...(await late)].map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    expect(tries).toBe(1);
  } finally {
    setDatabase(database);
  }
});
