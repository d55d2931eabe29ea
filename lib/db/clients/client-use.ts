import { getDb } from "../driver/database";

/** Completed authorizations by people since `since`, per client id; absent means none. */
export async function countSignIns(clientIds: string[], since: Date): Promise<Map<string, number>> {
  const db = await getDb();
  const rows = await db.grant.groupBy({
    by: ["clientId"],
    where: { clientId: { in: clientIds }, createdAt: { gte: since } },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.clientId, row._count._all]));
}

/**
 * When somebody first and last signed in to the client, how often since `since`, and how many people it has access to.
 */
export async function findClientActivity(clientId: string, since: Date): Promise<ClientActivity> {
  const db = await getDb();
  const [activity] = await db.$queryRaw<ClientActivity[]>`
    SELECT min(created_at) AS "firstSignInAt", max(created_at) AS "lastSignInAt",
      (count(*) FILTER (WHERE created_at >= ${since}::timestamptz))::int AS "signIns",
      (SELECT count(*)::int FROM consents WHERE client_id = ${clientId}) AS people
    FROM grants WHERE client_id = ${clientId}`;
  return activity ?? { firstSignInAt: null, lastSignInAt: null, signIns: 0, people: 0 };
}

export interface ClientActivity {
  firstSignInAt: Date | null;
  lastSignInAt: Date | null;
  signIns: number;
  people: number;
}

/** How many people gave the client access. */
export async function countPeopleWithAccess(clientId: string): Promise<number> {
  const db = await getDb();
  return db.consent.count({ where: { clientId } });
}
