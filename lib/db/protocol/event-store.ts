import { openEventAuthorization } from "../../keys/event-authorization";
import type { EventStore, SecurityEvent, TakenEvent } from "../../oauth/events/event-store";
import { findChanges, getDb } from "../driver/database";
import { Prisma } from "../generated/client";

/** For how long a process has an event to itself, in milliseconds; longer than an address may take to answer. */
const LEASE_MS = 60_000;

/** The most requests that wait for news in one process. */
const MOST_WAITING = 100;

const COLUMNS = Prisma.sql`
  e.id AS "eventId", e.user_id AS "userId", e.kind, e.data, e.created_at AS "createdAt"`;

type TakenRow = Omit<TakenEvent, "authorization"> & { authorizationJwe: string | null };

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

/** Those about the same person, for the same client, as this event. */
const isBeside = (eventId: string) => Prisma.sql`EXISTS (
  SELECT FROM security_events o WHERE o.id = ${eventId}::uuid AND o.stream_id = e.stream_id
    AND o.user_id IS NOT DISTINCT FROM e.user_id)`;

/** Who waits for news of a client, in this process. */
const waiting = new Map<string, Set<() => void>>();
let isListening = false;

async function listenOnce(): Promise<void> {
  if (isListening) return;
  isListening = true;
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
    if (count >= MOST_WAITING) return;
    const own = waiting.get(clientId) ?? new Set();
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
    const rows = await db.$queryRaw<TakenRow[]>`
      UPDATE security_events e SET not_before = ${until}::timestamptz, tries = e.tries + 1
      FROM event_streams s
      WHERE s.id = e.stream_id AND s.delivery = 'push' AND e.state = 'waiting'
        AND (e.not_before IS NULL OR e.not_before <= ${now}::timestamptz)
        AND e.id = (
          SELECT h.id FROM security_events o JOIN security_events h
            ON h.stream_id = o.stream_id AND h.user_id IS NOT DISTINCT FROM o.user_id AND h.state = 'waiting'
          WHERE o.id = ${eventId}::uuid ORDER BY h.created_at, h.id LIMIT 1)
      RETURNING ${COLUMNS}, s.client_id AS "clientId", s.endpoint_url AS "endpointUrl",
        s.authorization_jwe AS "authorizationJwe"`;
    const [row] = rows;
    if (row === undefined) return null;
    const { authorizationJwe, ...event } = row;
    return { ...event, authorization: authorizationJwe && (await openEventAuthorization(authorizationJwe)) };
  },

  noteDelivered: async ({ eventId, kind, endpointUrl }, now) => {
    await settle(isEvent(eventId), { state: "delivered", error: null, now });
    if (kind !== "verification") return;
    const db = await getDb();
    await db.eventStream.updateMany({
      where: { verifiedAt: null, endpointUrl, queue: { some: { id: eventId } } },
      data: { verifiedAt: now },
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
