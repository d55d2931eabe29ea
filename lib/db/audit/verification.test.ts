import { beforeEach, describe, expect, it } from "vitest";
import { anyEvent } from "../../events/testing/any-event";
import { newestKeptKey } from "../../keys/kept-keys";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { getProcessKey } from "../driver/process-key";
import { sweepExpired } from "../portal/sweep";
import { useTestDatabase } from "../testing/test-database";
import { AUDIT_WRITER, forgetChain, hashEvents, sealWith, writerOf } from "./chain";
import { closeAuditLog, flushEvents, PROCESS_ENDED, queueEvent, recordEvent } from "./events";
import { verifyAuditLog } from "./verification";

useTestDatabase();

const here = { ipAddress: "192.0.2.1", requestId: "a request" };

const retentionDays = 365;
const verify = (now = new Date()) => verifyAuditLog({ now, retentionDays });
const kinds = async (now?: Date) => [...new Set((await verify(now)).problems.map(({ kind }) => kind))];

/** What is said of a log that is as it was written. */
const WHOLE = { problems: [], unclosed: [], unsealed: null, unknownBatches: 0 };

/** Three batches: two events of the protocol, an act, and two more events. */
beforeEach(async () => {
  const db = await getDb();
  await flushEvents();
  await db.auditEvent.deleteMany();
  await db.auditBatch.deleteMany();
  forgetChain();
  queueEvent(
    anyEvent({ type: "token.issued", outcome: "ok", clientId: "one", data: { b: [1, { d: "ü", c: 0.1 }], a: null } }),
  );
  queueEvent(anyEvent({ type: "token.refused", outcome: "refused", clientId: "one", data: { received: "\0\ud800x" } }));
  await flushEvents();
  await recordEvent(anyEvent({ type: "session.created", outcome: "ok" }), here);
  queueEvent(anyEvent({ type: "token.issued", outcome: "ok", clientId: "two" }));
  queueEvent(anyEvent({ type: "token.introspected", outcome: "ok", clientId: "two" }));
  await flushEvents();
});

/** In the order in which each is tied to the one before: several may be of one millisecond. */
async function batches() {
  const rows = await (await getDb()).auditBatch.findMany();
  const following = new Map(rows.map((row) => [row.previousId, row]));
  const ordered: typeof rows = [];
  for (let next = following.get(null); next; next = following.get(next.id)) ordered.push(next);
  return ordered;
}

it("finds a log as it was written, whatever the events hold", async () => {
  expect(await verify()).toEqual({ batches: 3, events: 4, ...WHOLE });
  const [first, second, third] = await batches();
  expect([second?.previousSeal, third?.previousSeal]).toEqual([first?.seal, second?.seal]);
});

it("seals acts that are done at once together, and each is stored when its promise resolves", async () => {
  const acts = Array.from({ length: 30 }, (_, n) =>
    recordEvent(anyEvent({ type: "act", outcome: "ok", data: { n } }), here),
  );
  await Promise.all(acts);
  expect(await (await getDb()).auditEvent.count({ where: { type: "act" } })).toBe(30);
  const { batches: count, problems } = await verify();
  expect(count).toBeLessThan(3 + 30);
  expect(problems).toEqual([]);
});

describe("what somebody with the database does to the log", () => {
  const changes: [string, string, string][] = [
    ["changes an event", "UPDATE audit_events SET outcome = 'ok' WHERE type = 'token.refused'", "event_changed"],
    [
      "changes its data",
      `UPDATE audit_events SET data = '{"a":null,"b":[1]}' WHERE client_id = 'one'`,
      "event_changed",
    ],
    ["moves it in time", "UPDATE audit_events SET created_at = created_at - interval '1 ms'", "event_changed"],
    ["takes one out", "DELETE FROM audit_events WHERE type = 'session.created'", "event_missing"],
    [
      "puts one in",
      `INSERT INTO audit_events (id, created_at, type, outcome)
       SELECT 'ffffffff-ffff-7fff-bfff-ffffffffffff', now(), 'token.issued', 'ok'`,
      "event_added",
    ],
    ["changes a seal", "UPDATE audit_batches SET seal = reverse(seal) WHERE position = 0", "batch_changed"],
    [
      "takes an event out of its batch as well",
      `WITH gone AS (DELETE FROM audit_events WHERE type = 'token.refused' RETURNING id)
       UPDATE audit_batches SET event_ids = array_remove(event_ids, (SELECT id FROM gone))`,
      "batch_changed",
    ],
  ];
  it.each(changes)("%s: it shows", async (_what, sql, kind) => {
    await (await getDb()).$executeRawUnsafe(sql);
    expect(await kinds()).toContain(kind);
  });

  it("takes a whole batch out with its events: the one after it shows that", async () => {
    const [, second, third] = await batches();
    const db = await getDb();
    await db.auditEvent.deleteMany({ where: { id: { in: second?.eventIds ?? [] } } });
    await db.auditBatch.delete({ where: { id: second?.id ?? "" } });
    const { problems } = await verify();
    expect(problems).toEqual([{ kind: "batch_missing", batchId: third?.id, at: third?.createdAt }]);
  });
});

it("goes on in another chain after a batch that failed, tied to the last that was stored", async () => {
  const db = await getDb();
  await db.$executeRaw`ALTER TABLE audit_batches ADD CONSTRAINT refused CHECK (position < 0) NOT VALID`;
  await expect(recordEvent(anyEvent({ type: "act", outcome: "ok" }), here)).rejects.toThrow();
  queueEvent(anyEvent({ type: "kept", outcome: "ok" }));
  await flushEvents();
  await db.$executeRaw`ALTER TABLE audit_batches DROP CONSTRAINT refused`;
  await flushEvents();
  const [, , third, fourth] = await batches();
  expect(fourth).toMatchObject({ position: 0, previousId: third?.id, previousSeal: third?.seal });
  expect(fourth?.chainId).not.toBe(third?.chainId);
  expect(await verify()).toEqual({ batches: 4, events: 5, ...WHOLE });
});

it("ties another chain to the batch that stands last, of those of one millisecond", async () => {
  const [, , third] = await batches();
  const db = await getDb();
  await db.$executeRaw`UPDATE audit_batches SET created_at = ${third?.createdAt}`;
  await db.$executeRaw`UPDATE audit_batches SET id = 'ffffffff-ffff-7fff-bfff-ffffffffffff' WHERE position = 0`;
  forgetChain();
  await recordEvent(anyEvent({ type: "later", outcome: "ok" }), here);
  const begun = await db.auditBatch.findFirst({ where: { chainId: { not: third?.chainId ?? "" } } });
  expect(begun?.previousId).toBe(third?.id);
});

it("does not take for a deed what the sweep took: events first, their batches a day later", async () => {
  const day = 86_400_000;
  const at = (days: number) => new Date(Date.now() + days * day);
  const db = await getDb();
  const sweep = (now: Date) => sweepExpired({ now, auditRetentionDays: retentionDays });
  // Their month is not over before then, and as long as they are there their batches are.
  await sweep(at(366.5));
  expect(await verify(at(366.5))).toMatchObject({ batches: 3, problems: [] });
  await db.auditEvent.deleteMany();
  expect(await verify(at(365.5))).toEqual({ batches: 3, events: 0, ...WHOLE });
  await recordEvent(anyEvent({ type: "later", outcome: "ok" }), here);
  await db.auditBatch.deleteMany({ where: { position: { lt: 2 } } });
  expect(await kinds(at(366.5))).toEqual([]);
  await db.auditEvent.deleteMany();
  await sweep(at(366.5));
  expect(await batches()).toEqual([]);
});

describe("a process that ended", () => {
  /** The chains are those of another process than this one. */
  const leaveProcess = async () => {
    const db = await getDb();
    await db.$executeRaw`UPDATE audit_batches SET chain_id = (left(chain_id::text, -8) || 'ffffffff')::uuid`;
  };
  const unclosed = async () => (await verify()).unclosed;

  beforeEach(async () => {
    // From now on processes say when they end.
    queueEvent(anyEvent({ type: PROCESS_ENDED, outcome: "ok", data: { process: "00000000" } }));
    await flushEvents();
    const db = await getDb();
    await db.$executeRaw`UPDATE audit_events SET created_at = created_at - interval '1 hour' WHERE type = ${PROCESS_ENDED}`;
  });

  it("without saying so is named by when it last wrote", async () => {
    expect(await unclosed()).toEqual([]);
    const last = (await batches()).at(-1);
    await leaveProcess();
    expect(await unclosed()).toEqual([{ lastAt: last?.createdAt }]);
  });

  it("in order is not named", async () => {
    await closeAuditLog();
    const db = await getDb();
    expect(
      await db.auditEvent.findFirst({ where: { type: PROCESS_ENDED }, orderBy: { createdAt: "desc" } }),
    ).toMatchObject({
      data: { process: getProcessKey() },
    });
    expect(await verify()).toMatchObject({ problems: [{ kind: "event_changed" }], unclosed: [] });
    await db.$executeRaw`UPDATE audit_events SET data = '{"process":"ffffffff"}' WHERE type = ${PROCESS_ENDED}`;
    await leaveProcess();
    expect(await unclosed()).toEqual([]);
  });
});

describe("another version beside this one", () => {
  /** An event as any version stores it. */
  async function storeEvent(type: string, data: object, createdAt: Date) {
    const given = { id: newId(createdAt.getTime()), createdAt, type, outcome: "ok", data };
    return (await getDb()).auditEvent.create({ data: given });
  }

  /** A batch of one event, linked to the newest, as the versions wrote it whose chains have no number. */
  async function writeAsBefore(chainId: string, position: number, type = "token.issued", data: object = {}) {
    const db = await getDb();
    const previous = await db.auditBatch.findFirst({ orderBy: [{ createdAt: "desc" }, { position: "desc" }] });
    const event = await storeEvent(type, data, new Date());
    const link = {
      id: newId(),
      chainId,
      position,
      previousId: previous?.id ?? null,
      previousSeal: previous?.seal ?? null,
      previousAt: previous?.createdAt ?? null,
      eventIds: [event.id],
      contentHash: hashEvents([event]),
      createdAt: new Date(),
    };
    await db.auditBatch.create({ data: { ...link, seal: sealWith(newestKeptKey("audit-chain").key, link) } });
  }

  const empty = async () => {
    const db = await getDb();
    await db.auditEvent.deleteMany();
    await db.auditBatch.deleteMany();
    forgetChain();
  };
  const act = () => recordEvent(anyEvent({ type: "act", outcome: "ok" }), here);
  const anHourAgo = () => new Date(Date.now() - 3_600_000);

  it("has its number in every row of its chains, and so has this one", async () => {
    const [first] = await batches();
    expect(writerOf(first?.chainId ?? "")).toBe(AUDIT_WRITER);
    expect(writerOf(newId())).toBe(1);
  });

  it("that seals but has no number: the log is as it was written, whether it says that it ended or not", async () => {
    const silent = newId();
    await writeAsBefore(silent, 0);
    await act();
    await writeAsBefore(silent, 1);
    await closeAuditLog();
    const telling = newId();
    await writeAsBefore(telling, 0);
    await writeAsBefore(telling, 1, PROCESS_ENDED, { process: telling.slice(-8) });
    // One of the first kind that is started again after another process said that it ended.
    await writeAsBefore(newId(), 0);
    expect(await verify()).toMatchObject(WHOLE);
  });

  it("that does not seal: its events are told as such, for a day after the first batch", async () => {
    await empty();
    await storeEvent("token.issued", {}, anHourAgo());
    await act();
    const beside = await storeEvent("token.issued", {}, new Date(Date.now() + 1_000));
    await act();
    const unsealed = { events: 1, firstAt: beside.createdAt, lastAt: beside.createdAt };
    expect(await verify()).toEqual({ batches: 2, events: 2, ...WHOLE, unsealed });
    const later = await storeEvent("token.issued", {}, new Date(Date.now() + 25 * 3_600_000));
    const { problems } = await verify();
    expect(problems).toEqual([{ kind: "event_added", eventId: later.id, at: later.createdAt }]);
  });

  it("that does not seal was never there: an event without a seal was put in", async () => {
    await empty();
    await act();
    const added = await storeEvent("token.issued", {}, new Date(Date.now() + 1_000));
    expect(await verify()).toMatchObject({ problems: [{ kind: "event_added", eventId: added.id }], unsealed: null });
  });

  it("cannot be made up: where the log was empty before its first seal, an event without one was put in, however old", async () => {
    await empty();
    await act();
    const old = await storeEvent("token.issued", {}, anHourAgo());
    const beside = await storeEvent("token.issued", {}, new Date(Date.now() + 1_000));
    const problems = [old, beside].map(({ id, createdAt }) => ({ kind: "event_added", eventId: id, at: createdAt }));
    expect(await verify()).toMatchObject({ problems, unsealed: null });
    const time = anHourAgo();
    await (await getDb()).auditBatch.updateMany({ where: { previousId: null }, data: { previousAt: time } });
    expect(await kinds(), "and the seal covers what the first batch says of it").toContain("batch_changed");
  });

  it("that is newer and seals in another way: its batches are counted, not called changed; what is put in still shows", async () => {
    const chainId = `${newId().slice(0, 14)}8${(AUDIT_WRITER + 1).toString(16).padStart(3, "0")}${newId().slice(18)}`;
    await writeAsBefore(chainId, 0);
    const db = await getDb();
    await db.auditBatch.updateMany({ where: { chainId }, data: { seal: "sealed in another way" } });
    await writeAsBefore(newId(), 0);
    expect(await verify()).toMatchObject({ ...WHOLE, unknownBatches: 1 });
    const added = await storeEvent("token.issued", {}, new Date());
    expect((await verify()).problems).toMatchObject([{ kind: "event_added", eventId: added.id }]);
  });

  it("cannot be claimed: the seal covers the number", async () => {
    const number = (AUDIT_WRITER - 1).toString(16).padStart(3, "0");
    await (await getDb()).$executeRaw`
      UPDATE audit_batches SET chain_id = overlay(chain_id::text placing ${number} from 16)::uuid WHERE position = 0`;
    expect(await kinds()).toContain("batch_changed");
  });
});

it("does not name processes that used the database when the backup was made from which it was restored", async () => {
  const db = await getDb();
  queueEvent(anyEvent({ type: PROCESS_ENDED, outcome: "ok", data: { process: "00000000" } }));
  await flushEvents();
  await db.$executeRaw`UPDATE audit_events SET created_at = created_at - interval '1 hour' WHERE type = ${PROCESS_ENDED}`;
  await db.$executeRaw`UPDATE audit_batches SET chain_id = (left(chain_id::text, -8) || 'ffffffff')::uuid`;
  expect((await verify()).unclosed).toHaveLength(1);
  const data = { createdAt: new Date().toISOString(), processes: ["ffffffff"] };
  await recordEvent({ type: "database.restored", outcome: "ok", data }, "command line");
  expect((await verify()).unclosed).toEqual([]);
});
