import { getDb } from "../driver/database";

/** The portal's picture. */
export interface PortalLogo {
  /** base64url SHA-256 */
  digest: string;
  image: Uint8Array;
  mediaType: string;
}

/** Stores a picture; the same one twice is harmless. */
export async function insertPortalLogo({ digest, image, mediaType }: PortalLogo): Promise<void> {
  const db = await getDb();
  await db.portalLogo.createMany({
    data: [{ digest, image: Uint8Array.from(image), mediaType }],
    skipDuplicates: true,
  });
}

/** The picture with this digest, or null. */
export async function findPortalLogo(digest: string): Promise<PortalLogo | null> {
  const db = await getDb();
  return db.portalLogo.findUnique({ where: { digest } });
}

/** Deletes every picture but this one; null: all. */
export async function deletePortalLogosBut(digest: string | null): Promise<void> {
  const db = await getDb();
  await db.portalLogo.deleteMany({ where: { digest: { not: digest ?? "" } } });
}
