import { getDb } from "../driver/database";
import { lockClient } from "../driver/lock-row";
import { type PartRow, Table } from "../driver/table";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import type { Rows } from "../generated/tables";

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

const secret = new Table<"ClientSecret", Rows["ClientSecret"]>("ClientSecret").only("s", [
  ...(["id", "hint", "createdAt", "lastUsedAt", "expiresAt", "revokedAt"] as const),
]);

const selectSecrets = Prisma.raw(`
  SELECT ${secret.selected}, (SELECT email FROM users WHERE id = s.created_by_id) AS "createdByEmail"
  FROM client_secrets s`);

type SecretRow = PartRow<typeof secret> & Pick<ClientSecretSummary, "createdByEmail">;

/** Newest first, including revoked and expired secrets. */
export async function listClientSecrets(clientId: string): Promise<ClientSecretSummary[]> {
  const db = await getDb();
  const rows = await db.$queryRaw<SecretRow[]>`
    ${selectSecrets} WHERE s.client_id = ${clientId} ORDER BY s.created_at DESC, s.id DESC`;
  return rows.map((row) => ({ ...secret.read(row), createdByEmail: row.createdByEmail }));
}

/**
 * Adds a secret unless the client has `maxLive` live ones at `now`. The limit holds for any number of simultaneous
 * callers. "duplicate": a secret with this id exists already (a form that was sent twice).
 */
export async function createClientSecret(
  secret: NewClientSecret,
  maxLive: number,
  now: Date,
): Promise<"created" | "too_many" | "duplicate"> {
  return inTransaction(async (tx) => {
    await lockClient(tx, secret.clientId);
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

/**
 * Stores the portal's own hash of a secret in the place of an imported one, which the secret was compared with. False, with
 * nothing written, when it was done meanwhile.
 */
export async function replaceSecretHash(
  secretId: string,
  { proved, secretHash }: { proved: string; secretHash: string },
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.clientSecret.updateMany({
    where: { id: secretId, secretHash: proved },
    data: { secretHash },
  });
  return count === 1;
}
