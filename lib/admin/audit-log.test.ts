import { beforeEach, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { forgetChain } from "../db/audit/chain";
import { recordEvent } from "../db/audit/events";
import { searchEvents } from "../db/audit/search-events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { useTestDatabase } from "../db/testing/test-database";
import { auditFilterSchema, checkNewestEvents, exportAuditEvents, listAuditEvents } from "./audit-log";

useTestDatabase();

const now = new Date("2026-11-29T12:00:00Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let administrator: Actor & { userId: string };
let member: Actor & { userId: string };

/** Five events a minute apart: one each of two people, and three of an app. */
beforeEach(async () => {
  const db = await getDb();
  await db.auditEvent.deleteMany();
  await db.auditBatch.deleteMany();
  await db.user.deleteMany();
  forgetChain();
  administrator = await makePerson("admin@example.org", true);
  member = await makePerson("member@example.org");
  const { userId } = member;
  const by = administrator.userId;
  await recordEvent({ type: "user.resumed", outcome: "ok", userId, data: { by }, createdAt: at(0) }, "command line");
  await recordEvent({ type: "profile.changed", outcome: "ok", userId: by, createdAt: at(1) }, member.source);
  const source = { ipAddress: "198.51.100.7", requestId: "a request" };
  for (const minute of [2, 3, 4]) {
    await recordEvent({ type: "client.suspended", outcome: "ok", clientId: "calendar", createdAt: at(minute) }, source);
  }
});

const filterBy = (filter: Record<string, string>) => auditFilterSchema.parse(filter);

async function list(filter: Record<string, string>): Promise<string[]> {
  const page = await listAuditEvents(administrator, filterBy(filter));
  return (page?.events ?? []).map(({ type, createdAt }) => `${type} ${createdAt.toISOString().slice(14, 16)}`);
}

describe("the audit log", () => {
  it("is shown newest first, with the names of those whom an event is about", async () => {
    const page = await listAuditEvents(operator, filterBy({}));
    expect(page?.events.map(({ type }) => type)).toEqual([
      "client.suspended",
      "client.suspended",
      "client.suspended",
      "profile.changed",
      "user.resumed",
    ]);
    expect(page?.events.at(-1)).toMatchObject({ email: "member@example.org", byEmail: "admin@example.org" });
    expect(page).toMatchObject({ next: null, isUnknownPerson: false });
  });

  it.each<[Record<string, string>, string[]]>([
    [{ event: "profile.changed" }, ["profile.changed 01"]],
    [{ person: "Member@example.org" }, ["user.resumed 00"]],
    [{ person: "nobody@example.org" }, []],
    [{ person: "member@example.org", event: "profile.changed" }, []],
    [
      { app: "calendar", event: "client.suspended" },
      ["client.suspended 04", "client.suspended 03", "client.suspended 02"],
    ],
    [{ address: "192.0.2.1" }, ["profile.changed 01"]],
    [{ from: "2026-11-30" }, []],
    [{ to: "2026-11-28" }, []],
    [{ from: "2026-11-29", to: "2026-11-29", address: "192.0.2.1" }, ["profile.changed 01"]],
    [{ event: "a\0b" }, []],
    [{ from: "yesterday", event: "profile.changed" }, ["profile.changed 01"]],
    [{ before: "no id" }, []],
    [{ before: "ffffffff-ffff-ffff-ffff-ffffffffffff" }, []],
  ])("is filtered by %j", async (filter, shown) => {
    expect(await list(filter)).toEqual(shown);
  });

  it("is filtered by the id of somebody whose account is gone", async () => {
    await (await getDb()).user.delete({ where: { id: member.userId } });
    expect(await list({ person: member.userId })).toEqual(["user.resumed 00"]);
  });

  it("is read page by page, and each search looks at so many events at most", async () => {
    const first = await searchEvents({ limit: 2 });
    const second = await searchEvents({ limit: 2, before: first.next?.before });
    const third = await searchEvents({ limit: 2, before: second.next?.before });
    const ids = [first, second, third].flatMap(({ events }) => events.map(({ id }) => id));
    expect([ids.length, new Set(ids).size, third.next]).toEqual([5, 5, null]);

    const rare = { type: "user.resumed", limit: 2 };
    const near = await searchEvents(rare, 3);
    expect([near.events, near.next?.at]).toEqual([[], at(2)]);
    const far = await searchEvents({ ...rare, before: near.next?.before }, 3);
    expect([far.events.length, far.next]).toEqual([1, null]);
  });

  it("is downloaded as lines of JSON, as many as asked for at most, which is an event too", async () => {
    const read = async (filter: Record<string, string>, most?: number) => {
      let text = "";
      for await (const chunk of (await exportAuditEvents(administrator, filterBy(filter), most)) ?? []) text += chunk;
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    };
    expect(await read({ app: "calendar" }, 2)).toMatchObject([
      { type: "client.suspended", client_id: "calendar", ip_address: "198.51.100.7", at: at(4).toISOString() },
      { type: "client.suspended", at: at(3).toISOString() },
    ]);
    const [exported] = await read({ event: "audit.exported" });
    const data = { by: administrator.userId, filter: { app: "calendar" }, most: 2 };
    expect(await read({ event: "audit.exported" })).toContainEqual(expect.objectContaining({ data }));
    expect(exported).toMatchObject({ ip_address: "192.0.2.1" });
    await read({ person: "member@example.org" });
    const rest = await read({ event: "audit.exported" });
    expect(rest).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ filter: { person: member.userId } }) }),
    );
    expect(JSON.stringify(rest)).not.toContain("member@example.org");
  });

  it("says whether its newest part is as it was written, and where it is not", async () => {
    const check = () => checkNewestEvents(administrator, now);
    expect(await check()).toMatchObject({ events: 5, problems: [] });
    const db = await getDb();
    await db.$executeRaw`UPDATE audit_events SET outcome = 'failed' WHERE type = 'profile.changed'`;
    expect((await check())?.problems).toMatchObject([{ kind: "event_changed" }]);
    await db.auditEvent.deleteMany({ where: { type: "profile.changed" } });
    expect((await check())?.problems).toMatchObject([{ kind: "event_missing", at: at(1) }]);
    await db.auditEvent.create({
      data: {
        id: newId(at(3).getTime() - 1),
        type: "user.kept",
        outcome: "ok",
        createdAt: new Date(at(3).getTime() - 1),
      },
    });
    expect((await check())?.problems).toContainEqual(expect.objectContaining({ kind: "event_added" }));
    await db.auditBatch.updateMany({ data: { contentHash: "another" } });
    expect((await check())?.problems).toContainEqual(expect.objectContaining({ kind: "batch_changed" }));
    await db.auditBatch.deleteMany();
    expect(await check()).toEqual({ events: 0, since: null, problems: [], unknownBatches: 0 });
  });

  it("says of what a newer version wrote, or whoever pretends to be one, that it was not checked", async () => {
    const db = await getDb();
    await db.$executeRaw`UPDATE audit_events SET outcome = 'failed' WHERE type = 'profile.changed'`;
    await db.$executeRaw`UPDATE audit_batches SET chain_id = overlay(chain_id::text placing '8fff' from 15)::uuid`;
    const batches = await db.auditBatch.count();
    expect(await checkNewestEvents(administrator, now)).toMatchObject({ unknownBatches: batches });
  });

  it("is nobody's business but administrators'", async () => {
    for (const actor of [member, { ...member, isAdmin: true }]) {
      expect(await listAuditEvents(actor, filterBy({}))).toBeNull();
      expect(await checkNewestEvents(actor, now)).toBeNull();
      expect(await exportAuditEvents(actor, filterBy({}))).toBeNull();
    }
    expect((await searchEvents({ type: "audit.exported", limit: 1 })).events).toEqual([]);
  });
});
