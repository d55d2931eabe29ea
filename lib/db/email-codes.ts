import { getDb } from "./client";

/** A code that was mailed. */
export interface EmailCode {
  codeId: string;
  userId: string | null;
  email: string;
  purpose: string;
  codeHash: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertEmailCode({ codeId, ...code }: EmailCode): Promise<void> {
  const db = await getDb();
  await db.emailCode.create({ data: { id: codeId, ...code }, select: { id: true } });
}

/**
 * Counts one try and answers what to compare with; null when the code was used, is over, or was tried `maxAttempts` times.
 * Parallel tries each count.
 */
export async function tryEmailCode(
  codeId: string,
  purpose: string,
  maxAttempts: number,
  now: Date,
): Promise<{ codeHash: string; email: string } | null> {
  const db = await getDb();
  const [row] = await db.emailCode.updateManyAndReturn({
    where: { id: codeId, purpose, consumedAt: null, expiresAt: { gt: now }, attempts: { lt: maxAttempts } },
    data: { attempts: { increment: 1 } },
    select: { codeHash: true, email: true },
  });
  return row ?? null;
}

/** Uses the code up. True for exactly one of any number of callers. */
export async function consumeEmailCode(codeId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.emailCode.updateMany({
    where: { id: codeId, consumedAt: null, expiresAt: { gt: now } },
    data: { consumedAt: now },
  });
  return count === 1;
}
