import { type ExplainedRefusal, explainRefusal } from "../clients/explain-refusal";
import type { SeenClient } from "../clients/managed-client";
import { countRefusals, countUses, listRefusals } from "../db/clients/events";
import { withoutMasked } from "../oauth/client/masked-uri";
import { isForeignHost } from "../oauth/client/redirect-host";

const DAY_MS = 86_400_000;
/** Days of refused requests that developers see. */
export const PROBLEM_DAYS = 30;
const PAGE_SIZE = 25;
/** The most refused requests that are searched for tried addresses. */
const TRIED_SAMPLE = 200;

export interface ClientProblem extends ExplainedRefusal {
  /** the refused address, if it is still not on the list, to fill the editor with */
  canAddUri: boolean;
  /** whether it leads to none of the client's hosts, because anybody can try an address */
  isForeignUri: boolean;
}

/** Newest first; `older` is the id to ask for the next page with. */
export async function findProblems(
  { client, clientId }: SeenClient,
  page: { before?: string; limit?: number },
  now: Date = new Date(),
): Promise<{ problems: ClientProblem[]; older: string | null }> {
  const limit = page.limit ?? PAGE_SIZE;
  const since = new Date(now.getTime() - PROBLEM_DAYS * DAY_MS);
  const refusals = await listRefusals(clientId, { since, before: page.before, limit: limit + 1 });
  const registered = new Set(client.redirectUris);
  const shown = refusals.slice(0, limit);
  return {
    problems: shown.map((refusal) => {
      const explained = explainRefusal(refusal);
      const uri = addressOf(explained);
      const canAddUri = uri !== null && !registered.has(uri);
      return { ...explained, canAddUri, isForeignUri: canAddUri && isForeignHost(uri, [...registered]) };
    }),
    older: refusals.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** An address that was refused. Anybody who knows the client id can try any address. */
export interface TriedUri {
  uri: string;
  times: number;
  /** it leads to none of the client's hosts */
  isForeign: boolean;
}

/**
 * Addresses that were refused in the last 24 hours and are still not on the list: those at the client's own hosts
 * first, then the most frequent.
 */
export async function findTriedUris(managed: SeenClient, now: Date = new Date()): Promise<TriedUri[]> {
  const { problems } = await findProblems(managed, { limit: TRIED_SAMPLE }, now);
  const since = now.getTime() - DAY_MS;
  const tried = new Map<string, TriedUri>();
  for (const { canAddUri, isForeignUri, createdAt, ...explained } of problems) {
    const uri = addressOf(explained);
    if (!uri || !canAddUri || createdAt.getTime() < since) continue;
    tried.set(uri, { uri, times: (tried.get(uri)?.times ?? 0) + 1, isForeign: isForeignUri });
  }
  // Addresses that are probably the developer's own come first, however often strangers tried others.
  return [...tried.values()].sort((a, b) => Number(a.isForeign) - Number(b.isForeign) || b.times - a.times).slice(0, 5);
}

/** The refused address as it can be added: parameters whose values are not kept are no part of it. */
function addressOf({ receivedRedirectUri: uri }: Pick<ExplainedRefusal, "receivedRedirectUri">): string | null {
  return uri && withoutMasked(uri);
}

/** Refused requests of the last 24 hours. */
export async function countRecentRefusals({ clientId }: SeenClient, now: Date = new Date()): Promise<number> {
  return countRefusals(clientId, new Date(now.getTime() - DAY_MS));
}

/** How many sign-ins ended at this address in the last 24 hours. */
export async function countRecentUses({ clientId }: SeenClient, uri: string, now: Date = new Date()): Promise<number> {
  return countUses(clientId, uri, new Date(now.getTime() - DAY_MS));
}
