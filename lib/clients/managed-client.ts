import { type Actor, findActor } from "../auth/actor";
import { type ClientDetails, findClientDetails } from "../db/clients/clients";
import { findTeamRole } from "../db/clients/teams";
import type { TeamRole } from "../events/team-roles";

/** What an actor is for a client: administrators are as its owner. */
export type ClientRole = "owner" | TeamRole;

/**
 * A client together with an actor who may see it: its owner, somebody of its team, or an administrator. Only
 * `SeenClient.find` creates one, so a use case that takes one cannot be called for somebody else's client. It holds the
 * client as it was when the request came. A use case whose changes depend on current values reads them again under a
 * lock (`reviseClient`).
 */
export class SeenClient {
  readonly #actor: Actor;
  readonly #client: ClientDetails;
  readonly #role: ClientRole;

  protected constructor({ actor, client, role }: Authorised) {
    this.#actor = actor;
    this.#client = client;
    this.#role = role;
  }

  /** Who looks at the client, as the database knows them. */
  get actor(): Actor {
    return this.#actor;
  }

  get client(): ClientDetails {
    return this.#client;
  }

  get clientId(): string {
    return this.#client.clientId;
  }

  /** What the actor is for the client. */
  get role(): ClientRole {
    return this.#role;
  }

  /**
   * The client, if the actor may see it. Everybody else gets null and learns nothing, not even that it exists, and so
   * does whoever is suspended. A deleted client is null too.
   */
  static async find(actor: Actor, clientId: string): Promise<SeenClient | null> {
    const found = await authorise(actor, clientId, ["owner", "developer", "viewer"]);
    return found && !found.client.deletedAt ? new SeenClient(found) : null;
  }
}

/** A client together with an actor who may change it: its owner, a developer of its team, or an administrator. */
export class ManagedClient extends SeenClient {
  /** Keeps the type apart: what may only be seen is none. */
  readonly mayChange = true;

  static override async find(actor: Actor, clientId: string): Promise<ManagedClient | null> {
    const found = await authorise(actor, clientId, ["owner", "developer"]);
    return found && !found.client.deletedAt ? new ManagedClient(found) : null;
  }
}

/**
 * A client together with an actor who may give it away, delete it, and say who works on it: its owner, or an
 * administrator.
 */
export class OwnedClient extends ManagedClient {
  /** Keeps the type apart: what a developer of the team may change is none. */
  readonly isOwners = true;

  static override async find(actor: Actor, clientId: string): Promise<OwnedClient | null> {
    const found = await authorise(actor, clientId, ["owner"]);
    return found && !found.client.deletedAt ? new OwnedClient(found) : null;
  }
}

/** As `OwnedClient.find`, for the one thing that can be done with a deleted client: restore it. */
export async function findClientToRestore(actor: Actor, clientId: string): Promise<ClientDetails | null> {
  return (await authorise(actor, clientId, ["owner"]))?.client ?? null;
}

interface Authorised {
  actor: Actor;
  client: ClientDetails;
  role: ClientRole;
}

async function authorise(actor: Actor, clientId: string, roles: readonly ClientRole[]): Promise<Authorised | null> {
  const [known, client] = await Promise.all([findActor(actor), findClientDetails(clientId)]);
  if (!known || !client) return null;
  const isOwner = known.isAdmin || (client.ownerId !== null && client.ownerId === known.userId);
  const role = isOwner ? "owner" : known.userId && (await findTeamRole(clientId, known.userId));
  return role && roles.includes(role) ? { actor: known, client, role } : null;
}
