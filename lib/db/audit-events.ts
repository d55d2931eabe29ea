import type { ProtocolEvent } from "../oauth/model";
import { type AuditLink, breakChain, confirmLink, hasChain, makeLink, type StoredEvent } from "./audit-chain";
import { getDb, runStatement } from "./client";
import type { Prisma } from "./generated/client";
import { cleanText, toJson } from "./json";
import { newId } from "./new-id";
import { getProcessKey } from "./process-key";
import { recordset, toRecordset } from "./sql";

/**
 * Where an act came from: a request, the operator at the command line, or a job of the portal's own. The address is null
 * only where the server that answers does not know it.
 */
export type ActSource = { ipAddress: string | null; requestId: string | null } | "command line" | "job";

/** An act of a person or of the portal itself. Never holds a secret. */
export interface Act extends ProtocolEvent {
  /** Now, when left out. */
  createdAt?: Date;
}

/** A {@link ProtocolEvent} or an {@link Act}, with where it came from. Never holds a secret. */
export interface NewAuditEvent extends Act {
  requestId?: string | null;
  ipAddress?: string | null;
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
/** Events of one statement; more would hold up the requests while the statement is written. */
const batchSize = 250;

/** Says only that a credential was used: becomes its `lastUsedAt`, not a row. */
const usageOnly = new Set(["client.authenticated"]);

type QueuedEvent = NewAuditEvent & { id: string; createdAt: Date };

/** An event for which somebody waits. */
interface WaitingAct {
  event: QueuedEvent;
  done: () => void;
  fail: (error: unknown) => void;
}

interface Queue {
  /** what people did; written at once, and before the events */
  acts: WaitingAct[];
  events: QueuedEvent[];
  timer: NodeJS.Timeout | null;
  flushing: Promise<void> | null;
  dropped: number;
}

const slot = Symbol.for("portico.audit-queue");
const holder = globalThis as { [slot]?: Queue };

function getQueue(): Queue {
  holder[slot] ??= { acts: [], events: [], timer: null, flushing: null, dropped: 0 };
  return holder[slot];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const asUuid = (value: unknown) => (typeof value === "string" && uuid.test(value) ? value : null);

const clean = (text: string | null | undefined) => (typeof text === "string" ? cleanText(text) : null);

const toRecord = (event: StoredEvent) => ({
  id: event.id,
  created_at: event.createdAt,
  type: event.type,
  outcome: event.outcome,
  user_id: event.userId,
  client_id: event.clientId,
  request_id: event.requestId,
  ip_address: event.ipAddress,
  data: event.data,
});

const toLinkRecord = (link: AuditLink) => ({
  id: link.id,
  chain_id: link.chainId,
  position: link.position,
  previous_id: link.previousId,
  previous_seal: link.previousSeal,
  previous_at: link.previousAt,
  event_ids: link.eventIds,
  content_hash: link.contentHash,
  seal: link.seal,
  created_at: link.createdAt,
});

/** Characters of one text in an event's data; as long as the longest address that can be registered. */
const textLimit = 2_000;

/** Who sends a text of 64 KiB with each request must not fill the disk with it. */
function shorten(data: Record<string, unknown>): Record<string, unknown> {
  const isLong = (value: unknown): value is string => typeof value === "string" && value.length > textLimit;
  if (!Object.values(data).some(isLong)) return data;
  const short = (value: unknown) => (isLong(value) ? `${value.slice(0, textLimit)}…` : value);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, short(value)]));
}

/** Events hold what strangers sent; one bad string must not hold up the others. */
function toStored(event: QueuedEvent): StoredEvent {
  return {
    id: event.id,
    createdAt: event.createdAt,
    type: event.type,
    outcome: event.outcome,
    userId: asUuid(event.userId),
    clientId: clean(event.clientId),
    requestId: clean(event.requestId),
    ipAddress: clean(event.ipAddress),
    data: toJson(shorten(event.data ?? {})),
  };
}

function toQueued(event: NewAuditEvent): QueuedEvent {
  const createdAt = event.createdAt ?? new Date();
  const { type, outcome, userId, clientId, requestId, ipAddress, data } = event;
  return { id: newId(createdAt.getTime()), createdAt, type, outcome, userId, clientId, requestId, ipAddress, data };
}

/** An act with where it came from; other sources than requests are kept by their word. */
function withSource(event: Act, source: ActSource): NewAuditEvent {
  return typeof source === "string" ? { ...event, data: { ...event.data, source } } : { ...event, ...source };
}

/**
 * Writes an act of a person or of the portal now; it is stored when the promise resolves, together with what else waits.
 * Nobody can leave out where it came from.
 */
export function recordEvent(event: Act, source: ActSource): Promise<void> {
  return new Promise((done, fail) => {
    getQueue().acts.push({ event: toQueued(withSource(event, source)), done, fail });
    void flushEvents();
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

function isEmpty({ acts, events }: Queue): boolean {
  return acts.length === 0 && events.length === 0;
}

function schedule(queue: Queue): void {
  if (queue.timer || isEmpty(queue)) return;
  queue.timer = setTimeout(() => {
    queue.timer = null;
    void flushEvents();
  }, flushMs);
  queue.timer.unref();
}

/**
 * The newest use of each thing.
 * @param names columns that name a thing
 * @param toValues their values in an event; one that is no string means that nothing was used
 */
function latest(events: QueuedEvent[], names: string[], toValues: (event: QueuedEvent) => unknown[]): object[] {
  const found = new Map<string, { values: unknown[]; usedAt: Date }>();
  for (const event of events) {
    const values = event.outcome === "ok" ? toValues(event) : [];
    if (values.length === 0 || values.some((value) => typeof value !== "string")) continue;
    const key = values.join("\0");
    const seen = found.get(key);
    if (!seen || seen.usedAt < event.createdAt) found.set(key, { values, usedAt: event.createdAt });
  }
  return [...found.values()].map(({ values, usedAt }) => {
    const members = names.map((name, index) => [name, values[index]]);
    return { ...Object.fromEntries(members), used_at: usedAt };
  });
}

/**
 * A step that notes when rows were last used, at most once a minute each. A row that somebody else is writing is left
 * for the next use: this must neither wait nor make anybody wait.
 */
function noteUses(table: string, parameter: string, key: Record<string, string>): string {
  const types = Object.entries({ ...key, used_at: "timestamptz" }).map((each) => each.join(" "));
  const matches = Object.keys(key).map((name) => `t.${name} = u.${name}`);
  return `
    UPDATE ${table} t SET last_used_at = used.used_at
    FROM (
      SELECT t.id, u.used_at FROM ${table} t
        JOIN ${recordset(parameter, "u", types.join(", "))} ON ${matches.join(" AND ")}
      WHERE t.last_used_at IS NULL OR t.last_used_at <= u.used_at - interval '1 minute'
      ORDER BY t.id FOR UPDATE OF t SKIP LOCKED
    ) used
    WHERE t.id = used.id`;
}

const columns = `id, created_at, type, outcome, user_id, client_id, request_id, ip_address, data`;

const linkColumns = `id, chain_id, position, previous_id, previous_seal, previous_at, event_ids, content_hash, seal, created_at`;

const write = {
  name: "write-audit-events",
  text: `
    WITH secrets AS (${noteUses("client_secrets", "$2", { id: "uuid" })}
    ), uris AS (${noteUses("redirect_uris", "$3", { client_id: "text", uri: "text" })}
    ), remembered AS (${noteUses("consents", "$4", { user_id: "uuid", client_id: "text" })}
    ), link AS (
      INSERT INTO audit_batches (${linkColumns})
      SELECT ${linkColumns} FROM json_to_recordset($5::text::json)
        AS t(id uuid, chain_id uuid, position int, previous_id uuid, previous_seal text, previous_at timestamptz,
          event_ids uuid[], content_hash text, seal text, created_at timestamptz))
    INSERT INTO audit_events (${columns})
    SELECT ${columns} FROM json_to_recordset($1::text::json)
      AS t(id uuid, created_at timestamptz, type text, outcome text, user_id uuid, client_id text, request_id text,
        ip_address text, data jsonb)
    ON CONFLICT (id) DO NOTHING`,
};

/** Writes acts and events with the link that seals them, all or nothing. Acts use nothing: they are not the protocol's. */
async function writeBatch(acts: QueuedEvent[], events: QueuedEvent[]): Promise<void> {
  const stored = [...acts, ...events.filter((event) => !usageOnly.has(event.type))].map(toStored);
  const link = stored.length > 0 ? await makeLink(stored, new Date()) : null;
  try {
    await runStatement(write, [
      toRecordset(stored.map(toRecord)),
      toRecordset(latest(events, ["id"], ({ data }) => [asUuid(data?.secretId)])),
      toRecordset(latest(events, ["client_id", "uri"], ({ data, clientId }) => [clientId, data?.redirectUri])),
      toRecordset(latest(events, ["user_id", "client_id"], ({ userId, clientId }) => [asUuid(userId), clientId])),
      toRecordset(link ? [toLinkRecord(link)] : []),
    ]);
  } catch (error) {
    breakChain();
    throw error;
  }
  if (link) confirmLink(link);
}

/** Writes every event that waits. Called each second, and at shutdown; events stay queued while the database is away. */
export function flushEvents(): Promise<void> {
  const queue = getQueue();
  // Nothing to write must not leave a finished promise behind, which every later flush would take for its own.
  if (!queue.flushing && isEmpty(queue)) return Promise.resolve();
  queue.flushing ??= (async () => {
    try {
      while (!isEmpty(queue)) {
        const acts = queue.acts.splice(0, batchSize);
        // Apart from the acts, for which somebody waits: what is wrong with one of these must not fail those.
        const events = acts.length > 0 ? [] : queue.events.splice(0, batchSize);
        await writeBatch(
          acts.map(({ event }) => event),
          events,
        ).catch((error: unknown) => {
          for (const { fail } of acts) fail(error);
          queue.events.unshift(...events);
          throw error;
        });
        for (const { done } of acts) done();
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

/** Names the last event of a process that ended in order. */
export const processEnded = "process.ended";

/** Writes what waits, and that this process ends here: without it the log would not say whether that was all. */
export async function closeAuditLog(): Promise<void> {
  await flushEvents();
  if (!hasChain()) return;
  queueEvent({ type: processEnded, outcome: "ok", data: { process: getProcessKey() } });
  await flushEvents();
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
