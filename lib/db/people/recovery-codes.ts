import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";

/** Replaces a person's recovery codes. */
export async function replaceRecoveryCodes(userId: string, codeHashes: readonly string[], now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    // Otherwise two requests at once would each leave their codes.
    await lockUser(tx, userId);
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({ data: codeHashes.map((codeHash) => ({ codeHash, userId, createdAt: now })) });
  });
}

/** Uses up a code. True for exactly one of any number of callers. */
export async function useRecoveryCode(userId: string, codeHash: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.recoveryCode.updateMany({
    where: { codeHash, userId, usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}

/** How many of a person's codes are not used yet. */
export async function countRecoveryCodes(userId: string): Promise<number> {
  const db = await getDb();
  return await db.recoveryCode.count({ where: { userId, usedAt: null } });
}
