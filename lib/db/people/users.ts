import { getDb } from "../driver/database";
import { lockUser, type PersonAsOf } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { dropPendingAuthenticators } from "./authenticators";
import { normalizeEmail } from "./mail-address";

/** A person's account, without its password. */
export interface User {
  userId: string;
  /** in the form of `normalizeEmail` */
  email: string;
  emailVerifiedAt: Date | null;
  name: string | null;
  /** the language that the person chose, as a BCP 47 tag; null: none */
  locale: string | null;
  /** of the picture that the person uploaded; null: none */
  pictureKey: string | null;
  isAdmin: boolean;
  /** may look after people, and is no administrator */
  isSupport: boolean;
  suspendedAt: Date | null;
  /** when the account will be deleted, as its person asked; until then it is suspended */
  deleteAt: Date | null;
  /** browsers that the person signed in with before are strangers; null: all of them are known */
  browsersForgottenAt: Date | null;
  /** when the password was set, replaced or removed; null: it never was */
  passwordChangedAt: Date | null;
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

/** What is read of an account. */
export const userSelect = {
  id: true,
  email: true,
  emailVerifiedAt: true,
  name: true,
  locale: true,
  pictureKey: true,
  isAdmin: true,
  isSupport: true,
  suspendedAt: true,
  deleteAt: true,
  browsersForgottenAt: true,
  passwordChangedAt: true,
  createdAt: true,
} satisfies Prisma.UserSelect;

type UserRow = Prisma.UserGetPayload<{ select: typeof userSelect }>;

export function toUser({ id, ...rest }: UserRow): User {
  return { userId: id, ...rest };
}

export async function findUser(userId: string): Promise<User | null> {
  const db = await getDb();
  const row = await db.user.findUnique({ where: { id: userId }, select: userSelect });
  return row && toUser(row);
}

/** What a sign-in that is under way rests on: when these change, it is over. */
export type UserState = Pick<User, "passwordChangedAt" | "browsersForgottenAt">;

/**
 * Whether the account is not suspended and still as it was read. Waits for a change that is under way, so that nobody
 * who stores something first and asks afterwards comes between the change and what it ends.
 */
export async function isUserUnchanged({
  userId,
  passwordChangedAt,
  browsersForgottenAt,
}: UserState & Pick<User, "userId">): Promise<boolean> {
  const db = await getDb();
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE id = ${userId}::uuid AND suspended_at IS NULL
      AND password_changed_at IS NOT DISTINCT FROM ${passwordChangedAt}::timestamptz
      AND browsers_forgotten_at IS NOT DISTINCT FROM ${browsersForgottenAt}::timestamptz
    FOR SHARE`;
  return found.length === 1;
}

export async function findUserByEmail(email: string): Promise<User | null> {
  const db = await getDb();
  const row = await db.user.findUnique({ where: { email: normalizeEmail(email) }, select: userSelect });
  return row && toUser(row);
}

/** The account with its password hash. */
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

export function toRow(user: NewUser, now: Date): Prisma.UserUncheckedCreateInput {
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

/** Stores a new account; null when the address already has one. */
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
 * Uses up the one-time set-up mark and stores the first administrator, both or nothing. `taken`: the mark was used or
 * never existed; `exists`: the address already has an account.
 */
export async function createFirstAdministrator(
  setting: { name: string; value: string },
  user: NewUser,
  now: Date,
): Promise<User | "taken" | "exists"> {
  try {
    return await inTransaction(async (tx) => {
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

/** Takes the password away, if the person has a passkey. True when it did. */
export async function removePassword(userId: string, now: Date): Promise<boolean> {
  return await inTransaction(async (tx) => {
    // As in `deletePasskey`: of the last passkey and the password, one stays.
    await lockUser(tx, userId);
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: { not: null }, passkeys: { some: {} } },
      data: { passwordHash: null, passwordChangedAt: now },
    });
    return count === 1;
  });
}

/**
 * Stores a new password in place of the one that was proved, or the same one hashed anew (`changedAt` null). A new one
 * forgets the browsers that the person signed in with, and those that stand for a second factor: whoever was in before may
 * have one of them. False, with nothing written, when another password took its place meanwhile.
 * @param proved the hash that the person's password was compared with; whoever has none: as their account was read, so that
 * nothing is stored once something ended all that was under way, such as the first proof of their address
 */
export async function replacePassword(
  userId: string,
  { proved, passwordHash }: { proved: string | PersonAsOf; passwordHash: string },
  changedAt: Date | null,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: {
        id: userId,
        ...(typeof proved === "string"
          ? { passwordHash: proved }
          : { passwordHash: null, browsersForgottenAt: proved.browsersForgottenAt }),
      },
      data: { passwordHash, ...(changedAt ? { passwordChangedAt: changedAt, browsersForgottenAt: changedAt } : {}) },
    });
    if (count === 1 && changedAt) {
      await tx.rememberedBrowser.deleteMany({ where: { userId } });
      await dropPendingAuthenticators(tx, userId);
    }
    return count === 1;
  });
}

/** Addresses of the accounts that there are, by id. */
export async function listEmails(userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const db = await getDb();
  const rows = await db.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, email: true } });
  return new Map(rows.map(({ id, email }) => [id, email]));
}
