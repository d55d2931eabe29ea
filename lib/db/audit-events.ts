import type { ProtocolEvent } from "../oauth/model";
import { getDb } from "./client";
import { Prisma } from "./generated/client";
import { cleanText, toJson } from "./json";
import { newId } from "./new-id";

/** A {@link ProtocolEvent} or an act of a person, with where it came from. Never holds a secret. */
export interface NewAuditEvent extends ProtocolEvent {
  requestId?: string | null;
  ipAddress?: string | null;
  /** Now, when left out. */
  createdAt?: Date;
}

export interface AuditEvent {
  id: string;
  createdAt: Date;
  type: string;
  outcome: "ok" | "refused" | "failed";
  userId: string | null;
  clientId: string | null;
  requestId: string | null;
  ipAddress: string | null;
  data: Record<string, unknown>;
}

/** At most so many events wait in memory; when the database is away for long, the oldest are dropped and counted. */
const queueLimit = 10_000;
const flushMs = 1_000;
const batchSize = 1_000;

/** Says only that a credential was used: becomes its `lastUsedAt`, not a row. */
const usageOnly = new Set(["client.authenticated"]);

type QueuedEvent = NewAuditEvent & { id: string; createdAt: Date };

interface Queue {
  events: QueuedEvent[];
  timer: NodeJS.Timeout | null;
  flushing: Promise<void> | null;
  dropped: number;
}

const slot = Symbol.for("portico.audit-queue");
const holder = globalThis as { [slot]?: Queue };

function getQueue(): Queue {
  holder[slot] ??= { events: [], timer: null, flushing: null, dropped: 0 };
  return holder[slot];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const asUuid = (value: unknown) => (typeof value === "string" && uuid.test(value) ? value : null);

const clean = (text: string | null | undefined) => (typeof text === "string" ? cleanText(text) : text);

/** Events hold what strangers sent; one bad string must not hold up the others. */
function toRow(event: QueuedEvent): Prisma.AuditEventCreateManyInput {
  return {
    id: event.id,
    createdAt: event.createdAt,
    type: event.type,
    outcome: event.outcome,
    userId: asUuid(event.userId),
    clientId: clean(event.clientId),
    requestId: clean(event.requestId),
    ipAddress: clean(event.ipAddress),
    data: toJson(event.data ?? {}),
  };
}

function toQueued(event: NewAuditEvent): QueuedEvent {
  const createdAt = event.createdAt ?? new Date();
  return { ...event, id: newId(createdAt.getTime()), createdAt };
}

/** Writes an event now; it is stored when the promise resolves. For acts of people. */
export async function recordEvent(event: NewAuditEvent): Promise<void> {
  const db = await getDb();
  await db.auditEvent.create({
    data: toRow(toQueued(event)),
    select: { id: true },
  });
}

/** Hands over an event of the protocol; written within a second, together with others. Never throws. */
export function queueEvent(event: NewAuditEvent): void {
  const queue = getQueue();
  queue.events.push(toQueued(event));
  if (queue.events.length > queueLimit) {
    queue.events.shift();
    queue.dropped += 1;
  }
  schedule(queue);
}

function schedule(queue: Queue): void {
  if (queue.timer || queue.events.length === 0) return;
  queue.timer = setTimeout(() => {
    queue.timer = null;
    void flushEvents();
  }, flushMs);
  queue.timer.unref();
}

/** Newest use of each key, e.g. of each secret. */
function latest(events: QueuedEvent[], keyOf: (event: NewAuditEvent) => unknown[] | null): [unknown[], Date][] {
  const found = new Map<string, [unknown[], Date]>();
  for (const event of events) {
    const key = event.outcome === "ok" ? keyOf(event) : null;
    if (!key?.every((part) => typeof part === "string")) continue;
    const name = JSON.stringify(key);
    const seen = found.get(name);
    if (!seen || seen[1] < event.createdAt) found.set(name, [key, event.createdAt]);
  }
  return [...found.values()];
}

/** One UPDATE for all; rows in a fixed order, so that two instances cannot wait for each other. */
function updateLastUsed(
  table: string,
  columns: [name: string, type: string][],
  uses: [unknown[], Date][],
): Prisma.Sql[] {
  if (uses.length === 0) return [];
  const parameters = columns.map(
    ([, type], index) => Prisma.sql`${uses.map(([key]) => String(key[index]))}::text[]::${Prisma.raw(type)}[]`,
  );
  const times = uses.map(([, time]) => time.toISOString());
  const names = columns.map(([name]) => name);
  const matches = names.map((name) => `t.${name} = u.${name}`).join(" AND ");
  return [
    Prisma.sql`
      WITH u AS (
        SELECT * FROM unnest(${Prisma.join(parameters)}, ${times}::text[]::timestamptz[])
          AS u(${Prisma.raw(names.join(", "))}, used_at)
      ), locked AS (
        SELECT t.id, u.used_at FROM ${Prisma.raw(table)} t JOIN u ON ${Prisma.raw(matches)}
        ORDER BY t.id FOR UPDATE OF t
      )
      UPDATE ${Prisma.raw(table)} t SET last_used_at = greatest(t.last_used_at, locked.used_at)
      FROM locked WHERE t.id = locked.id`,
  ];
}

async function writeBatch(events: QueuedEvent[]): Promise<void> {
  const db = await getDb();
  const rows = events.filter((event) => !usageOnly.has(event.type)).map(toRow);
  const secrets = latest(events, ({ data }) => [asUuid(data?.secretId)]);
  const redirectUris = latest(events, ({ data, clientId }) => [clientId, data?.redirectUri]);
  const consents = latest(events, ({ userId, clientId }) => [asUuid(userId), clientId]);
  const updates = [
    ...updateLastUsed("client_secrets", [["id", "uuid"]], secrets),
    ...updateLastUsed(
      "redirect_uris",
      [
        ["client_id", "text"],
        ["uri", "text"],
      ],
      redirectUris,
    ),
    ...updateLastUsed(
      "consents",
      [
        ["user_id", "uuid"],
        ["client_id", "text"],
      ],
      consents,
    ),
  ];
  await db.$transaction([
    db.auditEvent.createMany({ data: rows, skipDuplicates: true }),
    ...updates.map((update) => db.$executeRaw(update)),
  ]);
}

/** Writes every event that waits. Called each second, and at shutdown; events stay queued while the database is away. */
export function flushEvents(): Promise<void> {
  const queue = getQueue();
  // Nothing to write must not leave a finished promise behind, which every later flush would take for its own.
  if (!queue.flushing && queue.events.length === 0) return Promise.resolve();
  queue.flushing ??= (async () => {
    try {
      while (queue.events.length > 0) {
        const batch = queue.events.slice(0, batchSize);
        await writeBatch(batch);
        const written = new Set(batch);
        queue.events = queue.events.filter((event) => !written.has(event));
      }
      if (queue.dropped > 0) {
        console.error(`${queue.dropped} audit events were lost while the database was away.`);
        queue.dropped = 0;
      }
    } catch (error) {
      console.error("Audit events wait for the database:", error instanceof Error ? error.message : error);
    } finally {
      queue.flushing = null;
      schedule(queue);
    }
  })();
  return queue.flushing;
}

const select = {
  id: true,
  createdAt: true,
  type: true,
  outcome: true,
  userId: true,
  clientId: true,
  requestId: true,
  ipAddress: true,
  data: true,
} satisfies Prisma.AuditEventSelect;

/** Ids begin with the time of the event (UUIDv7), so that the index on it finds the page. */
function after(before: string | undefined): Prisma.AuditEventWhereInput {
  if (before === undefined) return {};
  if (!uuid.test(before)) return { id: { in: [] } };
  const time = new Date(Number.parseInt(before.replace("-", "").slice(0, 12), 16));
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: before } }] };
}

/** Newest first. `before` is the id of the last event of the page before. */
export async function listEvents(filter: {
  clientId?: string;
  userId?: string;
  type?: string;
  /** any of them */
  types?: string[];
  before?: string;
  limit: number;
}): Promise<AuditEvent[]> {
  const db = await getDb();
  const { clientId, userId, type, types, before, limit } = filter;
  const rows = await db.auditEvent.findMany({
    where: { clientId, userId, type: type ?? (types && { in: types }), ...after(before) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select,
  });
  return rows.map((row) => ({
    ...row,
    outcome: row.outcome as AuditEvent["outcome"],
    data: row.data as Record<string, unknown>,
  }));
}
