import { getEnv } from "../../env";
import type { EventType, NewEvent } from "../../events/catalogue";
import { log } from "../../log/log.mjs";
import { count, countEvent } from "../../metrics/metrics";
import { newId } from "../driver/new-id";
import { isDatabaseAway } from "../driver/outage";
import { getProcessKey } from "../driver/process-key";
import { hasChain } from "./chain";
import { limitRepeated } from "./repeated-acts";
import { type QueuedEvent, writeBatch } from "./write-batch";

/**
 * Where an act came from: a request, the operator at the command line, or a job of the portal. The address is null only
 * if the server does not know it.
 */
export type ActSource = { ipAddress: string | null; requestId: string | null } | "command line" | "job";

/** An event of the catalogue. `createdAt`: now, when left out. */
export type Act = NewEvent & { createdAt?: Date };

/** An event of the catalogue, with where it came from. */
export type NewAuditEvent = Act & { requestId?: string | null; ipAddress?: string | null };

/** The most events that wait in memory. When the database is away for long, the oldest are dropped and counted. */
const QUEUE_LIMIT = 10_000;
const FLUSH_MS = 1_000;
/** The most events of one statement. More would delay requests while the statement is being built. */
const BATCH_SIZE = 250;

/** An event that somebody waits for. */
interface WaitingAct {
  event: QueuedEvent;
  done: () => void;
  fail: (error: unknown) => void;
}

interface Queue {
  /** acts of people; written at once, before the events */
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

type Origin = Pick<QueuedEvent, "requestId" | "ipAddress">;

function toQueued(event: Act, { requestId, ipAddress }: Origin, more?: { source: string }): QueuedEvent {
  const createdAt = event.createdAt ?? new Date();
  const { type, outcome, userId, clientId } = event;
  const data = more ? { ...event.data, ...more } : event.data;
  return { id: newId(createdAt.getTime()), createdAt, type, outcome, userId, clientId, requestId, ipAddress, data };
}

/** An act with its source. A source other than a request is kept as a word. */
function withSource(event: Act, source: ActSource): QueuedEvent {
  return typeof source === "string" ? toQueued(event, {}, { source }) : toQueued(event, source);
}

/**
 * Writes an act of a person or of the portal at once, together with whatever else waits. It is stored when the promise
 * resolves, unless its person repeated it too often ({@link limitRepeated}). The source cannot be left out.
 */
export function recordEvent(act: Act, source: ActSource): Promise<void> {
  countEvent(act.type, act.outcome);
  const event = getEnv().rateLimits ? limitRepeated(act, act.createdAt ?? new Date()) : act;
  if (event === null) return Promise.resolve();
  return new Promise((done, fail) => {
    getQueue().acts.push({ event: withSource(event, source), done, fail });
    void flushEvents();
  });
}

/** Queues an event of the protocol, to be written within a second, together with others. Never throws. */
export function queueEvent(event: NewAuditEvent): void {
  countEvent(event.type, event.outcome);
  const queue = getQueue();
  queue.events.push(toQueued(event, event));
  if (queue.events.length > QUEUE_LIMIT) {
    queue.events.shift();
    queue.dropped += 1;
    count("portico_audit_events_lost_total", {});
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
  }, FLUSH_MS);
  queue.timer.unref();
}

/**
 * Writes every event that waits. Called each second, and at shutdown; events stay queued while the database is away.
 */
export function flushEvents(): Promise<void> {
  const queue = getQueue();
  // If there is nothing to write, no finished promise may stay behind, because every later flush would take it for its
  // own.
  if (!queue.flushing && isEmpty(queue)) return Promise.resolve();
  queue.flushing ??= (async () => {
    try {
      while (!isEmpty(queue)) {
        const acts = queue.acts.splice(0, BATCH_SIZE);
        // Separate from the acts, which somebody waits for: a bad event must not make an act fail.
        const events = acts.length > 0 ? [] : queue.events.splice(0, BATCH_SIZE);
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
        log.error(`${queue.dropped} audit events were lost while the database was away.`);
        queue.dropped = 0;
      }
    } catch (error) {
      // Whoever came while this was tried would wait for the next try, and then as long again.
      if (isDatabaseAway(error)) for (const { fail } of queue.acts.splice(0)) fail(error);
      log.error("Audit events wait for the database", { error });
    } finally {
      queue.flushing = null;
      schedule(queue);
    }
  })();
  return queue.flushing;
}

/** The events of this process that are not written yet. @param now milliseconds */
export function describeAuditQueue(now: number): { waiting: number; oldestSeconds: number } {
  const { acts, events } = getQueue();
  const oldest = Math.min(...[acts[0]?.event, events[0]].map((event) => event?.createdAt.getTime() ?? now));
  return { waiting: acts.length + events.length, oldestSeconds: Math.max(0, now - oldest) / 1000 };
}

/** The type of the last event of a process that ended in order. */
export const PROCESS_ENDED = "process.ended" satisfies EventType;

/** The type of the event that names the processes whose later events a backup does not hold. */
export const DATABASE_RESTORED = "database.restored" satisfies EventType;

/**
 * Writes what waits, and then that this process ends here. Without that event, the log would not show whether anything
 * is missing.
 */
export async function closeAuditLog(): Promise<void> {
  await flushEvents();
  if (!hasChain()) return;
  queueEvent({ type: PROCESS_ENDED, outcome: "ok", data: { process: getProcessKey() } });
  await flushEvents();
}
