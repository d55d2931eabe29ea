import { z } from "zod";
import { flushRequests, markPerson } from "../db/clients/client-requests";
import {
  countNewer,
  groupRequests,
  type KeptRequest,
  listRequests,
  type RequestFilter,
} from "../db/clients/find-requests";
import { NORMAL_CAUSES } from "../events/normal-causes";
import { isForeignHost } from "../oauth/client/redirect-host";
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

/** Times that a filter can name. */
const FIRST_TIME = new Date("1970-01-01T00:00:00Z");
const LAST_TIME = new Date("9999-12-30T23:59:59Z");

/** What was wrong with a request, and what to do about it. */
export interface RequestProblem extends ExplainedRefusal {
  remedy: Remedy | null;
}

/** A request as its app's developers see it. */
export interface InspectedRequest extends KeptRequest {
  /** null: nothing is wrong; a person's own no is not, nor that they could not be asked with prompt=none */
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
  managed: SeenClient,
  asked: RequestFilterText,
  limit = REQUEST_PAGE_SIZE,
): Promise<{ requests: InspectedRequest[]; older: string | null }> {
  const { client, clientId } = managed;
  const filter = toFilter(managed, asked);
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
  managed: SeenClient,
  asked: RequestFilterText,
  limit = MOST_GROUPS,
): Promise<GroupedProblem[]> {
  const { client, clientId } = managed;
  const filter = toFilter(managed, asked);
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

/** Processes write a request up to two seconds after it, and so below those that a page shows already. */
const LATE_MS = 3_000;

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** From where to count what is new to a page: after this id, without the requests of the page that come after it too. */
export interface TailStart {
  after: string;
  seen: number;
}

/**
 * Where the count of new requests begins for a page that shows these, newest first.
 * @param isAll whether there are no older ones
 */
export function startOfTail(requests: readonly KeptRequest[], isAll: boolean): TailStart {
  const [newest] = requests;
  if (newest === undefined) return { after: BEFORE_ALL, seen: 0 };
  const settledAt = newest.createdAt.getTime() - LATE_MS;
  const settled = requests.findIndex(({ createdAt }) => createdAt.getTime() < settledAt);
  if (settled === -1 && isAll) return { after: BEFORE_ALL, seen: requests.length };
  const seen = settled === -1 ? requests.length - 1 : settled;
  return { after: requests[seen]?.id ?? newest.id, seen };
}

/** How many requests are there that a page does not show, which was drawn when its tail started there. */
export async function countNewRequests(
  managed: SeenClient,
  asked: RequestFilterText,
  { after, seen }: TailStart,
): Promise<number> {
  await flushRequests();
  const count = await countNewer(managed.clientId, toFilter(managed, asked), after);
  return Math.max(0, count - seen);
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

function toFilter({ client, clientId }: SeenClient, asked: RequestFilterText): RequestFilter {
  const { endpoint, outcome, cause, request_id, person, flow } = asked;
  const from = toTime(asked.from, 0);
  const to = toTime(asked.to, DAY_MS);
  return {
    ...(endpoint && { endpoint }),
    ...(outcome && { outcome }),
    ...(cause && { cause }),
    ...(request_id && { requestId: request_id }),
    ...(person && { person: isPublicSubject(client, person) ? markPerson(clientId, person.toLowerCase()) : person }),
    ...(flow && { flow: flow.toLowerCase() }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/**
 * Whether the text is a `sub` that the app knows a person by. Where every app gets another one, the account's id is none:
 * it would tell developers of two apps which of their people are the same.
 * @see OIDC Core §8.1
 */
function isPublicSubject({ pairwiseSector }: SeenClient["client"], person: string): boolean {
  return pairwiseSector === null && z.guid().safeParse(person).success;
}

/** A time, or the start of a day; `more`: milliseconds to add to a day. Null: neither. */
function toTime(written: string, more: number): Date | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const time = new Date(isDay ? `${written}T00:00:00Z` : written);
  // The database knows no year 0, and nothing was kept before 1970.
  if (written === "" || !(time >= FIRST_TIME && time <= LAST_TIME)) return null;
  return isDay ? new Date(time.getTime() + more) : time;
}

function inspect(request: KeptRequest, registered: readonly string[]): InspectedRequest {
  const isNormal = NORMAL_CAUSES.some((cause) => cause === request.cause);
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
