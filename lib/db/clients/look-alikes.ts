import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { type ClientDetails, readDetails } from "./clients";
import { SKELETON_VERSION, toStoredSkeleton } from "./name-skeleton";

/** Rows that one statement fills in. */
const FILLED_AT_ONCE = 5_000;

/** As the index `clients_other_skeleton` has it, so the version is written and no parameter. */
const isOutdated = Prisma.raw(`(name_skeleton IS NULL OR name_skeleton NOT LIKE '${SKELETON_VERSION}%')`);

/** Fills in the skeletons of apps that another version stored or named, which knows none or has another table. */
export async function fillSkeletons(): Promise<void> {
  const db = await getDb();
  for (;;) {
    const rows = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM clients WHERE ${isOutdated} LIMIT ${FILLED_AT_ONCE}`;
    if (rows.length === 0) return;
    const [ids, names] = [rows.map(({ id }) => id), rows.map(({ name }) => name)];
    // An app that gets another name meanwhile gets its skeleton with it. Two who fill them in at once lock in one order.
    await db.$executeRaw`
      WITH locked AS MATERIALIZED (
        SELECT id FROM clients WHERE id = ANY(${ids}::text[]) ORDER BY id FOR NO KEY UPDATE)
      UPDATE clients c SET name_skeleton = filled.skeleton
      FROM locked JOIN unnest(${ids}::text[], ${names}::text[], ${names.map(toStoredSkeleton)}::text[]) AS filled (id, name, skeleton)
        ON filled.id = locked.id
      WHERE c.id = locked.id AND c.name = filled.name AND c.name_skeleton IS DISTINCT FROM filled.skeleton`;
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
 * @returns `count`: how many groups there are
 */
export async function listAlike(most: {
  groups: number;
  clients: number;
}): Promise<{ count: number; groups: AlikeClients[] }> {
  await fillSkeletons();
  const db = await getDb();
  const rows = await db.$queryRaw<{ skeleton: string; count: number; ids: string[]; groups: number }[]>`
    SELECT g.skeleton, g.count, g.groups, ARRAY(
      SELECT c.id FROM clients c WHERE c.name_skeleton = g.skeleton AND c.deleted_at IS NULL
      ${IN_ORDER} LIMIT ${most.clients}) AS ids
    FROM (
      SELECT name_skeleton AS skeleton, count(*)::int AS count,
        count(*) FILTER (WHERE suspended_at IS NULL)::int AS live, (count(*) OVER ())::int AS groups
      FROM clients
      WHERE deleted_at IS NULL AND name_skeleton IS NOT NULL
      GROUP BY name_skeleton HAVING count(*) > 1
      ORDER BY live DESC, count DESC, skeleton LIMIT ${most.groups}) g
    ORDER BY g.live DESC, g.count DESC, g.skeleton`;
  const found = await findDetails(rows.flatMap(({ ids }) => ids));
  const groups = rows.map(({ skeleton, count, ids }) => ({
    skeleton: skeleton.slice(SKELETON_VERSION.length),
    count,
    clients: ids.flatMap((id) => found.get(id) ?? []),
  }));
  return { count: rows[0]?.groups ?? 0, groups };
}

/**
 * The other clients whose names look like this client's, or like the one that waits for its review: those that are not
 * suspended first, the newest first. `count`: how many there are.
 */
export async function listAlikeTo(
  { clientId, name, pendingChanges }: Pick<ClientDetails, "clientId" | "name" | "pendingChanges">,
  limit: number,
): Promise<{ count: number; clients: ClientDetails[] }> {
  await fillSkeletons();
  const db = await getDb();
  const skeletons = [name, pendingChanges?.name ?? name].map(toStoredSkeleton);
  const areAlike = Prisma.sql`
    c.name_skeleton = ANY(${skeletons}::text[]) AND c.deleted_at IS NULL AND c.id <> ${clientId}`;
  const [counted] = await db.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM clients c WHERE ${areAlike}`;
  const clients = await readDetails(db, Prisma.sql`WHERE ${areAlike} ${IN_ORDER} LIMIT ${limit}`);
  return { count: counted?.count ?? clients.length, clients };
}

/**
 * Whether the name looks like that of a verified or first-party client.
 * @param of a client that may have such a name: itself, and others of the same owner; null: a new one, or nobody's
 */
export async function isVerifiedLookAlike(
  name: string,
  of: { clientId: string | null; ownerId: string | null },
): Promise<boolean> {
  await fillSkeletons();
  return hasVerifiedTwin(await getDb(), name, of);
}

/** The same by `db`, for a transaction: skeletons were filled in before it. */
export async function hasVerifiedTwin(
  db: Prisma.TransactionClient,
  name: string,
  of: { clientId: string | null; ownerId: string | null },
): Promise<boolean> {
  const found = await db.client.findFirst({
    where: {
      nameSkeleton: toStoredSkeleton(name),
      deletedAt: null,
      AND: [
        { OR: [{ status: "verified" }, { isTrusted: true }] },
        ...(of.clientId === null ? [] : [{ id: { not: of.clientId } }]),
        ...(of.ownerId === null ? [] : [{ OR: [{ ownerId: null }, { ownerId: { not: of.ownerId } }] }]),
      ],
    },
    select: { id: true },
  });
  return found !== null;
}

async function findDetails(clientIds: string[]): Promise<Map<string, ClientDetails>> {
  if (clientIds.length === 0) return new Map();
  const rows = await readDetails(await getDb(), Prisma.sql`WHERE c.id = ANY(${clientIds}::text[])`);
  return new Map(rows.map((row) => [row.clientId, row]));
}
