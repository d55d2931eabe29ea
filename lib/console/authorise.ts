import { type ClientDetails, findClientDetails } from "../db/clients";

/** Who acts. `userId` null with `isAdmin`: the operator at the command line. */
export interface Actor {
  userId: string | null;
  isAdmin: boolean;
}

/** The operator of the portal, at the command line or while seeding. */
export const operator: Actor = { userId: null, isAdmin: true };

/**
 * The client, when the actor may see and change it: its owner, unless suspended, or an administrator.
 * Everybody else learns nothing, not even that it exists.
 */
export async function findManagedClient(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  const client = await findManagedClientEvenDeleted(actor, clientId);
  return client?.deletedAt ? null : client;
}

/** As `findManagedClient`, for the one thing that can be done with a deleted client: restore it. */
export async function findManagedClientEvenDeleted(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  const client = await findClientDetails(clientId);
  if (!client) return null;
  if (actor.isAdmin) return client;
  const isOwner = client.ownerId !== null && client.ownerId === actor.userId;
  return isOwner && client.ownerSuspendedAt === null ? client : null;
}
