import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { KEEP_PURPOSE, outliveAccounts } from "./email-codes";
import { administrators, endAllAccess, isDispensable, ownApps } from "./standing";

/** What became of a person's wish to leave. `ownsApps`: nobody would look after their apps. */
export type LeavingChange = "done" | "unchanged" | "lastAdministrator" | "ownsApps";

/** The secret of the link by which somebody who is leaving keeps the account. */
export interface KeepLink {
  codeId: string;
  /** where it is mailed to */
  email: string;
  linkHash: string;
}

/**
 * Suspends an account until it is deleted at `deleteAt`, as its person asked: sessions, grants and tokens end, with a
 * notice to each app that wants one, and the link is stored by which they keep it. All or nothing. Not while they own
 * apps.
 */
export async function leave(
  { userId, deleteAt, link }: { userId: string; deleteAt: Date; link: KeepLink },
  now: Date,
): Promise<LeavingChange> {
  return inTransaction(async (tx) => {
    // A statement that waited for the row would still not see the app that was taken meanwhile.
    await lockUser(tx, userId);
    const count = await tx.$executeRaw`
      WITH ${administrators}
      UPDATE users SET suspended_at = ${now}::timestamptz, delete_at = ${deleteAt}::timestamptz,
        updated_at = ${now}::timestamptz
      WHERE id = ${userId}::uuid AND suspended_at IS NULL AND ${isDispensable}
        AND NOT EXISTS (${ownApps})`;
    if (count === 0) {
      if ((await tx.client.count({ where: { ownerId: userId, deletedAt: null } })) > 0) return "ownsApps";
      return (await tx.user.count({ where: { id: userId, suspendedAt: null } })) > 0
        ? "lastAdministrator"
        : "unchanged";
    }
    await endAllAccess(tx, userId, now);
    const { codeId: id, ...rest } = link;
    // No code stands beside the link: nothing hashes to this.
    const code = { ...rest, id, userId, purpose: KEEP_PURPOSE, codeHash: "", createdAt: now, expiresAt: deleteAt };
    await tx.emailCode.create({ data: code, select: { id: true } });
    return "done";
  });
}

/** What became of the account that a link keeps. */
export type KeepLinkFate =
  | { kind: "leaving"; email: string; deleteAt: Date }
  | { kind: "deleted" }
  /** the account stays, and can be signed in to */
  | { kind: "kept" }
  /** there is no such link, or the account is suspended */
  | { kind: "unknown" };

/** What a link can still do, and what became of its account. Looking uses nothing up. */
export async function findKeepLinkFate(linkHash: string, now: Date): Promise<KeepLinkFate> {
  const db = await getDb();
  const row = await db.emailCode.findUnique({
    where: { linkHash, purpose: KEEP_PURPOSE },
    select: { consumedAt: true, user: { select: { email: true, suspendedAt: true, deleteAt: true } } },
  });
  if (!row) return { kind: "unknown" };
  if (row.user === null || (row.user.deleteAt && row.user.deleteAt <= now)) return { kind: "deleted" };
  const { email, suspendedAt, deleteAt } = row.user;
  if (deleteAt) return row.consumedAt ? { kind: "unknown" } : { kind: "leaving", email, deleteAt };
  return { kind: suspendedAt ? "unknown" : "kept" };
}

/**
 * Uses the link up and lets the account be used again, both or nothing. Nothing from before works again. Null when the
 * link was used or is over: for all but one of any number of callers.
 */
export async function keepAccount(linkHash: string, now: Date): Promise<LeavingUser | null> {
  return inTransaction(async (tx) => {
    const found = await tx.emailCode.findUnique({ where: { linkHash }, select: { userId: true } });
    if (!found?.userId || !(await lockUser(tx, found.userId))) return null;
    const code = await tx.emailCode.updateMany({
      where: { linkHash, purpose: KEEP_PURPOSE, consumedAt: null, expiresAt: { gt: now } },
      data: { consumedAt: now },
    });
    if (code.count === 0) return null;
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: found.userId, deleteAt: { gt: now } },
      data: { suspendedAt: null, deleteAt: null },
      select: { id: true, email: true, locale: true },
    });
    if (!user) return null;
    await endAllAccess(tx, user.id, now);
    return toLeaving({ ...user, deleteAt: now });
  });
}

/** Accounts that one call deletes, at most. */
const DELETED_AT_ONCE = 100;

/**
 * Deletes accounts whose time is over, with all that hangs on them, also the apps that they had deleted; answers whose they
 * were. One whose app somebody restored meanwhile waits until the app has another owner.
 */
export async function deleteLeft(now: Date): Promise<LeavingUser[]> {
  return inTransaction(async (tx) => {
    const rows = await tx.$queryRaw<(Omit<LeavingUser, "userId"> & { id: string })[]>`
      SELECT id, email, locale, delete_at AS "deleteAt" FROM users
      WHERE delete_at <= ${now}::timestamptz AND NOT EXISTS (${ownApps})
      ORDER BY delete_at LIMIT ${DELETED_AT_ONCE} FOR UPDATE SKIP LOCKED`;
    const userIds = rows.map(({ id }) => id);
    await outliveAccounts(tx, userIds, now);
    await tx.client.deleteMany({ where: { ownerId: { in: userIds }, deletedAt: { not: null } } });
    await tx.user.deleteMany({ where: { id: { in: userIds } } });
    return rows.flatMap((row) => toLeaving(row) ?? []);
  });
}

/** Somebody whose account will be deleted, as they asked, or was. */
export interface LeavingUser {
  userId: string;
  email: string;
  locale: string | null;
  deleteAt: Date;
}

function toLeaving(
  row: { id: string; email: string; locale: string | null; deleteAt: Date | null } | null,
): LeavingUser | null {
  return row?.deleteAt ? { userId: row.id, email: row.email, locale: row.locale, deleteAt: row.deleteAt } : null;
}
