import { type ClientChanges, type ClientDetails, findClientDetails, updateClient } from "../db/clients";
import { findRedirectHost } from "../oauth/redirect-host";
import { listUnreviewedHosts, orNull, type PendingChanges, splitChanges } from "../oauth/register/review";
import { type Actor, findActor } from "./authorise";
import { tellAdministrators } from "./tell-administrators";

/**
 * Stores changes of a client. Of a verified one, what an administrator looked at stays as it is until one looks at the
 * change, unless it is an administrator who makes it. False when the client is gone.
 */
export async function storeChanges(actor: Actor, client: ClientDetails, changes: ClientChanges): Promise<boolean> {
  const isAdmin = (await findActor(actor))?.isAdmin === true;
  const { clientId } = client;
  if (await store(client, changes, isAdmin)) return true;
  // Somebody changed or verified it in between: what was decided from is not what is there.
  const current = await findClientDetails(clientId);
  return current !== null && (await store(current, changes, isAdmin));
}

async function store(client: ClientDetails, changes: ClientChanges, isAdmin: boolean): Promise<boolean> {
  const { clientId, updatedAt, status, pendingChanges: before } = client;
  if (status !== "verified") return await updateClient(clientId, changes, { updatedAt });
  const split = splitChanges(client, before, changes);
  // What an administrator says is looked at by that, and takes the place of what waited.
  const now = isAdmin ? changes : split.now;
  const pendingChanges = isAdmin ? withoutMembers(before, changes) : split.pending;
  if (!(await updateClient(clientId, { ...now, pendingChanges }, { updatedAt }))) return false;
  if (before === null && pendingChanges !== null) await tellAdministrators(client, "changes");
  return true;
}

function withoutMembers(pending: PendingChanges | null, changes: ClientChanges): PendingChanges | null {
  if (pending === null) return null;
  return orNull(Object.fromEntries(Object.entries(pending).filter(([member]) => !(member in changes))));
}

/**
 * After the addresses of a client changed: hosts that no administrator looked at wait for one. Addresses there work at
 * once, and people are told that nobody checked the app on their way to them.
 * @param uris the addresses that the actor wrote; an administrator looked at the hosts of these, and at no others
 */
export async function noteHosts(actor: Actor, clientId: string, uris: string[]): Promise<void> {
  const client = await findClientDetails(clientId);
  if (!client || (client.status !== "verified" && !client.isTrusted)) return;
  const isAdmin = (await findActor(actor))?.isAdmin === true;
  const written = uris.map(findRedirectHost);
  const seen = isAdmin ? listUnreviewedHosts(client).filter((host) => written.includes(host)) : [];
  const reviewedHosts = [...client.reviewedHosts, ...seen];
  const pendingChanges = orNull({ ...client.pendingChanges, hosts: listUnreviewedHosts({ ...client, reviewedHosts }) });
  if (seen.length === 0 && client.pendingChanges === null && pendingChanges === null) return;
  await updateClient(clientId, { ...(seen.length > 0 && { reviewedHosts }), pendingChanges });
  if (client.pendingChanges === null && pendingChanges !== null) await tellAdministrators(client, "changes");
}
