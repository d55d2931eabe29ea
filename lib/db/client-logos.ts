import { getDb } from "./client";

export interface ClientLogo {
  png: Uint8Array;
  /** base64url SHA-256 */
  digest: string;
  /** the client is verified, and neither suspended nor deleted: people may see it */
  isPublic: boolean;
}

/** Stores the picture in place of the one before; null takes it away. */
export async function setClientLogo(clientId: string, logo: { png: Uint8Array; digest: string } | null): Promise<void> {
  const db = await getDb();
  if (!logo) {
    await db.clientLogo.deleteMany({ where: { clientId } });
    return;
  }
  const data = { png: Uint8Array.from(logo.png), digest: logo.digest };
  await db.clientLogo.upsert({
    where: { clientId },
    create: { clientId, ...data },
    update: { ...data, createdAt: new Date() },
    select: { clientId: true },
  });
}

const live = { status: "verified", suspendedAt: null, deletedAt: null } as const;

export async function findClientLogo(clientId: string): Promise<ClientLogo | null> {
  const db = await getDb();
  const row = await db.clientLogo.findUnique({
    where: { clientId },
    select: { png: true, digest: true, client: { select: { status: true, suspendedAt: true, deletedAt: true } } },
  });
  if (!row) return null;
  const { status, suspendedAt, deletedAt } = row.client;
  const isPublic = status === live.status && suspendedAt === null && deletedAt === null;
  return { png: row.png, digest: row.digest, isPublic };
}

/** The digest of each picture that people may see, by client id. */
export async function findPublicLogos(clientIds: string[]): Promise<Map<string, string>> {
  if (clientIds.length === 0) return new Map();
  const db = await getDb();
  const rows = await db.clientLogo.findMany({
    where: { clientId: { in: clientIds }, client: live },
    select: { clientId: true, digest: true },
  });
  return new Map(rows.map((row) => [row.clientId, row.digest]));
}
