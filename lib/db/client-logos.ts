import { z } from "zod";
import type { PendingChanges } from "../oauth/register/review";
import { getDb } from "./client";
import { Prisma } from "./generated/client";
import { toJobRow } from "./jobs";
import { toJson } from "./json";

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
export const logoErrandSchema = z.object({
  clientId: z.string(),
  logoUri: z.string(),
  /** the picture counts as looked at, whatever it is: whoever verified the client vouches for what it publishes */
  isVouched: z.boolean().optional(),
});

type LogoErrand = z.infer<typeof logoErrandSchema>;

/**
 * A step of a transaction that registers `logoUri`: a picture that came from another address goes, and one that is
 * not there is read by a job. A picture that somebody uploaded stays.
 */
export async function expectLogo(
  tx: Prisma.TransactionClient,
  { clientId, logoUri, isVouched = false }: Omit<LogoErrand, "logoUri"> & { logoUri: string | null },
  now: Date,
): Promise<void> {
  await tx.clientLogo.deleteMany({
    where: {
      clientId,
      isPending: false,
      sourceUri: { not: null },
      ...(logoUri !== null && { NOT: { sourceUri: logoUri } }),
    },
  });
  if (logoUri === null || (await tx.clientLogo.count({ where: { clientId, isPending: false } })) > 0) return;
  await sendErrand(tx, { clientId, logoUri, ...(isVouched && { isVouched }) }, now);
}

/**
 * A step of a transaction that writes what waits for review: a picture that waits for nothing any more goes, and the one
 * at an address that waits is read, so that it can be looked at.
 */
export async function expectPendingLogo(
  tx: Prisma.TransactionClient,
  clientId: string,
  pending: PendingChanges | null,
  now: Date,
): Promise<void> {
  const { logoUri, logo } = pending ?? {};
  if (!logo && !logoUri) {
    await tx.clientLogo.deleteMany({ where: { clientId, isPending: true } });
    return;
  }
  if (!logoUri) return;
  const isThere = await tx.clientLogo.count({ where: { clientId, isPending: true, sourceUri: logoUri } });
  if (isThere === 0) await sendErrand(tx, { clientId, logoUri }, now);
}

async function sendErrand(tx: Prisma.TransactionClient, errand: LogoErrand, now: Date): Promise<void> {
  const waiting = await tx.job.count({
    where: { kind: fetchLogoKind, finishedAt: null, payload: { equals: errand } },
  });
  if (waiting > 0) return;
  await tx.job.create({ data: toJobRow(fetchLogoKind, errand, now), select: { id: true } });
}

/**
 * Stores the picture that somebody uploaded in place of the one before; null takes it away. One that nobody looked at
 * waits, while people go on to see the picture of a verified client that was looked at.
 */
export async function setClientLogo(
  clientId: string,
  logo: NewClientLogo | null,
  { isReviewed }: { isReviewed: boolean },
): Promise<void> {
  const db = await getDb();
  await db.$transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    if (logo && client?.status === "verified" && !isReviewed) {
      await putPendingLogo(tx, client, { ...logo, sourceUri: null });
      return;
    }
    await tx.clientLogo.deleteMany({ where: { clientId } });
    if (client?.pendingChanges?.logo) await writePending(tx, client, { logo: undefined });
    if (logo) await putLogo(tx, { clientId, isPending: false }, { ...logo, sourceUri: null });
  });
}

interface LockedClient {
  clientId: string;
  status: string;
  logoUri: string | null;
  pendingChanges: PendingChanges | null;
  logo: { digest: string; sourceUri: string | null } | null;
}

/** Whoever changes the client or its status waits, so that neither changes in between. */
async function lockClient(tx: Prisma.TransactionClient, clientId: string): Promise<LockedClient | null> {
  await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
  const row = await tx.client.findFirst({
    where: { id: clientId, deletedAt: null },
    select: {
      status: true,
      logoUri: true,
      pendingChanges: true,
      logos: { where: { isPending: false }, select: { digest: true, sourceUri: true } },
    },
  });
  if (!row) return null;
  const { logos, pendingChanges, ...client } = row;
  return { ...client, clientId, pendingChanges: pendingChanges as PendingChanges | null, logo: logos[0] ?? null };
}

async function putPendingLogo(tx: Prisma.TransactionClient, client: LockedClient, logo: KeptLogo): Promise<void> {
  await putLogo(tx, { clientId: client.clientId, isPending: true }, logo);
  await writePending(tx, client, { logo: true });
}

async function writePending(
  tx: Prisma.TransactionClient,
  { clientId, pendingChanges }: LockedClient,
  changes: Pick<PendingChanges, "logo">,
): Promise<void> {
  const { logo: _before, ...others } = pendingChanges ?? {};
  const pending = { ...others, ...(changes.logo && { logo: changes.logo }) };
  const isNothing = Object.keys(pending).length === 0;
  await tx.client.update({
    where: { id: clientId },
    data: { pendingChanges: isNothing ? Prisma.DbNull : toJson(pending) },
    select: { id: true },
  });
}

/**
 * Stores the picture that was read from `logoUri`, unless that is not the client's any more or somebody uploaded one.
 * One of a verified client that nobody looked at waits for review. "superseded": nothing was stored.
 */
export async function storeFetchedLogo(
  { clientId, logoUri, isVouched }: LogoErrand,
  logo: NewClientLogo,
): Promise<"stored" | "superseded"> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    if (!client) return "superseded";
    const kept = { ...logo, sourceUri: logoUri };
    if (client.pendingChanges?.logoUri === logoUri) {
      await putPendingLogo(tx, client, kept);
      return "stored";
    }
    if (client.logoUri !== logoUri || (client.logo && client.logo.sourceUri === null)) return "superseded";
    if (client.status === "verified" && client.logo?.digest !== logo.digest && !isVouched) {
      await putPendingLogo(tx, client, kept);
      return "stored";
    }
    await putLogo(tx, { clientId, isPending: false }, kept);
    return "stored";
  });
}

/** Whether the picture at this address is still wanted: the client names it, and nobody uploaded another. */
export async function isLogoWanted({ clientId, logoUri }: LogoErrand): Promise<boolean> {
  const db = await getDb();
  const client = await db.client.findFirst({
    where: { id: clientId, deletedAt: null },
    select: {
      logoUri: true,
      pendingChanges: true,
      logos: { where: { isPending: false }, select: { sourceUri: true } },
    },
  });
  if (!client) return false;
  const pending = client.pendingChanges as PendingChanges | null;
  if (pending?.logoUri === logoUri) return true;
  return client.logoUri === logoUri && client.logos.every(({ sourceUri }) => sourceUri === logoUri);
}

type KeptLogo = NewClientLogo & Pick<ClientLogo, "sourceUri">;

async function putLogo(
  db: Prisma.TransactionClient,
  key: { clientId: string; isPending: boolean },
  logo: KeptLogo,
): Promise<void> {
  const data = { ...logo, image: Uint8Array.from(logo.image) };
  await db.clientLogo.upsert({
    where: { clientId_isPending: key },
    create: { ...key, ...data },
    update: { ...data, createdAt: new Date() },
    select: { clientId: true },
  });
}

const live = { status: "verified", suspendedAt: null, deletedAt: null } as const;

/** The picture of a client: the one that people see or would see, or the one that waits for review. */
export async function findClientLogo(clientId: string, { isPending = false } = {}): Promise<ClientLogo | null> {
  const db = await getDb();
  const row = await db.clientLogo.findUnique({
    where: { clientId_isPending: { clientId, isPending } },
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
  const isLive = client.status === live.status && client.suspendedAt === null && client.deletedAt === null;
  return { ...logo, isPublic: isLive && !isPending };
}

/** The digest of each picture that people may see, by client id. */
export async function findPublicLogos(clientIds: string[]): Promise<Map<string, string>> {
  if (clientIds.length === 0) return new Map();
  const db = await getDb();
  const rows = await db.clientLogo.findMany({
    where: { clientId: { in: clientIds }, isPending: false, client: live },
    select: { clientId: true, digest: true },
  });
  return new Map(rows.map((row) => [row.clientId, row.digest]));
}
