import { actedBy, type DirectoryActor } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import {
  changeDirectoryGroup,
  type DirectoryGroup,
  type GroupChanged,
  type GroupChangeProblem,
  type GroupChanges,
  insertDirectoryGroup,
} from "../db/people/directory-groups";
import { deleteGroup, findNameProblem, type NameProblem, toName } from "./groups";
import { ManagedGroup } from "./managed-group";
import type { OpenDirectory } from "./open-directory";

/** Why nothing was done. */
export type ProvisionGroupProblem = NameProblem | GroupChangeProblem;

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
  if (members.length === 0) return group;
  const changed = await changeProvisionedGroup(open, groupId, { members: { only: members } }, now);
  if (typeof changed === "string") await deprovisionGroup(open, groupId);
  return changed;
}

/** Changes a group of the directory's, all or nothing. @see RFC 7644 §3.5.2 */
export async function changeProvisionedGroup(
  { directory, actor }: OpenDirectory,
  groupId: string,
  { name: input, ...rest }: GroupChanges,
  now: Date,
): Promise<DirectoryGroup | ProvisionGroupProblem> {
  const name = input === undefined ? undefined : toName(input);
  const nameProblem = name === undefined ? null : findNameProblem(name);
  if (nameProblem) return nameProblem;
  const ids = { directoryId: directory.directoryId, groupId };
  const changed = await changeDirectoryGroup(ids, { ...rest, ...(name !== undefined && { name }) }, now);
  if (typeof changed === "string") return changed;
  await record(actor, changed);
  return changed.group;
}

/** Deletes a group of the directory's. The people in it stay. */
export async function deprovisionGroup({ actor }: OpenDirectory, groupId: string): Promise<"done" | "missing"> {
  const managed = await ManagedGroup.findInDirectory(actor, groupId);
  const deleted = managed && (await deleteGroup(managed));
  return deleted?.ok ? "done" : "missing";
}

/** A large group must not make everybody else's acts wait, which are written one after the other. */
const EVENTS_AT_ONCE = 200;

async function record(actor: DirectoryActor, { group, from, added, removed }: GroupChanged): Promise<void> {
  const { groupId, name } = group;
  const by = { ...actedBy(actor), groupId };
  if (name !== from)
    await recordEvent({ type: "group.renamed", outcome: "ok", data: { ...by, from, to: name } }, actor.source);
  const acts = [
    ...added.map((userId) => ({ type: "group.member_added", userId }) as const),
    ...removed.map((userId) => ({ type: "group.member_removed", userId }) as const),
  ];
  for (let at = 0; at < acts.length; at += EVENTS_AT_ONCE) {
    const some = acts.slice(at, at + EVENTS_AT_ONCE);
    await Promise.all(some.map((act) => recordEvent({ ...act, outcome: "ok", data: { ...by, name } }, actor.source)));
  }
}
