import type { Consent } from "../../oauth/model";

/** A row of {@link CONSENT_COLUMNS}; `clientId` is null where an outer join found no consent. */
export interface ConsentColumns {
  clientId: string | null;
  declinedScopes: string[] | null;
  resources: string[] | null;
  expiresAt: Date | null;
  names: string[];
  times: Date[];
}

/** Columns of `consents c` with its scopes. */
export const CONSENT_COLUMNS = `
  c.client_id AS "clientId", c.declined_scopes AS "declinedScopes", c.resources, c.expires_at AS "expiresAt",
  ARRAY(SELECT scope FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY granted_at, scope) AS names,
  ARRAY(SELECT granted_at FROM consent_scopes s WHERE s.consent_id = c.id ORDER BY granted_at, scope) AS times`;

/** The consent of a person; null: there is none. */
export function toConsent(
  userId: string,
  { clientId, declinedScopes, resources, expiresAt, names, times }: ConsentColumns,
): Consent | null {
  if (clientId === null) return null;
  const scopes = names.map((name, index) => ({ name, grantedAt: times[index] ?? new Date(0) }));
  return { userId, clientId, scopes, declinedScopes: declinedScopes ?? [], resources: resources ?? [], expiresAt };
}
