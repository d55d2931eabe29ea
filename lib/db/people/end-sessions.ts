import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";
import { insertJobs } from "../portal/jobs";

/** The kind of job that tells a client of an ended session. */
export const BACKCHANNEL_LOGOUT_KIND = "backchannel-logout";

/**
 * Ends the live sessions that meet a condition on `sessions`. The same statement queues a job for every client that
 * used them and wants to be told, so no session ends without its notices.
 * @param tx a transaction that does more; default: one of its own
 * @returns how many ended
 * @see OpenID Connect Back-Channel Logout §2.3
 */
export async function endSessions(condition: Prisma.Sql, now: Date, tx?: Prisma.TransactionClient): Promise<number> {
  const db = tx ?? (await getDb());
  const source = Prisma.sql`
    SELECT DISTINCT jsonb_build_object('clientId', c.id, 'userId', e.user_id, 'sessionId', e.id) AS payload
    FROM ended e JOIN grants g ON g.session_id = e.id JOIN clients c ON c.id = g.client_id
    WHERE c.backchannel_logout_uri IS NOT NULL AND c.deleted_at IS NULL AND c.suspended_at IS NULL`;
  const rows = await db.$queryRaw<unknown[]>`
    WITH ended AS (
      UPDATE sessions SET revoked_at = ${now}::timestamptz WHERE ${condition} AND revoked_at IS NULL
      RETURNING id, user_id
    ), notices AS (${insertJobs(BACKCHANNEL_LOGOUT_KIND, source, now)})
    SELECT id FROM ended`;
  return rows.length;
}
