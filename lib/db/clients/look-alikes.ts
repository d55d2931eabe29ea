import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { type ClientDetails, readDetails } from "./clients";
import { nameSkeleton } from "./name-skeleton";

/** Rows that one statement fills in. */
const FILLED_AT_ONCE = 5_000;

/** Fills in the skeletons of apps that a version stored or named which knows none. */
async function fillSkeletons(): Promise<void> {
  const db = await getDb();
  for (;;) {
    const rows = await db.client.findMany({
      where: { nameSkeleton: null },
      take: FILLED_AT_ONCE,
      select: { id: true, name: true },
    });
    if (rows.length === 0) return;
    const [ids, names] = [rows.map(({ id }) => id), rows.map(({ name }) => name)];
    // An app that gets another name meanwhile gets its skeleton with it.
    await db.$executeRaw`
      UPDATE clients c SET name_skeleton = filled.skeleton
      FROM unnest(${ids}::text[], ${names}::text[], ${names.map(nameSkeleton)}::text[]) AS filled (id, name, skeleton)
      WHERE c.id = filled.id AND c.name = filled.name AND c.name_skeleton IS NULL`;
  }
}

/** Clients with names that look the same. */
export interface AlikeClients {
  skeleton: string;
  /** how many there are; `clients` are some of them: those that are not suspended first, the newest first */
  count: number;
  clients: ClientDetails[];
}

const IN_ORDER = Prisma.sql`ORDER BY c.suspended_at IS NOT NULL, c.created_at DESC, c.id`;

/**
 * The groups of two or more clients whose names look alike, the one with most that are not suspended first.
 * @param most groups, and clients of each
 */
export async function listAlike(most: { groups: number; clients: number }): Promise<AlikeClients[]> {
  await fillSkeletons();
  const db = await getDb();
  const groups = await db.$queryRaw<{ skeleton: string; count: number; ids: string[] }[]>`
    SELECT g.skeleton, g.count, ARRAY(
      SELECT c.id FROM clients c WHERE c.name_skeleton = g.skeleton AND c.deleted_at IS NULL
      ${IN_ORDER} LIMIT ${most.clients}) AS ids
    FROM (
      SELECT name_skeleton AS skeleton, count(*)::int AS count,
        count(*) FILTER (WHERE suspended_at IS NULL)::int AS live
      FROM clients
      WHERE deleted_at IS NULL AND name_skeleton IS NOT NULL
      GROUP BY name_skeleton HAVING count(*) > 1
      ORDER BY live DESC, count DESC, skeleton LIMIT ${most.groups}) g
    ORDER BY g.live DESC, g.count DESC, g.skeleton`;
  const found = await findDetails(groups.flatMap(({ ids }) => ids));
  return groups.map(({ ids, ...group }) => ({ ...group, clients: ids.flatMap((id) => found.get(id) ?? []) }));
}

/**
 * The other clients whose names look like this client's, or like the one that waits for its review: those that are not
 * suspended first, the newest first.
 */
export async function listAlikeTo(
  { clientId, name, pendingChanges }: Pick<ClientDetails, "clientId" | "name" | "pendingChanges">,
  limit: number,
): Promise<ClientDetails[]> {
  await fillSkeletons();
  const db = await getDb();
  const skeletons = [name, pendingChanges?.name ?? name].map(nameSkeleton);
  return readDetails(
    db,
    Prisma.sql`
      WHERE c.name_skeleton = ANY(${skeletons}::text[]) AND c.deleted_at IS NULL AND c.id <> ${clientId}
      ${IN_ORDER} LIMIT ${limit}`,
  );
}

async function findDetails(clientIds: string[]): Promise<Map<string, ClientDetails>> {
  if (clientIds.length === 0) return new Map();
  const rows = await readDetails(await getDb(), Prisma.sql`WHERE c.id = ANY(${clientIds}::text[])`);
  return new Map(rows.map((row) => [row.clientId, row]));
}
