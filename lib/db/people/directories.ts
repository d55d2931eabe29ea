import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { toNameKey } from "./groups";

/** What administrators decide about a directory. */
export interface DirectorySettings {
  name: string;
  /** of mail addresses, in ASCII: what the directory says about addresses there counts as proved */
  domains: string[];
  /** whether new people get a mail that says that they have an account */
  invites: boolean;
  /** whether it may take an account that there is into the directory, where its address is at one of `domains` */
  linksExisting: boolean;
}

/** A company's directory, whose program makes and changes people and groups here. */
export interface Directory extends DirectorySettings {
  directoryId: string;
  createdAt: Date;
}

/** A token of a directory as administrators see it. Its value is stored nowhere. */
export interface DirectoryToken {
  createdAt: Date;
  /** to the minute; null: never */
  lastUsedAt: Date | null;
  /** null: it is the newest, and works until it is replaced */
  expiresAt: Date | null;
}

export interface ListedDirectory extends Directory {
  /** the newest first */
  tokens: DirectoryToken[];
}

/** Directories that one portal can have. */
export const MOST_DIRECTORIES = 50;

/** Milliseconds within which a token's use is written once. */
const USE_STEP = 60_000;

const select = { id: true, name: true, domains: true, invites: true, linksExisting: true, createdAt: true } as const;

function toDirectory({ id, ...row }: DirectorySettings & { id: string; createdAt: Date }): Directory {
  return { directoryId: id, ...row };
}

/** All directories by name, with the tokens that still work. */
export async function listDirectories(now: Date): Promise<ListedDirectory[]> {
  const db = await getDb();
  const rows = await db.directory.findMany({
    orderBy: { nameKey: "asc" },
    take: MOST_DIRECTORIES,
    select: {
      ...select,
      tokens: {
        where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        orderBy: { expiresAt: { sort: "desc", nulls: "first" } },
        select: { createdAt: true, lastUsedAt: true, expiresAt: true },
      },
    },
  });
  return rows.map(({ tokens, ...row }) => ({ ...toDirectory(row), tokens }));
}

/** The names of directories, by id. */
export async function listDirectoryNames(directoryIds: readonly string[]): Promise<Map<string, string>> {
  if (directoryIds.length === 0) return new Map();
  const db = await getDb();
  const rows = await db.directory.findMany({
    where: { id: { in: [...directoryIds] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Stores a directory with its first token, both or nothing. */
export async function insertDirectory(directory: Directory, tokenHash: string): Promise<"done" | "taken" | "full"> {
  const { directoryId: id, createdAt, ...settings } = directory;
  try {
    return await inTransaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE directories IN SHARE ROW EXCLUSIVE MODE`;
      if ((await tx.directory.count()) >= MOST_DIRECTORIES) return "full";
      const token = { id: newId(createdAt.getTime()), tokenHash, createdAt };
      const row = { id, ...settings, nameKey: toNameKey(settings.name), createdAt, tokens: { create: token } };
      await tx.directory.create({ data: row, select: { id: true } });
      return "done";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** Changes what is given. `overtaken`: it is not as `isExpected` wants it any more. */
export async function updateDirectory(
  directoryId: string,
  changes: Partial<DirectorySettings>,
  isExpected: (before: Directory) => boolean,
): Promise<Directory | "missing" | "taken" | "overtaken"> {
  try {
    return await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM directories WHERE id = ${directoryId}::uuid FOR UPDATE`;
      const before = await tx.directory.findUnique({ where: { id: directoryId }, select });
      if (!before) return "missing";
      if (!isExpected(toDirectory(before))) return "overtaken";
      const nameKey = changes.name === undefined ? {} : { nameKey: toNameKey(changes.name) };
      const data = { ...changes, ...nameKey };
      return toDirectory(await tx.directory.update({ where: { id: directoryId }, data, select }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/**
 * Stores another token. The one before works until `oldExpiresAt`, and those before that no longer.
 * @returns false, with nothing written: there is no such directory
 */
export async function replaceDirectoryToken(
  directoryId: string,
  { tokenHash, oldExpiresAt }: { tokenHash: string; oldExpiresAt: Date },
  now: Date,
): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM directories WHERE id = ${directoryId}::uuid FOR UPDATE`;
    if (found.length === 0) return false;
    await tx.directoryToken.deleteMany({ where: { directoryId, expiresAt: { not: null } } });
    await tx.directoryToken.updateMany({ where: { directoryId }, data: { expiresAt: oldExpiresAt } });
    const data = { id: newId(now.getTime()), directoryId, tokenHash, createdAt: now };
    await tx.directoryToken.create({ data, select: { id: true } });
    return true;
  });
}

/** Deletes a directory with its tokens. Its people and groups stay. True when there was one. */
export async function deleteDirectory(directoryId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.directory.deleteMany({ where: { id: directoryId } });
  return count === 1;
}

/** The directory whose token this is, if the token works; null: nobody's. Notes the use, once a minute. */
export async function findDirectoryByToken(tokenHash: string, now: Date): Promise<Directory | null> {
  const db = await getDb();
  const row = await db.directoryToken.findUnique({
    where: { tokenHash },
    select: { id: true, lastUsedAt: true, expiresAt: true, directory: { select } },
  });
  if (!row || (row.expiresAt && row.expiresAt <= now)) return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= USE_STEP)
    await db.directoryToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return toDirectory(row.directory);
}
