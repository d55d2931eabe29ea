import { type Actor, findAdministrator } from "../auth/actor";
import type { ClientDetails } from "../db/clients/clients";
import { listAlike, listAlikeTo } from "../db/clients/look-alikes";
import { countPeople } from "../db/clients/reviews";

/** An app, and the people involved with it. */
export interface LookAlike extends ClientDetails {
  /** who gave it access */
  people: number;
  /** how often somebody reported it */
  reports: number;
}

/** Apps that a person could take for one another, by their names. */
export interface LookAlikes {
  /** what remains of their names without everything that readers overlook */
  skeleton: string;
  /** how many there are; `clients` may be fewer */
  count: number;
  clients: LookAlike[];
}

/** Groups that a page shows, and apps of each: an administrator who has suspended some sees the next. */
const MOST = { groups: 50, clients: 20 };

/** Groups of apps, and how many there are besides. */
export interface LookAlikeGroups {
  groups: LookAlikes[];
  more: number;
}

/**
 * The groups of two or more apps whose names look alike, the one with most that are not suspended first. Null for an
 * actor who may not see everybody's apps.
 */
export async function findLookAlikes(actor: Actor): Promise<LookAlikeGroups | null> {
  if (!(await findAdministrator(actor))) return null;
  const { count, groups } = await listAlike(MOST);
  const shown = await withPeople(groups.flatMap(({ clients }) => clients));
  const byId = new Map(shown.map((client) => [client.clientId, client]));
  return {
    groups: groups.map(({ clients, ...group }) => ({
      ...group,
      clients: clients.flatMap(({ clientId }) => byId.get(clientId) ?? []),
    })),
    more: count - groups.length,
  };
}

/** Other apps with a name that looks the same, for an administrator who was authorised before. */
export async function findLookAlikesOf(client: ClientDetails): Promise<Omit<LookAlikes, "skeleton">> {
  const { count, clients } = await listAlikeTo(client, MOST.clients);
  return { count, clients: await withPeople(clients) };
}

async function withPeople(clients: ClientDetails[]): Promise<LookAlike[]> {
  const { consents, reports } = await countPeople(clients.map(({ clientId }) => clientId));
  return clients.map((client) => ({
    ...client,
    people: consents.get(client.clientId) ?? 0,
    reports: reports.get(client.clientId) ?? 0,
  }));
}
