import { type Actor, actedBy, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import {
  countMembers as countRows,
  deleteGroupRow,
  type Group,
  insertGroup,
  type ListedGroup,
  listGroups as listRows,
  MOST_COUNTED,
  updateGroupName,
} from "../db/people/groups";
import { nameSeen } from "../forms/seen";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import type { ManagedGroup } from "./managed-group";
import { done, type GroupProblem, type Result, refused } from "./result";

/** Characters of the name of a group. */
export const GROUP_NAME_LIMIT = 64;

/** A page of groups, by name; null for those who may not see them. `after`: id of the last one of the page before */
export async function listGroups(
  actor: Actor,
  { after, limit }: { after?: string; limit: number },
): Promise<{ groups: ListedGroup[]; hasMore: boolean } | null> {
  if (!(await findAdministrator(actor))) return null;
  const rows = await listRows({ after, limit: limit + 1 });
  return { groups: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** Whether a number of members is all of them: large groups are counted up to a limit. */
export function isCountedWhole(members: number): boolean {
  return members < MOST_COUNTED;
}

/** How many people are in the group, up to the same limit. */
export async function countMembers({ group }: ManagedGroup): Promise<number> {
  return await countRows(group.groupId);
}

/** Makes a group with nobody in it. */
export async function createGroup(actor: Actor, input: string, now: Date): Promise<Result<Group, GroupProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const name = toName(input);
  const problem = findNameProblem(name);
  if (problem) return refused(problem);
  const group = await insertGroup(name, now);
  if (!group) return refused("taken");
  const data = { by: known.userId, groupId: group.groupId, name };
  await recordEvent({ type: "group.created", outcome: "ok", data }, known.source);
  return done(group);
}

/** Names what a page shows of a group. */
export function nameSeenGroup({ name }: Pick<Group, "name">): string {
  return nameSeen([name]);
}

/**
 * Gives a group another name. Apps read the new name from their next token or answer on.
 * @param seen what the form showed, by {@link nameSeenGroup}: if it is not so any more, nothing is changed
 */
export async function renameGroup(
  { actor, group }: ManagedGroup,
  input: string,
  seen: string | null = null,
): Promise<Result<Group, GroupProblem>> {
  const name = toName(input);
  const problem = findNameProblem(name);
  if (problem) return refused(problem);
  const { groupId } = group;
  if (name === group.name) return done(group);
  if (seen !== null && seen !== nameSeenGroup(group)) return refused("overtaken");
  const change = await updateGroupName(groupId, name, seen === null ? null : group.name);
  if (change !== "done") return refused(change);
  const data = { ...actedBy(actor), groupId, from: group.name, to: name };
  await recordEvent({ type: "group.renamed", outcome: "ok", data }, actor.source);
  return done({ ...group, name });
}

/** Deletes a group. The people in it stay, and apps no longer read its name. */
export async function deleteGroup({ actor, group }: ManagedGroup): Promise<Result<null, GroupProblem>> {
  const { groupId, name } = group;
  if (!(await deleteGroupRow(groupId))) return refused("missing");
  const data = { ...actedBy(actor), groupId, name };
  await recordEvent({ type: "group.deleted", outcome: "ok", data }, actor.source);
  return done(null);
}

/** The name as it is stored. Two spellings of one letter are one. */
export function toName(input: string): string {
  return input.trim().normalize("NFC");
}

export type NameProblem = Extract<GroupProblem, "nameMissing" | "nameLong" | "nameCharacters">;

/** Why no group can have that name; null: one can. */
export function findNameProblem(name: string): NameProblem | null {
  if (name === "") return "nameMissing";
  if ([...name].length > GROUP_NAME_LIMIT) return "nameLong";
  // Proxies hand the names on in one header, with commas between them.
  if (hasHiddenCharacters(name) || name.includes(",")) return "nameCharacters";
  return null;
}
