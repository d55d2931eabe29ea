import { operator } from "../auth/actor";
import { wordsFor } from "../i18n/words";
import { addMember, removeMemberByEmail } from "../people/group-members";
import { createGroup, deleteGroup, listGroups } from "../people/groups";
import { ManagedGroup } from "../people/managed-group";
import type { GroupProblem, Result } from "../people/result";
import { CommandError } from "./command";

/** Groups that one answer holds: it travels over the local socket as one line. */
const LIST_LIMIT = 1_000;

/** The groups by name, as JSON. */
export async function listGroupsAsJson(): Promise<string> {
  const found = await listGroups(operator, { limit: LIST_LIMIT });
  const groups = (found?.groups ?? []).map(({ groupId, name, members, createdAt }) => ({
    id: groupId,
    name,
    members,
    created_at: createdAt.toISOString(),
  }));
  return JSON.stringify(groups, null, 2);
}

/** Makes a group; answers it as JSON. @throws {CommandError} with a sentence */
export async function createGroupByName(name: string, now: Date): Promise<string> {
  const group = getValue(await createGroup(operator, name, now));
  return JSON.stringify({ id: group.groupId, name: group.name }, null, 2);
}

/** Deletes a group; answers what became of it as JSON. @throws {CommandError} with a sentence */
export async function deleteGroupByName(name: string): Promise<string> {
  const managed = await findGroup(name);
  getValue(await deleteGroup(managed));
  return JSON.stringify({ id: managed.group.groupId, name: managed.group.name, deleted: true }, null, 2);
}

/** Puts a person into a group or takes them out; answers it as JSON. @throws {CommandError} with a sentence */
export async function changeMember(
  { name, email, isMember }: { name: string; email: string; isMember: boolean },
  now: Date,
): Promise<string> {
  const managed = await findGroup(name);
  const change = isMember ? addMember(managed, email, now) : removeMemberByEmail(managed, email);
  const user = getValue(await change);
  return JSON.stringify({ group: managed.group.name, sub: user.userId, email, member: isMember }, null, 2);
}

async function findGroup(name: string): Promise<ManagedGroup> {
  const managed = await ManagedGroup.findByName(operator, name);
  if (!managed) throw new CommandError(`There is no group ${name}.`);
  return managed;
}

function getValue<T>(result: Result<T, GroupProblem>): T {
  if (!result.ok) throw new CommandError(wordsFor("en").admin.groups.problems[result.problem]);
  return result.value;
}
