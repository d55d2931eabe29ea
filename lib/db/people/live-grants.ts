import { Prisma } from "../generated/client";

/** Of `grants g`: it has not ended, and a code or a token of it can still be used. */
export function isLiveGrant(now: Date): Prisma.Sql {
  const at = Prisma.sql`${now}::timestamptz`;
  return Prisma.sql`g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > ${at})
    AND (EXISTS (SELECT FROM access_tokens t WHERE t.grant_id = g.id AND t.revoked_at IS NULL AND t.expires_at > ${at})
      OR EXISTS (SELECT FROM refresh_tokens t
        WHERE t.grant_id = g.id AND t.revoked_at IS NULL AND t.consumed_at IS NULL AND t.expires_at > ${at})
      OR EXISTS (SELECT FROM authorization_codes t
        WHERE t.grant_id = g.id AND t.consumed_at IS NULL AND t.expires_at > ${at}))`;
}
