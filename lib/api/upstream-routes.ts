import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import type { UpstreamProblem } from "../people/result";
import {
  readUpstreamBody,
  readUpstreamChanges,
  toUpstreamDocument,
  upstreamBody,
  upstreamChangesBody,
} from "../people/upstream-document";
import { addUpstream, changeUpstream, listUpstreams, type ManagedUpstream, removeUpstream } from "../people/upstreams";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";

const LIST = "/admin/upstreams";
const ONE = `${LIST}/{id}`;
const scope = ADMIN_SCOPE;

/** The places where people can sign in to come here, for an administrator's own tools. */
export const upstreamRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getUpstreams },
  { method: "POST", path: LIST, scope, body: upstreamBody, handle: postUpstream },
  { method: "GET", path: ONE, scope, handle: getUpstream },
  { method: "PATCH", path: ONE, scope, body: upstreamChangesBody, handle: patchUpstream },
  { method: "DELETE", path: ONE, scope, handle: deleteUpstream },
];

async function getUpstreams(call: ApiCall): Promise<Response> {
  const upstreams = await listUpstreams(administratorOf(call));
  return upstreams ? Response.json({ upstreams: upstreams.map(toUpstreamDocument) }) : notAdministrator();
}

async function postUpstream(call: ApiCall): Promise<Response> {
  const actor = administratorOf(call);
  if (!(await listUpstreams(actor))) return notAdministrator();
  const sent = await readBody(call.request, upstreamBody);
  if (!sent.ok) return sent.response;
  const result = await addUpstream(actor, readUpstreamBody(sent.body), call.context.now());
  if (!result.ok) return refusal(result.problem);
  const location = `${getOwnApi(call.context.issuer)}${LIST}/${encodeURIComponent(result.value.upstreamId)}`;
  return Response.json(toUpstreamDocument(result.value), { status: 201, headers: { location } });
}

async function getUpstream(call: ApiCall): Promise<Response> {
  const found = await findUpstream(call);
  return found instanceof Response ? found : Response.json(toUpstreamDocument(found));
}

/** @see RFC 7396: absent members stay */
async function patchUpstream(call: ApiCall): Promise<Response> {
  const found = await findUpstream(call);
  if (found instanceof Response) return found;
  const sent = await readBody(call.request, upstreamChangesBody);
  if (!sent.ok) return sent.response;
  const result = await changeUpstream(administratorOf(call), found.upstreamId, readUpstreamChanges(sent.body));
  return result.ok ? Response.json(toUpstreamDocument(result.value)) : refusal(result.problem);
}

async function deleteUpstream(call: ApiCall): Promise<Response> {
  const found = await findUpstream(call);
  if (found instanceof Response) return found;
  const result = await removeUpstream(administratorOf(call), found.upstreamId);
  return result.ok ? new Response(null, { status: 204 }) : refusal(result.problem);
}

/** 403 says nothing of what there is: the person of the token administers nothing, or no longer. */
async function findUpstream(call: ApiCall): Promise<ManagedUpstream | Response> {
  const upstreams = await listUpstreams(administratorOf(call));
  if (!upstreams) return notAdministrator();
  return upstreams.find(({ upstreamId }) => upstreamId === call.params.id) ?? refusal("missing");
}

const STATUS: Partial<Record<UpstreamProblem, number>> = {
  missing: 404,
  taken: 409,
  domainTaken: 409,
  overtaken: 409,
  full: 409,
};

function refusal(key: UpstreamProblem): Response {
  return problem(STATUS[key] ?? 422, wordsFor("en").admin.upstreams.problems[key]);
}

function notAdministrator(): Response {
  return problem(403, "The person of this access token is no administrator.");
}
