import type { EventType } from "../../events/catalogue";
import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";

/** A request of a client that was refused. */
export interface Refusal {
  id: string;
  createdAt: Date;
  /** such as `authorize.refused` */
  type: string;
  requestId: string | null;
  /** `error`, `description`, `cause` and what was received */
  data: Record<string, unknown>;
}

function refusalsOf(clientId: string, since: Date): Prisma.AuditEventWhereInput {
  // A person's own no is a normal answer.
  const type = { not: "authorize.denied" satisfies EventType };
  return { clientId, outcome: { not: "ok" }, type, createdAt: { gte: since } };
}

/** Refusals since `since`, newest first. `before` is the id of the last refusal of the previous page. */
export async function listRefusals(
  clientId: string,
  filter: { since: Date; before?: string; limit: number },
): Promise<Refusal[]> {
  const db = await getDb();
  const rows = await db.auditEvent.findMany({
    // Ids are UUIDv7: their order is the order of time.
    where: { ...refusalsOf(clientId, filter.since), id: filter.before ? { lt: filter.before } : undefined },
    orderBy: { id: "desc" },
    take: filter.limit,
    select: { id: true, createdAt: true, type: true, requestId: true, data: true },
  });
  return rows.map((row) => ({ ...row, data: row.data as Record<string, unknown> }));
}

export async function countRefusals(clientId: string, since: Date): Promise<number> {
  const db = await getDb();
  return db.auditEvent.count({ where: refusalsOf(clientId, since) });
}

/** Authorization requests that ended at this address since `since`. */
export async function countUses(clientId: string, redirectUri: string, since: Date): Promise<number> {
  const db = await getDb();
  return db.auditEvent.count({
    where: {
      clientId,
      outcome: "ok",
      type: "authorize.allowed" satisfies EventType,
      createdAt: { gte: since },
      data: { path: ["redirectUri"], equals: redirectUri },
    },
  });
}

/** Who suspended the client since a moment; null stands for the operator. */
export async function listSuspenders(clientId: string, since: Date): Promise<(string | null)[]> {
  const db = await getDb();
  const events = await db.auditEvent.findMany({
    where: { clientId, type: "client.suspended" satisfies EventType, createdAt: { gte: since } },
    select: { userId: true },
  });
  return events.map(({ userId }) => userId);
}

/** The most sign-ins that are examined: the newest ones. */
const PROTECTION_SAMPLE = 10_000;

/** Counts the sign-ins since `since`: all, those with PKCE, and those with neither PKCE nor a nonce. */
export async function countCodeProtection(
  clientId: string,
  since: Date,
): Promise<{ signIns: number; withPkce: number; withNeither: number }> {
  const db = await getDb();
  const [row] = await db.$queryRaw<{ signIns: number; withPkce: number; withNeither: number }[]>`
    SELECT count(*)::int AS "signIns",
      (count(*) FILTER (WHERE data->>'pkce' = 'true'))::int AS "withPkce",
      (count(*) FILTER (WHERE data->>'pkce' = 'false' AND data->>'nonce' = 'false'))::int AS "withNeither"
    FROM (
      SELECT data FROM audit_events
      WHERE client_id = ${clientId} AND created_at >= ${since}::timestamptz AND type = ${"authorize.allowed" satisfies EventType} AND outcome = 'ok'
      ORDER BY created_at DESC LIMIT ${PROTECTION_SAMPLE}
    ) newest`;
  return row ?? { signIns: 0, withPkce: 0, withNeither: 0 };
}
