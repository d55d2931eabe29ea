import { recordEvent } from "../db/audit/events";
import { updateClient } from "../db/clients/clients";
import { findSuspender } from "../db/clients/events";
import type { ManagedClient } from "./managed-client";
import { done, type Result, refused } from "./result";

/**
 * Suspends the client: nobody can sign in to it and its tokens are refused, until it is resumed. Doing it twice is
 * harmless.
 */
export async function suspendClient(
  { actor, client, clientId }: ManagedClient,
  now: Date = new Date(),
): Promise<Result<null>> {
  if (client.suspendedAt) return done(null);
  if (!(await updateClient(clientId, { suspendedAt: now }))) return refused("not_found");
  await recordEvent({ type: "client.suspended", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done(null);
}

/** Resumes the client. Its owner cannot undo an administrator's suspension. */
export async function resumeClient(managed: ManagedClient): Promise<Result<null>> {
  const { actor, client, clientId } = managed;
  if (!client.suspendedAt) return done(null);
  if (!(await mayResume(managed))) return refused("suspended_by_admin");
  if (!(await updateClient(clientId, { suspendedAt: null }))) return refused("not_found");
  await recordEvent({ type: "client.resumed", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done(null);
}

/** An administrator, or the owner who suspended it. */
export async function mayResume({ actor, client }: ManagedClient): Promise<boolean> {
  return actor.isAdmin || (await findSuspender(client.clientId)) === client.ownerId;
}
