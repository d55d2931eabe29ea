import type { Registration, RegistrationStore } from "../oauth/register/registration-store";
import type { ClientSettings } from "../oauth/register/settings";
import { getDb } from "./client";
import { expectLogo } from "./client-logos";
import { createClient, deleteClient, findClientDetails, toUriRows } from "./clients";
import { Prisma } from "./generated/client";
import { toJson } from "./json";

/** The columns of a client that its settings decide. */
function toColumns({ redirectUris: _1, postLogoutRedirectUris: _2, jwks, metadata, ...columns }: ClientSettings) {
  return {
    ...columns,
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
  };
}

/** What dynamic registration keeps, in the database. */
export const registrationStore: RegistrationStore = {
  isRegistrationTokenLive: async (tokenHash, now) => {
    const db = await getDb();
    const row = await db.registrationToken.findFirst({
      where: {
        tokenHash,
        revokedAt: null,
        AND: [
          { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
          { OR: [{ usesLeft: null }, { usesLeft: { gt: 0 } }] },
        ],
      },
      select: { id: true },
    });
    return row !== null;
  },

  useRegistrationToken: async (tokenHash, now) => {
    const db = await getDb();
    const count = await db.$executeRaw`
      UPDATE registration_tokens SET uses_left = uses_left - 1, last_used_at = ${now}::timestamptz
      WHERE token_hash = ${tokenHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)
        AND (uses_left IS NULL OR uses_left > 0)`;
    return count === 1;
  },

  createRegistration: async ({ clientId, settings, registrationTokenHash, secret }) => {
    const isNew = await createClient({
      ...settings,
      clientId,
      ownerId: null,
      optionalScopes: [],
      isSelfRegistered: true,
      registrationTokenHash,
      secret: secret && { ...secret, createdById: null },
    });
    if (!isNew) throw new Error("A new client id was given before.");
  },

  findRegistration,

  replaceRegistration: async (clientId, settings, secret) => {
    const db = await getDb();
    return db.$transaction(async (tx) => {
      const { name, clientUri, logoUri } = settings;
      const before = await tx.client.findUnique({
        where: { id: clientId },
        select: { name: true, clientUri: true, logoUri: true, status: true },
      });
      const isSame = before?.name === name && before.clientUri === clientUri && before.logoUri === logoUri;
      // What an administrator looked at is not what people see any more.
      const isDue = before?.status === "verified" && !isSame;
      const { count } = await tx.client.updateMany({
        where: { id: clientId, deletedAt: null, suspendedAt: null, isSelfRegistered: true },
        data: { ...toColumns(settings), ...(isDue && { status: "in_review" }) },
      });
      if (count === 0) return false;
      await expectLogo(tx, clientId, logoUri, new Date());
      const rows = toUriRows(settings, Date.now());
      // What stays keeps the time of its last use.
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
