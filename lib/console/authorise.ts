import type { ActSource } from "../db/audit-events";
import { type ClientDetails, findClientDetails } from "../db/clients";
import { findUser } from "../db/users";

/** Who acts, and from where. `userId` null with `isAdmin`: the operator at the command line. */
export interface Actor {
  userId: string | null;
  isAdmin: boolean;
  source: ActSource;
}

/** The operator of the portal, at the command line or while seeding. */
export const operator: Actor = { userId: null, isAdmin: true, source: "command line" };

/**
 * The actor as the database knows them now: null when the account is gone or suspended; an administrator only
 * when both the account is one and the actor acts as one.
 */
export async function findActor(actor: Actor): Promise<Actor | null> {
  if (actor.userId === null) return actor.isAdmin ? actor : null;
  const user = await findUser(actor.userId);
  if (!user || user.suspendedAt) return null;
  return { userId: user.userId, isAdmin: actor.isAdmin && user.isAdmin, source: actor.source };
}

/**
 * The client, when the actor may see and change it: its owner or an administrator, neither of them suspended.
 * Everybody else learns nothing, not even that it exists.
 */
export async function findManagedClient(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  const client = await findManagedClientEvenDeleted(actor, clientId);
  return client?.deletedAt ? null : client;
}

/** As `findManagedClient`, for the one thing that can be done with a deleted client: restore it. */
export async function findManagedClientEvenDeleted(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  const [known, client] = await Promise.all([findActor(actor), findClientDetails(clientId)]);
  if (!known || !client) return null;
  const isOwner = client.ownerId !== null && client.ownerId === known.userId;
  return known.isAdmin || isOwner ? client : null;
}
