import type { NewEvent, StoredType } from "../../events/catalogue";
import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";
import { timeOfEvent } from "./event-time";

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

function after(before: string | undefined): Prisma.AuditEventWhereInput {
  if (before === undefined) return {};
  const time = timeOfEvent(before);
  if (time === null) return { id: { in: [] } };
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
