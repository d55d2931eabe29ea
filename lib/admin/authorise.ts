import { type Actor, findActor } from "../console/authorise";

/**
 * The actor, when they administer the portal: an account that is an administrator's and not suspended, or the operator
 * at the command line. Null for everybody else, who learn nothing.
 */
export async function findAdministrator(actor: Actor): Promise<Actor | null> {
  const known = await findActor(actor);
  return known?.isAdmin ? known : null;
}
