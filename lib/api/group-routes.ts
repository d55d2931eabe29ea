import { z } from "zod";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import { addMember, listMembers, removeMember } from "../people/group-members";
import { createGroup, deleteGroup, listGroups, renameGroup } from "../people/groups";
import { ManagedGroup } from "../people/managed-group";
import type { GroupProblem } from "../people/result";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";
import { limitOf, toPage } from "./page-of";

const LIST = "/admin/groups";
const ONE = `${LIST}/{group_id}`;
const MEMBERS = `${ONE}/members`;
const scope = ADMIN_SCOPE;

const nameBody = z.object({ name: z.string() });

const memberBody = z.object({ email: z.string() });

/** Groups of people, for an administrator's own tools. */
export const groupRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getGroups },
  { method: "POST", path: LIST, scope, body: nameBody, handle: postGroup },
  { method: "GET", path: ONE, scope, handle: getGroup },
  { method: "PATCH", path: ONE, scope, body: nameBody, handle: patchGroup },
  { method: "DELETE", path: ONE, scope, handle: removeGroup },
  { method: "GET", path: MEMBERS, scope, handle: getMembers },
  { method: "POST", path: MEMBERS, scope, body: memberBody, handle: postMember },
  { method: "DELETE", path: `${MEMBERS}/{user_id}`, scope, handle: removeOneMember },
];

async function getGroups(call: ApiCall): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return problem(400, limit);
  const found = await listGroups(administratorOf(call), { after: searchParams.get("after") ?? undefined, limit });
  if (!found) return notAdministrator();
  const last = found.groups.at(-1)?.groupId;
  const page = toPage(found.groups, nextOf(call, LIST, limit, found.hasMore ? last : undefined));
  const groups = page.items.map(({ groupId, name, members, createdAt }) => ({
    id: groupId,
    name,
    members,
    created_at: createdAt.toISOString(),
  }));
  return Response.json({ groups, next: page.next }, { headers: page.headers });
}

async function postGroup(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, nameBody);
  if (!sent.ok) return sent.response;
  const actor = administratorOf(call);
  const result = await createGroup(actor, sent.body.name, call.context.now());
  // Nobody but those who administer nothing is told that a new group is missing.
  if (!result.ok) return result.problem === "missing" ? notAdministrator() : refusal(result.problem);
  const { groupId } = result.value;
  const location = `${getOwnApi(call.context.issuer)}${LIST}/${groupId}`;
  return Response.json(toDocument(result.value), { status: 201, headers: { location } });
}

async function getGroup(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  return found instanceof Response ? found : Response.json(toDocument(found.group));
}

async function patchGroup(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  if (found instanceof Response) return found;
  const sent = await readBody(call.request, nameBody);
  if (!sent.ok) return sent.response;
  const result = await renameGroup(found, sent.body.name);
  return result.ok ? Response.json(toDocument(result.value)) : refusal(result.problem);
}

async function removeGroup(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  if (found instanceof Response) return found;
  const result = await deleteGroup(found);
  return result.ok ? noContent() : refusal(result.problem);
}

async function getMembers(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  if (found instanceof Response) return found;
  const { searchParams } = new URL(call.request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return problem(400, limit);
  const { members, hasMore } = await listMembers(found, { after: searchParams.get("after") ?? undefined, limit });
  const path = `${LIST}/${found.group.groupId}/members`;
  const page = toPage(members, nextOf(call, path, limit, hasMore ? members.at(-1)?.userId : undefined));
  const shown = page.items.map(({ userId, email, name, addedAt }) => ({
    id: userId,
    email,
    name,
    added_at: addedAt.toISOString(),
  }));
  return Response.json({ members: shown, next: page.next }, { headers: page.headers });
}

async function postMember(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  if (found instanceof Response) return found;
  const sent = await readBody(call.request, memberBody);
  if (!sent.ok) return sent.response;
  const result = await addMember(found, sent.body.email, call.context.now());
  return result.ok ? noContent() : refusal(result.problem);
}

async function removeOneMember(call: ApiCall): Promise<Response> {
  const found = await findGroup(call);
  if (found instanceof Response) return found;
  const result = await removeMember(found, call.params.user_id ?? "");
  return result.ok ? noContent() : refusal(result.problem);
}

/** 403 says nothing of what groups there are: the person of the token administers nothing, or no longer. */
async function findGroup(call: ApiCall): Promise<ManagedGroup | Response> {
  const actor = administratorOf(call);
  const found = await ManagedGroup.find(actor, call.params.group_id ?? "");
  if (found) return found;
  return (await listGroups(actor, { limit: 1 })) ? problem(404, "There is no such group.") : notAdministrator();
}

function toDocument({ groupId, name, createdAt }: ManagedGroup["group"]): Record<string, unknown> {
  return { id: groupId, name, created_at: createdAt.toISOString() };
}

function nextOf(call: ApiCall, path: string, limit: number, after: string | undefined): string | null {
  if (after === undefined) return null;
  return `${getOwnApi(call.context.issuer)}${path}?${new URLSearchParams({ limit: String(limit), after })}`;
}

const STATUS: Partial<Record<GroupProblem, number>> = { missing: 404, taken: 409, full: 409 };

function refusal(key: GroupProblem): Response {
  return problem(STATUS[key] ?? 422, wordsFor("en").admin.groups.problems[key]);
}

function notAdministrator(): Response {
  return problem(403, "The person of this access token is no administrator.");
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}
