import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";

/** What people see and change of their own account. */
export interface Profile {
  userId: string;
  email: string;
  isEmailVerified: boolean;
  name: string | null;
  /** BCP 47 language tag */
  locale: string | null;
  createdAt: Date;
  hasPassword: boolean;
  passwordChangedAt: Date | null;
}

/** @throws {Error} when there is no such account */
export async function getProfile(userId: string): Promise<Profile> {
  const db = await getDb();
  const { id, emailVerifiedAt, passwordHash, ...row } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      emailVerifiedAt: true,
      name: true,
      locale: true,
      createdAt: true,
      passwordHash: true,
      passwordChangedAt: true,
    },
  });
  return { userId: id, ...row, isEmailVerified: emailVerifiedAt !== null, hasPassword: passwordHash !== null };
}

/** What people change of their profile. */
export type ProfileFields = Pick<Profile, "name" | "locale"> & {
  /** the OpenID Connect standard claims of the account under their wire names */
  claims: Record<string, unknown>;
};

/**
 * Changes what is given, and nothing else. Nothing else changes the profile meanwhile.
 * @param changes.claims single OpenID Connect claims by their wire names; null: no longer told
 * @param isExpected whether what is there may be changed; must not wait for anything, and may run several times
 * @returns false, with nothing written: it may not
 * @throws {Error} when there is no such account
 */
export async function updateProfile(
  userId: string,
  { claims = {}, ...changes }: Partial<Pick<Profile, "name" | "locale">> & { claims?: Record<string, string | null> },
  isExpected: (before: ProfileFields) => boolean = () => true,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    const select = { name: true, locale: true, claims: true };
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, select });
    if (!isExpected({ ...before, claims: before.claims as Record<string, unknown> })) return false;
    await tx.user.update({ where: { id: userId }, data: changes, select: { id: true } });
    if (Object.keys(claims).length === 0) return true;
    await tx.$executeRaw`
      UPDATE users SET claims = jsonb_strip_nulls(claims || ${JSON.stringify(claims)}::jsonb) WHERE id = ${userId}::uuid`;
    return true;
  });
}

/** What a person's password is checked against; null when they have none. */
export async function findPasswordHash(userId: string): Promise<string | null> {
  const db = await getDb();
  const row = await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return row?.passwordHash ?? null;
}

/**
 * The OpenID Connect standard claims of an account under their wire names.
 * @throws {Error} when there is no such account
 */
export async function findAccountClaims(userId: string): Promise<Record<string, unknown>> {
  const db = await getDb();
  const { claims } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { claims: true } });
  return claims as Record<string, unknown>;
}

/**
 * Replaces the claims of an account by what `change` makes of them. Nothing else changes them meanwhile. `change` may run
 * several times; null: nothing is written.
 * @returns whether they were replaced
 * @throws {Error} when there is no such account
 */
export async function changeAccountClaims(
  userId: string,
  change: (known: Record<string, unknown>) => Record<string, unknown> | null,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    const { claims } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { claims: true } });
    const changed = change(claims as Record<string, unknown>);
    if (changed === null) return false;
    await tx.user.update({
      where: { id: userId },
      data: { claims: changed as Prisma.InputJsonObject },
      select: { id: true },
    });
    return true;
  });
}
