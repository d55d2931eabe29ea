import { Prisma } from "../generated/client";

/** What a person takes back from an app. */
export interface Withdrawal {
  userId: string;
  clientId: string;
  scopes: readonly string[];
  /** the claims that these scopes stand for, which may have been requested one by one */
  claims: readonly string[];
  /** APIs that are left without a scope */
  resources: readonly string[];
  /** when what is left ends at the latest; null: as before */
  endsAt: Date | null;
  now: Date;
}

/** A column of names without these, in its order. */
export function without(
  column: "scopes" | "optional_scopes" | "declined_scopes" | "resources" | "audience",
  names: readonly string[],
): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT each.name FROM unnest(${Prisma.raw(column)}) WITH ORDINALITY AS each(name, place)
    WHERE each.name <> ALL(${names}::text[]) ORDER BY each.place)`;
}

/**
 * The statements that remove scopes, their claims, and APIs from every live grant and token that an app has for a
 * person. The rest keeps working. An access token that is left without an API is revoked. Without `offline_access`,
 * every refresh token expires (it is not revoked, because using it then is no sign of theft), and a code that waits for
 * its client brings none.
 * @see OIDC Core §11
 */
export function withdrawFromAccess({ userId, clientId, scopes, claims, resources, endsAt, now }: Withdrawal): {
  grants: Prisma.Sql;
  refreshTokens: Prisma.Sql;
  accessTokens: Prisma.Sql;
} {
  const owner = Prisma.sql`user_id = ${userId}::uuid AND client_id = ${clientId}::text`;
  const kept = (member: string) => Prisma.sql`coalesce(claims -> ${member}::text, '{}') - ${claims}::text[]`;
  const endsOffline = scopes.includes("offline_access");
  const end = Prisma.sql`LEAST(expires_at, ${endsAt}::timestamptz)`;
  const endOfRefresh = endsOffline ? Prisma.sql`LEAST(expires_at, ${now}::timestamptz)` : end;
  return {
    grants: Prisma.sql`
      UPDATE grants SET scopes = ${without("scopes", scopes)}, resources = ${without("resources", resources)},
        offline_access = offline_access AND NOT ${endsOffline}::bool, expires_at = ${end},
        claims = CASE WHEN jsonb_typeof(claims) = 'object'
          THEN claims || jsonb_build_object('userinfo', ${kept("userinfo")}, 'id_token', ${kept("id_token")}) ELSE claims END
      WHERE ${owner} AND revoked_at IS NULL`,
    refreshTokens: Prisma.sql`
      UPDATE refresh_tokens SET scopes = ${without("scopes", scopes)}, expires_at = ${endOfRefresh}
      WHERE revoked_at IS NULL AND grant_id IN (SELECT id FROM grants WHERE ${owner})`,
    accessTokens: Prisma.sql`
      UPDATE access_tokens SET scopes = ${without("scopes", scopes)}, audience = ${without("audience", resources)},
        expires_at = ${end}, revoked_at = CASE WHEN audience <@ ${resources}::text[] THEN ${now}::timestamptz END
      WHERE ${owner} AND revoked_at IS NULL`,
  };
}
