import type { AccessToken, AuthorizationCode, Grant, Subject } from "../oauth/model";
import { Prisma } from "./generated/client";
import { toJson } from "./json";

// The protocol's hot paths are single statements of SQL: they check and write at once, in one round trip, and for many
// requests at a time. Here is what these statements share. A row is read with each table's columns under a prefix, so
// that names cannot meet.

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

const grantFields = [
  "id",
  "client_id",
  "user_id",
  "session_id",
  "scopes",
  "resources",
  "authenticated_at",
  "acr",
].concat(["amr", "claims", "created_at", "revoked_at"]);
/** Of the table `g`. */
export const grantColumns = grantFields.map((field) => `g.${field} AS g_${field}`).join(", ");

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

const subjectFields = ["id", "email", "email_verified_at", "name", "locale", "claims", "updated_at", "suspended_at"];
/** Of the table `u`. */
export const subjectColumns = subjectFields.map((field) => `u.${field} AS u_${field}`).join(", ");

// Who redeems a code or a token has said whose it is and what it is for, and gets only what is neither revoked nor
// suspended: those columns would be read and sent for nothing.
const knownFields = ["g.client_id", "g.resources", "g.revoked_at", "u.id", "u.suspended_at"];
const ownerFields = [...grantFields.map((field) => ["g", field]), ...subjectFields.map((field) => ["u", field])].filter(
  (field) => !knownFields.includes(field.join(".")),
);

/** Of the tables `g` and `u`: what a redemption does not know yet. */
export const ownerColumns = ownerFields.map(([table, field]) => `${table}.${field} AS ${table}_${field}`).join(", ");
/** The same once more, from a step of a statement that has read it. */
export const ownerNames = ownerFields.map((field) => field.join("_")).join(", ");

export type OwnerColumns = Omit<GrantColumns, "g_client_id" | "g_resources" | "g_revoked_at"> &
  Omit<SubjectColumns, "u_id" | "u_suspended_at">;

/** @param said by who redeemed, and found to be so */
export function toOwner(row: OwnerColumns, said: { clientId: string; resources: string[] }) {
  // Added to the row itself, which nobody else has: no copy of twenty columns.
  const whole = Object.assign(row, {
    g_client_id: said.clientId,
    g_resources: said.resources,
    g_revoked_at: null,
    u_id: row.g_user_id,
    u_suspended_at: null,
  });
  return { grant: toGrant(whole), subject: toSubject(whole) };
}

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

/** A table of which rows are inserted from a recordset parameter. */
interface RecordTable {
  table: string;
  /** names and types, as `json_to_recordset` takes them */
  fields: Record<string, string>;
}

const grantTable: RecordTable = {
  table: "grants",
  fields: {
    ...{ id: "uuid", client_id: "text", user_id: "uuid", session_id: "uuid", scopes: "text[]", resources: "text[]" },
    ...{ authenticated_at: "timestamptz", acr: "text", amr: "text[]", claims: "jsonb" },
    ...{ created_at: "timestamptz", revoked_at: "timestamptz" },
  },
};

const codeTable: RecordTable = {
  table: "authorization_codes",
  fields: {
    ...{ code_hash: "text", grant_id: "uuid", client_id: "text", redirect_uri: "text", code_challenge: "text" },
    ...{ code_challenge_method: "text", nonce: "text", created_at: "timestamptz", expires_at: "timestamptz" },
    consumed_at: "timestamptz",
  },
};

const accessTokenTable: RecordTable = {
  table: "access_tokens",
  fields: {
    ...{ token_hash: "text", grant_id: "uuid", client_id: "text", user_id: "uuid", scopes: "text[]" },
    ...{ audience: "text[]", created_at: "timestamptz", expires_at: "timestamptz", revoked_at: "timestamptz" },
  },
};

/** `INSERT` of the rows of a recordset parameter. */
function insertRecords({ table, fields }: RecordTable, parameter: string): string {
  const names = Object.keys(fields);
  const types = Object.entries(fields).map((each) => each.join(" "));
  return `
    INSERT INTO ${table} (${names.join(", ")})
    SELECT ${names.map((name) => `t.${name}`).join(", ")}
    FROM json_to_recordset(${parameter}::text::json) AS t(${types.join(", ")})`;
}

export const insertGrants = (parameter: string) => insertRecords(grantTable, parameter);
export const insertCodes = (parameter: string) => insertRecords(codeTable, parameter);
export const insertAccessTokens = (parameter: string) => insertRecords(accessTokenTable, parameter);

/** Of the tokens that something is exchanged for, in the recordset of what is exchanged. New ones are neither used nor revoked. */
export const newTokenFields = `a_hash text, a_scopes text[], a_audience text[], a_created_at timestamptz,
  a_expires_at timestamptz, r_hash text, r_scopes text[], r_created_at timestamptz, r_expires_at timestamptz,
  refresh_lifetime float8`;

/** When the refresh tokens of a grant end, by the time at which it began and the `refresh_lifetime` of {@link newTokenFields}. */
export const refreshEnd = (grantCreatedAt: string) => `${grantCreatedAt} + make_interval(secs => refresh_lifetime)`;

/** Stores the new tokens of a step of the statement whose rows hold {@link newTokenFields}, `client_id` and {@link ownerColumns}. */
export const insertNewAccessTokens = (source: string) => `
    INSERT INTO access_tokens (token_hash, grant_id, client_id, user_id, scopes, audience, created_at, expires_at)
    SELECT a_hash, g_id, client_id, g_user_id, a_scopes, a_audience, a_created_at, a_expires_at FROM ${source}`;
export const insertNewRefreshTokens = (source: string) => `
    INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at)
    SELECT r_hash, g_id, client_id, r_scopes, r_created_at, LEAST(r_expires_at, ${refreshEnd("g_created_at")})
    FROM ${source} WHERE r_hash IS NOT NULL`;

export const toGrantRecord = (grant: Grant) => ({
  id: grant.grantId,
  client_id: grant.clientId,
  user_id: grant.userId,
  session_id: grant.sessionId,
  scopes: grant.scopes,
  resources: grant.resources,
  authenticated_at: grant.authenticatedAt,
  acr: grant.acr,
  amr: grant.amr,
  claims: grant.claims && toJson(grant.claims),
  created_at: grant.createdAt,
  revoked_at: grant.revokedAt,
});

export const toCodeRecord = (code: AuthorizationCode) => ({
  code_hash: code.codeHash,
  grant_id: code.grantId,
  client_id: code.clientId,
  redirect_uri: code.redirectUri,
  code_challenge: code.codeChallenge,
  code_challenge_method: code.codeChallengeMethod,
  nonce: code.nonce,
  created_at: code.createdAt,
  expires_at: code.expiresAt,
  consumed_at: code.consumedAt,
});

export const toAccessTokenRecord = (token: AccessToken) => ({
  token_hash: token.tokenHash,
  grant_id: token.grantId,
  client_id: token.clientId,
  user_id: token.userId,
  scopes: token.scopes,
  audience: token.audience,
  created_at: token.createdAt,
  expires_at: token.expiresAt,
  revoked_at: token.revokedAt,
});
