import { findAppUsage, listUsageRows, readUsageRange } from "../clients/app-usage";
import { groupProblems, inspectRequests, MOST_GROUPS, requestFilterSchema } from "../clients/inspect-requests";
import { toRequestDocument } from "../clients/request-document";
import { problem } from "../http/problem";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { type ApiCall, type ApiRoute, findSeenClient } from "./api-route";
import { clientProblem } from "./client-problem";
import { limitOf, toPage } from "./page-of";

/** What a developer's own tools may read about the requests of the developer's clients. */
export const requestRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/clients/{client_id}/events",
    scope: "clients:read",
    query: {
      endpoint: "The name of an endpoint, such as token",
      outcome:
        "ok, refused, failed, or problem: whatever has a cause but for a person's own no and an unanswered prompt=none",
      cause: "The cause of a refusal, as the error catalogue names it",
      request_id: "The X-Request-Id of an answer, which error pages show too",
      person: "The pseudonym that stands for a person, or the sub that public clients know them by",
      flow: "What the requests of one flow have in common",
      from: "A day or a time, in UTC: then or later",
      to: "A day, which counts too, or a time, in UTC: earlier than that",
      group: "problems: the same problem once, with how often it came",
      limit: "How many, from 1 to 100",
      after: "The id of the last one of the page before",
    },
    handle: getRequests,
  },
  {
    method: "GET",
    path: "/clients/{client_id}/usage",
    scope: "clients:read",
    query: { range: "24h, 7d (which counts when it is left out), 30d or 90d" },
    handle: getUsage,
  },
];

/**
 * The requests of a client, newest first, filtered by the query: `endpoint`, `outcome`, `cause`, `request_id`, `person`,
 * `flow`, `from`, `to`; `limit` and `after` as in every list. `group=problems` answers each problem once, with how often it
 * came.
 */
async function getRequests(call: ApiCall): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return problem(400, limit);
  const after = searchParams.get("after") ?? "";
  const filter = { ...requestFilterSchema.parse(Object.fromEntries(searchParams)), before: after };
  const managed = await findSeenClient(call);
  if (!managed) return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
  if (searchParams.get("group") === "problems") {
    const groups = await groupProblems(managed, filter, Math.min(limit, MOST_GROUPS));
    const problems = groups.map(({ newest, firstAt, count }) => ({
      count,
      first_at: firstAt.toISOString(),
      newest: toRequestDocument(newest),
    }));
    return Response.json({ problems });
  }
  const { requests, older } = await inspectRequests(managed, filter, limit);
  const url = `${getOwnApi(call.context.issuer)}/clients/${encodeURIComponent(managed.clientId)}/events`;
  const kept = [...searchParams].filter(([name]) => name !== "after");
  const page = toPage(requests, older && `${url}?${new URLSearchParams([...kept, ["after", older]])}`);
  return Response.json({ events: page.items.map(toRequestDocument), next: page.next }, { headers: page.headers });
}

/** What a client did: `range` is `24h`, `7d`, `30d` or `90d`. */
async function getUsage(call: ApiCall): Promise<Response> {
  const managed = await findSeenClient(call);
  if (!managed) return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
  const range = readUsageRange(new URL(call.request.url).searchParams.get("range"));
  const usage = await findAppUsage(managed, range, call.context.now());
  const counts = listUsageRows(usage).map(({ at, ...row }) => ({ starts_at: at.toISOString(), ...row }));
  const { signIns: sign_ins, tokens, errors, tokenP95: token_p95_ms } = usage.total;
  return Response.json({ range, people: usage.people, total: { sign_ins, tokens, errors, token_p95_ms }, counts });
}
