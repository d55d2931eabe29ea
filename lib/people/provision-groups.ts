import { actedBy } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import {
  changeDirectoryMembers,
  type DirectoryGroup,
  findDirectoryGroup,
  insertDirectoryGroup,
  type MembersChange,
  touchDirectoryGroup,
} from "../db/people/directory-groups";
import { deleteGroup, findNameProblem, type NameProblem, renameGroup, toName } from "./groups";
import { ManagedGroup } from "./managed-group";
import type { OpenDirectory } from "./open-directory";

/**
 * Why nothing was done. `taken`: a group here has the name, whoever's; `stranger`: a member is none of the directory's
 * people; `full`: a member would be in more groups than a person can be.
 */
export type ProvisionGroupProblem = NameProblem | "missing" | "taken" | "stranger" | "full";

/** What a directory changes of a group; what is left out stays. */
export interface GroupChanges {
  name?: string;
  externalId?: string | null;
  members?: MembersChange;
}

/** Makes a group of the directory's, with its people in it. If somebody cannot be in it, there is no group either. */
export async function provisionGroup(
  open: OpenDirectory,
  { name: input, externalId, members }: { name: string; externalId: string | null; members: readonly string[] },
  now: Date,
): Promise<DirectoryGroup | ProvisionGroupProblem> {
  const { directory, actor } = open;
  const name = toName(input);
  const nameProblem = findNameProblem(name);
  if (nameProblem) return nameProblem;
  const group = await insertDirectoryGroup(directory.directoryId, { name, externalId }, now);
  if (!group) return "taken";
  const { groupId } = group;
  const data = { ...actedBy(actor), groupId, name };
  await recordEvent({ type: "group.created", outcome: "ok", data }, actor.source);
  const problem = members.length === 0 ? null : await changeMembers(open, group, { only: members }, now);
  if (problem === null) return group;
  await deprovisionGroup(open, groupId);
  return problem;
}

/** Changes a group of the directory's: first who is in it, all or nothing, then its name. */
export async function changeProvisionedGroup(
  open: OpenDirectory,
  groupId: string,
  { name, externalId, members }: GroupChanges,
  now: Date,
): Promise<DirectoryGroup | ProvisionGroupProblem> {
  const { directory, actor } = open;
  const managed = await ManagedGroup.findInDirectory(actor, groupId);
  if (!managed) return "missing";
  if (name !== undefined) {
    const renamed = await renameGroup(managed, name);
    if (!renamed.ok) return toProblem(renamed.problem);
  }
  if (members) {
    const problem = await changeMembers(open, { ...managed.group, ...(name !== undefined && { name }) }, members, now);
    if (problem) return problem;
  }
  await touchDirectoryGroup(groupId, externalId === undefined ? {} : { externalId }, now);
  return (await findDirectoryGroup(directory.directoryId, groupId)) ?? "missing";
}

/** Deletes a group of the directory's. The people in it stay. */
export async function deprovisionGroup({ actor }: OpenDirectory, groupId: string): Promise<"done" | "missing"> {
  const managed = await ManagedGroup.findInDirectory(actor, groupId);
  const deleted = managed && (await deleteGroup(managed));
  return deleted?.ok ? "done" : "missing";
}

async function changeMembers(
  { directory, actor }: OpenDirectory,
  { groupId, name }: { groupId: string; name: string },
  change: MembersChange,
  now: Date,
): Promise<ProvisionGroupProblem | null> {
  const changed = await changeDirectoryMembers({ directoryId: directory.directoryId, groupId }, change, now);
  if (typeof changed === "string") return changed;
  const data = { ...actedBy(actor), groupId, name };
  const tell = (type: "group.member_added" | "group.member_removed") => (userId: string) =>
    recordEvent({ type, outcome: "ok", userId, data }, actor.source);
  await Promise.all([
    ...changed.added.map(tell("group.member_added")),
    ...changed.removed.map(tell("group.member_removed")),
  ]);
  return null;
}

function toProblem(problem: string): ProvisionGroupProblem {
  return problem === "taken" || problem === "nameMissing" || problem === "nameLong" || problem === "nameCharacters"
    ? problem
    : "missing";
}
