import { getDb } from "./client";

/**
 * Counts one more in the key's window and answers the count and the window's end. A window that is over starts anew.
 * One statement, so that instances and parallel requests share one count.
 */
export async function countUp(key: string, windowEnd: Date, now: Date): Promise<{ count: number; expiresAt: Date }> {
  const db = await getDb();
  const rows = await db.$queryRaw<{ count: number; expires_at: Date }[]>`
    INSERT INTO rate_limits AS known (key, count, expires_at) VALUES (${key}, 1, ${windowEnd})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN known.expires_at <= ${now} THEN 1 ELSE known.count + 1 END,
      expires_at = CASE WHEN known.expires_at <= ${now} THEN excluded.expires_at ELSE known.expires_at END
    RETURNING count, expires_at`;
  const [row] = rows;
  if (!row) throw new Error("The upsert of a rate limit returned no row.");
  return { count: row.count, expiresAt: row.expires_at };
}

/** Takes one back: what was counted turned out to be harmless. */
export async function countDown(key: string): Promise<void> {
  const db = await getDb();
  await db.rateLimit.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
}

/** Forgets the key's count. */
export async function resetCount(key: string): Promise<void> {
  const db = await getDb();
  await db.rateLimit.deleteMany({ where: { key } });
}
