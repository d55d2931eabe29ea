import { recordEvent } from "../db/audit/events";
import { reviseClient } from "../db/clients/clients";
import { listSuspenders } from "../db/clients/events";
import type { OwnedClient, SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";

/**
 * Suspends the client: nobody can sign in to it and its tokens are refused, until it is resumed. Doing it twice is
 * harmless. An administrator can also suspend what its owner suspended, who then cannot resume it any more.
 */
export async function suspendClient(managed: OwnedClient, now: Date = new Date()): Promise<Result<null>> {
  const { actor, client, clientId } = managed;
  const isOverOwner = actor.isAdmin && actor.userId !== client.ownerId;
  if (client.suspendedAt && !(isOverOwner && (await isOwners(managed)))) return done(null);
  const record = () =>
    recordEvent(
      { type: "client.suspended", outcome: "ok", clientId, userId: actor.userId, createdAt: now },
      actor.source,
    );
  // Written first: whoever sees the suspension finds whose it is, so that its owner never takes it for their own.
  if (isOverOwner) await record();
  const isSuspended = await reviseClient(clientId, ({ suspendedAt }) => {
    const isNew = suspendedAt === null || isOverOwner;
    return { changes: isNew ? { suspendedAt: now } : null, answer: isNew };
  });
  if (isSuspended === null) return refused("not_found");
  if (isSuspended && !isOverOwner) await record();
  return done(null);
}

/** Resumes the client. Its owner cannot undo an administrator's suspension. */
export async function resumeClient(managed: OwnedClient): Promise<Result<null>> {
  const { actor, client, clientId } = managed;
  if (!client.suspendedAt) return done(null);
  if (!(await mayResume(managed))) return refused("suspended_by_admin");
  const change = await reviseClient<"resumed" | "unchanged" | "anew">(clientId, ({ suspendedAt }) => {
    if (suspendedAt === null) return { changes: null, answer: "unchanged" };
    // An administrator may have suspended it anew meanwhile.
    const isSame = actor.isAdmin || suspendedAt.getTime() === client.suspendedAt?.getTime();
    return isSame ? { changes: { suspendedAt: null }, answer: "resumed" } : { changes: null, answer: "anew" };
  });
  if (change === null) return refused("not_found");
  if (change === "anew") return refused("suspended_by_admin");
  if (change === "unchanged") return done(null);
  await recordEvent({ type: "client.resumed", outcome: "ok", clientId, userId: actor.userId }, actor.source);
  return done(null);
}

/** An administrator, or the owner who suspended it. */
export async function mayResume(managed: SeenClient): Promise<boolean> {
  return managed.actor.isAdmin || (await isOwners(managed));
}

/** Whether the suspension is the owner's alone. Without an event that says so it is not. */
async function isOwners({ client, clientId }: SeenClient): Promise<boolean> {
  const suspenders = await listSuspenders(clientId, client.suspendedAt ?? new Date(0));
  return suspenders.length > 0 && suspenders.every((userId) => userId === client.ownerId);
}
