import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { Prisma } from "../generated/client";
import { type Condition, type ListPage, type PersonField, selectPersonIds } from "./directory-search";
import { replaceEmail } from "./email-change";
import { type NewUser, toRow, toUser, type User, userSelect } from "./users";

/** What a directory says about a person, in the form in which it is kept. */
export interface DirectoryEntry {
  /** as the directory names the person; null: it does not */
  externalId: string | null;
  /** in lower case: those of `attributes` */
  emails: string[];
  /** attributes of RFC 7643 §4.1, as they were sent */
  attributes: Record<string, unknown>;
}

/** Somebody whose account a directory looks after. */
export interface DirectoryPerson extends DirectoryEntry {
  user: User;
  /** the account was there before */
  isLinked: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** What a directory's change does to the account itself. */
export interface AccountChanges {
  /** the new address, and whether it counts as proved; null: it stays */
  email: { address: string; isVerified: boolean } | null;
  /** left out: it stays */
  name?: string | null;
  locale?: string | null;
  /** claims of OpenID Connect by their wire names; null: no longer told */
  claims: Record<string, string | null>;
}

const select = {
  externalId: true,
  emails: true,
  attributes: true,
  isLinked: true,
  createdAt: true,
  updatedAt: true,
  user: { select: userSelect },
} satisfies Prisma.DirectoryPersonSelect;

function toPerson({ user, attributes, ...row }: Prisma.DirectoryPersonGetPayload<{ select: typeof select }>) {
  return { ...row, attributes: attributes as Record<string, unknown>, user: toUser(user) };
}

function toEntryRow({ attributes, ...rest }: DirectoryEntry) {
  return { ...rest, attributes: attributes as Prisma.InputJsonObject };
}

/** The account, if it is one of the directory's. */
export async function findUserInDirectory(directoryId: string, userId: string): Promise<User | null> {
  const found = await findDirectoryPerson(directoryId, userId);
  return found?.user ?? null;
}

/** One of the directory's people; null: there is no such account, or it is not the directory's. */
export async function findDirectoryPerson(directoryId: string, userId: string): Promise<DirectoryPerson | null> {
  const db = await getDb();
  const row = await db.directoryPerson.findUnique({ where: { userId, directoryId }, select });
  return row && toPerson(row);
}

/** People of the directory, the oldest accounts first, and how many there are. */
export async function listDirectoryPeople(
  directoryId: string,
  condition: Condition<PersonField> | null,
  { offset, limit }: ListPage,
): Promise<{ people: DirectoryPerson[]; total: number }> {
  const db = await getDb();
  const ids = condition ? Prisma.sql`user_id IN (${selectPersonIds(directoryId, condition)})` : Prisma.sql`true`;
  const isMeant = Prisma.sql`directory_id = ${directoryId}::uuid AND ${ids}`;
  const [counted] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM directory_people WHERE ${isMeant}`;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT user_id AS id FROM directory_people WHERE ${isMeant} ORDER BY user_id LIMIT ${limit} OFFSET ${offset}`;
  const rows = await db.directoryPerson.findMany({
    where: { userId: { in: found.map(({ id }) => id) } },
    orderBy: { userId: "asc" },
    select,
  });
  return { people: rows.map(toPerson), total: counted?.total ?? 0 };
}

/** Which of these are people of the directory. */
export async function findPeopleInDirectory(directoryId: string, userIds: readonly string[]): Promise<Set<string>> {
  const db = await getDb();
  const rows = await db.directoryPerson.findMany({
    where: { directoryId, userId: { in: [...userIds] } },
    select: { userId: true },
  });
  return new Set(rows.map(({ userId }) => userId));
}

/** Stores a new account that is the directory's, both or nothing; null when the address already has one. */
export async function insertDirectoryPerson(
  directoryId: string,
  {
    user,
    locale,
    isSuspended,
    entry,
  }: { user: NewUser; locale: string | null; isSuspended: boolean; entry: DirectoryEntry },
  now: Date,
): Promise<DirectoryPerson | null> {
  const suspendedAt = isSuspended ? now : null;
  try {
    return await inTransaction(async (tx) => {
      const account = { ...toRow(user, now), locale, suspendedAt };
      const { id } = await tx.user.create({ data: account, select: { id: true } });
      const times = { suspendedAt, createdAt: now, updatedAt: now };
      const row = { userId: id, directoryId, ...toEntryRow(entry), isLinked: false, ...times };
      return toPerson(await tx.directoryPerson.create({ data: row, select }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/**
 * Makes an account that there is the directory's. Null, with nothing written: it looks after others here, has not proved
 * its address, or is a directory's already.
 */
export async function linkDirectoryPerson(
  directoryId: string,
  userId: string,
  entry: DirectoryEntry,
  now: Date,
): Promise<DirectoryPerson | null> {
  try {
    return await inTransaction(async (tx) => {
      await lockUser(tx, userId);
      const where = { id: userId, isAdmin: false, isSupport: false, emailVerifiedAt: { not: null } };
      if ((await tx.user.count({ where })) === 0) return null;
      const row = { userId, directoryId, ...toEntryRow(entry), isLinked: true, createdAt: now, updatedAt: now };
      return toPerson(await tx.directoryPerson.create({ data: row, select }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/**
 * Changes what a directory says about one of its people, and their account, as `decide` says of what is there, all or
 * nothing. Nothing else changes them meanwhile. `decide` may run several times, and waits for nothing; it may refuse. It
 * learns whether a person has used the account: signed in, proved the address, or got a way to sign in.
 * @returns how the person is now, and how they were
 */
export async function reviseDirectoryPerson<Refusal extends string>(
  directoryId: string,
  userId: string,
  decide: (before: DirectoryPerson, isUsed: boolean) => { entry: DirectoryEntry; account: AccountChanges } | Refusal,
  now: Date,
): Promise<{ before: DirectoryPerson; after: DirectoryPerson } | "missing" | "taken" | Refusal> {
  try {
    return await inTransaction(async (tx) => {
      await lockUser(tx, userId);
      const where = { userId, directoryId };
      const row = await tx.directoryPerson.findUnique({ where, select });
      if (!row) return "missing";
      const before = toPerson(row);
      const decided = decide(before, await isUsed(tx, userId));
      if (typeof decided === "string") return decided;
      const { email, claims, ...profile } = decided.account;
      if (email)
        await replaceEmail(tx, { userId, email: email.address, verifiedAt: email.isVerified ? now : null }, now);
      if (Object.keys(profile).length > 0)
        await tx.user.update({ where: { id: userId }, data: profile, select: { id: true } });
      if (Object.keys(claims).length > 0)
        await tx.$executeRaw`
          UPDATE users SET claims = jsonb_strip_nulls(claims || ${JSON.stringify(claims)}::jsonb)
          WHERE id = ${userId}::uuid`;
      const data = { ...toEntryRow(decided.entry), updatedAt: now };
      return { before, after: toPerson(await tx.directoryPerson.update({ where, data, select })) };
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** In a transaction that holds the person's row. */
async function isUsed(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  const used = [
    { seenOn: { not: null } },
    { emailVerifiedAt: { not: null } },
    { passwordHash: { not: null } },
    { factors: { gt: 0 } },
    { recoveryCodes: { some: {} } },
    { upstreamLinks: { some: {} } },
    { sessions: { some: {} } },
  ];
  return (await tx.user.count({ where: { id: userId, OR: used } })) === 1;
}

/** Lets an account stay that is the directory's no longer. True when it was. */
export async function releaseDirectoryPerson(directoryId: string, userId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.directoryPerson.deleteMany({ where: { userId, directoryId } });
  return count === 1;
}
