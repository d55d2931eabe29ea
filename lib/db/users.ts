import { getDb } from "./client";
import type { Prisma } from "./generated/client";
import { normalizeEmail } from "./mail-address";
import { newId } from "./new-id";
import { isUniqueViolation } from "./unique-violation";

/** A person's account, without its password. */
export interface User {
  userId: string;
  /** in the form of `normalizeEmail` */
  email: string;
  emailVerifiedAt: Date | null;
  name: string | null;
  isAdmin: boolean;
  suspendedAt: Date | null;
  createdAt: Date;
}

export interface NewUser {
  email: string;
  passwordHash: string | null;
  name: string | null;
  isAdmin: boolean;
  emailVerifiedAt: Date | null;
  /** OpenID Connect standard claims under their wire names */
  claims: Record<string, unknown>;
}

const userSelect = {
  id: true,
  email: true,
  emailVerifiedAt: true,
  name: true,
  isAdmin: true,
  suspendedAt: true,
  createdAt: true,
} satisfies Prisma.UserSelect;

type UserRow = Prisma.UserGetPayload<{ select: typeof userSelect }>;

function toUser({ id, ...rest }: UserRow): User {
  return { userId: id, ...rest };
}

export async function findUser(userId: string): Promise<User | null> {
  const db = await getDb();
  const row = await db.user.findUnique({ where: { id: userId }, select: userSelect });
  return row && toUser(row);
}

export async function findUserByEmail(email: string): Promise<User | null> {
  const db = await getDb();
  const row = await db.user.findUnique({ where: { email: normalizeEmail(email) }, select: userSelect });
  return row && toUser(row);
}

/** The account and what its password is checked against. */
export async function findCredentials(email: string): Promise<{ user: User; passwordHash: string | null } | null> {
  const db = await getDb();
  const row = await db.user.findUnique({
    where: { email: normalizeEmail(email) },
    select: { ...userSelect, passwordHash: true },
  });
  if (!row) return null;
  const { passwordHash, ...user } = row;
  return { user: toUser(user), passwordHash };
}

function toRow(user: NewUser, now: Date): Prisma.UserUncheckedCreateInput {
  return {
    id: newId(),
    email: normalizeEmail(user.email),
    passwordHash: user.passwordHash,
    passwordChangedAt: user.passwordHash ? now : null,
    name: user.name,
    isAdmin: user.isAdmin,
    emailVerifiedAt: user.emailVerifiedAt,
    claims: user.claims as Prisma.InputJsonObject,
  };
}

/** Stores a new account; null when the address has one. */
export async function createUser(user: NewUser, now: Date): Promise<User | null> {
  const db = await getDb();
  try {
    return toUser(await db.user.create({ data: toRow(user, now), select: userSelect }));
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/**
 * Uses up the one-time set-up mark and stores the first administrator, both or nothing.
 * `taken`: the mark was used or never was; `exists`: the address has an account.
 */
export async function createFirstAdministrator(
  setting: { name: string; value: string },
  user: NewUser,
  now: Date,
): Promise<User | "taken" | "exists"> {
  const db = await getDb();
  try {
    return await db.$transaction(async (tx) => {
      const { count } = await tx.setting.deleteMany({
        where: { name: setting.name, value: { equals: setting.value } },
      });
      if (count !== 1) return "taken";
      return toUser(await tx.user.create({ data: toRow(user, now), select: userSelect }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "exists";
    throw error;
  }
}

/** Stores a new password, or the same one hashed anew (`changedAt` null). */
export async function updatePassword(userId: string, passwordHash: string, changedAt: Date | null): Promise<void> {
  const db = await getDb();
  await db.user.update({
    where: { id: userId },
    data: { passwordHash, ...(changedAt ? { passwordChangedAt: changedAt } : {}) },
    select: { id: true },
  });
}
