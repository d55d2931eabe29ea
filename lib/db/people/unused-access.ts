import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { keepWithdrawal } from "../protocol/consent-versions";
import { revokeAllAccess } from "../protocol/revoke-all";

/** When a consent was last used, kept or given. GREATEST passes over NULL. */
const lastUse = Prisma.sql`GREATEST(c.created_at, c.last_used_at, c.kept_at)`;

/** Its person was asked about it, and it was neither used nor kept since. */
const isAsked = Prisma.sql`c.unused_asked_at >= ${lastUse}`;

/** An access that nobody uses. */
export interface UnusedAccess {
  clientId: string;
  appName: string;
  lastUsedAt: Date;
}

/** A person, and the accesses that they are asked about. */
export interface AskedPerson {
  userId: string;
  email: string;
  locale: string | null;
  accesses: UnusedAccess[];
}

type AskedRow = UnusedAccess & Omit<AskedPerson, "accesses">;

/**
 * Notes at `now` that people are asked about accesses that were last used before `unusedSince`, and answers whom to ask, and
 * about what: each access once, for one of any number of callers. Not about what ends by itself before `endsBy`.
 * @param limit accesses at most
 */
export async function claimUnused(
  { unusedSince, endsBy, limit }: { unusedSince: Date; endsBy: Date; limit: number },
  now: Date,
): Promise<AskedPerson[]> {
  const db = await getDb();
  const rows = await db.$queryRaw<AskedRow[]>`
    WITH due AS (
      SELECT c.id, ${lastUse} AS last_use FROM consents c JOIN users u ON u.id = c.user_id
      WHERE ${lastUse} < ${unusedSince}::timestamptz AND (c.unused_asked_at IS NULL OR NOT ${isAsked})
        AND (c.expires_at IS NULL OR c.expires_at > ${endsBy}::timestamptz) AND u.suspended_at IS NULL
      ORDER BY c.user_id, c.id LIMIT ${limit}::int FOR UPDATE OF c SKIP LOCKED)
    UPDATE consents c SET unused_asked_at = ${now}::timestamptz
    FROM due, users u, clients a
    WHERE c.id = due.id AND u.id = c.user_id AND a.id = c.client_id
    RETURNING u.id AS "userId", u.email, u.locale, a.id AS "clientId", a.name AS "appName", due.last_use AS "lastUsedAt"`;
  const people = new Map<string, AskedPerson>();
  for (const { userId, email, locale, ...access } of rows) {
    const person = people.get(userId) ?? { userId, email, locale, accesses: [] };
    person.accesses.push(access);
    people.set(userId, person);
  }
  return [...people.values()];
}

/** Takes back that the person was asked, because the question did not reach them: they are asked again. */
export async function unclaimUnused({ userId, accesses }: AskedPerson): Promise<void> {
  const db = await getDb();
  const clientIds = accesses.map(({ clientId }) => clientId);
  await db.$executeRaw`
    UPDATE consents SET unused_asked_at = NULL
    WHERE user_id = ${userId}::uuid AND client_id = ANY(${clientIds}::text[])`;
}

/** An access that ended. */
export interface EndedAccess {
  userId: string;
  clientId: string;
  scopes: string[];
  resources: string[];
}

/**
 * Ends the next access whose person was asked before `askedBefore` and that nobody has used or kept since: consent, grants,
 * codes and tokens, all or nothing. Null: there is none.
 * @param unusedSince it was last used before this
 */
export async function endNextUnused(
  { unusedSince, askedBefore }: { unusedSince: Date; askedBefore: Date },
  now: Date,
): Promise<EndedAccess | null> {
  return inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<(EndedAccess & { id: string })[]>`
      SELECT c.id, c.user_id AS "userId", c.client_id AS "clientId", c.resources,
        ARRAY(SELECT scope FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY scope) AS scopes
      FROM consents c
      WHERE c.unused_asked_at < ${askedBefore}::timestamptz AND ${isAsked} AND ${lastUse} < ${unusedSince}::timestamptz
      ORDER BY c.unused_asked_at, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED`;
    if (!found) return null;
    const { id, ...ended } = found;
    const { userId, clientId, scopes } = ended;
    await tx.consent.delete({ where: { id }, select: { id: true } });
    await revokeAllAccess(tx, { userId, clientId }, now);
    await keepWithdrawal(tx, { userId, clientId, change: "unused", scopes }, now);
    return ended;
  });
}

/** The accesses that the person was asked about and has not answered, with when they were asked. */
export async function listAskedAccesses(userId: string, now: Date): Promise<(UnusedAccess & { askedAt: Date })[]> {
  const db = await getDb();
  return db.$queryRaw<(UnusedAccess & { askedAt: Date })[]>`
    SELECT c.client_id AS "clientId", a.name AS "appName", ${lastUse} AS "lastUsedAt", c.unused_asked_at AS "askedAt"
    FROM consents c JOIN clients a ON a.id = c.client_id
    WHERE c.user_id = ${userId}::uuid AND ${isAsked} AND (c.expires_at IS NULL OR c.expires_at > ${now}::timestamptz)
    ORDER BY c.unused_asked_at, lower(a.name), a.id LIMIT 50`;
}

/**
 * Keeps an access that nobody uses, as if it was used now. False where the person has none. What is allowed stays as it
 * is, and so does `updated_at`: apps are told of a change of it as of another yes.
 */
export async function keepUnused(userId: string, clientId: string, now: Date): Promise<boolean> {
  if (clientId.includes("\0")) return false;
  const db = await getDb();
  const count = await db.$executeRaw`
    UPDATE consents SET kept_at = ${now}::timestamptz, unused_asked_at = NULL
    WHERE user_id = ${userId}::uuid AND client_id = ${clientId}`;
  return count > 0;
}
