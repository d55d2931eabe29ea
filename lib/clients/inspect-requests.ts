import { z } from "zod";
import { flushRequests, markPerson } from "../db/clients/client-requests";
import {
  countNewer,
  groupRequests,
  type KeptRequest,
  listRequests,
  type RequestFilter,
} from "../db/clients/find-requests";
import { isForeignHost } from "../oauth/client/redirect-host";
import type { RefusalCause } from "../oauth/refusal-causes";
import { type ExplainedRefusal, explainRefusal } from "./explain-refusal";
import type { SeenClient } from "./managed-client";
import { findRemedy, type Remedy } from "./remedy";
import { compareTexts, findNearest, type TextDifference } from "./text-difference";

/** Requests on one page. */
export const REQUEST_PAGE_SIZE = 50;

/** Problems on one page, at most. */
export const MOST_GROUPS = 50;

/** Requests that one download holds: more than are kept of an app. */
const MOST_EXPORTED = 10_000;
const EXPORT_STEP = 500;

const text = (max: number) => z.string().trim().max(max).catch("").default("");

/** Outcomes that a list can be narrowed to. */
export const REQUEST_OUTCOMES = ["problem", "ok", "refused", "failed"] as const;

/** What the address of a list says: texts as they were typed; empty ones say nothing. */
export const requestFilterSchema = z.object({
  endpoint: text(60),
  outcome: z
    .enum([...REQUEST_OUTCOMES, ""])
    .catch("")
    .default(""),
  cause: text(60),
  request_id: text(128),
  /** a pseudonym, or the `sub` of an app that gets the same one as all others */
  person: text(60),
  flow: text(40),
  /** times, or days, in UTC */
  from: text(30),
  to: text(30),
  /** id of the last request of the page before */
  before: text(40),
});

export type RequestFilterText = z.infer<typeof requestFilterSchema>;

const DAY_MS = 86_400_000;

/** What was wrong with a request, and what to do about it. */
export interface RequestProblem extends ExplainedRefusal {
  remedy: Remedy | null;
}

/** A request as its app's developers see it. */
export interface InspectedRequest extends KeptRequest {
  /** null: nothing is wrong; a person's own no is not */
  problem: RequestProblem | null;
}

/** The same problem, however often it came. */
export interface GroupedProblem {
  newest: InspectedRequest & { problem: RequestProblem };
  /** what came beside what was expected; null: there is nothing to compare */
  difference: TextDifference | null;
  /** an address that leads to none of the app's hosts: anybody can try one */
  isForeignUri: boolean;
  firstAt: Date;
  count: number;
}

/** The requests of an app that a filter shows, newest first; `older`: the id to ask for the next page with, or null. */
export async function inspectRequests(
  { client, clientId }: SeenClient,
  asked: RequestFilterText,
  limit = REQUEST_PAGE_SIZE,
): Promise<{ requests: InspectedRequest[]; older: string | null }> {
  const filter = toFilter(clientId, asked);
  await flushRequests();
  const found = await listRequests(clientId, filter, {
    ...(asked.before && { before: asked.before }),
    limit: limit + 1,
  });
  const requests = found.slice(0, limit).map((request) => inspect(request, client.redirectUris));
  return { requests, older: found.length > limit ? (requests.at(-1)?.id ?? null) : null };
}

/** What was wrong with the requests that a filter shows, the same problem once, the newest first. */
export async function groupProblems(
  { client, clientId }: SeenClient,
  asked: RequestFilterText,
  limit = MOST_GROUPS,
): Promise<GroupedProblem[]> {
  const filter = toFilter(clientId, asked);
  await flushRequests();
  const groups = await groupRequests(clientId, { ...filter, outcome: filter.outcome ?? "problem" }, limit);
  const { redirectUris } = client;
  return groups.flatMap(({ newest, firstAt, count }) => {
    const inspected = inspect(newest, redirectUris);
    const { problem } = inspected;
    if (problem === null) return [];
    const { remedy } = problem;
    const difference = findDifference(problem, redirectUris);
    const isForeignUri = remedy?.kind === "add_redirect_uri" && isForeignHost(remedy.uri, redirectUris);
    return [{ newest: { ...inspected, problem }, difference, isForeignUri, firstAt, count }];
  });
}

/** How many requests came after the newest one that a page shows. */
export async function countNewRequests(
  { clientId }: SeenClient,
  asked: RequestFilterText,
  after: string,
): Promise<number> {
  await flushRequests();
  return countNewer(clientId, toFilter(clientId, asked), after);
}

/** The requests that a filter shows, newest first, read as they are taken. */
export async function* exportRequests(
  managed: SeenClient,
  asked: RequestFilterText,
): AsyncGenerator<InspectedRequest[]> {
  let { before } = asked;
  for (let read = 0; read < MOST_EXPORTED; read += EXPORT_STEP) {
    const { requests, older } = await inspectRequests(managed, { ...asked, before }, EXPORT_STEP);
    if (requests.length > 0) yield requests;
    if (older === null) return;
    before = older;
  }
}

function toFilter(clientId: string, asked: RequestFilterText): RequestFilter {
  const { endpoint, outcome, cause, request_id, person, flow } = asked;
  const from = toTime(asked.from, 0);
  const to = toTime(asked.to, DAY_MS);
  return {
    ...(endpoint && { endpoint }),
    ...(outcome && { outcome }),
    ...(cause && { cause }),
    ...(request_id && { requestId: request_id }),
    ...(person && { person: z.guid().safeParse(person).success ? markPerson(clientId, person.toLowerCase()) : person }),
    ...(flow && { flow: flow.toLowerCase() }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** A time, or the start of a day; `more`: milliseconds to add to a day. Null: neither. */
function toTime(written: string, more: number): Date | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const time = new Date(isDay ? `${written}T00:00:00Z` : written);
  if (written === "" || Number.isNaN(time.getTime())) return null;
  return isDay ? new Date(time.getTime() + more) : time;
}

function inspect(request: KeptRequest, registered: readonly string[]): InspectedRequest {
  const isNormal = request.cause === ("person_denied" satisfies RefusalCause);
  if (isNormal || (request.outcome === "ok" && request.cause === null)) return { ...request, problem: null };
  const explained = explainRefusal({ ...request, data: { ...request.data, cause: request.cause } });
  return { ...request, problem: { ...explained, remedy: findRemedy(explained, registered) } };
}

const PAIRS = [
  ["receivedRedirectUri", "expectedRedirectUri"],
  ["receivedAuthMethod", "expectedAuthMethod"],
  ["receivedChallengeMethod", "expectedChallengeMethod"],
] as const;

function findDifference(
  { values, receivedRedirectUri }: ExplainedRefusal,
  registered: readonly string[],
): TextDifference | null {
  if (receivedRedirectUri !== null) {
    const nearest = findNearest(receivedRedirectUri, registered);
    return nearest === null || nearest === receivedRedirectUri ? null : compareTexts(receivedRedirectUri, nearest);
  }
  const known = new Map(values);
  for (const [came, wanted] of PAIRS) {
    const [received, expected] = [known.get(came), known.get(wanted)];
    if (received !== undefined && expected !== undefined) return compareTexts(received, expected);
  }
  return null;
}
