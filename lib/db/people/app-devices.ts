import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { revokeAllAccess } from "../protocol/revoke-all";
import { isLiveGrant } from "./live-grants";

/** Access that an app got in one of a person's sessions and still has. */
export interface AppDevice {
  sessionId: string;
  /** null: the session is over and forgotten */
  userAgent: string | null;
  /** when the app got it last */
  allowedAt: Date;
}

/** Where an app has live access from, the newest first. */
export async function listAppDevices(userId: string, clientId: string, now: Date): Promise<AppDevice[]> {
  const db = await getDb();
  const rows = await db.$queryRaw<AppDevice[]>`
    SELECT g.session_id AS "sessionId", s.user_agent AS "userAgent", max(g.created_at) AS "allowedAt"
    FROM grants g LEFT JOIN sessions s ON s.id = g.session_id
    WHERE g.user_id = ${userId}::uuid AND g.client_id = ${clientId} AND g.session_id IS NOT NULL
      AND ${isLiveGrant(now)}
    GROUP BY g.session_id, s.user_agent
    ORDER BY max(g.created_at) DESC, g.session_id
    LIMIT 100`;
  return rows;
}

/**
 * Ends the grants, codes and tokens that an app got in one of the person's sessions, all or nothing. The consent stays, and
 * so does the session. False, with nothing written, where there were none.
 */
export async function removeAppDevice(
  userId: string,
  clientId: string,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  return inTransaction(async (tx) => {
    const of = { userId, clientId, sessionId };
    if ((await tx.grant.count({ where: { ...of, revokedAt: null } })) === 0) return false;
    await revokeAllAccess(tx, of, now);
    return true;
  });
}
