import { getDb } from "./client";
import type { Prisma } from "./generated/client";
import { newId } from "./new-id";
import { isUniqueViolation } from "./unique-violation";

/** "redirect": where people go after sign-in; "post_logout": after sign-out. */
export type RedirectUriKind = "redirect" | "post_logout";

export interface RedirectUriRow {
  id: string;
  uri: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** In the order they were added. */
export async function listRedirectUris(clientId: string, kind: RedirectUriKind): Promise<RedirectUriRow[]> {
  const db = await getDb();
  return db.redirectUri.findMany({
    where: { clientId, kind },
    select: { id: true, uri: true, createdAt: true, lastUsedAt: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

/**
 * Adds the addresses, all or none; those that are listed already are left as they are.
 * Answers the ids of the new rows, or null when the list would grow over `limit`.
 */
export async function addRedirectUris(
  clientId: string,
  kind: RedirectUriKind,
  uris: string[],
  limit: number,
): Promise<string[] | null> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
    const listed = await tx.redirectUri.findMany({ where: { clientId, kind }, select: { uri: true } });
    const known = new Set(listed.map((row) => row.uri));
    const missing = [...new Set(uris)].filter((uri) => !known.has(uri));
    if (known.size + missing.length > limit) return null;
    const now = Date.now();
    const rows = missing.map((uri, index) => ({
      id: newId(now + index),
      clientId,
      kind,
      uri,
      createdAt: new Date(now + index),
    }));
    await tx.redirectUri.createMany({ data: rows });
    await touchClient(tx, clientId);
    return rows.map((row) => row.id);
  });
}

/** "duplicate": another row has this address; "missing": there is no such row. */
export async function updateRedirectUri(
  clientId: string,
  id: string,
  uri: string,
): Promise<"updated" | "duplicate" | "missing"> {
  const db = await getDb();
  try {
    return await db.$transaction(async (tx) => {
      // The new address has not been used yet.
      const { count } = await tx.redirectUri.updateMany({ where: { id, clientId }, data: { uri, lastUsedAt: null } });
      await touchClient(tx, clientId);
      return count === 1 ? "updated" : "missing";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "duplicate";
    throw error;
  }
}

/** False when it was gone before. */
export async function removeRedirectUri(clientId: string, id: string): Promise<boolean> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    const { count } = await tx.redirectUri.deleteMany({ where: { id, clientId } });
    await touchClient(tx, clientId);
    return count === 1;
  });
}

/** The client changed with its addresses: whoever looks at it must not verify what they did not see. */
async function touchClient(tx: Prisma.TransactionClient, clientId: string): Promise<void> {
  await tx.client.updateMany({ where: { id: clientId }, data: { updatedAt: new Date() } });
}
