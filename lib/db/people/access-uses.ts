import { getDb } from "../driver/database";

/** How much an app used what a person allowed it. */
export interface AccessUses {
  /** UTC days with a use, the oldest first, as `2026-12-31` */
  days: { day: string; uses: number }[];
  /** the sessions of the person in which it got the access that it used */
  devices: number;
}

/** From `since` on, a UTC day. */
export async function findAccessUses(userId: string, clientId: string, since: Date): Promise<AccessUses> {
  const db = await getDb();
  const rows = await db.accessUse.findMany({
    where: { consent: { userId, clientId }, day: { gte: since } },
    select: { day: true, sessionId: true, uses: true },
    orderBy: { day: "asc" },
  });
  const days = new Map<string, number>();
  for (const { day, uses } of rows) {
    const name = day.toISOString().slice(0, 10);
    days.set(name, (days.get(name) ?? 0) + uses);
  }
  return {
    days: [...days].map(([day, uses]) => ({ day, uses })),
    devices: new Set(rows.map(({ sessionId }) => sessionId)).size,
  };
}

/** The oldest day of which the portal knows uses of anybody; null: it has seen none yet. */
export async function findFirstUseDay(): Promise<Date | null> {
  const db = await getDb();
  const { _min } = await db.accessUse.aggregate({ _min: { day: true } });
  return _min.day;
}
