import { Prisma } from "./generated/client";

/** What a person takes back from an app. */
export interface Withdrawal {
  userId: string;
  clientId: string;
  scopes: readonly string[];
  /** the claims that these scopes stand for; they may have been asked for one by one */
  claims: readonly string[];
  /** APIs of which nothing is left */
  resources: readonly string[];
  now: Date;
}

function without(column: "scopes" | "resources" | "audience", names: readonly string[]): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT each.name FROM unnest(${Prisma.raw(column)}) WITH ORDINALITY AS each(name, place)
    WHERE each.name <> ALL(${names}::text[]) ORDER BY each.place)`;
}

/**
 * The statements that take scopes, the claims they stand for, and APIs out of every live grant and token that an app has
 * of a person. What is left keeps working; an access token that is for no API any more is revoked, and without
 * `offline_access` every refresh token ends (not revoked: to use it then is no sign of theft).
 * @see OIDC Core §11
 */
export function withdrawFromAccess({ userId, clientId, scopes, claims, resources, now }: Withdrawal): {
  grants: Prisma.Sql;
  refreshTokens: Prisma.Sql;
  accessTokens: Prisma.Sql;
} {
  const owner = Prisma.sql`user_id = ${userId}::uuid AND client_id = ${clientId}::text`;
  const kept = (member: string) => Prisma.sql`coalesce(claims -> ${member}::text, '{}') - ${claims}::text[]`;
  const end = scopes.includes("offline_access")
    ? Prisma.sql`LEAST(expires_at, ${now}::timestamptz)`
    : Prisma.sql`expires_at`;
  return {
    grants: Prisma.sql`
      UPDATE grants SET scopes = ${without("scopes", scopes)}, resources = ${without("resources", resources)},
        claims = CASE WHEN jsonb_typeof(claims) = 'object'
          THEN jsonb_build_object('userinfo', ${kept("userinfo")}, 'id_token', ${kept("id_token")}) ELSE claims END
      WHERE ${owner} AND revoked_at IS NULL`,
    refreshTokens: Prisma.sql`
      UPDATE refresh_tokens SET scopes = ${without("scopes", scopes)}, expires_at = ${end}
      WHERE revoked_at IS NULL AND grant_id IN (SELECT id FROM grants WHERE ${owner})`,
    accessTokens: Prisma.sql`
      UPDATE access_tokens SET scopes = ${without("scopes", scopes)}, audience = ${without("audience", resources)},
        revoked_at = CASE WHEN audience <@ ${resources}::text[] THEN ${now}::timestamptz END
      WHERE ${owner} AND revoked_at IS NULL`,
  };
}
