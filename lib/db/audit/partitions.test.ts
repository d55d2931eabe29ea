import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { sweepExpired } from "../portal/sweep";
import { useTestDatabase } from "../testing/test-database";
import { keepAuditPartitions, REST } from "./partitions";

useTestDatabase();

const on = (day: string) => new Date(`${day}T12:00:00.000Z`);

/** Stores an event of a day, and answers the partition that took it. */
async function store(day: string): Promise<string> {
  const db = await getDb();
  const [row] = await db.$queryRaw<{ place: string }[]>`
    INSERT INTO audit_events (id, created_at, type, outcome) VALUES (${newId(on(day).getTime())}::uuid, ${on(day)}, 't', 'ok')
    RETURNING tableoid::regclass::text AS place`;
  return row?.place ?? "";
}

async function list(): Promise<string[]> {
  const events = await (await getDb()).auditEvent.findMany({ orderBy: { id: "asc" }, select: { createdAt: true } });
  return events.map(({ createdAt }) => createdAt.toISOString().slice(0, 10));
}

async function dropAll(): Promise<void> {
  await (await getDb()).$queryRaw`SELECT drop_audit_partitions('infinity')`;
}

beforeEach(async () => {
  await dropAll();
  await (await getDb()).auditEvent.deleteMany();
});
afterAll(async () => {
  await dropAll();
  await keepAuditPartitions(new Date(), 365);
});

it("makes the partitions of this month and the next three, once", async () => {
  expect(await keepAuditPartitions(on("2031-11-30"), 365)).toEqual({ made: 4, dropped: [] });
  expect(await keepAuditPartitions(on("2031-11-30"), 365)).toEqual({ made: 0, dropped: [] });
  expect(await keepAuditPartitions(on("2031-12-01"), 365)).toEqual({ made: 1, dropped: [] });
  const places = [];
  for (const day of ["2031-10-31", "2031-11-01", "2031-12-31", "2032-03-31", "2032-04-01"])
    places.push(await store(day));
  expect(places).toEqual([
    REST,
    "audit_events_month_20311101",
    "audit_events_month_20311201",
    "audit_events_month_20320301",
    REST,
  ]);
});

it("drops a month when all of it is past, with all its events and no others", async () => {
  await keepAuditPartitions(on("2031-11-30"), 365);
  for (const day of ["2031-11-01", "2031-11-30", "2031-12-01"]) await store(day);
  expect((await keepAuditPartitions(on("2032-11-29"), 365)).dropped).toEqual([]);
  expect(await list()).toEqual(["2031-11-01", "2031-11-30", "2031-12-01"]);
  expect((await keepAuditPartitions(on("2032-12-01"), 365)).dropped).toEqual(["audit_events_month_20311101"]);
  expect(await list()).toEqual(["2031-12-01"]);
});

it("holds weeks where events are not kept for long", async () => {
  await keepAuditPartitions(on("2031-11-26"), 30);
  const places = [];
  for (const day of ["2031-11-23", "2031-11-24", "2031-11-30", "2031-12-01"]) places.push(await store(day));
  const [first, second] = ["audit_events_week_20311124", "audit_events_week_20311201"];
  expect(places).toEqual([REST, first, first, second]);
  expect((await keepAuditPartitions(on("2031-12-31"), 30)).dropped).toEqual([first]);
});

describe("a partition that is missing", () => {
  it("stops nobody: its events are kept, found and swept with the others", async () => {
    expect([await store("2031-12-24"), await store("2031-12-26")]).toEqual([REST, REST]);
    // The month cannot be made any more, and the others can.
    expect((await keepAuditPartitions(on("2031-12-27"), 365)).made).toBe(3);
    expect(await store("2031-12-28")).toBe(REST);
    expect(await list()).toEqual(["2031-12-24", "2031-12-26", "2031-12-28"]);
    expect(await sweepExpired({ now: on("2032-12-24"), auditRetentionDays: 365 })).toEqual({ [REST]: 1 });
    expect(await list()).toEqual(["2031-12-26", "2031-12-28"]);
  });

  it("is left out where another one covers a part of its time, as when the retention changes", async () => {
    await keepAuditPartitions(on("2031-12-20"), 30);
    expect((await keepAuditPartitions(on("2031-12-20"), 365)).made).toBe(2);
    expect(await store("2032-02-01")).toBe("audit_events_month_20320201");
  });
});

it("sweeps what was there before partitions were, row by row, until all of it is past", async () => {
  const db = await getDb();
  await db.$executeRaw`CREATE TABLE audit_events_before (LIKE audit_events)`;
  await db.$executeRawUnsafe(
    `DO $$ BEGIN EXECUTE format('ALTER TABLE audit_events ATTACH PARTITION audit_events_before FOR VALUES FROM (MINVALUE) TO (%L)',
      audit_id_at('2031-12-01T00:00:00Z')); END $$`,
  );
  for (const day of ["2031-11-01", "2031-11-20"]) expect(await store(day)).toBe("audit_events_before");
  expect(await sweepExpired({ now: on("2032-11-05"), auditRetentionDays: 365 })).toEqual({ audit_events_before: 1 });
  expect(await list()).toEqual(["2031-11-20"]);
  expect((await keepAuditPartitions(on("2032-12-01"), 365)).dropped).toEqual(["audit_events_before"]);
});

it("loses no event to the sweep of versions that know no partitions: it goes by a place that two partitions can have", async () => {
  const db = await getDb();
  await keepAuditPartitions(on("2031-11-30"), 365);
  for (const day of ["2031-11-01", "2031-12-01"]) await store(day);
  const places = await db.$queryRaw<{ ctid: string }[]>`SELECT DISTINCT ctid::text FROM audit_events`;
  expect(places).toHaveLength(1);
  const swept = await db.$executeRaw`
      DELETE FROM audit_events WHERE ctid = ANY(ARRAY(SELECT ctid FROM audit_events WHERE created_at < ${on("2031-11-15")}::timestamptz LIMIT ${1000}))`;
  expect([swept, await list()]).toEqual([0, ["2031-11-01", "2031-12-01"]]);
});

it("an event is stored once, although its partition is another one (RFC 9562: ids begin with their time)", async () => {
  const db = await getDb();
  await keepAuditPartitions(on("2031-11-30"), 365);
  const id = newId(on("2031-11-02").getTime());
  const insert = () => db.$executeRaw`
    INSERT INTO audit_events (id, created_at, type, outcome) VALUES (${id}::uuid, now(), 't', 'ok') ON CONFLICT (id) DO NOTHING`;
  expect([await insert(), await insert()]).toEqual([1, 0]);
});
