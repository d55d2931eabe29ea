import type { EventKind, VERIFICATION } from "../../oauth/events/kinds";
import { tryAdvisoryLock } from "../driver/advisory-lock";
import { getDb } from "../driver/database";
import { lockClient } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { toJobRow } from "../portal/jobs";
import { DELIVER_EVENT_KIND } from "../protocol/event-store";

/** How a client is told of events. */
export interface EventStream {
  delivery: "push" | "poll";
  /** with push: where events go */
  endpointUrl: string | null;
  hasAuthorization: boolean;
  events: EventKind[];
  /** since when it gets events; null: its address has not taken the verification event */
  verifiedAt: Date | null;
}

/** One line of the delivery log. */
export interface Delivery {
  eventId: string;
  kind: EventKind | typeof VERIFICATION;
  createdAt: Date;
  state: "waiting" | "delivered" | "refused" | "given_up";
  tries: number;
  /** what was wrong with the last try; null: nothing, or it was not tried */
  lastError: string | null;
  settledAt: Date | null;
}

/** How a client is told of events from now on. */
export interface StreamChange {
  delivery: "push" | "poll";
  endpointUrl: string | null;
  /** the sealed header; null: none; undefined: the one that is there stays */
  authorizationJwe?: string | null;
  events: readonly EventKind[];
}

const deliverySelect = {
  id: true,
  kind: true,
  createdAt: true,
  state: true,
  tries: true,
  lastError: true,
  settledAt: true,
} as const;

/** Null: the client is told of nothing. */
export async function findEventStream(clientId: string): Promise<EventStream | null> {
  const db = await getDb();
  const row = await db.eventStream.findUnique({ where: { clientId } });
  if (row === null) return null;
  return {
    delivery: row.delivery as EventStream["delivery"],
    endpointUrl: row.endpointUrl,
    hasAuthorization: row.authorizationJwe !== null,
    events: row.events as EventKind[],
    verifiedAt: row.verifiedAt,
  };
}

/** The newest events of the client's log, and how many of all were not delivered and do not wait any more. */
export async function listDeliveries(
  clientId: string,
  limit: number,
): Promise<{ deliveries: Delivery[]; failed: number }> {
  const db = await getDb();
  const rows = await db.securityEvent.findMany({
    where: { stream: { clientId } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: deliverySelect,
  });
  const failed = await db.securityEvent.count({
    where: { stream: { clientId }, state: { in: ["refused", "given_up"] } },
  });
  return {
    deliveries: rows.map(({ id, kind, state, ...row }) => ({
      ...row,
      eventId: id,
      kind: kind as Delivery["kind"],
      state: state as Delivery["state"],
    })),
    failed,
  };
}

const sameOrigin = (one: string | null | undefined, other: string | null) =>
  one != null && other !== null && new URL(one).origin === new URL(other).origin;

/**
 * Sets how a client is told of events. Another address, or another header, has to take a verification event before anything
 * else is sent there; what waits for the old one then waits for the new one. The header stays for addresses of the same origin
 * only: it is a secret between the app and that one.
 * @returns whether a header was dropped that was there
 */
export async function saveEventStream(
  clientId: string,
  change: StreamChange,
  now: Date,
): Promise<{ isHeaderDropped: boolean }> {
  return await inTransaction(async (tx) => {
    await lockClient(tx, clientId);
    const before = await tx.eventStream.findUnique({ where: { clientId } });
    const { delivery, endpointUrl, events } = change;
    const kept = sameOrigin(before?.endpointUrl, endpointUrl) ? (before?.authorizationJwe ?? null) : null;
    const wanted = change.authorizationJwe === undefined ? kept : change.authorizationJwe;
    const authorizationJwe = delivery === "poll" ? null : wanted;
    const isHeaderDropped =
      change.authorizationJwe === undefined && authorizationJwe === null && (before?.authorizationJwe ?? null) !== null;
    const isSame =
      before?.delivery === delivery && before.endpointUrl === endpointUrl && change.authorizationJwe === undefined;
    const verifiedAt = delivery === "poll" ? (before?.verifiedAt ?? now) : isSame ? before.verifiedAt : null;
    const data = { delivery, endpointUrl, authorizationJwe, events: [...events], verifiedAt, updatedAt: now };
    const { id: streamId } = await tx.eventStream.upsert({
      where: { clientId },
      create: { id: newId(), clientId, createdAt: now, ...data },
      update: data,
      select: { id: true },
    });
    if (isSame && verifiedAt !== null) return { isHeaderDropped };
    const eventId = newId();
    await tx.securityEvent.create({
      data: { id: eventId, streamId, kind: "verification", createdAt: now },
      select: { id: true },
    });
    if (delivery === "push")
      await tx.job.create({ data: jobOf({ eventId, clientId, endpointUrl }, now), select: { id: true } });
    return { isHeaderDropped };
  });
}

/**
 * Sends the address a verification event, also one that has taken it before; whatever else is sent goes on meanwhile.
 * @returns "waiting": there is one that it has not taken; null: there is no address
 */
export async function askToVerify(clientId: string, now: Date): Promise<"sent" | "waiting" | null> {
  return inTransaction(async (tx) => {
    await lockClient(tx, clientId);
    const stream = await tx.eventStream.findUnique({ where: { clientId } });
    if (stream === null) return null;
    const waits = { streamId: stream.id, kind: "verification", state: "waiting" };
    if ((await tx.securityEvent.count({ where: waits })) > 0) return "waiting";
    const { endpointUrl } = stream;
    const eventId = newId();
    await tx.securityEvent.create({
      data: { id: eventId, streamId: stream.id, kind: "verification", createdAt: now },
      select: { id: true },
    });
    if (stream.delivery === "push")
      await tx.job.create({ data: jobOf({ eventId, clientId, endpointUrl }, now), select: { id: true } });
    return "sent";
  });
}

/** How many events of the client's log are in each state. */
export async function countDeliveries(clientId: string): Promise<Record<Delivery["state"], number>> {
  const db = await getDb();
  const rows = await db.securityEvent.groupBy({
    by: ["state"],
    where: { stream: { clientId } },
    _count: { _all: true },
  });
  const counts = { waiting: 0, delivered: 0, refused: 0, given_up: 0 };
  for (const { state, _count } of rows) counts[state as Delivery["state"]] = _count._all;
  return counts;
}

/** Ends the stream, with its log. False: there is none. */
export async function deleteEventStream(clientId: string): Promise<boolean> {
  const db = await getDb();
  return (await db.eventStream.deleteMany({ where: { clientId } })).count === 1;
}

/**
 * Lets events that were not delivered, or were, wait again.
 * @param eventId one of the client's; null: all that were refused or given up
 * @returns how many wait again; `unverified`: none, as the address has not taken its verification event
 */
export async function replayEvents(
  clientId: string,
  eventId: string | null,
  now: Date,
): Promise<number | "unverified"> {
  return inTransaction(async (tx) => {
    const stream = await tx.eventStream.findUnique({ where: { clientId } });
    if (stream === null) return 0;
    if (stream.verifiedAt === null) return "unverified";
    const which =
      eventId === null ? { state: { in: ["refused", "given_up"] } } : { id: eventId, state: { not: "waiting" } };
    const rows = await tx.securityEvent.updateManyAndReturn({
      where: { streamId: stream.id, ...which },
      data: { state: "waiting", notBefore: null, lastError: null, settledAt: null },
      select: { id: true, userId: true },
    });
    if (stream.delivery === "push") {
      const { endpointUrl } = stream;
      // A job delivers all that waits about its person.
      const ofPeople = [...new Map(rows.map(({ id, userId }) => [userId, id])).values()];
      await tx.job.createMany({ data: ofPeople.map((eventId) => jobOf({ eventId, clientId, endpointUrl }, now)) });
    }
    return rows.length;
  });
}

function jobOf(payload: { eventId: string; clientId: string; endpointUrl: string | null }, now: Date) {
  return toJobRow(DELIVER_EVENT_KIND, payload, now);
}

/** How long before it ends an app is told of a secret, in milliseconds. */
const SECRET_NOTICE_MS = 14 * 86_400_000;

/** The most events that one client's log holds. */
const MOST_EVENTS = 10_000;

/** Tells clients of secrets that will expire soon, each once. */
export async function tellOfExpiringSecrets(now: Date): Promise<void> {
  const soon = new Date(now.getTime() + SECRET_NOTICE_MS);
  // Two instances at once would each find that nobody was told.
  await tryAdvisoryLock(
    "expiring-secrets",
    (tx) => tx.$executeRaw`
    SELECT tell_client('secret-expiring', k.client_id, NULL,
      jsonb_build_object('secret', k.hint, 'expires_at', extract(epoch FROM k.expires_at)::bigint))
    FROM client_secrets k JOIN event_streams s ON s.client_id = k.client_id
    WHERE k.revoked_at IS NULL AND k.expires_at > ${now}::timestamptz AND k.expires_at <= ${soon}::timestamptz
      AND NOT EXISTS (
        SELECT FROM security_events e WHERE e.stream_id = s.id AND e.kind = 'secret-expiring' AND e.data->>'secret' = k.hint)`,
  );
}

/** Deletes the oldest events of clients that have more than a log holds. */
export async function trimEventLogs(): Promise<void> {
  const db = await getDb();
  await db.$executeRaw`
    WITH cut AS MATERIALIZED (
      SELECT s.id, (
        SELECT o.created_at FROM security_events o WHERE o.stream_id = s.id
        ORDER BY o.created_at DESC OFFSET ${MOST_EVENTS} LIMIT 1
      ) AS last FROM event_streams s
    )
    DELETE FROM security_events e USING cut WHERE e.stream_id = cut.id AND e.created_at <= cut.last`;
}
