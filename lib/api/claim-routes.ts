import { z } from "zod";
import type { ClaimDefinition } from "../db/people/claims";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { CLAIM_TYPES } from "../oauth/tokens/defined-claims";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import { CLAIM_EDITORS, changeClaim, defineClaim, listClaims, removeClaim } from "../people/defined-claims";
import type { ClaimProblem } from "../people/result";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";

const LIST = "/admin/claims";
const ONE = `${LIST}/{name}`;
const scope = ADMIN_SCOPE;

const text = z.string();

const scopeBody = z.object({
  name: text,
  title: text,
  detail: text.nullable().default(null),
  texts: z.record(text, z.object({ title: text, detail: text.nullable().default(null) })).default({}),
});

/** What can be changed; `scope`: the name of one that there is, or a new one. A label that is null is taken away. */
const changesBody = z.object({
  label: text,
  labels: z.record(
    text,
    text.nullable().transform((said) => said ?? ""),
  ),
  editor: z.enum(CLAIM_EDITORS),
  scope: z.union([text, scopeBody]),
});

const claimBody = changesBody.extend({
  name: text,
  type: z.enum(CLAIM_TYPES),
  labels: changesBody.shape.labels.default({}),
  editor: changesBody.shape.editor.default("administrator"),
});

/** The operator's own claims about people, for an administrator's own tools. */
export const claimRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getClaims },
  { method: "POST", path: LIST, scope, body: claimBody, handle: postClaim },
  { method: "GET", path: ONE, scope, handle: getClaim },
  { method: "PATCH", path: ONE, scope, body: changesBody.partial(), handle: patchClaim },
  { method: "DELETE", path: ONE, scope, handle: deleteClaim },
];

async function getClaims(call: ApiCall): Promise<Response> {
  const claims = await listClaims(administratorOf(call));
  return claims ? Response.json({ claims: claims.map(toDocument) }) : notAdministrator();
}

async function postClaim(call: ApiCall): Promise<Response> {
  const actor = administratorOf(call);
  if (!(await listClaims(actor))) return notAdministrator();
  const sent = await readBody(call.request, claimBody);
  if (!sent.ok) return sent.response;
  const result = await defineClaim(actor, sent.body, call.context.now());
  if (!result.ok) return refusal(result.problem);
  const location = `${getOwnApi(call.context.issuer)}${LIST}/${encodeURIComponent(result.value.name)}`;
  return Response.json(toDocument(result.value), { status: 201, headers: { location } });
}

async function getClaim(call: ApiCall): Promise<Response> {
  const found = await findClaim(call);
  return found instanceof Response ? found : Response.json(toDocument(found));
}

/** @see RFC 7396: absent members stay. The name and the type of a claim never change. */
async function patchClaim(call: ApiCall): Promise<Response> {
  const found = await findClaim(call);
  if (found instanceof Response) return found;
  const sent = await readBody(call.request, changesBody.partial());
  if (!sent.ok) return sent.response;
  const result = await changeClaim(administratorOf(call), found.name, sent.body, call.context.now());
  return result.ok ? Response.json(toDocument(result.value)) : refusal(result.problem);
}

async function deleteClaim(call: ApiCall): Promise<Response> {
  const found = await findClaim(call);
  if (found instanceof Response) return found;
  const result = await removeClaim(administratorOf(call), found.name, call.context.now());
  return result.ok ? new Response(null, { status: 204 }) : refusal(result.problem);
}

/** 403 says nothing of what claims there are: the person of the token administers nothing, or no longer. */
async function findClaim(call: ApiCall): Promise<ClaimDefinition | Response> {
  const claims = await listClaims(administratorOf(call));
  if (!claims) return notAdministrator();
  return claims.find(({ name }) => name === call.params.name) ?? refusal("missing");
}

function toDocument({ scopeName, createdAt, ...claim }: ClaimDefinition): Record<string, unknown> {
  return { ...claim, scope: scopeName, created_at: createdAt.toISOString() };
}

const STATUS: Partial<Record<ClaimProblem, number>> = {
  missing: 404,
  taken: 409,
  scopeTaken: 409,
  overtaken: 409,
  full: 409,
};

function refusal(key: ClaimProblem): Response {
  return problem(STATUS[key] ?? 422, wordsFor("en").admin.claims.problems[key]);
}

function notAdministrator(): Response {
  return problem(403, "The person of this access token is no administrator.");
}
