import { z } from "zod";
import { getDb } from "./client";
import type { Prisma } from "./generated/client";
import { toJobRow } from "./jobs";

export interface ClientLogo {
  image: Uint8Array;
  mediaType: string;
  /** base64url SHA-256 */
  digest: string;
  /** the `logo_uri` that it was read from; null: somebody uploaded it */
  sourceUri: string | null;
  /** the client is verified, and neither suspended nor deleted: people may see it */
  isPublic: boolean;
}

/** A picture to be kept. */
export type NewClientLogo = Pick<ClientLogo, "image" | "mediaType" | "digest">;

/** Jobs that read the picture at a client's `logo_uri`. */
export const fetchLogoKind = "client.fetch_logo";

/** What such a job is about. */
export const logoErrandSchema = z.object({ clientId: z.string(), logoUri: z.string() });

/**
 * A step of a transaction that registers `logoUri`: a picture that came from another address goes, and one that is
 * not there is read by a job. A picture that somebody uploaded stays.
 */
export async function expectLogo(
  tx: Prisma.TransactionClient,
  clientId: string,
  logoUri: string | null,
  now: Date,
): Promise<void> {
  await tx.clientLogo.deleteMany({
    where: { clientId, sourceUri: { not: null }, ...(logoUri !== null && { NOT: { sourceUri: logoUri } }) },
  });
  if (logoUri === null || (await tx.clientLogo.count({ where: { clientId } })) > 0) return;
  const errand = { clientId, logoUri };
  const waiting = await tx.job.count({
    where: { kind: fetchLogoKind, finishedAt: null, payload: { equals: errand } },
  });
  if (waiting > 0) return;
  await tx.job.create({ data: toJobRow(fetchLogoKind, errand, now), select: { id: true } });
}

/**
 * Stores the picture that somebody uploaded in place of the one before; null takes it away. One that nobody looked at
 * sends a verified client back to review.
 */
export async function setClientLogo(
  clientId: string,
  logo: NewClientLogo | null,
  { isReviewed }: { isReviewed: boolean },
): Promise<void> {
  const db = await getDb();
  await db.$transaction(async (tx) => {
    await lockClient(tx, clientId);
    if (!isReviewed) {
      await tx.client.updateMany({ where: { id: clientId, status: "verified" }, data: { status: "in_review" } });
    }
    if (logo) await putLogo(tx, clientId, { ...logo, sourceUri: null });
    else await tx.clientLogo.deleteMany({ where: { clientId } });
  });
}

/** Whoever changes the client or its status waits, so that neither changes in between. */
async function lockClient(tx: Prisma.TransactionClient, clientId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
}

/**
 * Stores the picture that was read from `logoUri`, unless that is not the client's any more or somebody uploaded one.
 * Nobody looked at it: a verified client goes back to review. "superseded": nothing was stored.
 */
export async function storeFetchedLogo(
  { clientId, logoUri }: z.infer<typeof logoErrandSchema>,
  logo: NewClientLogo,
): Promise<"stored" | "superseded"> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    await lockClient(tx, clientId);
    const client = await tx.client.findFirst({
      where: { id: clientId, logoUri, deletedAt: null },
      select: { status: true, logo: { select: { digest: true, sourceUri: true } } },
    });
    if (!client || (client.logo && client.logo.sourceUri === null)) return "superseded";
    if (client.status === "verified" && client.logo?.digest !== logo.digest) {
      await tx.client.update({ where: { id: clientId }, data: { status: "in_review" }, select: { id: true } });
    }
    await putLogo(tx, clientId, { ...logo, sourceUri: logoUri });
    return "stored";
  });
}

/** Whether the picture at this address is still wanted: the client names it, and nobody uploaded another. */
export async function isLogoWanted({ clientId, logoUri }: z.infer<typeof logoErrandSchema>): Promise<boolean> {
  const db = await getDb();
  const wanted = { id: clientId, logoUri, deletedAt: null, OR: [{ logo: null }, { logo: { sourceUri: logoUri } }] };
  return (await db.client.count({ where: wanted })) > 0;
}

async function putLogo(
  db: Prisma.TransactionClient,
  clientId: string,
  logo: NewClientLogo & Pick<ClientLogo, "sourceUri">,
): Promise<void> {
  const data = { ...logo, image: Uint8Array.from(logo.image) };
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
    select: {
      image: true,
      mediaType: true,
      digest: true,
      sourceUri: true,
      client: { select: { status: true, suspendedAt: true, deletedAt: true } },
    },
  });
  if (!row) return null;
  const { client, ...logo } = row;
  const isPublic = client.status === live.status && client.suspendedAt === null && client.deletedAt === null;
  return { ...logo, isPublic };
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
