import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { keepShortening } from "../protocol/consent-versions";
import { withdrawFromAccess } from "../protocol/withdraw-scopes";

/** The kind of the job that a trigger queues when a maximum is set or becomes shorter. */
export const SHORTEN_CONSENTS_KIND = "shorten-consents";

/** Whose consents, and the most days that the operator allows; null: the operator has no maximum. */
export interface Shortening {
  /** null: those of all apps */
  clientId: string | null;
  portalDays: number | null;
}

/**
 * Consents `c` that last longer than their maximum, with `bound.ends_at`. The time counts from the newest yes: where it
 * is older than the versions, from the person's last answer, as `created_at` is their first yes. The first
 * comparison, without a look at the versions, passes over those that end early enough in any case.
 */
const tooLong = ({ clientId, portalDays }: Shortening, now: Date) => Prisma.sql`
  consents c JOIN clients a ON a.id = c.client_id
    CROSS JOIN LATERAL (SELECT LEAST(a.max_consent_days, ${portalDays}::int) AS days) AS maximum
    CROSS JOIN LATERAL (
      SELECT coalesce(
        (SELECT max(v.created_at) FROM consent_versions v
          WHERE v.user_id = c.user_id AND v.client_id = c.client_id AND v.change = 'given'),
        c.updated_at) + make_interval(days => maximum.days) AS ends_at) AS bound
  WHERE maximum.days IS NOT NULL ${clientId === null ? Prisma.empty : Prisma.sql`AND c.client_id = ${clientId}::text`}
    AND (c.expires_at IS NULL OR (
      c.expires_at > ${now}::timestamptz AND c.expires_at > c.created_at + make_interval(days => maximum.days)))
    AND (c.expires_at IS NULL OR c.expires_at > bound.ends_at)`;

/**
 * The ids of consents that last longer than their maximum, in their order.
 * @param after those that come after this id; null: from the first
 */
export async function listTooLong(
  of: Shortening,
  { after, limit }: { after: string | null; limit: number },
  now: Date,
): Promise<string[]> {
  const db = await getDb();
  const later = after === null ? Prisma.empty : Prisma.sql`AND c.id > ${after}::uuid`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM ${tooLong(of, now)} ${later} ORDER BY c.id LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

/**
 * Lets a consent end when its maximum says, or now where that is past, with its grants, codes and tokens, all or nothing.
 * Nothing, where it does not last longer any more.
 */
export async function shortenConsent(id: string, of: Shortening, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<
      { userId: string; clientId: string; resources: string[]; scopes: string[]; endsAt: Date }[]
    >`
      SELECT c.user_id AS "userId", c.client_id AS "clientId", c.resources,
        GREATEST(bound.ends_at, ${now}::timestamptz) AS "endsAt",
        ARRAY(SELECT scope FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY granted_at, scope) AS scopes
      FROM ${tooLong(of, now)} AND c.id = ${id}::uuid FOR NO KEY UPDATE OF c`;
    if (!found) return;
    const { userId, clientId, endsAt } = found;
    // Not `updated_at`: that is when the person answered last.
    await tx.$executeRaw`UPDATE consents SET expires_at = ${endsAt}::timestamptz WHERE id = ${id}::uuid`;
    const steps = withdrawFromAccess({ userId, clientId, scopes: [], claims: [], resources: [], endsAt, now });
    // A statement of its own each: it sees the tokens of a refresh that the one before waited for.
    await tx.$executeRaw(steps.grants);
    await tx.$executeRaw(steps.refreshTokens);
    await tx.$executeRaw(steps.accessTokens);
    await keepShortening(tx, { ...found, expiresAt: endsAt }, now);
  });
}
