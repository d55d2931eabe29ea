import { recordEvent } from "../db/audit-events";
import { findSuspender } from "../db/client-events";
import { type ClientDetails, updateClient } from "../db/clients";
import { type Actor, findManagedClient } from "./authorise";
import { done, type Result, refused } from "./result";

/** Stops the client: nobody signs in to it and its tokens are refused, until it is resumed. Twice is harmless. */
export async function suspendClient(actor: Actor, clientId: string, now: Date = new Date()): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  if (client.suspendedAt) return done(null);
  if (!(await updateClient(clientId, { suspendedAt: now }))) return refused("not_found");
  await recordEvent({ type: "client.suspended", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done(null);
}

/** Lets the client work again. Its owner cannot undo what an administrator did. */
export async function resumeClient(actor: Actor, clientId: string): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  if (!client.suspendedAt) return done(null);
  if (!(await mayResume(actor, client))) return refused("suspended_by_admin");
  if (!(await updateClient(clientId, { suspendedAt: null }))) return refused("not_found");
  await recordEvent({ type: "client.resumed", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done(null);
}

/** An administrator, or the owner who suspended it. */
export async function mayResume(actor: Actor, client: ClientDetails): Promise<boolean> {
  return actor.isAdmin || (await findSuspender(client.clientId)) === client.ownerId;
}
