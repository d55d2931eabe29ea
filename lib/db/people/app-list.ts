import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { isLiveGrant } from "./live-grants";
import { lastUse } from "./unused-access";

/** Which of a person's apps, and in which order. */
export interface AppSelection {
  /** part of a name or publisher; empty: any */
  query: string;
  order: "used" | "name" | "allowed";
  /** only those that were neither used nor kept nor allowed since then; null: all */
  unusedSince: Date | null;
  /** only those that nobody verified */
  isUnverifiedOnly: boolean;
  offset: number;
  /** null: all */
  limit: number | null;
}

/**
 * What the person allowed, with its apps: consents that have not ended by themselves, and what was allowed only once and has
 * not ended yet. First-party apps need no consent, so what they have without one is not among it.
 */
function source(userId: string, now: Date): Prisma.Sql {
  const consents = Prisma.sql`
    SELECT client_id, created_at, last_used_at, kept_at FROM consents
    WHERE user_id = ${userId}::uuid AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)`;
  return Prisma.sql`
    FROM (
      ${consents}
      UNION ALL
      SELECT g.client_id, min(g.created_at), max(g.created_at), NULL FROM grants g JOIN clients f ON f.id = g.client_id
      WHERE g.user_id = ${userId}::uuid AND ${isLiveGrant(now)} AND NOT f.is_trusted
        AND g.client_id NOT IN (SELECT client_id FROM (${consents}) AS remembered)
      GROUP BY g.client_id
    ) AS c JOIN clients a ON a.id = c.client_id
    WHERE true`;
}

const isUnusedSince = (since: Date) => Prisma.sql`${lastUse} < ${since}::timestamptz`;

const isUnverified = Prisma.sql`(a.status <> 'verified' AND NOT a.is_trusted)`;

const orders: Record<AppSelection["order"], Prisma.Sql> = {
  used: Prisma.sql`c.last_used_at DESC NULLS LAST, lower(a.name), a.id`,
  name: Prisma.sql`lower(a.name), a.id`,
  allowed: Prisma.sql`c.created_at DESC, lower(a.name), a.id`,
};

/** The ids of the apps that match, in order, and how many match besides those of this page. */
export async function selectApps(
  userId: string,
  { query, order, unusedSince, isUnverifiedOnly, offset, limit }: AppSelection,
  now: Date,
): Promise<{ clientIds: string[]; matching: number }> {
  const db = await getDb();
  const conditions = [
    // A text column cannot hold NUL, so nothing matches it.
    Prisma.sql`position(lower(${query.replaceAll("\0", "")}::text) IN lower(a.name || ' ' || coalesce(a.publisher, ''))) > 0`,
    ...(unusedSince ? [isUnusedSince(unusedSince)] : []),
    ...(isUnverifiedOnly ? [isUnverified] : []),
  ];
  const rows = await db.$queryRaw<{ id: string; matching: bigint }[]>`
    SELECT a.id, count(*) OVER () AS matching ${source(userId, now)} AND ${Prisma.join(conditions, " AND ")}
    ORDER BY ${orders[order]} LIMIT ${limit}::int OFFSET ${offset}::int`;
  return { clientIds: rows.map(({ id }) => id), matching: Number(rows[0]?.matching ?? 0) };
}

/** How many apps the person allowed, how many of them were unused since then, and how many nobody verified. */
export async function countApps(
  userId: string,
  unusedSince: Date,
  now: Date,
): Promise<{ total: number; unused: number; unverified: number }> {
  const db = await getDb();
  const [row] = await db.$queryRaw<{ total: bigint; unused: bigint; unverified: bigint }[]>`
    SELECT count(*) AS total, count(*) FILTER (WHERE ${isUnusedSince(unusedSince)}) AS unused,
      count(*) FILTER (WHERE ${isUnverified}) AS unverified ${source(userId, now)}`;
  return {
    total: Number(row?.total ?? 0),
    unused: Number(row?.unused ?? 0),
    unverified: Number(row?.unverified ?? 0),
  };
}
