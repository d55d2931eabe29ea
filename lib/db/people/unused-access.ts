import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { keepWithdrawal } from "../protocol/consent-versions";
import { revokeAllAccess } from "../protocol/revoke-all";
import { insertMail, type MailToStore } from "./mails";

/** When the consent `c` was last used, kept or given. GREATEST passes over NULL. */
export const lastUse = Prisma.sql`GREATEST(c.created_at, c.last_used_at, c.kept_at)`;

/** Its person was asked about it at `since` or later, and it was neither used nor kept after that. */
const isAsked = (since: Date) =>
  Prisma.sql`(c.unused_asked_at >= ${lastUse} AND c.unused_asked_at >= ${since}::timestamptz)`;

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

/** Accesses that one page lists. */
const MOST_LISTED = 100;

/** Which accesses people are asked about. */
export interface UnusedClaim {
  /** last used before this */
  unusedSince: Date;
  /** not those that end by themselves before this */
  endsBy: Date;
  /** a question from before this counts no longer */
  askedSince: Date;
}

const isDue = ({ unusedSince, endsBy, askedSince }: UnusedClaim) => Prisma.sql`
  ${lastUse} < ${unusedSince}::timestamptz AND (c.unused_asked_at IS NULL OR NOT ${isAsked(askedSince)})
  AND (c.expires_at IS NULL OR c.expires_at > ${endsBy}::timestamptz)`;

/** The next person, by their id, who is to be asked about something; null: nobody after `after`. */
export async function findNextUnused(claim: UnusedClaim, after: string | null): Promise<string | null> {
  const db = await getDb();
  const others = after === null ? Prisma.empty : Prisma.sql`AND c.user_id > ${after}::uuid`;
  const [row] = await db.$queryRaw<{ userId: string }[]>`
    SELECT c.user_id AS "userId" FROM consents c JOIN users u ON u.id = c.user_id
    WHERE ${isDue(claim)} AND u.suspended_at IS NULL ${others}
    ORDER BY c.user_id LIMIT 1`;
  return row?.userId ?? null;
}

/**
 * Notes at `now` that the person is asked about their unused accesses, and stores the mail that asks, all or nothing. Of any
 * number of callers, one asks about an access.
 * @param limit accesses at most
 * @param write the mail; null: nothing is stored
 * @throws what `write` throws; nobody was asked then
 */
export async function askAboutUnused(
  userId: string,
  { limit, ...claim }: UnusedClaim & { limit: number },
  write: (person: AskedPerson) => Promise<MailToStore | null>,
  now: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    const rows = await tx.$queryRaw<(UnusedAccess & Omit<AskedPerson, "accesses">)[]>`
      WITH due AS (
        SELECT c.id, ${lastUse} AS last_use FROM consents c
        WHERE c.user_id = ${userId}::uuid AND ${isDue(claim)}
        ORDER BY c.id LIMIT ${limit}::int FOR UPDATE OF c SKIP LOCKED)
      UPDATE consents c SET unused_asked_at = ${now}::timestamptz
      FROM due, users u, clients a
      WHERE c.id = due.id AND u.id = c.user_id AND a.id = c.client_id AND u.suspended_at IS NULL
      RETURNING u.id AS "userId", u.email, u.locale, a.id AS "clientId", a.name AS "appName", due.last_use AS "lastUsedAt"`;
    const [first] = rows;
    if (!first) return;
    const { email, locale } = first;
    const accesses = rows.map(({ clientId, appName, lastUsedAt }) => ({ clientId, appName, lastUsedAt }));
    const mail = await write({ userId, email, locale, accesses });
    if (mail) await insertMail(mail, tx);
  });
}

/** An access that ended. */
export interface EndedAccess {
  userId: string;
  clientId: string;
  scopes: string[];
  resources: string[];
}

/**
 * Ends the next access whose person was asked from `askedSince` on and before `askedBefore`, and that nobody has used or kept
 * since: consent, grants, codes and tokens, all or nothing. Null: there is none.
 * @param unusedSince it was last used before this
 */
export async function endNextUnused(
  { unusedSince, askedSince, askedBefore }: { unusedSince: Date; askedSince: Date; askedBefore: Date },
  now: Date,
): Promise<EndedAccess | null> {
  return inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<(EndedAccess & { id: string })[]>`
      SELECT c.id, c.user_id AS "userId", c.client_id AS "clientId", c.resources,
        ARRAY(SELECT scope FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY scope) AS scopes
      FROM consents c
      WHERE c.unused_asked_at < ${askedBefore}::timestamptz AND ${isAsked(askedSince)}
        AND ${lastUse} < ${unusedSince}::timestamptz
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

/**
 * The accesses that the person was asked about from `askedSince` on and has not answered, with when they were asked; of all apps,
 * or of these. At most {@link MOST_LISTED}.
 */
export async function listAskedAccesses(
  userId: string,
  askedSince: Date,
  now: Date,
  clientIds: readonly string[] | null,
): Promise<(UnusedAccess & { askedAt: Date })[]> {
  const db = await getDb();
  const isMeant = clientIds === null ? Prisma.empty : Prisma.sql`AND c.client_id = ANY(${clientIds}::text[])`;
  return db.$queryRaw<(UnusedAccess & { askedAt: Date })[]>`
    SELECT c.client_id AS "clientId", a.name AS "appName", ${lastUse} AS "lastUsedAt", c.unused_asked_at AS "askedAt"
    FROM consents c JOIN clients a ON a.id = c.client_id
    WHERE c.user_id = ${userId}::uuid AND ${isAsked(askedSince)}
      AND (c.expires_at IS NULL OR c.expires_at > ${now}::timestamptz) ${isMeant}
    ORDER BY c.unused_asked_at, lower(a.name), a.id LIMIT ${MOST_LISTED}`;
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
