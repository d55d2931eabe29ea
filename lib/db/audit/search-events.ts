import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { timeOfEvent } from "./event-time";
import type { AuditEvent } from "./list-events";

/** Which events of the whole log are wanted. */
export interface EventSearch {
  type?: string;
  userId?: string;
  clientId?: string;
  ipAddress?: string;
  /** from this moment on */
  from?: Date;
  /** before this moment */
  to?: Date;
  /** older than the event with this id */
  before?: string;
  limit: number;
}

export interface FoundEvents {
  events: AuditEvent[];
  /** null: everything older was looked at. Otherwise where to go on, and how far back was looked */
  next: { before: string; at: Date } | null;
}

/**
 * Events that one search looks at. Type and address have no index, which each event of the protocol would have to pay for,
 * so a search for a rare one goes back step by step.
 */
const MOST_SCANNED = 20_000;

type Row = AuditEvent & { isFound: boolean; isLast: boolean };

/** Events of the log, newest first. */
export async function searchEvents(search: EventSearch, mostScanned = MOST_SCANNED): Promise<FoundEvents> {
  const { type, userId, clientId, ipAddress, from, to, before, limit } = search;
  // No text column can hold NUL.
  if ([type, clientId, ipAddress].some((text) => text?.includes("\0"))) return { events: [], next: null };
  const beforeTime = before === undefined ? undefined : timeOfEvent(before);
  if (beforeTime === null || (userId !== undefined && !isUuid(userId))) return { events: [], next: null };
  const indexed = [Prisma.sql`true`];
  if (userId !== undefined) indexed.push(Prisma.sql`user_id = ${userId}::uuid`);
  if (clientId !== undefined) indexed.push(Prisma.sql`client_id = ${clientId}`);
  if (from) indexed.push(Prisma.sql`created_at >= ${from}::timestamptz`);
  if (to) indexed.push(Prisma.sql`created_at < ${to}::timestamptz`);
  if (before !== undefined && beforeTime) indexed.push(isOlder(before, beforeTime));
  const others = [Prisma.sql`true`];
  if (type !== undefined) others.push(Prisma.sql`type = ${type}`);
  if (ipAddress !== undefined) others.push(Prisma.sql`coalesce(ip_address = ${ipAddress}, false)`);
  const db = await getDb();
  const rows = await db.$queryRaw<Row[]>`
    WITH newest AS (
        SELECT * FROM audit_events WHERE ${Prisma.join(indexed, " AND ")}
        ORDER BY created_at DESC, id DESC LIMIT ${mostScanned}),
      scanned AS (
        SELECT newest.*, ${Prisma.join(others, " AND ")} AS is_found,
          row_number() OVER (ORDER BY created_at DESC, id DESC) = ${mostScanned} AS is_last
        FROM newest)
    SELECT id, created_at AS "createdAt", type, outcome, user_id AS "userId", client_id AS "clientId",
      request_id AS "requestId", ip_address AS "ipAddress", data, is_found AS "isFound", is_last AS "isLast"
    FROM scanned WHERE is_found OR is_last ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`;
  const found = rows.filter(({ isFound }) => isFound);
  const events = found.slice(0, limit).map(({ isFound: _found, isLast: _last, ...event }) => event);
  const last = found.length > limit ? events.at(-1) : rows.find(({ isLast }) => isLast);
  return { events, next: last ? { before: last.id, at: last.createdAt } : null };
}

function isOlder(id: string, time: Date): Prisma.Sql {
  return Prisma.sql`created_at <= ${time}::timestamptz AND (created_at < ${time}::timestamptz OR id < ${id}::uuid)`;
}
