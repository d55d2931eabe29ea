import { getDb } from "./client";

/** A client secret as its owner sees it: never the value, never the hash. */
export interface ClientSecretSummary {
  id: string;
  /** last four characters */
  hint: string;
  createdAt: Date;
  createdByEmail: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export interface NewClientSecret {
  id: string;
  clientId: string;
  /** base64url of SHA-256 */
  secretHash: string;
  /** the secret as a JWE, for a client that signs with it; null otherwise */
  secretJwe: string | null;
  hint: string;
  createdById: string | null;
}

/** Newest first; revoked and expired ones too. */
export async function listClientSecrets(clientId: string): Promise<ClientSecretSummary[]> {
  const db = await getDb();
  const rows = await db.clientSecret.findMany({
    where: { clientId },
    select: {
      id: true,
      hint: true,
      createdAt: true,
      lastUsedAt: true,
      expiresAt: true,
      revokedAt: true,
      createdBy: { select: { email: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdByEmail: createdBy?.email ?? null }));
}

/**
 * Adds a secret unless the client has `maxLive` live ones at `now`: of any number of callers at once, only so many succeed.
 * "duplicate": a secret with this id was made before (a form that was sent twice).
 */
export async function createClientSecret(
  secret: NewClientSecret,
  maxLive: number,
  now: Date,
): Promise<"created" | "too_many" | "duplicate"> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${secret.clientId} FOR UPDATE`;
    if (await tx.clientSecret.findUnique({ where: { id: secret.id }, select: { id: true } })) return "duplicate";
    const live = await tx.clientSecret.count({
      where: { clientId: secret.clientId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    });
    if (live >= maxLive) return "too_many";
    await tx.clientSecret.create({ data: { ...secret, createdAt: now }, select: { id: true } });
    return "created";
  });
}

/** True for the call that revoked it; false when it was revoked before or is not this client's. */
export async function revokeClientSecret(clientId: string, secretId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.clientSecret.updateMany({
    where: { id: secretId, clientId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}
