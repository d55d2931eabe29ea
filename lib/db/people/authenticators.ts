import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";

/** A person's authenticator app; its secret is sealed. */
export interface Authenticator {
  authenticatorId: string;
  secretJwe: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const select = { id: true, secretJwe: true, createdAt: true, lastUsedAt: true } as const;

function toAuthenticator({ id, ...row }: Omit<Authenticator, "authenticatorId"> & { id: string }): Authenticator {
  return { authenticatorId: id, ...row };
}

/** Whose app it is, and the id of the sign-in under way or the session that its key is shown to. */
export interface PendingPlace {
  userId: string;
  shownTo: string;
}

/** Apps of one person that wait for their first code at most: each sign-in that is under way shows one of its own. */
const MOST_PENDING = 100;

/**
 * Stores an app that waits for its first code, and removes those that have waited since `before` or longer, and the
 * oldest where there are too many.
 */
export async function insertPendingAuthenticator(
  { userId, shownTo }: PendingPlace,
  { secretJwe, before }: { secretJwe: string; before: Date },
  now: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    await tx.authenticator.deleteMany({ where: { userId, confirmedAt: null, createdAt: { lte: before } } });
    const beyond = await tx.authenticator.findMany({
      where: { userId, confirmedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: MOST_PENDING - 1,
      select: { id: true },
    });
    await tx.authenticator.deleteMany({ where: { id: { in: beyond.map(({ id }) => id) } } });
    await tx.authenticator.create({ data: { id: newId(now.getTime()), userId, shownTo, secretJwe, createdAt: now } });
  });
}

/** The first app that was shown there and has waited for its code since after `since`; null: none. */
export async function findPendingAuthenticator(
  { userId, shownTo }: PendingPlace,
  since: Date,
): Promise<Authenticator | null> {
  const db = await getDb();
  const row = await db.authenticator.findFirst({
    where: { userId, shownTo, confirmedAt: null, createdAt: { gt: since } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select,
  });
  return row && toAuthenticator(row);
}

/**
 * In a transaction that shuts somebody out: removes the apps that wait for their first code. Whoever was in may have
 * seen the key, which the person would otherwise be shown again.
 */
export async function dropPendingAuthenticators(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.authenticator.deleteMany({ where: { userId, confirmedAt: null } });
}

/** The active one; null: none. */
export async function findAuthenticator(userId: string): Promise<Authenticator | null> {
  const db = await getDb();
  const row = await db.authenticator.findFirst({
    where: { userId, confirmedAt: { not: null } },
    orderBy: { confirmedAt: "desc" },
    select,
  });
  return row && toAuthenticator(row);
}

/**
 * Makes a waiting app the active one, replaces the person's other apps, waiting ones too, uses up the code of `step`, and
 * forgets the browsers that stand for a second factor: whoever lost the phone may have lost a computer with it. True for
 * exactly one of any number of callers.
 * @param isFirst the person must not have a second factor yet; false if they have one
 */
export async function confirmAuthenticator(
  { userId, authenticatorId }: { userId: string; authenticatorId: string },
  { step, isFirst }: { step: number; isFirst: boolean },
  now: Date,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    if (isFirst && (await hasFactor(tx, userId))) return false;
    const { count } = await tx.authenticator.updateMany({
      where: { id: authenticatorId, userId, confirmedAt: null },
      data: { confirmedAt: now, lastStep: step, lastUsedAt: now, shownTo: null },
    });
    if (count !== 1) return false;
    await tx.authenticator.deleteMany({ where: { userId, id: { not: authenticatorId } } });
    await tx.rememberedBrowser.deleteMany({ where: { userId } });
    return true;
  });
}

/** In a transaction that holds the person's row: whether they have a second factor. */
export async function hasFactor(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  const { factors } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { factors: true } });
  return factors > 0;
}

/**
 * Uses up the code of a time step. True for exactly one of any number of callers, and never for a step before one that
 * was used.
 */
export async function useAuthenticatorStep(authenticatorId: string, step: number, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.authenticator.updateMany({
    where: { id: authenticatorId, confirmedAt: { not: null }, lastStep: { lt: step } },
    data: { lastStep: step, lastUsedAt: now },
  });
  return count === 1;
}

/**
 * Removes all of a person's authenticator apps, and with the last second factor the recovery codes that stood in for it.
 * `required`: the person must keep a second factor and has no other; `gone`: none was active. As with `deletePasskey`, of
 * callers who remove factors at the same time, the last one is refused.
 */
export async function deleteAuthenticators(
  userId: string,
  { mustKeepFactor }: { mustKeepFactor: boolean },
): Promise<"removed" | "required" | "gone"> {
  return await inTransaction(async (tx) => {
    // Its row says which factors the person has.
    await lockUser(tx, userId);
    const hasPasskey = (await tx.passkey.count({ where: { userId } })) > 0;
    const active = await tx.authenticator.count({ where: { userId, confirmedAt: { not: null } } });
    if (active > 0 && mustKeepFactor && !hasPasskey) return "required";
    await tx.authenticator.deleteMany({ where: { userId } });
    if (active === 0) return "gone";
    if (!hasPasskey) await tx.recoveryCode.deleteMany({ where: { userId } });
    return "removed";
  });
}
