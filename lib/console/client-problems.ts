import { countRefusals, countUses, listRefusals } from "../db/client-events";
import { listRedirectUris } from "../db/redirect-uris";
import { type Actor, findManagedClient } from "./authorise";
import { type ExplainedRefusal, explainRefusal } from "./explain-refusal";

const dayMs = 86_400_000;
/** Days of refused requests that developers see. */
export const problemDays = 30;
const pageSize = 25;
/** Refused requests that are looked through for addresses that were tried. */
const triedSample = 200;

export interface ClientProblem extends ExplainedRefusal {
  /** the refused address is still not on the list: one click can add it */
  canAddUri: boolean;
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
      return { ...explained, canAddUri: uri !== null && !registered.has(uri) };
    }),
    older: refusals.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Addresses that were refused in the last 24 hours and are still not on the list, the commonest first. */
export async function findTriedUris(
  actor: Actor,
  clientId: string,
  now: Date = new Date(),
): Promise<{ uri: string; times: number }[]> {
  const found = await findProblems(actor, clientId, { limit: triedSample }, now);
  const since = now.getTime() - dayMs;
  const times = new Map<string, number>();
  for (const { receivedRedirectUri, canAddUri, createdAt } of found?.problems ?? []) {
    if (!receivedRedirectUri || !canAddUri || createdAt.getTime() < since) continue;
    times.set(receivedRedirectUri, (times.get(receivedRedirectUri) ?? 0) + 1);
  }
  return [...times]
    .map(([uri, count]) => ({ uri, times: count }))
    .sort((a, b) => b.times - a.times)
    .slice(0, 5);
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
