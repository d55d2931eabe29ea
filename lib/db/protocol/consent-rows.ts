import type { Consent } from "../../oauth/model";

/** A row of {@link CONSENT_COLUMNS}; `clientId` is null where an outer join found no consent. */
export interface ConsentColumns {
  clientId: string | null;
  declinedScopes: string[] | null;
  resources: string[] | null;
  expiresAt: Date | null;
  grantId: string | null;
  names: string[];
  times: Date[];
}

/** Columns of `consents c` with its scopes. */
export const CONSENT_COLUMNS = `
  c.client_id AS "clientId", c.declined_scopes AS "declinedScopes", c.resources, c.expires_at AS "expiresAt",
  coalesce(c.grant_id, c.id) AS "grantId",
  ARRAY(SELECT scope FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY granted_at, scope) AS names,
  ARRAY(SELECT granted_at FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY granted_at, scope) AS times`;

/** The columns that {@link JOIN_NEEDED_CONSENT} compares. */
export const NEEDED_CONSENT_TYPED = "user_id uuid, client_id text, scopes text[], resources text[], now timestamptz";

/**
 * Joins `consents c` that hold what is needed of them, in the table `i`. With `FOR SHARE OF c`, the conditions on `c` are
 * checked again when a removal that came first has committed: what it took back is declined by then. Scopes are in another
 * table, which a statement sees as it was when the statement began.
 */
export const JOIN_NEEDED_CONSENT = `
  JOIN consents c ON c.user_id = i.user_id AND c.client_id = i.client_id
    AND (c.expires_at IS NULL OR c.expires_at > i.now) AND NOT c.declined_scopes && i.scopes AND i.resources <@ c.resources
    AND i.scopes <@ ARRAY(SELECT s.scope FROM consent_scopes s WHERE s.consent_id = c.id)`;

/** The consent of a person; null: there is none. */
export function toConsent(
  userId: string,
  { clientId, declinedScopes, resources, expiresAt, grantId, names, times }: ConsentColumns,
): Consent | null {
  if (clientId === null || grantId === null) return null;
  const scopes = names.map((name, index) => ({ name, grantedAt: times[index] ?? new Date(0) }));
  return {
    grantId,
    userId,
    clientId,
    scopes,
    declinedScopes: declinedScopes ?? [],
    resources: resources ?? [],
    expiresAt,
  };
}
