import type { AccessToken, AuthorizationCode, Grant, RefreshToken, Subject } from "../oauth/model";
import { Prisma } from "./generated/client";
import { toJson } from "./json";

// The protocol's hot paths are single statements of SQL: they check and write at once, in one round trip. Here is
// what these statements share. A row is read with each table's columns under a prefix, so that names cannot meet.

type Json = Record<string, unknown>;

/** A nullable JSON value as a parameter. */
export function jsonParameter(value: Json | null): Prisma.Sql {
  return Prisma.sql`${value && JSON.stringify(toJson(value))}::text::jsonb`;
}

export interface GrantColumns {
  g_id: string;
  g_client_id: string;
  g_user_id: string;
  g_session_id: string | null;
  g_scopes: string[];
  g_resources: string[];
  g_authenticated_at: Date;
  g_acr: string | null;
  g_amr: string[];
  g_claims: Json | null;
  g_created_at: Date;
  g_revoked_at: Date | null;
}

export const grantColumns = Prisma.raw(
  `g.id AS g_id, g.client_id AS g_client_id, g.user_id AS g_user_id, g.session_id AS g_session_id,
   g.scopes AS g_scopes, g.resources AS g_resources, g.authenticated_at AS g_authenticated_at, g.acr AS g_acr,
   g.amr AS g_amr, g.claims AS g_claims, g.created_at AS g_created_at, g.revoked_at AS g_revoked_at`,
);

export function toGrant(row: GrantColumns): Grant {
  return {
    grantId: row.g_id,
    clientId: row.g_client_id,
    userId: row.g_user_id,
    sessionId: row.g_session_id,
    scopes: row.g_scopes,
    resources: row.g_resources,
    authenticatedAt: row.g_authenticated_at,
    acr: row.g_acr,
    amr: row.g_amr,
    claims: row.g_claims,
    createdAt: row.g_created_at,
    revokedAt: row.g_revoked_at,
  };
}

export interface SubjectColumns {
  u_id: string;
  u_email: string;
  u_email_verified_at: Date | null;
  u_name: string | null;
  u_locale: string | null;
  u_claims: Json;
  u_updated_at: Date;
  u_suspended_at: Date | null;
}

export const subjectColumns = Prisma.raw(
  `u.id AS u_id, u.email AS u_email, u.email_verified_at AS u_email_verified_at, u.name AS u_name,
   u.locale AS u_locale, u.claims AS u_claims, u.updated_at AS u_updated_at, u.suspended_at AS u_suspended_at`,
);

export function toSubject(row: SubjectColumns): Subject {
  return {
    userId: row.u_id,
    email: row.u_email,
    emailVerified: row.u_email_verified_at !== null,
    name: row.u_name,
    locale: row.u_locale,
    claims: row.u_claims,
    updatedAt: row.u_updated_at,
    suspendedAt: row.u_suspended_at,
  };
}

/** `INSERT INTO grants`, once for each row of `source`. */
export function insertGrant(grant: Grant, source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO grants (id, client_id, user_id, session_id, scopes, resources, authenticated_at, acr, amr, claims,
      created_at, revoked_at)
    SELECT ${grant.grantId}::uuid, ${grant.clientId}::text, ${grant.userId}::uuid, ${grant.sessionId}::uuid,
      ${grant.scopes}::text[], ${grant.resources}::text[], ${grant.authenticatedAt}::timestamptz, ${grant.acr}::text,
      ${grant.amr}::text[], ${jsonParameter(grant.claims)}, ${grant.createdAt}::timestamptz,
      ${grant.revokedAt}::timestamptz
    FROM ${source}`;
}

/** `INSERT INTO authorization_codes`, once for each row of `source`. */
export function insertCode(code: AuthorizationCode, source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO authorization_codes (code_hash, grant_id, client_id, redirect_uri, code_challenge,
      code_challenge_method, nonce, created_at, expires_at, consumed_at)
    SELECT ${code.codeHash}::text, ${code.grantId}::uuid, ${code.clientId}::text, ${code.redirectUri}::text,
      ${code.codeChallenge}::text, ${code.codeChallengeMethod}::text, ${code.nonce}::text,
      ${code.createdAt}::timestamptz, ${code.expiresAt}::timestamptz, ${code.consumedAt}::timestamptz
    FROM ${source}`;
}

/** `INSERT INTO access_tokens`, once for each row of `source`. */
export function insertAccessToken(token: AccessToken, source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO access_tokens (token_hash, grant_id, client_id, user_id, scopes, audience, created_at, expires_at,
      revoked_at)
    SELECT ${token.tokenHash}::text, ${token.grantId}::uuid, ${token.clientId}::text, ${token.userId}::uuid,
      ${token.scopes}::text[], ${token.audience}::text[], ${token.createdAt}::timestamptz,
      ${token.expiresAt}::timestamptz, ${token.revokedAt}::timestamptz
    FROM ${source}`;
}

/** `INSERT INTO refresh_tokens`, once for each row of `source`; never when there is no token. */
export function insertRefreshToken(token: RefreshToken | null, source: Prisma.Sql): Prisma.Sql {
  if (!token) return Prisma.sql`SELECT 1 WHERE false`;
  return Prisma.sql`
    INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at, consumed_at,
      revoked_at)
    SELECT ${token.tokenHash}::text, ${token.grantId}::uuid, ${token.clientId}::text, ${token.scopes}::text[],
      ${token.createdAt}::timestamptz, ${token.expiresAt}::timestamptz, ${token.consumedAt}::timestamptz,
      ${token.revokedAt}::timestamptz
    FROM ${source}`;
}
