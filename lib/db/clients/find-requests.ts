import { NORMAL_CAUSES } from "../../events/normal-causes";
import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";

/** A request of a client, as it was kept for its developers. */
export interface KeptRequest {
  id: string;
  createdAt: Date;
  /** of its event, such as `token.issued` */
  type: string;
  endpoint: string;
  outcome: "ok" | "refused" | "failed";
  /** of a refusal */
  cause: string | null;
  requestId: string | null;
  /** what the requests of one flow have in common; null: it belongs to none */
  flow: string | null;
  /** a pseudonym; null: nobody was known */
  person: string | null;
  data: Record<string, unknown>;
}

/** Which requests; what is left out says nothing. */
export interface RequestFilter {
  endpoint?: string;
  /** `problem`: whatever has a cause, but for {@link NORMAL_CAUSES} */
  outcome?: "ok" | "refused" | "failed" | "problem";
  cause?: string;
  requestId?: string;
  person?: string;
  flow?: string;
  /** at this time or later */
  from?: Date;
  /** earlier than this */
  to?: Date;
}

/** A condition; null: nothing can fulfil the filter. */
function conditionOf(clientId: string, filter: RequestFilter): Prisma.Sql | null {
  const { endpoint, outcome, cause, requestId, person, flow, from, to } = filter;
  // No text column can hold NUL.
  if ([endpoint, cause, requestId, person].some((text) => text?.includes("\0"))) return null;
  if (flow !== undefined && !isUuid(flow)) return null;
  const parts = [Prisma.sql`client_id = ${clientId}`];
  if (endpoint !== undefined) parts.push(Prisma.sql`endpoint = ${endpoint}`);
  if (outcome === "problem") {
    const normal = Prisma.join([...NORMAL_CAUSES]);
    parts.push(Prisma.sql`(outcome <> 'ok' OR cause IS NOT NULL) AND COALESCE(cause, '') NOT IN (${normal})`);
  } else if (outcome !== undefined) parts.push(Prisma.sql`outcome = ${outcome}`);
  if (cause !== undefined) parts.push(Prisma.sql`cause = ${cause}`);
  if (requestId !== undefined) parts.push(Prisma.sql`request_id = ${requestId}`);
  if (person !== undefined) parts.push(Prisma.sql`person = ${person}`);
  if (flow !== undefined) parts.push(Prisma.sql`flow = ${flow}::uuid`);
  if (from) parts.push(Prisma.sql`created_at >= ${from}::timestamptz`);
  if (to) parts.push(Prisma.sql`created_at < ${to}::timestamptz`);
  return Prisma.join(parts, " AND ");
}

const COLUMNS = Prisma.sql`id, created_at AS "createdAt", type, endpoint, outcome, cause, request_id AS "requestId",
  flow::text, person, data`;

/**
 * Requests of a client, newest first. A client has a few thousand at most, so no filter reads more.
 * @param page `before`, `after`: the id of the last, or the newest, that is known
 */
export async function listRequests(
  clientId: string,
  filter: RequestFilter,
  page: { before?: string; limit: number },
): Promise<KeptRequest[]> {
  const condition = conditionOf(clientId, filter);
  const { before, limit } = page;
  if (condition === null || (before !== undefined && !isUuid(before))) return [];
  const db = await getDb();
  const older = before === undefined ? Prisma.empty : Prisma.sql`AND id < ${before}::uuid`;
  return db.$queryRaw<KeptRequest[]>`
    SELECT ${COLUMNS} FROM client_requests WHERE ${condition} ${older} ORDER BY id DESC LIMIT ${limit}`;
}

/** How many requests came after the one with this id. */
export async function countNewer(clientId: string, filter: RequestFilter, after: string): Promise<number> {
  const condition = conditionOf(clientId, filter);
  if (condition === null || !isUuid(after)) return 0;
  const db = await getDb();
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM client_requests WHERE ${condition} AND id > ${after}::uuid`;
  return row?.count ?? 0;
}

/** The same problem, however often it came. */
export interface RequestGroup {
  /** the newest of them */
  newest: KeptRequest;
  firstAt: Date;
  count: number;
}

/** Requests that a filter shows, the same ones together: the same endpoint, cause and values. Newest first. */
export async function groupRequests(clientId: string, filter: RequestFilter, limit: number): Promise<RequestGroup[]> {
  const condition = conditionOf(clientId, filter);
  if (condition === null) return [];
  const db = await getDb();
  const rows = await db.$queryRaw<(KeptRequest & { firstAt: Date; count: number })[]>`
    WITH numbered AS (
      SELECT *, count(*) OVER same AS count, min(created_at) OVER same AS first_at,
        row_number() OVER (PARTITION BY endpoint, type, cause, data ORDER BY id DESC) AS place
      FROM client_requests WHERE ${condition} WINDOW same AS (PARTITION BY endpoint, type, cause, data))
    SELECT ${COLUMNS}, count::int, first_at AS "firstAt" FROM numbered WHERE place = 1 ORDER BY id DESC LIMIT ${limit}`;
  return rows.map(({ firstAt, count, ...newest }) => ({ newest, firstAt, count }));
}
