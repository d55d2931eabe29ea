import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";

/**
 * Notes that a form is being sent, unless it was sent before and that has not ended. One statement, so that one of two presses
 * is the first.
 * @returns whether this is the first press
 */
export async function claimSentForm(id: string, expiresAt: Date, now: Date): Promise<boolean> {
  const db = await getDb();
  const rows = await db.$queryRaw<unknown[]>`
    INSERT INTO sent_forms AS known (id, expires_at) VALUES (${id}, ${expiresAt})
    ON CONFLICT (id) DO UPDATE SET result = NULL, expires_at = excluded.expires_at WHERE known.expires_at <= ${now}
    RETURNING id`;
  return rows.length > 0;
}

/** What came of the form; null: nothing yet. */
export async function findSentResult(id: string, now: Date): Promise<unknown> {
  const db = await getDb();
  const row = await db.sentForm.findUnique({ where: { id, expiresAt: { gt: now } }, select: { result: true } });
  return row?.result ?? null;
}

/** Keeps what came of the form. */
export async function keepSentResult(id: string, result: Prisma.InputJsonValue, expiresAt: Date): Promise<void> {
  const db = await getDb();
  await db.sentForm.updateMany({ where: { id }, data: { result, expiresAt } });
}

/** Forgets that the form was sent, so that it can be sent again. */
export async function forgetSentForm(id: string): Promise<void> {
  const db = await getDb();
  await db.sentForm.deleteMany({ where: { id } });
}
