import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";
import type { ConsentChange } from "../protocol/consent-versions";

/** A change of what a person allows an app. */
export interface ConsentVersion {
  versionId: string;
  clientId: string;
  change: ConsentChange;
  /** allowed, or taken away */
  scopes: string[];
  /** optional scopes that the page showed and the person left out */
  declinedScopes: string[];
  /** identifiers of the APIs that it allowed */
  resources: string[];
  /** when what was allowed ends by itself; null: when the person removes it */
  expiresAt: Date | null;
  /** the language of the page; null: there was no page */
  locale: string | null;
  /** what the page showed, in that language; null: there was no page */
  shown: Record<string, unknown> | null;
  createdAt: Date;
}

const select = {
  id: true,
  clientId: true,
  change: true,
  scopes: true,
  declinedScopes: true,
  resources: true,
  expiresAt: true,
  locale: true,
  shown: true,
  createdAt: true,
} satisfies Prisma.ConsentVersionSelect;

function toVersion({ id, change, shown, ...row }: Prisma.ConsentVersionGetPayload<{ select: typeof select }>) {
  return {
    ...row,
    versionId: id,
    change: change as ConsentChange,
    shown: shown as ConsentVersion["shown"],
  };
}

/** The person's newest versions, of one app or of all, the newest first; also of apps that were removed. */
export async function listConsentVersions(
  { userId, clientId }: { userId: string; clientId?: string },
  limit: number,
): Promise<ConsentVersion[]> {
  // It may come from an address; no text column can hold NUL.
  if (clientId?.includes("\0")) return [];
  const db = await getDb();
  const rows = await db.consentVersion.findMany({
    where: { userId, clientId },
    select,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toVersion);
}

/** A version as the export has it. */
export interface ExportedVersion extends ConsentVersion {
  /** the page is kept, and left out because the newer ones fill the export */
  isShownLeftOut: boolean;
}

/**
 * The person's newest versions of all apps, the newest first. Of the pages that they were shown, the newest ones.
 * @param most versions, and bytes of all pages together as JSON
 */
export async function exportConsentVersions(
  userId: string,
  most: { versions: number; bytes: number },
): Promise<ExportedVersion[]> {
  const db = await getDb();
  return db.$queryRaw<ExportedVersion[]>`
    WITH measured AS MATERIALIZED (
      SELECT id, sum(octet_length(shown::text)) OVER (ORDER BY created_at DESC, id DESC) AS bytes
      FROM (
        SELECT * FROM consent_versions WHERE user_id = ${userId}::uuid
        ORDER BY created_at DESC, id DESC LIMIT ${most.versions}::int) AS newest)
    SELECT v.id AS "versionId", v.client_id AS "clientId", v.change, v.scopes, v.declined_scopes AS "declinedScopes",
      v.resources, v.expires_at AS "expiresAt", v.locale, v.created_at AS "createdAt",
      CASE WHEN m.bytes <= ${most.bytes}::int THEN v.shown END AS shown,
      v.shown IS NOT NULL AND m.bytes > ${most.bytes}::int AS "isShownLeftOut"
    FROM measured m JOIN consent_versions v ON v.id = m.id
    ORDER BY v.created_at DESC, v.id DESC`;
}

/** Null when the person has no such version. */
export async function findConsentVersion(userId: string, versionId: string): Promise<ConsentVersion | null> {
  if (!isUuid(versionId)) return null;
  const db = await getDb();
  const row = await db.consentVersion.findFirst({ where: { userId, id: versionId }, select });
  return row && toVersion(row);
}
