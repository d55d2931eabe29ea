import { getDb } from "../driver/database";

/** How far the clocks of instances may be apart, and requests of one instance out of order, in seconds. */
const CLOCK_TOLERANCE = 30;

/** A count and the end of the window that it belongs to. */
export interface WindowCount {
  count: number;
  expiresAt: Date;
}

/**
 * Counts one more in the key's window, unless `max` is reached. One statement, so that instances and parallel requests
 * share one count. A window is replaced when it is over, and when it ends later than one that would start now: then a
 * clock that ran ahead wrote it.
 * @param windowEnd the end of a window that would start now
 * @returns whether it was counted
 */
export async function countUp(key: string, max: number, windowEnd: Date, now: Date): Promise<boolean> {
  const db = await getDb();
  const farthest = new Date(windowEnd.getTime() + CLOCK_TOLERANCE * 1000);
  const rows = await db.$queryRaw<unknown[]>`
    INSERT INTO rate_limits AS known (key, count, expires_at) VALUES (${key}, 1, ${windowEnd})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN known.expires_at <= ${now} OR known.expires_at > ${farthest} THEN 1 ELSE known.count + 1 END,
      expires_at = CASE WHEN known.expires_at <= ${now} OR known.expires_at > ${farthest}
        THEN excluded.expires_at ELSE known.expires_at END
    WHERE known.expires_at <= ${now} OR known.expires_at > ${farthest} OR known.count < ${max}
    RETURNING key`;
  return rows.length > 0;
}

/** The count for the key and the end of its window; null when nothing was counted. */
export async function findCount(key: string): Promise<WindowCount | null> {
  const db = await getDb();
  return db.rateLimit.findUnique({ where: { key }, select: { count: true, expiresAt: true } });
}

/** Whether `windowEnd` is so far away that only a clock that ran ahead can have written it. */
export function isBeyondWindow(windowEnd: Date, seconds: number, now: Date): boolean {
  return windowEnd.getTime() > now.getTime() + (seconds + CLOCK_TOLERANCE) * 1000;
}

/** Takes back one count that turned out to be harmless. */
export async function countDown(key: string): Promise<void> {
  const db = await getDb();
  await db.rateLimit.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
}

/** Forgets the key's count. */
export async function resetCount(key: string): Promise<void> {
  const db = await getDb();
  await db.rateLimit.deleteMany({ where: { key } });
}
