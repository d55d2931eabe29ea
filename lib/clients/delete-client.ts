import type { Actor } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { countPeopleWithAccess } from "../db/clients/client-use";
import { deleteClient as deleteRow, restoreClient as restoreRow } from "../db/clients/clients";
import { CLIENT_RESTORE_DAYS } from "../db/portal/sweep";
import { findMostApps, findQuotaProblem, tooManyApps } from "./app-quota";
import { findClientToRestore, type OwnedClient, type SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";

/** Days in which a deleted client can be restored. */
export const restoreDays = CLIENT_RESTORE_DAYS;

/** How many people lose their connection when the client is deleted. */
export async function findPeopleWithAccess({ clientId }: SeenClient): Promise<number> {
  return await countPeopleWithAccess(clientId);
}

/** Deletes the client if its name was typed. Its access ends at once. Answers until when it can be restored. */
export async function deleteClient(
  { actor, client, clientId }: OwnedClient,
  typedName: string,
  now: Date = new Date(),
): Promise<Result<{ name: string; restorableUntil: Date }>> {
  if (typedName.trim() !== client.name) return refused("name_mismatch", { fields: { name: "name_mismatch" } });
  if (!(await deleteRow(clientId, now))) return refused("not_found");
  await recordEvent({ type: "client.deleted", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done({ name: client.name, restorableUntil: restorableUntil(now) });
}

/** Brings a deleted client back with its settings. The access that ended stays ended. */
export async function restoreClient(
  actor: Actor,
  clientId: string,
  now: Date = new Date(),
): Promise<Result<{ name: string }>> {
  const client = await findClientToRestore(actor, clientId);
  if (!client) return refused("not_found");
  if (!client.deletedAt) return done({ name: client.name });
  const overQuota = await findQuotaProblem(actor, now);
  if (overQuota) return overQuota;
  const restored = await restoreRow(client, findMostApps(actor), now);
  if (restored === "full") return tooManyApps();
  if (restored === "late") return refused("restore_too_late");
  await recordEvent({ type: "client.restored", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done({ name: client.name });
}

/** The moment after which a client that was deleted then is gone. */
export function restorableUntil(deletedAt: Date): Date {
  return new Date(deletedAt.getTime() + CLIENT_RESTORE_DAYS * 86_400_000);
}
