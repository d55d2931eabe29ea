import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { Prisma } from "../generated/client";
import { type Condition, type GroupField, type ListPage, selectGroupIds } from "./directory-search";
import { type Group, groupSelect, MOST_GROUPS_OF_PERSON, toGroup, toNameKey } from "./groups";

/** A group that a directory looks after. */
export interface DirectoryGroup extends Group {
  /** as the directory names it; null: it does not */
  externalId: string | null;
  updatedAt: Date;
}

/** Members whom one answer holds, at most. */
export const MOST_MEMBERS_SHOWN = 10_000;

const select = {
  externalId: true,
  updatedAt: true,
  group: { select: groupSelect },
} satisfies Prisma.DirectoryGroupSelect;

function toDirectoryGroup({ group, ...row }: Prisma.DirectoryGroupGetPayload<{ select: typeof select }>) {
  return { ...toGroup(group), ...row };
}

/** Whether a directory looks after this group. */
export async function isGroupOfDirectory(directoryId: string, groupId: string): Promise<boolean> {
  const db = await getDb();
  return (await db.directoryGroup.count({ where: { groupId, directoryId } })) === 1;
}

/** One of the directory's groups; null: there is none of that id, or it is not the directory's. */
export async function findDirectoryGroup(directoryId: string, groupId: string): Promise<DirectoryGroup | null> {
  const db = await getDb();
  const row = await db.directoryGroup.findUnique({ where: { groupId, directoryId }, select });
  return row && toDirectoryGroup(row);
}

/** Groups of the directory, the oldest first, and how many there are. */
export async function listDirectoryGroups(
  directoryId: string,
  condition: Condition<GroupField> | null,
  { offset, limit }: ListPage,
): Promise<{ groups: DirectoryGroup[]; total: number }> {
  const db = await getDb();
  const ids = condition
    ? Prisma.sql`group_id IN (${selectGroupIds(directoryId, condition, toNameKey)})`
    : Prisma.sql`true`;
  const isMeant = Prisma.sql`directory_id = ${directoryId}::uuid AND ${ids}`;
  const [counted] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM directory_groups WHERE ${isMeant}`;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT group_id AS id FROM directory_groups WHERE ${isMeant} ORDER BY group_id LIMIT ${limit} OFFSET ${offset}`;
  const rows = await db.directoryGroup.findMany({
    where: { groupId: { in: found.map(({ id }) => id) } },
    orderBy: { groupId: "asc" },
    select,
  });
  return { groups: rows.map(toDirectoryGroup), total: counted?.total ?? 0 };
}

/** The accounts of the directory's people in groups of its own, by group; null: more than {@link MOST_MEMBERS_SHOWN} altogether. */
export async function listDirectoryMembers(
  directoryId: string,
  groupIds: readonly string[],
): Promise<Map<string, string[]> | null> {
  const members = new Map(groupIds.map((groupId): [string, string[]] => [groupId, []]));
  if (groupIds.length === 0) return members;
  const db = await getDb();
  const rows = await db.$queryRaw<{ groupId: string; userId: string }[]>`
    SELECT m.group_id AS "groupId", m.user_id AS "userId"
    FROM group_members m JOIN directory_people d ON d.user_id = m.user_id
    WHERE m.group_id = ANY(${[...groupIds]}::uuid[]) AND d.directory_id = ${directoryId}::uuid
    ORDER BY m.group_id, m.user_id LIMIT ${MOST_MEMBERS_SHOWN + 1}`;
  if (rows.length > MOST_MEMBERS_SHOWN) return null;
  for (const { groupId, userId } of rows) members.get(groupId)?.push(userId);
  return members;
}

/** Stores a new group that is the directory's, both or nothing; null when there is one of that name, whoever's. */
export async function insertDirectoryGroup(
  directoryId: string,
  { name, externalId }: { name: string; externalId: string | null },
  now: Date,
): Promise<DirectoryGroup | null> {
  try {
    return await inTransaction(async (tx) => {
      const group = { id: newId(now.getTime()), name, nameKey: toNameKey(name), createdAt: now };
      await tx.group.create({ data: group, select: { id: true } });
      const row = { groupId: group.id, directoryId, externalId, createdAt: now, updatedAt: now };
      return toDirectoryGroup(await tx.directoryGroup.create({ data: row, select }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** People whom one change takes out of a group, or one request names, at most. */
export const MOST_MEMBERS_CHANGED = 20_000;

/**
 * Who is to be in a group of a directory: `only` these and nobody else of the directory's people, or those of now without
 * `remove` and with `add`. People of others who are in the group stay in any case.
 */
export type MembersChange = { only: readonly string[] } | { add: readonly string[]; remove: readonly string[] };

/** What a directory changes of a group; what is left out stays. */
export interface GroupChanges {
  name?: string;
  externalId?: string | null;
  members?: MembersChange;
}

/** What a change did: the name before it, who is in the group now who was not, and the other way round. */
export interface GroupChanged {
  group: DirectoryGroup;
  from: string;
  added: string[];
  removed: string[];
}

/**
 * Why nothing was changed. `taken`: a group here has the name; `stranger`: somebody to be added is not one of the directory's
 * people; `full`: with it, somebody would be in more groups than one person can be; `tooMany`: more than
 * {@link MOST_MEMBERS_CHANGED} would leave.
 */
export type GroupChangeProblem = "missing" | "taken" | "stranger" | "full" | "tooMany";

/** Changes a group of the directory's, all or nothing. */
export async function changeDirectoryGroup(
  { directoryId, groupId }: { directoryId: string; groupId: string },
  { name, externalId, members }: GroupChanges,
  now: Date,
): Promise<GroupChanged | GroupChangeProblem> {
  try {
    return await inTransaction(
      async (tx) => {
        // Alone with the group's members: two changes of one group come after each other.
        const [before] = await tx.$queryRaw<{ name: string }[]>`
          SELECT g.name FROM groups g JOIN directory_groups d ON d.group_id = g.id
          WHERE g.id = ${groupId}::uuid AND d.directory_id = ${directoryId}::uuid FOR NO KEY UPDATE OF g`;
        if (!before) return "missing";
        const changed = members
          ? await changeMembers(tx, { directoryId, groupId }, members, now)
          : { added: [], removed: [] };
        // After the people are locked: whoever adds one of them by hand locks the person first, and then the group.
        if (name !== undefined && name !== before.name)
          await tx.group.update({ where: { id: groupId }, data: { name, nameKey: toNameKey(name) } });
        const data = { ...(externalId !== undefined && { externalId }), updatedAt: now };
        const row = await tx.directoryGroup.update({ where: { groupId }, data, select });
        return { group: toDirectoryGroup(row), from: before.name, ...changed };
      },
      { timeout: 20_000 },
    );
  } catch (error) {
    if (error instanceof RefusedChange) return error.problem;
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** @throws {RefusedChange} */
async function changeMembers(
  tx: Prisma.TransactionClient,
  { directoryId, groupId }: { directoryId: string; groupId: string },
  change: MembersChange,
  now: Date,
): Promise<Pick<GroupChanged, "added" | "removed">> {
  const isWhole = "only" in change;
  const wanted = [...new Set(isWhole ? change.only : change.add)];
  // One after the other for a person, in one order, so that two cannot both be the last that fits.
  const people = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users u WHERE u.id = ANY(${wanted}::uuid[])
      AND EXISTS (SELECT FROM directory_people d WHERE d.user_id = u.id AND d.directory_id = ${directoryId}::uuid)
    ORDER BY u.id FOR NO KEY UPDATE`;
  if (people.length < wanted.length) throw new RefusedChange("stranger");
  const leaving = isWhole
    ? Prisma.sql`m.user_id <> ALL(${wanted}::uuid[])`
    : Prisma.sql`m.user_id = ANY(${[...new Set(change.remove)]}::uuid[])`;
  const isLeaving = Prisma.sql`m.group_id = ${groupId}::uuid AND d.user_id = m.user_id
    AND d.directory_id = ${directoryId}::uuid AND ${leaving}`;
  const [counted] = await tx.$queryRaw<{ leaving: number }[]>`
    SELECT count(*)::int AS leaving FROM (
      SELECT FROM group_members m, directory_people d WHERE ${isLeaving} LIMIT ${MOST_MEMBERS_CHANGED + 1}) few`;
  if ((counted?.leaving ?? 0) > MOST_MEMBERS_CHANGED) throw new RefusedChange("tooMany");
  const removed = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM group_members m USING directory_people d WHERE ${isLeaving} RETURNING m.user_id AS id`;
  const added = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO group_members (group_id, user_id, added_at)
    SELECT ${groupId}::uuid, w.id, ${now}::timestamptz FROM unnest(${wanted}::uuid[]) AS w(id)
    ON CONFLICT DO NOTHING RETURNING user_id AS id`;
  const newIds = added.map(({ id }) => id);
  const crowded = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM group_members WHERE user_id = ANY(${newIds}::uuid[])
    GROUP BY user_id HAVING count(*) > ${MOST_GROUPS_OF_PERSON} LIMIT 1`;
  if (crowded.length > 0) throw new RefusedChange("full");
  return { added: newIds, removed: removed.map(({ id }) => id) };
}

/** Takes back what the transaction wrote. */
class RefusedChange extends Error {
  override name = "RefusedChange";

  constructor(readonly problem: GroupChangeProblem) {
    super(problem);
  }
}
