import { getDb } from "../driver/database";

/** Replaces a person's recovery codes. */
export async function replaceRecoveryCodes(userId: string, codeHashes: readonly string[], now: Date): Promise<void> {
  const db = await getDb();
  await db.$transaction([
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.recoveryCode.createMany({ data: codeHashes.map((codeHash) => ({ codeHash, userId, createdAt: now })) }),
  ]);
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

/** Removes all of a person's codes. */
export async function deleteRecoveryCodes(userId: string): Promise<void> {
  const db = await getDb();
  await db.recoveryCode.deleteMany({ where: { userId } });
}
