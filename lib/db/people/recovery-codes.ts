import { getDb } from "../driver/database";
import { lockUserAsOf, type PersonAsOf } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";

/** Replaces a person's recovery codes. False, with nothing changed: what ends everything that was begun came between. */
export async function replaceRecoveryCodes(
  person: PersonAsOf,
  codeHashes: readonly string[],
  now: Date,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    // Otherwise two requests at once would each leave their codes.
    if (!(await lockUserAsOf(tx, person))) return false;
    const { userId } = person;
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({ data: codeHashes.map((codeHash) => ({ codeHash, userId, createdAt: now })) });
    return true;
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
