import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { type ClientDetails, readDetails } from "./clients";
import { nameSkeleton } from "./name-skeleton";

/** Rows that one statement fills in. */
const FILLED_AT_ONCE = 5_000;

/** Fills in the skeletons of apps that were stored before there were any. */
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
  /** how many there are; `clients` are the newest of them */
  count: number;
  clients: ClientDetails[];
}

/**
 * The groups of two or more clients whose names look alike, the largest first.
 * @param most groups, and clients of each
 */
export async function listAlike(most: { groups: number; clients: number }): Promise<AlikeClients[]> {
  await fillSkeletons();
  const db = await getDb();
  const groups = await db.$queryRaw<{ skeleton: string; count: number; ids: string[] }[]>`
    SELECT g.skeleton, g.count, ARRAY(
      SELECT c.id FROM clients c WHERE c.name_skeleton = g.skeleton AND c.deleted_at IS NULL
      ORDER BY c.created_at DESC, c.id LIMIT ${most.clients}) AS ids
    FROM (
      SELECT name_skeleton AS skeleton, count(*)::int AS count FROM clients
      WHERE deleted_at IS NULL AND name_skeleton IS NOT NULL
      GROUP BY name_skeleton HAVING count(*) > 1
      ORDER BY count(*) DESC, name_skeleton LIMIT ${most.groups}) g
    ORDER BY g.count DESC, g.skeleton`;
  const found = await findDetails(groups.flatMap(({ ids }) => ids));
  return groups.map(({ ids, ...group }) => ({ ...group, clients: ids.flatMap((id) => found.get(id) ?? []) }));
}

/** The other clients whose names look like this client's, the newest first. */
export async function listAlikeTo(
  { clientId, name }: Pick<ClientDetails, "clientId" | "name">,
  limit: number,
): Promise<ClientDetails[]> {
  await fillSkeletons();
  const db = await getDb();
  return readDetails(
    db,
    Prisma.sql`
      WHERE c.name_skeleton = ${nameSkeleton(name)} AND c.deleted_at IS NULL AND c.id <> ${clientId}
      ORDER BY c.created_at DESC, c.id LIMIT ${limit}`,
  );
}

async function findDetails(clientIds: string[]): Promise<Map<string, ClientDetails>> {
  if (clientIds.length === 0) return new Map();
  const rows = await readDetails(await getDb(), Prisma.sql`WHERE c.id = ANY(${clientIds}::text[])`);
  return new Map(rows.map((row) => [row.clientId, row]));
}
