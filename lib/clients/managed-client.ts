import { type Actor, findActor } from "../auth/actor";
import { type ClientDetails, findClientDetails } from "../db/clients/clients";

/**
 * A client together with an actor who may see and change it. Only `ManagedClient.find` creates one, so a use case that
 * takes one cannot be called for somebody else's client. It holds the client as it was when the request came. A use
 * case whose changes depend on current values reads them again under a lock (`reviseClient`).
 */
export class ManagedClient {
  readonly #actor: Actor;
  readonly #client: ClientDetails;

  private constructor(actor: Actor, client: ClientDetails) {
    this.#actor = actor;
    this.#client = client;
  }

  /** Who manages the client, as the database knows them. */
  get actor(): Actor {
    return this.#actor;
  }

  get client(): ClientDetails {
    return this.#client;
  }

  get clientId(): string {
    return this.#client.clientId;
  }

  /**
   * The client, if the actor may see and change it: its owner or an administrator, not suspended. Everybody else gets
   * null and learns nothing, not even that it exists. A deleted client is null too.
   */
  static async find(actor: Actor, clientId: string): Promise<ManagedClient | null> {
    const found = await authorise(actor, clientId);
    return found && !found.client.deletedAt ? new ManagedClient(found.actor, found.client) : null;
  }
}

/** As `ManagedClient.find`, for the one thing that can be done with a deleted client: restore it. */
export async function findClientToRestore(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  return (await authorise(actor, clientId))?.client ?? null;
}

async function authorise(actor: Actor, clientId: string): Promise<{ actor: Actor; client: ClientDetails } | null> {
  const [known, client] = await Promise.all([findActor(actor), findClientDetails(clientId)]);
  if (!known || !client) return null;
  const isOwner = client.ownerId !== null && client.ownerId === known.userId;
  return known.isAdmin || isOwner ? { actor: known, client } : null;
}
