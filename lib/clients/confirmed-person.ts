import { type Actor, findActor } from "../auth/actor";
import { findUser, type User } from "../db/people/users";

/**
 * The account of a person to whom something can be offered by their address; null: the address is not confirmed, and anybody
 * could claim to be whom the offer is for.
 */
export async function findConfirmedPerson(actor: Actor): Promise<User | null> {
  const known = await findActor(actor);
  const user = known?.userId ? await findUser(known.userId) : null;
  return user?.emailVerifiedAt ? user : null;
}
