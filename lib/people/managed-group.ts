import { type Actor, type DirectoryActor, findAdministrator } from "../auth/actor";
import { isGroupOfDirectory } from "../db/people/directory-groups";
import { findGroup, findGroupByName, type Group } from "../db/people/groups";

/**
 * A group of people, together with somebody who may see and change it. The group is as it was when it was looked up.
 */
export class ManagedGroup {
  private constructor(
    readonly actor: Actor,
    readonly group: Group,
  ) {}

  /** Null when there is no such group, or the actor administers nothing. */
  static async find(actor: Actor, groupId: string): Promise<ManagedGroup | null> {
    const known = await findAdministrator(actor);
    const group = known && (await findGroup(groupId));
    return known && group && new ManagedGroup(known, group);
  }

  /** The same for a directory, which finds none but its own groups. */
  static async findInDirectory(actor: DirectoryActor, groupId: string): Promise<ManagedGroup | null> {
    const group = await findGroup(groupId);
    return group && (await isGroupOfDirectory(actor.directoryId, group.groupId))
      ? new ManagedGroup(actor, group)
      : null;
  }

  /** The same by its name, however its capital letters are written. */
  static async findByName(actor: Actor, name: string): Promise<ManagedGroup | null> {
    const known = await findAdministrator(actor);
    const group = known && (await findGroupByName(name.trim()));
    return known && group && new ManagedGroup(known, group);
  }
}
