import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";
import type { Reach } from "./reach";

/** A code that was mailed. */
export interface EmailCode {
  codeId: string;
  userId: string | null;
  email: string;
  purpose: string;
  codeHash: string;
  /** of the secret in the link beside the code; null: there is no link */
  linkHash: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertEmailCode({ codeId, ...code }: EmailCode): Promise<void> {
  const db = await getDb();
  await db.emailCode.create({ data: { id: codeId, ...code }, select: { id: true } });
}

/**
 * Stores a link that somebody who looks after people made for an account. Waits for a change of its role that is under
 * way. False, with nothing written, when the account is gone or suspended, or an administrator's and not for them.
 */
export async function insertLinkFor(
  { codeId, ...code }: EmailCode & { userId: string; madeById: string | null },
  reach: Reach,
): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockUser(tx, code.userId);
    const role = reach === "everybody" ? {} : { isAdmin: false };
    if ((await tx.user.count({ where: { id: code.userId, suspendedAt: null, ...role } })) === 0) return false;
    await tx.emailCode.create({ data: { id: codeId, ...code }, select: { id: true } });
    return true;
  });
}

/**
 * Of a link: nobody else made it, or whoever did may still do so. Support makes none for administrators.
 */
export const makerStillMay = {
  OR: [
    { madeById: null },
    { madeBy: { suspendedAt: null, isAdmin: true } },
    { madeBy: { suspendedAt: null, isSupport: true }, user: { isAdmin: false } },
  ],
} satisfies Prisma.EmailCodeWhereInput;

/**
 * Counts one try and answers what to compare with; null when the code was used, has expired, or was tried `maxAttempts`
 * times. Parallel tries all count.
 */
export async function tryEmailCode(
  codeId: string,
  purpose: string,
  maxAttempts: number,
  now: Date,
): Promise<{ codeHash: string; userId: string | null } | null> {
  const db = await getDb();
  const [row] = await db.emailCode.updateManyAndReturn({
    where: { id: codeId, purpose, consumedAt: null, expiresAt: { gt: now }, attempts: { lt: maxAttempts } },
    data: { attempts: { increment: 1 } },
    select: { codeHash: true, userId: true },
  });
  return row ?? null;
}

/**
 * Uses up the code, unless it was mailed to an address that the account no longer has. True for exactly one of any
 * number of callers.
 */
export async function consumeEmailCode(codeId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const count = await db.$executeRaw`
    UPDATE email_codes c SET consumed_at = ${now}::timestamptz
    WHERE id = ${codeId}::uuid AND consumed_at IS NULL AND expires_at > ${now}::timestamptz
      AND (user_id IS NULL OR EXISTS (SELECT FROM users u WHERE u.id = c.user_id AND u.email = c.email))`;
  return count === 1;
}

/** A mailed link that still works. */
export interface EmailLink {
  codeId: string;
  userId: string;
}

/**
 * The link of a purpose, by the hash of its secret; null when it was used or has expired, or whoever made it for somebody else
 * may no longer do so. Does not use it up.
 */
export async function findEmailLink(linkHash: string, purposes: string[], now: Date): Promise<EmailLink | null> {
  const db = await getDb();
  const row = await db.emailCode.findUnique({
    where: { linkHash, purpose: { in: purposes }, consumedAt: null, expiresAt: { gt: now }, ...makerStillMay },
    select: { id: true, userId: true },
  });
  return row?.userId ? { codeId: row.id, userId: row.userId } : null;
}

/** What a link is for that undoes a change of the address. */
export const UNDO_EMAIL_PURPOSE = "undo_email";

/**
 * Invalidates every code and link that was made for a person, except those that undo a change of their address: whoever
 * got in could otherwise void the owner's.
 */
export async function voidMailedCodes(tx: Prisma.TransactionClient, userId: string, now: Date): Promise<void> {
  await tx.emailCode.updateMany({
    where: { userId, purpose: { not: UNDO_EMAIL_PURPOSE }, consumedAt: null },
    data: { consumedAt: now },
  });
}

/** What a link is for by which somebody who is leaving keeps their account. */
export const KEEP_PURPOSE = "keep_account";

/** Milliseconds for which the page of such a link can say that the account is deleted. */
const TOLD_AFTERWARDS = 90 * 86_400_000;

/**
 * Before accounts are deleted: leaves of each the row of the link that would have kept it, so that its page can say what
 * became of the account. The row holds nothing of the person: no address, and the hash of a secret made by chance.
 */
export async function outliveAccounts(
  tx: Prisma.TransactionClient,
  userIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.emailCode.updateMany({
    where: { userId: { in: [...userIds] }, purpose: KEEP_PURPOSE },
    data: { userId: null, email: "", consumedAt: now, expiresAt: new Date(now.getTime() + TOLD_AFTERWARDS) },
  });
}
