import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { type ClientDetails, type Revision, reviseLocked } from "./clients";

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

/** What else changes together with a client's addresses, decided from the client as it then is (`reviseClient`). */
type Consequence<Answer> = (client: ClientDetails) => Revision<Answer>;

/**
 * Adds the addresses, all or none. Addresses that are already listed stay as they are.
 * @returns the ids of the new rows, with the answer of `decide` if there are any; null when the list would exceed
 *   `limit`
 */
export async function addRedirectUris<Answer>(
  clientId: string,
  added: { kind: RedirectUriKind; uris: string[]; limit: number },
  decide: Consequence<Answer>,
): Promise<{ ids: string[]; answer: Answer | null } | null> {
  const { kind, uris, limit } = added;
  return inTransaction(async (tx) => {
    await touchClient(tx, clientId);
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
    const answer = rows.length > 0 ? await reviseLocked(tx, clientId, decide) : null;
    return { ids: rows.map((row) => row.id), answer };
  });
}

/**
 * Replaces one address with another.
 * @param changed `from`: the address as far as whoever changes it knows; null: whatever it is
 * @returns the answer of `decide` after the change; "duplicate": another row has this address; "missing": there is no
 *   such row; "overtaken": its address is not `from`; "done": it is `uri` already
 */
export async function updateRedirectUri<Answer>(
  clientId: string,
  changed: { id: string; uri: string; from: string | null },
  decide: Consequence<Answer>,
): Promise<{ answer: Answer | null } | "duplicate" | "missing" | "overtaken" | "done"> {
  const { id, uri, from } = changed;
  try {
    return await inTransaction(async (tx) => {
      await touchClient(tx, clientId);
      // The new address has not been used yet.
      const where = { id, clientId, ...(from !== null && { uri: from }) };
      const { count } = await tx.redirectUri.updateMany({ where, data: { uri, lastUsedAt: null } });
      if (count === 1) return { answer: await reviseLocked(tx, clientId, decide) };
      const now = await tx.redirectUri.findFirst({ where: { id, clientId }, select: { uri: true } });
      if (now === null) return "missing";
      return now.uri === uri ? "done" : "overtaken";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "duplicate";
    throw error;
  }
}

/**
 * Removes an address from the list.
 * @returns the answer of `decide` after that; null when the address was already gone
 */
export async function removeRedirectUri<Answer>(
  clientId: string,
  id: string,
  decide: Consequence<Answer>,
): Promise<{ answer: Answer | null } | null> {
  return inTransaction(async (tx) => {
    await touchClient(tx, clientId);
    const { count } = await tx.redirectUri.deleteMany({ where: { id, clientId } });
    return count === 1 ? { answer: await reviseLocked(tx, clientId, decide) } : null;
  });
}

/**
 * Marks the client as changed before its addresses change, so that no administrator verifies what they did not see. Locks
 * the row, so that changes of one client come after each other.
 */
async function touchClient(tx: Prisma.TransactionClient, clientId: string): Promise<void> {
  await tx.client.updateMany({ where: { id: clientId }, data: { updatedAt: new Date() } });
}
