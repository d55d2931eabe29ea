import { getDb } from "../driver/database";

/** A credential that somebody found in public, and whose it is. */
export interface RevokedLeak {
  clientId: string | null;
  userId: null;
  hint: string | null;
  /** it worked until now */
  wasLive: boolean;
}

/** In place of the hash of a registration access token: no token has it. */
const NO_HASH = "leaked";

/** Revokes the client secret with this hash; null: there is none. Of callers at the same time, one finds it live. */
export async function revokeLeakedSecret(secretHash: string, now: Date): Promise<RevokedLeak | null> {
  const db = await getDb();
  const [found] = await db.$queryRaw<{ clientId: string; hint: string; wasLive: boolean }[]>`
    WITH revoked AS (
      UPDATE client_secrets SET revoked_at = ${now}::timestamptz
      WHERE secret_hash = ${secretHash} AND revoked_at IS NULL
      RETURNING id, expires_at
    )
    SELECT s.client_id AS "clientId", s.hint,
      EXISTS (SELECT FROM revoked r WHERE r.id = s.id AND (r.expires_at IS NULL OR r.expires_at > ${now}::timestamptz))
        AS "wasLive"
    FROM client_secrets s WHERE s.secret_hash = ${secretHash}`;
  return found ? { ...found, userId: null } : null;
}

/** The same for the token by which a client manages its registration, and for an initial access token. */
export async function revokeLeakedRegistrationToken(tokenHash: string, now: Date): Promise<RevokedLeak | null> {
  const db = await getDb();
  const [client] = await db.$queryRaw<{ clientId: string }[]>`
    UPDATE clients SET registration_token_hash = ${NO_HASH}
    WHERE registration_token_hash = ${tokenHash}
    RETURNING id AS "clientId"`;
  if (client) return { clientId: client.clientId, userId: null, hint: null, wasLive: true };
  const { count } = await db.registrationToken.updateMany({
    where: { tokenHash, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1 ? { clientId: null, userId: null, hint: null, wasLive: true } : null;
}
