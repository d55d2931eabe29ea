import { countRefusals, countUses, listRefusals } from "../db/client-events";
import { listRedirectUris } from "../db/redirect-uris";
import { isForeignHost } from "../oauth/redirect-host";
import { type Actor, findManagedClient } from "./authorise";
import { type ExplainedRefusal, explainRefusal } from "./explain-refusal";

const dayMs = 86_400_000;
/** Days of refused requests that developers see. */
export const problemDays = 30;
const pageSize = 25;
/** Refused requests that are looked through for addresses that were tried. */
const triedSample = 200;

export interface ClientProblem extends ExplainedRefusal {
  /** the refused address is still not on the list: the editor can be filled with it */
  canAddUri: boolean;
  /** it leads to none of the client's hosts: anybody can try an address */
  isForeignUri: boolean;
}

/** Newest first; `older` is the id to ask for the next page with. Null when the client is not the actor's. */
export async function findProblems(
  actor: Actor,
  clientId: string,
  page: { before?: string; limit?: number },
  now: Date = new Date(),
): Promise<{ problems: ClientProblem[]; older: string | null } | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  const limit = page.limit ?? pageSize;
  const since = new Date(now.getTime() - problemDays * dayMs);
  const [refusals, uris] = await Promise.all([
    listRefusals(clientId, { since, before: page.before, limit: limit + 1 }),
    listRedirectUris(clientId, "redirect"),
  ]);
  const registered = new Set(uris.map((row) => row.uri));
  const shown = refusals.slice(0, limit);
  return {
    problems: shown.map((refusal) => {
      const explained = explainRefusal(refusal);
      const uri = explained.receivedRedirectUri;
      const canAddUri = uri !== null && !registered.has(uri);
      return { ...explained, canAddUri, isForeignUri: canAddUri && isForeignHost(uri, [...registered]) };
    }),
    older: refusals.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** An address that was refused. Whoever knows the client id can try any. */
export interface TriedUri {
  uri: string;
  times: number;
  /** it leads to none of the client's hosts */
  isForeign: boolean;
}

/**
 * Addresses that were refused in the last 24 hours and are still not on the list: those at the client's own hosts first,
 * then the commonest.
 */
export async function findTriedUris(actor: Actor, clientId: string, now: Date = new Date()): Promise<TriedUri[]> {
  const found = await findProblems(actor, clientId, { limit: triedSample }, now);
  const since = now.getTime() - dayMs;
  const tried = new Map<string, TriedUri>();
  for (const { receivedRedirectUri: uri, canAddUri, isForeignUri, createdAt } of found?.problems ?? []) {
    if (!uri || !canAddUri || createdAt.getTime() < since) continue;
    tried.set(uri, { uri, times: (tried.get(uri)?.times ?? 0) + 1, isForeign: isForeignUri });
  }
  // What is likely to be the developer's own comes first, however often strangers tried something else.
  return [...tried.values()].sort((a, b) => Number(a.isForeign) - Number(b.isForeign) || b.times - a.times).slice(0, 5);
}

/** Refused requests of the last 24 hours. */
export async function countRecentRefusals(actor: Actor, clientId: string, now: Date = new Date()): Promise<number> {
  if (!(await findManagedClient(actor, clientId))) return 0;
  return countRefusals(clientId, new Date(now.getTime() - dayMs));
}

/** How many sign-ins ended at this address in the last 24 hours. */
export async function countRecentUses(
  actor: Actor,
  clientId: string,
  uri: string,
  now: Date = new Date(),
): Promise<number> {
  if (!(await findManagedClient(actor, clientId))) return 0;
  return countUses(clientId, uri, new Date(now.getTime() - dayMs));
}
