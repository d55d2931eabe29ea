import type { NewEvent, StoredType } from "../../events/catalogue";
import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";

/** An event as the log has it. */
export interface AuditEvent {
  id: string;
  createdAt: Date;
  /** a type of the catalogue, or a former type */
  type: string;
  outcome: NewEvent["outcome"];
  userId: string | null;
  clientId: string | null;
  requestId: string | null;
  ipAddress: string | null;
  data: Record<string, unknown>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

/** Ids start with the time of the event (UUIDv7), so the index on them finds the page. */
function after(before: string | undefined): Prisma.AuditEventWhereInput {
  if (before === undefined) return {};
  const time = new Date(Number.parseInt(before.replace("-", "").slice(0, 12), 16));
  // Somebody's own words: no event is that late, and the database does not read years of more than four digits.
  if (!UUID.test(before) || time.getUTCFullYear() > 9999) return { id: { in: [] } };
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: before } }] };
}

/** Newest first. `before` is the id of the last event of the previous page. */
export async function listEvents(filter: {
  clientId?: string;
  userId?: string;
  type?: StoredType;
  /** any of these types */
  types?: readonly StoredType[];
  before?: string;
  limit: number;
}): Promise<AuditEvent[]> {
  const db = await getDb();
  const { clientId, userId, type, types, before, limit } = filter;
  const rows = await db.auditEvent.findMany({
    where: { clientId, userId, type: type ?? (types && { in: [...types] }), ...after(before) },
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
