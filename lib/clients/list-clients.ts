import { type Actor, findActor } from "../auth/actor";
import { countSignIns } from "../db/clients/client-use";
import { type ClientDetails, listClientsFor, listClientsOf } from "../db/clients/clients";
import type { ClientKind } from "../oauth/model";

/** The status of a client in the list: its review status, unless it is suspended or deleted. */
export type ShownStatus = "development" | "in_review" | "verified" | "suspended" | "deleted";

export const SHOWN_STATUSES = ["development", "in_review", "verified", "suspended", "deleted"] as const;

export interface ListedClient {
  clientId: string;
  name: string;
  kind: ClientKind;
  status: ShownStatus;
  /** null: made by the operator */
  ownerEmail: string | null;
  signIns: number;
  updatedAt: Date;
  deletedAt: Date | null;
}

export interface ClientFilter {
  /** part of the name or client id */
  query?: string;
  /** absent: all but deleted ones */
  status?: ShownStatus;
}

const WEEK_MS = 7 * 86_400_000;

/** The review status, unless the client is suspended or deleted. */
export function statusOf(client: Pick<ClientDetails, "status" | "suspendedAt" | "deletedAt">): ShownStatus {
  if (client.deletedAt) return "deleted";
  return client.suspendedAt ? "suspended" : client.status;
}

/** The clients that the actor owns or works on, everybody's for an administrator, with the sign-ins of the last seven days. */
export async function listClients(
  actor: Actor,
  filter: ClientFilter,
  now: Date = new Date(),
): Promise<{ clients: ListedClient[]; total: number; deleted: number }> {
  const known = await findActor(actor);
  if (!known) return { clients: [], total: 0, deleted: 0 };
  const { userId, isAdmin } = known;
  const all = isAdmin || userId === null ? await listClientsOf(null, now) : await listClientsFor(userId, now);
  const query = filter.query?.trim().toLowerCase() ?? "";
  const matching = all
    .filter((client) => (filter.status ? statusOf(client) === filter.status : client.deletedAt === null))
    .filter((client) => `${client.name}\n${client.clientId}`.toLowerCase().includes(query));
  const ids = matching.map((client) => client.clientId);
  const signIns = await countSignIns(ids, new Date(now.getTime() - WEEK_MS));
  const deleted = all.filter((client) => client.deletedAt !== null).length;
  return {
    clients: matching.map((client) => ({
      clientId: client.clientId,
      name: client.name,
      kind: client.kind,
      status: statusOf(client),
      ownerEmail: client.ownerEmail,
      signIns: signIns.get(client.clientId) ?? 0,
      updatedAt: client.updatedAt,
      deletedAt: client.deletedAt,
    })),
    total: all.length - deleted,
    deleted,
  };
}
