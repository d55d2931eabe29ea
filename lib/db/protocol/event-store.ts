import { openEventAuthorization } from "../../keys/event-authorization";
import { SecretError } from "../../keys/secret";
import type { EventStore, SecurityEvent, TakenEvent } from "../../oauth/events/event-store";
import { findChanges, getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";

/** For how long a process has an event to itself, in milliseconds; longer than an address may take to answer. */
const LEASE_MS = 60_000;

/** When to look again for an event that another process took at the same moment, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;

/** The most requests that wait for news in one process. */
const MOST_WAITING = 100;

/** The most of one client. */
const MOST_OF_CLIENT = 2;

const COLUMNS = Prisma.sql`
  e.id AS "eventId", e.user_id AS "userId", e.kind, e.data, e.created_at AS "createdAt"`;

type TakenRow = Omit<TakenEvent, "authorization"> & { authorizationJwe: string | null };

/** The event that comes next; the rest is null when it could not be taken. */
type HeadRow = { notBefore: Date | null } & (TakenRow | { eventId: null });

/** Settles events that wait: nothing is tried again after that. */
async function settle(
  condition: Prisma.Sql,
  outcome: { state: "delivered" | "refused" | "given_up"; error: string | null; now: Date },
): Promise<void> {
  const db = await getDb();
  await db.$executeRaw`
    UPDATE security_events e SET state = ${outcome.state}, last_error = ${outcome.error}, not_before = NULL,
      settled_at = ${outcome.now}::timestamptz
    WHERE e.state = 'waiting' AND ${condition}`;
}

const isEvent = (eventId: string) => Prisma.sql`e.id = ${eventId}::uuid`;

/** Whether an event may be sent to its stream: nothing but the verification until the address has taken that one. */
const MAY_GO = Prisma.sql`s.delivery = 'push' AND (s.verified_at IS NOT NULL OR e.kind = 'verification')`;

async function readAuthorization(jwe: string): Promise<TakenEvent["authorization"]> {
  try {
    return { header: await openEventAuthorization(jwe) };
  } catch (error) {
    if (error instanceof SecretError) return "unreadable";
    throw error;
  }
}

/** Those about the same person, for the same client, as this event. */
const isBeside = (eventId: string) => Prisma.sql`EXISTS (
  SELECT FROM security_events o WHERE o.id = ${eventId}::uuid AND o.stream_id = e.stream_id
    AND o.user_id IS NOT DISTINCT FROM e.user_id)`;

/** The kind of job that delivers the events of one client about one person. Triggers of the database write it as well. */
export const DELIVER_EVENT_KIND = "deliver-event";

/**
 * Queues a job for each person about whom events wait, where their stream has an address that is verified.
 * @param which a condition on `head`, the oldest of these events: its `id`, `stream_id`, `not_before` and `created_at`
 */
async function queueDeliveries(tx: Prisma.TransactionClient, which: Prisma.Sql, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO jobs (id, kind, payload, run_at, created_at)
    SELECT gen_random_uuid(), ${DELIVER_EVENT_KIND}::text,
      jsonb_build_object('eventId', head.id, 'clientId', head.client_id, 'endpointUrl', head.endpoint_url),
      ${now}::timestamptz, ${now}::timestamptz
    FROM (
      SELECT DISTINCT ON (e.stream_id, e.user_id) e.id, e.stream_id, e.not_before, e.created_at, s.client_id, s.endpoint_url
      FROM security_events e JOIN event_streams s ON s.id = e.stream_id
      WHERE e.state = 'waiting' AND s.delivery = 'push' AND s.verified_at IS NOT NULL
      ORDER BY e.stream_id, e.user_id, e.created_at, e.id
    ) AS head
    WHERE ${which}`;
}

/** For how long an event may wait beyond its time before another job is queued for it, in milliseconds. */
const NOBODY_AFTER_MS = 600_000;

/** Queues a job for what waits although it is long past its time: whatever should have delivered it was lost. */
export async function resumeDeliveries(now: Date): Promise<void> {
  const past = new Date(now.getTime() - NOBODY_AFTER_MS);
  const isLeft = Prisma.sql`coalesce(head.not_before, head.created_at) < ${past}::timestamptz AND NOT EXISTS (
    SELECT FROM jobs j
    WHERE j.finished_at IS NULL AND j.kind = ${DELIVER_EVENT_KIND}::text AND j.payload->>'eventId' = head.id::text)`;
  await inTransaction((tx) => queueDeliveries(tx, isLeft, now));
}

/** In a transaction that gives apps to somebody else, who says anew where events go, and with which header. */
export async function forgetEventAddresses(tx: Prisma.TransactionClient, clientIds: readonly string[]): Promise<void> {
  await tx.eventStream.updateMany({
    where: { clientId: { in: [...clientIds] }, delivery: "push" },
    data: { authorizationJwe: null, verifiedAt: null },
  });
}

/** Who waits for news of a client, in this process. */
const waiting = new Map<string, Set<() => void>>();
let listening: Promise<void> | null = null;

async function listenOnce(): Promise<void> {
  listening ??= listen();
  await listening.catch((error: unknown) => {
    // The database is away: the next one tries again.
    listening = null;
    throw error;
  });
}

async function listen(): Promise<void> {
  (await findChanges()).onNotice("event", (clientId) => {
    for (const wake of waiting.get(clientId) ?? []) wake();
  });
}

/** What clients are told of. Triggers of the schema write the events. */
export const eventStore: EventStore = {
  listWaiting: async (clientId, limit) => {
    const db = await getDb();
    const stream = await db.eventStream.findUnique({ where: { clientId, delivery: "poll" }, select: { id: true } });
    if (stream === null) return null;
    const events = await db.$queryRaw<SecurityEvent[]>`
      SELECT ${COLUMNS} FROM security_events e WHERE e.stream_id = ${stream.id}::uuid AND e.state = 'waiting'
      ORDER BY e.created_at, e.id LIMIT ${limit + 1}`;
    return { events: events.slice(0, limit), isMore: events.length > limit };
  },

  settle: async (clientId, answers, now) => {
    const db = await getDb();
    await db.$executeRaw`
      UPDATE security_events e SET state = CASE WHEN a.error IS NULL THEN 'delivered' ELSE 'refused' END,
        last_error = a.error, tries = e.tries + 1, settled_at = ${now}::timestamptz
      FROM json_to_recordset(${JSON.stringify(answers)}::text::json) AS a("eventId" uuid, error text), event_streams s
      WHERE e.id = a."eventId" AND s.id = e.stream_id AND s.client_id = ${clientId} AND e.state = 'waiting'`;
  },

  waitForNews: async (clientId, milliseconds, signal) => {
    await listenOnce();
    const count = [...waiting.values()].reduce((sum, each) => sum + each.size, 0);
    // Whoever comes when too many wait asks again later.
    const own = waiting.get(clientId) ?? new Set();
    if (count >= MOST_WAITING || own.size >= MOST_OF_CLIENT) return;
    waiting.set(clientId, own);
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        own.delete(end);
        if (own.size === 0) waiting.delete(clientId);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener("abort", end, { once: true });
      own.add(end);
    });
  },

  takeNext: async (eventId, now) => {
    const db = await getDb();
    const until = new Date(now.getTime() + LEASE_MS);
    const rows = await db.$queryRaw<HeadRow[]>`
      WITH head AS (
        SELECT e.id, e.not_before FROM security_events o
          JOIN event_streams s ON s.id = o.stream_id
          JOIN security_events e
            ON e.stream_id = o.stream_id AND e.user_id IS NOT DISTINCT FROM o.user_id AND e.state = 'waiting'
        WHERE o.id = ${eventId}::uuid AND ${MAY_GO}
        ORDER BY e.kind <> 'verification', e.created_at, e.id LIMIT 1
      ), taken AS (
        UPDATE security_events e SET not_before = ${until}::timestamptz, tries = e.tries + 1
        FROM head, event_streams s
        WHERE e.id = head.id AND s.id = e.stream_id AND e.state = 'waiting' AND ${MAY_GO}
          AND (e.not_before IS NULL OR e.not_before <= ${now}::timestamptz)
        RETURNING ${COLUMNS}, s.client_id AS "clientId", s.endpoint_url AS "endpointUrl",
          s.authorization_jwe AS "authorizationJwe"
      )
      SELECT head.not_before AS "notBefore", taken.* FROM head LEFT JOIN taken ON true`;
    const [row] = rows;
    if (row === undefined) return null;
    const { notBefore, ...taken } = row;
    // Another process took it, or noted what became of it, at this moment.
    if (taken.eventId === null) {
      const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
      return { notBefore: notBefore !== null && notBefore > now ? notBefore : soon };
    }
    const { authorizationJwe, ...event } = taken;
    return { ...event, authorization: authorizationJwe === null ? null : await readAuthorization(authorizationJwe) };
  },

  noteDelivered: async ({ eventId, kind, endpointUrl }, now) => {
    await settle(isEvent(eventId), { state: "delivered", error: null, now });
    if (kind !== "verification") return;
    await inTransaction(async (tx) => {
      const [stream] = await tx.eventStream.updateManyAndReturn({
        where: { verifiedAt: null, endpointUrl, queue: { some: { id: eventId } } },
        data: { verifiedAt: now },
        select: { id: true },
      });
      if (!stream) return;
      // What waits for another try waited for another address. What a process has now stays its own.
      const leased = new Date(now.getTime() + LEASE_MS);
      await tx.securityEvent.updateMany({
        where: { streamId: stream.id, state: "waiting", notBefore: { gt: leased } },
        data: { notBefore: null },
      });
      await queueDeliveries(tx, Prisma.sql`head.stream_id = ${stream.id}::uuid`, now);
    });
  },

  noteRefused: async (eventId, error, now) => {
    await settle(isEvent(eventId), { state: "refused", error, now });
  },

  noteFailure: async (eventId, error, retryAt) => {
    const db = await getDb();
    await db.securityEvent.updateMany({
      where: { id: eventId, state: "waiting" },
      data: { lastError: error, notBefore: retryAt },
    });
  },

  giveUp: async (eventId, error, now) => {
    await settle(isBeside(eventId), { state: "given_up", error, now });
  },
};
