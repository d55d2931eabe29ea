import { getDb } from "../driver/database";
import { lockUserAsOf, type PersonAsOf } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";

/** A browser in which its person is not asked for a second factor. */
export interface RememberedBrowser {
  browserId: string;
  userAgent: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/**
 * Remembers a browser of this person, who has just proved this authenticator app. False, with nothing stored: what ends
 * all remembered browsers came between, such as a new password or another app.
 */
export async function insertRememberedBrowser(
  { userId, browsersForgottenAt }: PersonAsOf,
  {
    authenticatorId,
    ...browser
  }: { authenticatorId: string; tokenHash: string; userAgent: string | null; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    if (!(await lockUserAsOf(tx, { userId, browsersForgottenAt }))) return false;
    if ((await tx.authenticator.count({ where: { id: authenticatorId, userId } })) === 0) return false;
    await tx.rememberedBrowser.create({
      data: { id: newId(now.getTime()), userId, ...browser, createdAt: now, lastUsedAt: now },
      select: { id: true },
    });
    return true;
  });
}

/** Whether one of these tokens is of a browser that still counts for this person; notes the use. */
export async function useRememberedBrowser(
  userId: string,
  tokenHashes: readonly string[],
  now: Date,
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.rememberedBrowser.updateMany({
    where: { userId, tokenHash: { in: [...tokenHashes] }, expiresAt: { gt: now } },
    data: { lastUsedAt: now },
  });
  return count > 0;
}

/** Those of a person that still count, last used first. */
export async function listRememberedBrowsers(userId: string, now: Date): Promise<RememberedBrowser[]> {
  const db = await getDb();
  const rows = await db.rememberedBrowser.findMany({
    where: { userId, expiresAt: { gt: now } },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    select: { id: true, userAgent: true, createdAt: true, lastUsedAt: true, expiresAt: true },
  });
  return rows.map(({ id, ...row }) => ({ browserId: id, ...row }));
}

/** Forgets one of a person's browsers, or all of them; answers how many there were. */
export async function deleteRememberedBrowsers(userId: string, browserId?: string): Promise<number> {
  const db = await getDb();
  const { count } = await db.rememberedBrowser.deleteMany({ where: { userId, ...(browserId && { id: browserId }) } });
  return count;
}
