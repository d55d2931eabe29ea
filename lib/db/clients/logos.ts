import { z } from "zod";
import type { PendingChanges } from "../../oauth/client/review";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { lockClient } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { toJobRow } from "../portal/jobs";

export interface ClientLogo {
  image: Uint8Array;
  mediaType: string;
  /** base64url SHA-256 */
  digest: string;
  /** the `logo_uri` that it was read from; null: somebody uploaded it */
  sourceUri: string | null;
  /** whether people may see it: the client is verified, and neither suspended nor deleted */
  isPublic: boolean;
}

/** A picture to store. */
export type NewClientLogo = Pick<ClientLogo, "image" | "mediaType" | "digest">;

/** Jobs that read the picture at a client's `logo_uri`. */
export const FETCH_LOGO_KIND = "client.fetch_logo";

/** What such a job is about. */
export const logoErrandSchema = z.object({
  clientId: z.string(),
  logoUri: z.string(),
  /** the picture counts as reviewed, whatever it is: whoever verified the client vouches for what it publishes */
  isVouched: z.boolean().optional(),
});

type LogoErrand = z.infer<typeof logoErrandSchema>;

/**
 * A step of a transaction that registers `logoUri`: removes a picture that came from another address, and queues a job
 * to fetch a missing one. An uploaded picture stays.
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
 * A step of a transaction that writes what waits for review: removes a picture that no longer waits, and has the
 * picture at a waiting address fetched, so that it can be reviewed.
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
    where: { kind: FETCH_LOGO_KIND, finishedAt: null, payload: { equals: errand } },
  });
  if (waiting > 0) return;
  await tx.job.create({ data: toJobRow(FETCH_LOGO_KIND, errand, now), select: { id: true } });
}

/**
 * Stores an uploaded picture in place of the previous one. Until it is reviewed, people still see the reviewed picture
 * of a verified client. Null removes the picture, and every `logo_uri` that another could come from.
 * @returns whether it now waits for review; null when there is no such client, or it is deleted
 */
export async function setClientLogo(
  clientId: string,
  logo: NewClientLogo | null,
  { isReviewed }: { isReviewed: boolean },
): Promise<{ beginsToWait: boolean } | null> {
  return inTransaction(async (tx) => {
    const client = await readLocked(tx, clientId);
    if (!client) return null;
    if (logo && client.status === "verified" && !isReviewed) {
      await putPendingLogo(tx, client, { ...logo, sourceUri: null });
      return { beginsToWait: client.pendingChanges === null };
    }
    await tx.clientLogo.deleteMany({ where: { clientId } });
    if (logo) await putLogo(tx, { clientId, isPending: false }, { ...logo, sourceUri: null });
    else if (client.logoUri !== null) {
      await tx.client.update({ where: { id: clientId }, data: { logoUri: null }, select: { id: true } });
    }
    if (client.pendingChanges !== null) {
      await writePending(tx, client, { logo: undefined, ...(logo === null && { logoUri: undefined }) });
    }
    return { beginsToWait: false };
  });
}

interface LockedClient {
  clientId: string;
  status: string;
  logoUri: string | null;
  pendingChanges: PendingChanges | null;
  logo: { digest: string; sourceUri: string | null } | null;
  /** the picture that waits for review */
  waitingLogo: { sourceUri: string | null } | null;
}

/** Others who change the client or its status wait, so that neither changes in between. */
async function readLocked(tx: Prisma.TransactionClient, clientId: string): Promise<LockedClient | null> {
  await lockClient(tx, clientId);
  const row = await tx.client.findFirst({
    where: { id: clientId, deletedAt: null },
    select: {
      status: true,
      logoUri: true,
      pendingChanges: true,
      logos: { select: { digest: true, sourceUri: true, isPending: true } },
    },
  });
  if (!row) return null;
  const { logos, pendingChanges, ...client } = row;
  const find = (isPending: boolean) => logos.find((each) => each.isPending === isPending) ?? null;
  return {
    ...client,
    clientId,
    pendingChanges: pendingChanges as PendingChanges | null,
    logo: find(false),
    waitingLogo: find(true),
  };
}

async function putPendingLogo(tx: Prisma.TransactionClient, client: LockedClient, logo: KeptLogo): Promise<void> {
  await putLogo(tx, { clientId: client.clientId, isPending: true }, logo);
  await writePending(tx, client, { logo: true });
}

async function writePending(
  tx: Prisma.TransactionClient,
  { clientId, pendingChanges }: LockedClient,
  changes: Pick<PendingChanges, "logo" | "logoUri">,
): Promise<void> {
  const members = Object.entries({ ...pendingChanges, ...changes }).filter(([, value]) => value !== undefined);
  await tx.client.update({
    where: { id: clientId },
    data: { pendingChanges: members.length === 0 ? Prisma.DbNull : toJson(Object.fromEntries(members)) },
    select: { id: true },
  });
}

/**
 * Stores the picture that was fetched from `logoUri`, unless the client no longer has that address or somebody uploaded
 * a picture, which people see or which waits for review. For a verified client, an unreviewed picture waits for review.
 * "superseded": nothing was stored.
 */
export async function storeFetchedLogo(
  { clientId, logoUri, isVouched }: LogoErrand,
  logo: NewClientLogo,
): Promise<"stored" | "superseded"> {
  return inTransaction(async (tx) => {
    const client = await readLocked(tx, clientId);
    if (!client) return "superseded";
    const kept = { ...logo, sourceUri: logoUri };
    if (client.waitingLogo && client.waitingLogo.sourceUri === null) return "superseded";
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
