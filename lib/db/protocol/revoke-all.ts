import type { Prisma } from "../generated/client";

/**
 * Which access ends: that of one grant, of one client, of one client to one person, what that client got in one of their
 * sessions, or all access to one person; or what apps have only while their person is signed in somewhere.
 */
type AccessOf =
  | { grantId: string }
  | { clientId: string; userId?: string; sessionId?: undefined }
  | { clientId: string; userId: string; sessionId: string }
  | { userId: string }
  | { sessionId: { in: string[] }; offlineAccess: false };

/**
 * Revokes the grants and all their access and refresh tokens at `now`. What was revoked before keeps its time. A code
 * ends with its grant; marking it as used would make it look stolen.
 */
export async function revokeAllAccess(tx: Prisma.TransactionClient, of: AccessOf, now: Date): Promise<void> {
  const data = { revokedAt: now };
  // The grant comes first: this waits for a redemption that holds it, and the next statements then see its tokens.
  await tx.grant.updateMany({ where: { ...of, revokedAt: null }, data });
  // By their grants where only the person is known: access tokens have no index of people.
  const isOfClient = "clientId" in of && of.sessionId === undefined;
  const tokens = isOfClient || "grantId" in of ? of : { grant: of };
  await tx.accessToken.updateMany({ where: { ...tokens, revokedAt: null }, data });
  await tx.refreshToken.updateMany({ where: { ...("grantId" in of ? of : { grant: of }), revokedAt: null }, data });
}
