import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";

/** A picture as it is served. */
export interface StoredPicture {
  image: Uint8Array;
  /** `image/jpeg`, for example */
  mediaType: string;
}

/**
 * Stores a person's picture under a new key, in place of the one before, and removes the link to a picture elsewhere.
 * Null removes both.
 */
export async function setPicture(
  userId: string,
  picture: (StoredPicture & { key: string }) | null,
  now: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE users SET picture_key = ${picture?.key ?? null}, claims = claims - 'picture', updated_at = ${now}::timestamptz
      WHERE id = ${userId}::uuid`;
    if (picture === null) {
      await tx.userPicture.deleteMany({ where: { userId } });
      return;
    }
    const row = { image: Uint8Array.from(picture.image), mediaType: picture.mediaType, createdAt: now };
    await tx.userPicture.upsert({
      where: { userId },
      create: { userId, ...row },
      update: row,
      select: { userId: true },
    });
  });
}

/** The picture with that key; null when there is none, or another one took its place. */
export async function findPicture(key: string): Promise<StoredPicture | null> {
  // No text column can hold NUL.
  if (key.includes("\0")) return null;
  const db = await getDb();
  return await db.userPicture.findFirst({
    where: { user: { pictureKey: key } },
    select: { image: true, mediaType: true },
  });
}
