import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";

/** The portal's picture. */
export interface PortalLogo {
  /** base64url SHA-256 */
  digest: string;
  image: Uint8Array;
  mediaType: string;
}

/**
 * A step of a transaction that sets which picture is the portal's: stores it, if it is not there already, and deletes
 * every other one. Null: all.
 */
export async function keepOnlyLogo(tx: Prisma.TransactionClient, logo: PortalLogo | null): Promise<void> {
  await tx.portalLogo.deleteMany({ where: { digest: { not: logo?.digest ?? "" } } });
  if (logo === null) return;
  const { digest, image, mediaType } = logo;
  await tx.portalLogo.createMany({
    data: [{ digest, image: Uint8Array.from(image), mediaType }],
    skipDuplicates: true,
  });
}

/** The picture with this digest, or null. */
export async function findPortalLogo(digest: string): Promise<PortalLogo | null> {
  const db = await getDb();
  return db.portalLogo.findUnique({ where: { digest } });
}
