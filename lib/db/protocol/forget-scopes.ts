import { Prisma } from "../generated/client";
import { keepRetirement } from "./consent-versions";
import { without } from "./withdraw-scopes";

/** What is gone for good: scopes, and the identifiers of their APIs. */
export interface Gone {
  scopes: readonly string[];
  resources: readonly string[];
}

/** Milliseconds in which a request that was under way, or a process that has not heard of it yet, is done. */
const UNDER_WAY_MS = 5 * 60_000;

/**
 * When a later scope may have one of these names: once no token that could name them is alive, which an API may check
 * without asking the portal, and nothing is under way any more that could still store them.
 */
export async function findFreeAt(
  tx: Prisma.TransactionClient,
  { scopes }: Pick<Gone, "scopes">,
  now: Date,
): Promise<Date> {
  const soonest = new Date(now.getTime() + UNDER_WAY_MS);
  const [row] = await tx.$queryRaw<{ last: Date | null }[]>`
    SELECT max(expires_at) AS last FROM access_tokens WHERE scopes && ${scopes}::text[]`;
  return row?.last && row.last > soonest ? row.last : soonest;
}

/**
 * Takes scopes and APIs out of everything that people allowed, that apps hold and that apps may ask for, so that a later
 * scope or API of the same name inherits no yes. A grant that is left with nothing is revoked, and so is an access
 * token that is left without an API; a refresh token that is left without a scope expires, because using it then is no
 * sign of theft. A JWT access token lives on where an API checks it by itself: {@link findFreeAt}.
 */
export async function forgetScopes(tx: Prisma.TransactionClient, { scopes, resources }: Gone, now: Date) {
  const [names, apis] = [Prisma.sql`${scopes}::text[]`, Prisma.sql`${resources}::text[]`];
  const at = Prisma.sql`${now}::timestamptz`;
  await tx.$executeRaw`
    UPDATE clients SET scopes = ${without("scopes", scopes)}, optional_scopes = ${without("optional_scopes", scopes)}
    WHERE scopes && ${names} OR optional_scopes && ${names}`;
  await tx.$executeRaw`
    UPDATE authorization_requests SET scopes = ${without("scopes", scopes)}, resources = ${without("resources", resources)}
    WHERE consumed_at IS NULL AND (scopes && ${names} OR resources && ${apis})`;
  await keepRetirement(tx, scopes, now);
  // Where nothing else changes, no trigger tells the app.
  await tx.$executeRaw`
    WITH lost AS (DELETE FROM consent_scopes WHERE scope = ANY(${names}) RETURNING consent_id)
    SELECT tell_client('consent-narrowed', c.client_id, c.user_id, jsonb_build_object(
      'scopes', to_jsonb(ARRAY(
        SELECT s.scope FROM consent_scopes s WHERE s.consent_id = c.id AND s.scope <> ALL(${names}) ORDER BY s.scope)),
      'resources', to_jsonb(c.resources),
      'expires_at', extract(epoch FROM c.expires_at)::bigint))
    FROM consents c
    WHERE c.id IN (SELECT consent_id FROM lost) AND NOT (c.declined_scopes && ${names} OR c.resources && ${apis})`;
  await tx.$executeRaw`
    UPDATE consents SET declined_scopes = ${without("declined_scopes", scopes)},
      resources = ${without("resources", resources)}
    WHERE declined_scopes && ${names} OR resources && ${apis}`;
  // The grant comes first: this waits for a redemption that holds it, and the next statements then see its tokens.
  await tx.$executeRaw`
    UPDATE grants SET scopes = ${without("scopes", scopes)}, resources = ${without("resources", resources)},
      revoked_at = CASE WHEN scopes <@ ${names} AND resources <@ ${apis} THEN ${at} END
    WHERE revoked_at IS NULL AND (scopes && ${names} OR resources && ${apis})`;
  await tx.$executeRaw`
    UPDATE refresh_tokens SET scopes = ${without("scopes", scopes)},
      expires_at = CASE WHEN scopes <@ ${names} THEN LEAST(expires_at, ${at}) ELSE expires_at END
    WHERE revoked_at IS NULL AND scopes && ${names}`;
  await tx.$executeRaw`
    UPDATE access_tokens SET scopes = ${without("scopes", scopes)}, audience = ${without("audience", resources)},
      revoked_at = CASE WHEN audience <@ ${apis} THEN ${at} END
    WHERE revoked_at IS NULL AND (scopes && ${names} OR audience && ${apis})`;
}

/** Makes the names of scopes that are gone usable whose time has come, for a scope that is made in the same transaction. */
export async function releaseNames(tx: Prisma.TransactionClient, names: readonly string[], now: Date): Promise<void> {
  const where = { name: { in: [...names] }, freeAt: { lte: now } };
  const free = await tx.scope.findMany({ where, select: { name: true } });
  if (free.length === 0) return;
  // Again: something that was under way may have stored them after the first time.
  await forgetScopes(tx, { scopes: free.map(({ name }) => name), resources: [] }, now);
  await tx.scope.deleteMany({ where });
}
