import { type Actor, findAdministrator } from "../auth/actor";
import { findUser, findUserByEmail, type User } from "../db/people/users";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * An account, together with somebody who may see and change everybody's. The account is as it was when it was looked
 * up.
 */
export class ManagedPerson {
  private constructor(
    readonly actor: Actor,
    readonly user: User,
  ) {}

  /** Null when there is no such account, or the actor administers nothing. */
  static async find(actor: Actor, userId: string): Promise<ManagedPerson | null> {
    const known = await findAdministrator(actor);
    const user = known && UUID.test(userId) ? await findUser(userId) : null;
    return known && user && new ManagedPerson(known, user);
  }

  /** The same, by the address that the person signs in with. */
  static async findByEmail(actor: Actor, email: string): Promise<ManagedPerson | null> {
    const known = await findAdministrator(actor);
    const user = known && (await findUserByEmail(email));
    return known && user && new ManagedPerson(known, user);
  }

  get isOneself(): boolean {
    return this.actor.userId === this.user.userId;
  }
}
