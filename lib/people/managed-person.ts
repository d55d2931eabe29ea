import { type Actor, type DirectoryActor, findSupport } from "../auth/actor";
import { findUserInDirectory } from "../db/people/directory-people";
import type { Reach } from "../db/people/reach";
import { findUser, findUserByEmail, type User } from "../db/people/users";
import { isUuid } from "../uuid-v7";

/** An account, together with somebody who may see everybody's. The account is as it was when it was looked up. */
export class ManagedPerson {
  private constructor(
    readonly actor: Actor,
    readonly user: User,
  ) {}

  /** Null when there is no such account, or the actor may not look after people. */
  static async find(actor: Actor, userId: string): Promise<ManagedPerson | null> {
    const known = await findSupport(actor);
    const user = known && isUuid(userId) ? await findUser(userId) : null;
    return known && user && new ManagedPerson(known, user);
  }

  /** The same, by the address that the person signs in with. */
  static async findByEmail(actor: Actor, email: string): Promise<ManagedPerson | null> {
    const known = await findSupport(actor);
    const user = known && (await findUserByEmail(email));
    return known && user && new ManagedPerson(known, user);
  }

  /** The same for a directory, which finds nobody but its own people. */
  static async findInDirectory(actor: DirectoryActor, userId: string): Promise<ManagedPerson | null> {
    const user = isUuid(userId) ? await findUserInDirectory(actor.directoryId, userId) : null;
    return user && new ManagedPerson(actor, user);
  }

  /**
   * Whether an act is not for this actor: support does nothing to administrators, and leaves to them what would give
   * somebody more than they have. A directory does everything to its own people, and nothing to those who look after others.
   */
  isBeyond(needed: "support" | "administrator"): boolean {
    if (this.actor.isAdmin) return false;
    if (this.actor.directoryId !== undefined) return this.user.isAdmin || this.user.isSupport;
    return needed === "administrator" || this.user.isAdmin;
  }

  /** The same for a statement that looks at the account again, which may be an administrator's by then. */
  get reach(): Reach {
    const { directoryId } = this.actor;
    if (directoryId !== undefined) return { directoryId };
    return this.actor.isAdmin ? "everybody" : "others than administrators";
  }

  get isOneself(): boolean {
    return this.actor.userId !== null && this.actor.userId === this.user.userId;
  }
}
