import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import { lockUser } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { Prisma } from "../generated/client";

/** A group of people. */
export interface Group {
  groupId: string;
  name: string;
  createdAt: Date;
}

export interface ListedGroup extends Group {
  /** how many people are in it; {@link MOST_COUNTED} stands for more */
  members: number;
}

/** A person as a member of a group. */
export interface Member {
  userId: string;
  email: string;
  name: string | null;
  addedAt: Date;
}

/** Up to this number members are counted. A list of groups must not read everybody of each. */
export const MOST_COUNTED = 1_000;

/** Groups that one person can be in: all their names travel in one ID token. */
export const MOST_GROUPS_OF_PERSON = 100;

/** The columns that {@link toGroup} reads. */
export const groupSelect = { id: true, name: true, createdAt: true } satisfies Prisma.GroupSelect;

/** A group as the use cases know it, of its row. */
export function toGroup({ id, ...rest }: Prisma.GroupGetPayload<{ select: typeof groupSelect }>): Group {
  return { groupId: id, ...rest };
}

/** Names with the same key are one name. */
export function toNameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** Groups by name. `after` is the id of the last one of the page before. */
export async function listGroups({ after, limit }: { after?: string; limit: number }): Promise<ListedGroup[]> {
  if (after !== undefined && !isUuid(after)) return [];
  const db = await getDb();
  const isAfter =
    after === undefined
      ? Prisma.sql`true`
      : Prisma.sql`g.name_key > (SELECT name_key FROM groups WHERE id = ${after}::uuid)`;
  return await db.$queryRaw<ListedGroup[]>`
    SELECT g.id AS "groupId", g.name, g.created_at AS "createdAt",
      (SELECT count(*)::int FROM (SELECT FROM group_members m WHERE m.group_id = g.id LIMIT ${MOST_COUNTED}) few)
        AS members
    FROM groups g WHERE ${isAfter} ORDER BY g.name_key LIMIT ${limit}`;
}

export async function findGroup(groupId: string): Promise<Group | null> {
  if (!isUuid(groupId)) return null;
  const db = await getDb();
  const row = await db.group.findUnique({ where: { id: groupId }, select: groupSelect });
  return row && toGroup(row);
}

/** By its name, however its capital letters are written. */
export async function findGroupByName(name: string): Promise<Group | null> {
  // No text column can hold NUL.
  if (name.includes("\0")) return null;
  const db = await getDb();
  const row = await db.group.findUnique({ where: { nameKey: toNameKey(name) }, select: groupSelect });
  return row && toGroup(row);
}

/** Stores a new group; null when there is one of that name. */
export async function insertGroup(name: string, now: Date): Promise<Group | null> {
  const db = await getDb();
  const data = { id: newId(now.getTime()), name, nameKey: toNameKey(name), createdAt: now };
  try {
    return toGroup(await db.group.create({ data, select: groupSelect }));
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/**
 * Gives a group another name. `taken`: there is one of that name.
 * @param from what it is called as far as whoever renames it knows; null: whatever it is called. `overtaken`: it is called
 *   something else by now
 */
export async function updateGroupName(
  groupId: string,
  name: string,
  from: string | null,
): Promise<"done" | "missing" | "taken" | "overtaken"> {
  const db = await getDb();
  try {
    const { count } = await db.group.updateMany({
      where: { id: groupId, ...(from !== null && { name: from }) },
      data: { name, nameKey: toNameKey(name) },
    });
    if (count === 1) return "done";
    const now = await db.group.findUnique({ where: { id: groupId }, select: { name: true } });
    if (now === null) return "missing";
    // By another press of the same button, a moment ago.
    return now.name === name ? "done" : "overtaken";
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** Deletes a group; the people in it stay. True when there was one. */
export async function deleteGroupRow(groupId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.group.deleteMany({ where: { id: groupId } });
  return count === 1;
}

/** How many people are in a group; {@link MOST_COUNTED} stands for more. */
export async function countMembers(groupId: string): Promise<number> {
  const db = await getDb();
  return await db.groupMember.count({ where: { groupId }, take: MOST_COUNTED });
}

/** People of a group, the newest accounts first. `before` is the id of the last one of the page before. */
export async function listMembers(
  groupId: string,
  { before, limit }: { before?: string; limit: number },
): Promise<Member[]> {
  if (before !== undefined && !isUuid(before)) return [];
  const db = await getDb();
  const rows = await db.groupMember.findMany({
    where: { groupId, ...(before !== undefined && { userId: { lt: before } }) },
    orderBy: { userId: "desc" },
    take: limit,
    select: { userId: true, addedAt: true, user: { select: { email: true, name: true } } },
  });
  return rows.map(({ userId, addedAt, user }) => ({ userId, addedAt, ...user }));
}

/** What became of a change of who is in a group. `full`: the person is in as many groups as one can be. */
export type MemberChange = "done" | "unchanged" | "missing" | "full";

/** Puts a person into a group. */
export async function insertMember(groupId: string, userId: string, now: Date): Promise<MemberChange> {
  return await inTransaction(async (tx) => {
    // One after the other for a person, so that two cannot both be the last that fits.
    const person = await lockUser(tx, userId);
    const groups = await tx.$queryRaw<unknown[]>`SELECT id FROM groups WHERE id = ${groupId}::uuid FOR KEY SHARE`;
    if (!person || groups.length === 0) return "missing";
    const where = { groupId_userId: { groupId, userId } };
    if (await tx.groupMember.findUnique({ where, select: { userId: true } })) return "unchanged";
    if ((await tx.groupMember.count({ where: { userId } })) >= MOST_GROUPS_OF_PERSON) return "full";
    await tx.groupMember.create({ data: { groupId, userId, addedAt: now }, select: { userId: true } });
    return "done";
  });
}

/** Takes a person out of a group. True when they were in it. */
export async function deleteMember(groupId: string, userId: string): Promise<boolean> {
  if (!isUuid(userId)) return false;
  const db = await getDb();
  const { count } = await db.groupMember.deleteMany({ where: { groupId, userId } });
  return count === 1;
}

/** The groups of a person, by name. */
export async function listGroupsOf(userId: string): Promise<Group[]> {
  const db = await getDb();
  const rows = await db.group.findMany({
    where: { members: { some: { userId } } },
    orderBy: { nameKey: "asc" },
    take: MOST_GROUPS_OF_PERSON,
    select: groupSelect,
  });
  return rows.map(toGroup);
}
