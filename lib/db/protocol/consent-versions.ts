import type { Consent, Grant, ShownPage } from "../../oauth/model";
import { toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { Prisma } from "../generated/client";

/**
 * What changed what a person allows a client. `retired`: the portal's catalogue no longer has it; `unused`: it ended because
 * nobody used it; `shortened`: it ends earlier, because a maximum was set; `returned`: the client gave it back.
 */
export type ConsentChange = "given" | "once" | "narrowed" | "removed" | "retired" | "unused" | "shortened" | "returned";

/** The changes of which a version names what the client has; the others name what was taken away. */
export function saysWhatIsAllowed(change: ConsentChange): boolean {
  return change === "given" || change === "once" || change === "shortened";
}

/** Versions of what one person allowed one client, the newest of them; more are not kept. */
const MOST_VERSIONS_KEPT = 100;

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

/** Deletes the oldest versions before such an INSERT, so that with it there are {@link MOST_VERSIONS_KEPT}. */
function dropOldVersions(
  { userId, clientId }: Pick<NewVersion, "userId" | "clientId">,
  source: Prisma.Sql,
): Prisma.Sql {
  const theirs = Prisma.sql`FROM consent_versions WHERE user_id = ${userId}::uuid AND client_id = ${clientId}::text`;
  const inOrder = Prisma.sql`ORDER BY created_at DESC, id DESC`;
  // The newest `given` may say what is allowed now, so it stays.
  return Prisma.sql`
    DELETE FROM consent_versions WHERE EXISTS (SELECT FROM ${source}) AND id = ANY(ARRAY(
      SELECT id ${theirs} AND id NOT IN (SELECT id ${theirs} AND change = 'given' ${inOrder} LIMIT 1)
      ${inOrder} OFFSET ${MOST_VERSIONS_KEPT - 2}))`;
}

/**
 * The steps of one statement that keep a yes, once for each row of `source`: one that is remembered, or one that a page
 * was answered with for this once. A yes that was remembered before and needed no page is no version of its own.
 */
export function keepYes(
  { consent, grant, shown }: { consent: Consent | null; grant: Grant; shown: ShownPage | null },
  now: Date,
  source: Prisma.Sql,
): Prisma.Sql {
  const keep = (version: NewVersion) => Prisma.sql`
    dropped AS (${dropOldVersions(version, source)}), version AS (${insertVersion(version, now, source)})`;
  if (consent) return keep({ ...consent, change: "given", scopes: consent.scopes.map(({ name }) => name), shown });
  if (!shown) return Prisma.sql`version AS (SELECT 1)`;
  return keep({ ...grant, change: "once", declinedScopes: [], shown });
}

/** Keeps that scopes were taken away, in the transaction that takes them. */
export async function keepWithdrawal(
  tx: Prisma.TransactionClient,
  withdrawal: {
    userId: string;
    clientId: string;
    change: "narrowed" | "removed" | "unused" | "returned";
    scopes: readonly string[];
  },
  now: Date,
): Promise<void> {
  await keep(tx, { ...withdrawal, declinedScopes: [], resources: [], expiresAt: null, shown: null }, now);
}

/** Keeps that what is allowed ends earlier, in the transaction that shortens it. */
export async function keepShortening(
  tx: Prisma.TransactionClient,
  allowed: Pick<NewVersion, "userId" | "clientId" | "scopes" | "resources" | "expiresAt">,
  now: Date,
): Promise<void> {
  await keep(tx, { ...allowed, change: "shortened", declinedScopes: [], shown: null }, now);
}

async function keep(tx: Prisma.TransactionClient, version: NewVersion, now: Date): Promise<void> {
  const once = Prisma.sql`(SELECT 1) AS once`;
  await tx.$executeRaw`WITH dropped AS (${dropOldVersions(version, once)}) ${insertVersion(version, now, once)}`;
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
