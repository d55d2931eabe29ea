import { recordEvent } from "../db/audit-events";
import {
  clientRestoreDays,
  deleteClient as deleteRow,
  findClientActivity,
  restoreClient as restoreRow,
} from "../db/clients";
import { findQuotaProblem } from "./app-quota";
import { type Actor, findManagedClient, findManagedClientEvenDeleted } from "./authorise";
import { done, type Result, refused } from "./result";

/** Days in which a deleted client can be restored. */
export const restoreDays = clientRestoreDays;

/** How many people lose their connection when the client is deleted. Null when it is not the actor's. */
export async function findPeopleWithAccess(actor: Actor, clientId: string): Promise<number | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  return (await findClientActivity(clientId)).people;
}

/** Deletes the client when its name was typed; its access ends at once. Answers until when it can be restored. */
export async function deleteClient(
  actor: Actor,
  clientId: string,
  typedName: string,
  now: Date = new Date(),
): Promise<Result<{ name: string; restorableUntil: Date }>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
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
  const client = await findManagedClientEvenDeleted(actor, clientId);
  if (!client) return refused("not_found");
  if (!client.deletedAt) return done({ name: client.name });
  const overQuota = await findQuotaProblem(actor, now);
  if (overQuota) return overQuota;
  if (!(await restoreRow(clientId, now))) return refused("restore_too_late");
  await recordEvent({ type: "client.restored", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done({ name: client.name });
}

/** The moment after which a client that was deleted then is gone. */
export function restorableUntil(deletedAt: Date): Date {
  return new Date(deletedAt.getTime() + clientRestoreDays * 86_400_000);
}
