import type { Consent, Grant, ShownPage } from "../../oauth/model";
import { toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { Prisma } from "../generated/client";

/**
 * What changed what a person allows a client. `retired`: the portal's catalogue no longer has it; `unused`: it ended because
 * nobody used it.
 */
export type ConsentChange = "given" | "once" | "narrowed" | "removed" | "retired" | "unused";

interface NewVersion extends Pick<Consent, "userId" | "clientId" | "expiresAt" | "declinedScopes" | "resources"> {
  change: ConsentChange;
  /** allowed, or taken away */
  scopes: readonly string[];
  shown: ShownPage | null;
}

/** An INSERT of the version, once for each row of `source`. */
function insertVersion(version: NewVersion, now: Date, source: Prisma.Sql): Prisma.Sql {
  const { userId, clientId, change, scopes, declinedScopes, resources, expiresAt, shown } = version;
  const page = shown && JSON.stringify(toJson(shown.page));
  return Prisma.sql`
    INSERT INTO consent_versions
      (id, user_id, client_id, change, scopes, declined_scopes, resources, expires_at, locale, shown, created_at)
    SELECT ${newId(now.getTime())}::uuid, ${userId}::uuid, ${clientId}::text, ${change}::text, ${scopes}::text[],
      ${declinedScopes}::text[], ${resources}::text[], ${expiresAt}::timestamptz, ${shown?.locale ?? null}::text,
      ${page}::text::jsonb, ${now}::timestamptz
    FROM ${source}`;
}

/**
 * The step of one statement that keeps a yes, once for each row of `source`: one that is remembered, or one that a page
 * was answered with for this once. A yes that was remembered before and needed no page is no version of its own.
 */
export function keepYes(
  { consent, grant, shown }: { consent: Consent | null; grant: Grant; shown: ShownPage | null },
  now: Date,
  source: Prisma.Sql,
): Prisma.Sql {
  if (consent) {
    const scopes = consent.scopes.map(({ name }) => name);
    return insertVersion({ ...consent, change: "given", scopes, shown }, now, source);
  }
  if (!shown) return Prisma.sql`SELECT 1`;
  return insertVersion({ ...grant, change: "once", declinedScopes: [], shown }, now, source);
}

/** Keeps that scopes were taken away, in the transaction that takes them. */
export async function keepWithdrawal(
  tx: Prisma.TransactionClient,
  withdrawal: {
    userId: string;
    clientId: string;
    change: "narrowed" | "removed" | "unused";
    scopes: readonly string[];
  },
  now: Date,
): Promise<void> {
  const version = { ...withdrawal, declinedScopes: [], resources: [], expiresAt: null, shown: null };
  await tx.$executeRaw(insertVersion(version, now, Prisma.sql`(SELECT 1) AS once`));
}

/** Keeps, for everybody who allowed one of these scopes, that the portal took it out of its catalogue. */
export async function keepRetirement(
  tx: Prisma.TransactionClient,
  scopes: readonly string[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO consent_versions (id, user_id, client_id, change, scopes, created_at)
    SELECT gen_random_uuid(), c.user_id, c.client_id, 'retired', array_agg(s.scope ORDER BY s.scope), ${now}::timestamptz
    FROM consent_scopes s JOIN consents c ON c.id = s.consent_id
    WHERE s.scope = ANY(${scopes}::text[])
    GROUP BY c.user_id, c.client_id`;
}
