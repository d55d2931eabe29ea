import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { Prisma } from "../generated/client";
import { dropPendingAuthenticators } from "./authenticators";
import { UNDO_EMAIL_PURPOSE, voidMailedCodes } from "./email-codes";
import { endSessions } from "./end-sessions";

/** What a code or link is for that is mailed to the new address of an account. */
export const CHANGE_PURPOSE = "change_email";

/** A new address that waits for its code. */
export interface PendingEmail {
  codeId: string;
  /** the new address */
  email: string;
}

/** The newest change that the person asked for and did not confirm yet; null: none, or it is over. */
export async function findPendingEmail(userId: string, now: Date): Promise<PendingEmail | null> {
  const db = await getDb();
  const row = await db.emailCode.findFirst({
    where: { userId, purpose: CHANGE_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, email: true },
  });
  return row && { codeId: row.id, email: row.email };
}

/** Voids the changes that wait for their code. False when none does: for all but one of any number of callers. */
export async function dropPendingEmail(userId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.emailCode.updateMany({
    where: { userId, purpose: CHANGE_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
    data: { consumedAt: now },
  });
  return count > 0;
}

/**
 * The change that a mailed link confirms, if it is this person's; null when it was used or is over. Uses nothing up.
 */
export async function findChangeLink(userId: string, linkHash: string, now: Date): Promise<PendingEmail | null> {
  const db = await getDb();
  const row = await db.emailCode.findUnique({
    where: { linkHash, userId, purpose: CHANGE_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
    select: { id: true, email: true },
  });
  return row && { codeId: row.id, email: row.email };
}

/** The link by which the owner of the old address undoes the change. */
export interface UndoLink {
  codeId: string;
  linkHash: string;
  expiresAt: Date;
}

/**
 * Uses the code up, gives the account its new address, which the code has proved, and invalidates every other code and
 * link that was mailed to the person, all or nothing. Links that undo earlier changes stay. Answers both addresses, and
 * whether the old one was proved: only then it can come back, as somebody may have claimed another person's address. Null, with nothing written, when the code was used or has expired, the account is suspended, or the address has
 * another account.
 */
export async function changeEmail(
  { codeId, userId, undo }: { codeId: string; userId: string; undo: UndoLink },
  now: Date,
): Promise<{ from: string; to: string; isUndoable: boolean } | null> {
  return await unlessTaken(
    inTransaction(async (tx) => {
      const before = await lockUser(tx, userId);
      const isUndoable = (await tx.user.count({ where: { id: userId, emailVerifiedAt: { not: null } } })) === 1;
      const [code] = await tx.emailCode.updateManyAndReturn({
        where: {
          id: codeId,
          userId,
          purpose: CHANGE_PURPOSE,
          consumedAt: null,
          expiresAt: { gt: now },
          user: { suspendedAt: null },
        },
        data: { consumedAt: now },
        select: { email: true },
      });
      if (!before || !code) return null;
      await setEmail(tx, userId, code.email, now);
      await voidMailedCodes(tx, userId, now);
      const changed = { from: before.email, to: code.email, isUndoable };
      if (!isUndoable) return changed;
      const { codeId: id, ...link } = undo;
      // No code stands beside the link: nothing hashes to this.
      const row = {
        ...link,
        id,
        userId,
        email: before.email,
        purpose: UNDO_EMAIL_PURPOSE,
        codeHash: "",
        createdAt: now,
      };
      await tx.emailCode.create({ data: row, select: { id: true } });
      return changed;
    }),
  );
}

/** What a link would undo; null when it was used or is over. Looking uses nothing up. */
export async function findUndoLink(linkHash: string, now: Date): Promise<{ from: string; to: string } | null> {
  const db = await getDb();
  const row = await db.emailCode.findUnique({
    where: { linkHash, purpose: UNDO_EMAIL_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
    select: { email: true, user: { select: { email: true } } },
  });
  return row?.user ? { from: row.user.email, to: row.email } : null;
}

/**
 * Uses the link up and gives the account its old address back, all or nothing. Whoever changed it knew how to get in,
 * so all sessions end, with a notice to each app that wants one, every browser becomes a stranger, and every other code
 * and link stops working, except those that undo still earlier changes. Passkeys, authenticator apps, recovery codes and a
 * password that were made since the change are gone as well. An account that was closed meanwhile is kept.
 * Null, with nothing written, when the link was used or is over, or the old address has another account by now.
 */
export async function undoEmailChange(
  linkHash: string,
  now: Date,
): Promise<{ userId: string; endedSessions: number } | null> {
  return await unlessTaken(
    inTransaction(async (tx) => {
      const found = await tx.emailCode.findUnique({ where: { linkHash }, select: { userId: true } });
      if (!found?.userId || !(await lockUser(tx, found.userId))) return null;
      const { userId } = found;
      const [code] = await tx.emailCode.updateManyAndReturn({
        where: { linkHash, userId, purpose: UNDO_EMAIL_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
        data: { consumedAt: now },
        select: { email: true, createdAt: true },
      });
      if (!code) return null;
      await setEmail(tx, userId, code.email, now);
      await tx.user.updateMany({ where: { id: userId }, data: { browsersForgottenAt: now } });
      await removeProofsSince(tx, userId, code.createdAt, now);
      // As its person asked, and in these days only whoever had the new address could.
      await tx.user.updateMany({
        where: { id: userId, deleteAt: { not: null } },
        data: { suspendedAt: null, deleteAt: null },
      });
      await voidMailedCodes(tx, userId, now);
      await tx.emailCode.updateMany({
        where: { userId, purpose: UNDO_EMAIL_PURPOSE, consumedAt: null, createdAt: { gte: code.createdAt } },
        data: { consumedAt: now },
      });
      await tx.rememberedBrowser.deleteMany({ where: { userId } });
      await dropPendingAuthenticators(tx, userId);
      const endedSessions = await endSessions(Prisma.sql`user_id = ${userId}::uuid`, now, tx);
      return { userId, endedSessions };
    }),
  );
}

/** Takes away every way to get in that was made since then. The person can set a new password by a mailed code. */
async function removeProofsSince(tx: Prisma.TransactionClient, userId: string, since: Date, now: Date): Promise<void> {
  const made = { userId, createdAt: { gte: since } };
  await tx.passkey.deleteMany({ where: made });
  await tx.authenticator.deleteMany({ where: made });
  await tx.recoveryCode.deleteMany({ where: made });
  await tx.upstreamLink.deleteMany({ where: made });
  await tx.user.updateMany({
    where: { id: userId, passwordChangedAt: { gte: since } },
    data: { passwordHash: null, passwordChangedAt: now },
  });
}

/**
 * In a transaction that does more: gives an account another address, which nobody proved by a code. What was mailed to the
 * address before, and changes that wait, stop working, links that would undo earlier changes among them.
 */
export async function replaceEmail(
  tx: Prisma.TransactionClient,
  { userId, email, verifiedAt }: { userId: string; email: string; verifiedAt: Date | null },
  now: Date,
): Promise<void> {
  const data = { email, emailVerifiedAt: verifiedAt };
  await tx.user.update({ where: { id: userId }, data, select: { id: true } });
  await tx.emailCode.updateMany({ where: { userId, consumedAt: null }, data: { consumedAt: now } });
}

async function setEmail(tx: Prisma.TransactionClient, userId: string, email: string, now: Date): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now }, select: { id: true } });
}

/** Null when another account has the address. */
async function unlessTaken<T>(change: Promise<T>): Promise<T | null> {
  try {
    return await change;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
