import { type ClientChanges, type ClientDetails, type Revision, reviseClient } from "../db/clients/clients";
import { getEnv } from "../env";
import { findRedirectHost } from "../oauth/client/redirect-host";
import { listUnreviewedHosts, orNull, overrule, splitChanges } from "../oauth/client/review";
import { findNewProblems } from "../oauth/register/rules";
import { toFields } from "./client-metadata";
import type { ManagedClient } from "./managed-client";
import { type Result, refused } from "./result";
import { tellAdministrators } from "./tell-administrators";

/**
 * Stores changes of a client. A verified client's reviewed values stay until an administrator reviews the change,
 * unless an administrator makes it.
 * @param decide chooses the changes, given the client as it is at the moment of writing
 * @returns what `decide` answered
 */
export async function storeChanges(
  { actor, clientId }: ManagedClient,
  decide: (client: ClientDetails) => Result<ClientChanges>,
): Promise<Result<ClientChanges>> {
  const stored = await reviseClient(
    clientId,
    (client): Revision<{ result: Result<ClientChanges>; waiting: Waiting }> => {
      const result = decide(client);
      const isNothing = !result.ok || Object.keys(result.value).length === 0;
      const changes = isNothing ? null : holdBack(client, result.value, actor.isAdmin);
      const clash = changes && findClash(client, changes);
      if (clash) return { changes: null, answer: { result: clash, waiting: null } };
      return { changes, answer: { result, waiting: findWaiting(client, changes) } };
    },
  );
  if (stored === null) return refused("not_found");
  await tellOfWaiting(stored.waiting);
  return stored.result;
}

/** The requested values fit together, and those that apply now must fit together too. */
function findClash(client: ClientDetails, changes: ClientChanges): Result<never> | null {
  const rules = { issuer: getEnv().issuer, status: client.status };
  const wrong = findNewProblems(client, { ...client, ...changes }, rules);
  if (wrong.length === 0) return null;
  const fields = Object.fromEntries(Object.keys(toFields(wrong)).map((field) => [field, "fits_waiting" as const]));
  return refused("check_fields", { fields });
}

function holdBack(client: ClientDetails, changes: ClientChanges, isAdmin: boolean): ClientChanges {
  if (client.status !== "verified") return changes;
  // An administrator's own values count as reviewed, and replace what waited.
  if (isAdmin) return { ...changes, pendingChanges: overrule(client.pendingChanges, changes) };
  const { now, pending } = splitChanges(client, client.pendingChanges, changes);
  return { ...now, pendingChanges: pending };
}

/**
 * What changes with a client's addresses: unreviewed hosts wait for an administrator. Addresses there work at once, and
 * on the way to them people are told that nobody checked the app.
 * @param uris the new addresses; if an administrator wrote them, the hosts of these, and no others, count as reviewed
 * @returns for the statement that changes the addresses; its answer is for {@link tellOfWaiting}
 */
export function notingHosts({ actor }: ManagedClient, uris: string[]): (client: ClientDetails) => Revision<Waiting> {
  const written = uris.map(findRedirectHost);
  return (client) => {
    if (client.status !== "verified" && !client.isTrusted) return { changes: null, answer: null };
    const seen = actor.isAdmin ? listUnreviewedHosts(client).filter((host) => written.includes(host)) : [];
    const reviewedHosts = [...client.reviewedHosts, ...seen];
    const hosts = listUnreviewedHosts({ ...client, reviewedHosts });
    const pendingChanges = orNull({ ...client.pendingChanges, hosts });
    const changes = { ...(seen.length > 0 && { reviewedHosts }), pendingChanges };
    return { changes, answer: findWaiting(client, changes) };
  };
}

/** The client, if one of its changes now waits for an administrator; otherwise null. */
type Waiting = ClientDetails | null;

function findWaiting(client: ClientDetails, changes: ClientChanges | null): Waiting {
  return client.pendingChanges === null && (changes?.pendingChanges ?? null) !== null ? client : null;
}

/** Tells the administrators that something now waits for them. */
export async function tellOfWaiting(waiting: Waiting): Promise<void> {
  if (waiting !== null) await tellAdministrators(waiting, "changes");
}
