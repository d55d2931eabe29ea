import { tryAdvisoryLock } from "../driver/advisory-lock";
import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";

/** Where encrypted values are: the table, the columns that name a row, and the column of the value. */
const places = {
  "signing-keys": { table: "signing_keys", key: "kid", column: "private_jwe" },
  authenticators: { table: "authenticators", key: "id::text", column: "secret_jwe" },
  "client-secrets": { table: "client_secrets", key: "id::text", column: "secret_jwe" },
  upstreams: { table: "upstreams", key: "id", column: "secret_jwe" },
  "event-authorizations": { table: "event_streams", key: "id::text", column: "authorization_jwe" },
  "kept-keys": { table: "kept_keys", key: "purpose || ' ' || generation", column: "key_jwe" },
} as const;

/** A kind of value that the database holds encrypted. */
export type SealedKind = keyof typeof places;

/** An encrypted value, and what names its row. */
export interface SealedRow {
  key: string;
  jwe: string;
}

const sqlOf = (kind: SealedKind) => {
  const { table, key, column } = places[kind];
  return { table: Prisma.raw(table), key: Prisma.raw(key), column: Prisma.raw(column) };
};

/** How many values do not begin with `start`, as those do that are encrypted now. */
export async function countSealedOtherwise(kind: SealedKind, start: string): Promise<number> {
  const { table, column } = sqlOf(kind);
  const db = await getDb();
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${table} WHERE NOT starts_with(${column}, ${start})`;
  return row?.count ?? 0;
}

/**
 * Replaces the next `limit` values that do not begin with `start`, in the order of what names their rows. A value that
 * was changed meanwhile stays as it is. One instance at a time.
 * @param after the row after which to go on; "" for the first
 * @param change the new value; null: it cannot be read, and stays
 * @returns the last row that was looked at, and how many were replaced; null when another instance is doing this
 */
export async function replaceSealed(
  kind: SealedKind,
  { start, after, limit }: { start: string; after: string; limit: number },
  change: (jwe: string) => Promise<string | null>,
): Promise<{ last: string | null; replaced: number } | null> {
  const { table, key, column } = sqlOf(kind);
  return await tryAdvisoryLock("reseal", async (tx) => {
    const rows = await tx.$queryRaw<SealedRow[]>`
      SELECT ${key} AS key, ${column} AS jwe FROM ${table}
      WHERE NOT starts_with(${column}, ${start}) AND (${key}) COLLATE "C" > ${after} COLLATE "C"
      ORDER BY (${key}) COLLATE "C" LIMIT ${limit}`;
    const changed = await Promise.all(rows.map(async (row) => ({ ...row, now: await change(row.jwe) })));
    const readable = changed.filter(({ now }) => now !== null);
    const replaced = await tx.$executeRaw`
      UPDATE ${table} SET ${column} = v.now
      FROM json_to_recordset(${JSON.stringify(readable)}::text::json) AS v(key text, jwe text, now text)
      WHERE ${table}.${column} = v.jwe AND ${qualified(kind)} = v.key`;
    return { last: rows.at(-1)?.key ?? null, replaced };
  });
}

/** What names a row, where another table has columns of the same names. */
function qualified(kind: SealedKind): Prisma.Sql {
  const { table, key } = places[kind];
  return Prisma.raw(key.replace(/\b(kid|id|purpose|generation)\b/g, `${table}.$1`));
}
