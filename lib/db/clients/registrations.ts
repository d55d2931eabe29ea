import type { Registration, RegistrationStore } from "../../oauth/register/registration-store";
import type { ClientSettings } from "../../oauth/register/settings";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { createClient, deleteClient, findClientDetails, toPendingColumn, toUriRows } from "./clients";
import { expectLogo, expectPendingLogo } from "./logos";
import { toStoredSkeleton } from "./name-skeleton";

/** The columns of a client that hold its settings. */
function toColumns({ redirectUris: _1, postLogoutRedirectUris: _2, jwks, metadata, ...columns }: ClientSettings) {
  return {
    ...columns,
    nameSkeleton: toStoredSkeleton(columns.name),
    jwks: jwks === null ? Prisma.DbNull : toJson({ ...jwks }),
    metadata: toJson(metadata),
  };
}

async function findRegistration(clientId: string): Promise<Registration | null> {
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const row = await db.client.findFirst({
    where: { id: clientId, deletedAt: null, suspendedAt: null, isSelfRegistered: true },
    select: {
      registrationTokenHash: true,
      secrets: {
        where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
        select: { secretHash: true },
      },
    },
  });
  const details = row?.registrationTokenHash ? await findClientDetails(clientId) : null;
  if (!row?.registrationTokenHash || !details || details.deletedAt) return null;
  return {
    clientId,
    settings: details,
    registrationTokenHash: row.registrationTokenHash,
    createdAt: details.createdAt,
    secretHashes: row.secrets.map((secret) => secret.secretHash),
    isVerified: details.status === "verified",
    reviewedHosts: details.reviewedHosts,
    pendingChanges: details.pendingChanges,
    updatedAt: details.updatedAt,
  };
}

/** What dynamic registration keeps, in the database. */
export const registrationStore: RegistrationStore = {
  findRegistrationToken: async (tokenHash, now) => {
    const db = await getDb();
    return await db.registrationToken.findFirst({
      where: {
        tokenHash,
        revokedAt: null,
        AND: [
          { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
          { OR: [{ usesLeft: null }, { usesLeft: { gt: 0 } }] },
        ],
      },
      select: { isTrusted: true },
    });
  },

  useRegistrationToken: async (tokenHash, now) => {
    const db = await getDb();
    const count = await db.$executeRaw`
      UPDATE registration_tokens SET uses_left = uses_left - 1, last_used_at = ${now}::timestamptz
      WHERE token_hash = ${tokenHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)
        AND (uses_left IS NULL OR uses_left > 0)`;
    return count === 1;
  },

  createRegistration: async ({ clientId, settings, registrationTokenHash, secret, reviewedHosts }) => {
    const row = {
      ...settings,
      clientId,
      ownerId: null,
      optionalScopes: [],
      isSelfRegistered: true,
      ...(reviewedHosts && { status: "verified" as const, reviewedHosts }),
      registrationTokenHash,
      secret: secret && { ...secret, createdById: null },
    };
    const creation = await createClient(row, null);
    if (creation !== "created") throw new Error("A new client id was given before.");
  },

  findRegistration,

  replaceRegistration: async ({ clientId, updatedAt }, { settings, pendingChanges }, secret) => {
    return inTransaction(async (tx) => {
      const { count } = await tx.client.updateMany({
        where: { id: clientId, updatedAt, deletedAt: null, suspendedAt: null, isSelfRegistered: true },
        data: { ...toColumns(settings), ...toPendingColumn(pendingChanges) },
      });
      if (count === 0) return false;
      await expectLogo(tx, { clientId, logoUri: settings.logoUri }, new Date());
      await expectPendingLogo(tx, clientId, pendingChanges, new Date());
      const rows = toUriRows(settings, Date.now());
      // Addresses that stay keep the time of their last use.
      await tx.redirectUri.deleteMany({
        where: { clientId, NOT: { OR: rows.map(({ kind, uri }) => ({ kind, uri })) } },
      });
      await tx.redirectUri.createMany({ data: rows.map((row) => ({ ...row, clientId })), skipDuplicates: true });
      if (secret) await tx.clientSecret.create({ data: { ...secret, clientId }, select: { id: true } });
      return true;
    });
  },

  deleteRegistration: (clientId, now) => deleteClient(clientId, now),
};
