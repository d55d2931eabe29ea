import { getDb } from "../driver/database";
import { isForeignKeyViolation } from "../driver/foreign-key-violation";
import { lockClient, lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { forgetEventAddresses } from "../protocol/event-store";
import { revokeAllAccess } from "../protocol/revoke-all";
import { outliveAccounts, voidMailedCodes } from "./email-codes";
import { endSessions } from "./end-sessions";
import { isLiftable, type Reach, within } from "./reach";

/**
 * What became of a change of somebody's account. `lastAdministrator`: nobody could administer the portal after it;
 * `beyond`: it is not within the reach of whoever acts.
 */
export type StandingChange = "done" | "unchanged" | "missing" | "lastAdministrator" | "beyond";

/**
 * Those who administer the portal, locked in one order: of two who are taken away at the same time, the second sees
 * that the first is gone.
 */
export const administrators = Prisma.sql`
  administrators AS (SELECT id FROM users WHERE is_admin AND suspended_at IS NULL ORDER BY id FOR NO KEY UPDATE)`;

/** Of a row of `users`: somebody can administer the portal without this person. */
export const isDispensable = Prisma.sql`
  (NOT is_admin OR suspended_at IS NOT NULL OR EXISTS (SELECT FROM administrators a WHERE a.id <> users.id))`;

/** Apps of a row of `users` that somebody has to look after. */
export const ownApps = Prisma.sql`SELECT FROM clients c WHERE c.owner_id = users.id AND c.deleted_at IS NULL`;

/**
 * Suspends an account and ends its sessions, grants and tokens, all or nothing; apps that want to know are told. A
 * person who was leaving is no longer going to be deleted. Codes and links that were made for the person stop working,
 * and do so for good. Whom a directory suspended, and now an administrator does, that directory can no longer let in. Answers
 * how many sessions ended too.
 */
export async function suspendUser(
  userId: string,
  reach: Reach,
  now: Date,
): Promise<{ change: StandingChange; sessions: number }> {
  return inTransaction(async (tx) => {
    const count = await tx.$executeRaw`
      WITH ${administrators}
      UPDATE users SET suspended_at = ${now}::timestamptz, delete_at = NULL, updated_at = ${now}::timestamptz
      WHERE id = ${userId}::uuid AND (suspended_at IS NULL OR delete_at IS NOT NULL) AND ${isDispensable}
        AND ${within(reach)}`;
    if (count === 0 && typeof reach === "string" && (await takeOverSuspension(tx, userId, reach)))
      return { change: "done", sessions: 0 };
    if (count === 0)
      return { change: await explain(tx, userId, reach, ({ suspendedAt }) => suspendedAt !== null), sessions: 0 };
    if (typeof reach === "object")
      await tx.directoryPerson.updateMany({ where: { userId }, data: { suspendedAt: now, updatedAt: now } });
    await voidMailedCodes(tx, userId, now);
    return { change: "done", sessions: await endAllAccess(tx, userId, now) };
  });
}

/** A suspension by a directory becomes one that it cannot lift. False: it was none, or is over. */
async function takeOverSuspension(tx: Prisma.TransactionClient, userId: string, reach: Reach): Promise<boolean> {
  await lockUser(tx, userId);
  const count = await tx.$executeRaw`
    UPDATE directory_people d SET suspended_at = NULL FROM users
    WHERE users.id = ${userId}::uuid AND d.user_id = users.id AND d.suspended_at = users.suspended_at
      AND ${within(reach)}`;
  return count === 1;
}

/**
 * Lets a suspended account be used again. What somebody began in the moment of the suspension, such as an app's
 * sign-in, does not come back with it.
 */
export async function resumeUser(userId: string, reach: Reach, now: Date): Promise<StandingChange> {
  return inTransaction(async (tx) => {
    // Whether a directory may is said by a row of another table, which the next statement reads as it is by then.
    await lockUser(tx, userId);
    const count = await tx.$executeRaw`
      UPDATE users SET suspended_at = NULL, delete_at = NULL, updated_at = ${now}::timestamptz
      WHERE id = ${userId}::uuid AND suspended_at IS NOT NULL AND ${within(reach)} AND ${isLiftable(reach)}`;
    if (count === 0) return explain(tx, userId, reach, (user) => user.suspendedAt === null);
    await voidMailedCodes(tx, userId, now);
    await endAllAccess(tx, userId, now);
    return "done";
  });
}

/**
 * Ends all sessions of an account, with a notice to each app that wants one, and the grants and tokens that came from
 * them. Its consents stay. Answers how many sessions ended.
 */
export async function endAccess(
  userId: string,
  reach: Reach,
  now: Date,
): Promise<{ change: StandingChange; sessions: number }> {
  return inTransaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`
      SELECT id FROM users WHERE id = ${userId}::uuid AND ${within(reach)} FOR NO KEY UPDATE`;
    if (found.length === 0) return { change: await explain(tx, userId, reach, () => false), sessions: 0 };
    return { change: "done", sessions: await endAllAccess(tx, userId, now) };
  });
}

/** What happens with the apps of somebody whose account is deleted: they are deleted, or get this owner. */
export type AppsFate = "delete" | { newOwnerId: string };

/**
 * Deletes an account and what hangs on it, after its sessions ended as when it is suspended. Never do its apps stay without
 * an owner: they would count as the operator's own. `ownsApps`, with nothing written: nobody said what happens with them,
 * or their new owner is gone or suspended by now.
 * Answers the apps that went.
 */
export async function deleteUser(
  userId: string,
  apps: AppsFate | null,
  now: Date,
  reach: Reach = "everybody",
): Promise<{ change: StandingChange | "ownsApps"; apps: string[] }> {
  const refused = (change: StandingChange | "ownsApps") => ({ change, apps: [] });
  return inTransaction(async (tx) => {
    if (apps !== null && apps !== "delete" && !(await canOwn(tx, apps.newOwnerId))) return refused("ownsApps");
    const owned = { ownerId: userId, deletedAt: null };
    const isNoMatter = apps === null ? Prisma.sql`NOT EXISTS (${ownApps})` : Prisma.sql`true`;
    // From here on nobody gets in, and whoever counts administrators does not count this one.
    const count = await tx.$executeRaw`
      WITH ${administrators}
      UPDATE users SET suspended_at = coalesce(suspended_at, ${now}::timestamptz)
      WHERE id = ${userId}::uuid AND ${isDispensable} AND ${within(reach)} AND ${isNoMatter}`;
    if (count === 0) {
      const change = await explain(tx, userId, reach, () => false);
      return refused(change !== "missing" && (await tx.client.count({ where: owned })) > 0 ? "ownsApps" : change);
    }
    await endAllAccess(tx, userId, now);
    await outliveAccounts(tx, [userId], now);
    const ids = (await tx.client.findMany({ where: owned, select: { id: true }, orderBy: { id: "asc" } })).map(
      ({ id }) => id,
    );
    if (apps !== null && apps !== "delete") await giveApps(tx, ids, apps.newOwnerId);
    // The person had deleted the rest already, and nobody can restore it any more.
    const gone = apps === "delete" ? {} : { deletedAt: { not: null } };
    await tx.client.deleteMany({ where: { ownerId: userId, ...gone } });
    await tx.user.delete({ where: { id: userId }, select: { id: true } });
    return { change: "done" as const, apps: ids };
  }).catch((error: unknown) => {
    // The person registered an app in the same moment, or its new owner left.
    if (isForeignKeyViolation(error)) return refused("ownsApps");
    throw error;
  });
}

/** As when apps are handed over: who leaves at the same moment either left first, or owns the apps, and cannot leave. */
async function canOwn(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  await lockUser(tx, userId);
  return (await tx.user.count({ where: { id: userId, suspendedAt: null } })) === 1;
}

/**
 * As when apps are handed over: their offers are void, whom their last owner invited does not come in any more, nobody goes on changing them by a program, and what their last owner
 * had sent to an address is not sent any more.
 */
async function giveApps(tx: Prisma.TransactionClient, clientIds: string[], newOwnerId: string): Promise<void> {
  for (const clientId of clientIds) await lockClient(tx, clientId);
  const ids = { in: clientIds };
  await tx.clientHandover.deleteMany({ where: { clientId: ids } });
  await tx.teamInvitation.deleteMany({ where: { clientId: ids } });
  await tx.client.updateMany({ where: { id: ids }, data: { ownerId: newOwnerId, registrationTokenHash: null } });
  await forgetEventAddresses(tx, clientIds);
  // Their teams stay; the new owner is no teammate beside that.
  await tx.teammate.deleteMany({ where: { clientId: ids, userId: newOwnerId } });
}

/**
 * Makes somebody an administrator; a suspended account is none. Codes and links that were made for the person stop
 * working: support can make a link to an account, and must not get into an administrator's. `unchanged`: it is one
 * already, or suspended.
 * @param needsSecondFactor whether a second factor is required of them: sessions without one end
 */
export async function addAdministrator(userId: string, needsSecondFactor: boolean, now: Date): Promise<StandingChange> {
  return inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, isAdmin: false, suspendedAt: null },
      data: { isAdmin: true, isSupport: false },
    });
    if (count === 0) return explain(tx, userId, "everybody", () => true);
    await voidMailedCodes(tx, userId, now);
    if (needsSecondFactor) await endWeakSessions(tx, userId, now);
    return "done";
  });
}

/** Ends sessions that were begun without a second factor. */
async function endWeakSessions(tx: Prisma.TransactionClient, userId: string, now: Date): Promise<void> {
  await endSessions(Prisma.sql`user_id = ${userId}::uuid AND NOT 'mfa' = ANY(amr)`, now, tx);
}

/** Takes an administrator's powers away; the account stays. */
export async function removeAdministrator(userId: string, now: Date): Promise<StandingChange> {
  const db = await getDb();
  const count = await db.$executeRaw`
    WITH ${administrators}
    UPDATE users SET is_admin = false, updated_at = ${now}::timestamptz
    WHERE id = ${userId}::uuid AND is_admin AND ${isDispensable}`;
  return count === 1 ? "done" : explain(db, userId, "everybody", (user) => !user.isAdmin);
}

/**
 * Lets somebody look after people; an administrator can already, and a suspended account cannot.
 * @param needsSecondFactor as for {@link addAdministrator}
 */
export async function addSupport(userId: string, needsSecondFactor: boolean, now: Date): Promise<StandingChange> {
  return inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, isAdmin: false, isSupport: false, suspendedAt: null },
      data: { isSupport: true },
    });
    if (count === 0) return explain(tx, userId, "everybody", () => true);
    if (needsSecondFactor) await endWeakSessions(tx, userId, now);
    return "done";
  });
}

/** Takes that away; the account stays. */
export async function removeSupport(userId: string): Promise<StandingChange> {
  const db = await getDb();
  const { count } = await db.user.updateMany({ where: { id: userId, isSupport: true }, data: { isSupport: false } });
  return count === 1 ? "done" : explain(db, userId, "everybody", () => true);
}

/** In a transaction that does more: ends all sessions of an account, with their notices, and its grants and tokens. */
export async function endAllAccess(tx: Prisma.TransactionClient, userId: string, now: Date): Promise<number> {
  const sessions = await endSessions(Prisma.sql`user_id = ${userId}::uuid`, now, tx);
  await revokeAllAccess(tx, { userId }, now);
  return sessions;
}

/** Why a conditional statement changed nothing. */
async function explain(
  tx: Pick<Prisma.TransactionClient, "user">,
  userId: string,
  reach: Reach,
  isUnchanged: (user: { isAdmin: boolean; suspendedAt: Date | null }) => boolean,
): Promise<StandingChange> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { isAdmin: true, suspendedAt: true } });
  if (!user) return "missing";
  if (user.isAdmin && reach !== "everybody") return "beyond";
  if (typeof reach === "object") return isUnchanged(user) ? "unchanged" : "beyond";
  return isUnchanged(user) ? "unchanged" : "lastAdministrator";
}
