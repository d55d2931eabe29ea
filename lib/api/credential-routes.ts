import { createSecret, findSecrets, revokeSecret } from "../console/client-secrets";
import { addUris, findRedirectUriList, removeUri } from "../console/redirect-uris";
import { problem } from "../http/problem";
import { type ApiCall, type ApiRoute, actorOf } from "./api-route";
import { readBody, redirectUrisBody } from "./client-body";
import { clientProblem } from "./client-problem";

/** Secrets and redirect URIs of a developer's own clients. */
export const credentialRoutes: ApiRoute[] = [
  { method: "GET", path: "/clients/{client_id}/secrets", scope: "clients:read", handle: getSecrets },
  { method: "POST", path: "/clients/{client_id}/secrets", scope: "clients:write", handle: postSecret },
  { method: "DELETE", path: "/clients/{client_id}/secrets/{id}", scope: "clients:write", handle: deleteSecret },
  { method: "GET", path: "/clients/{client_id}/redirect-uris", scope: "clients:read", handle: getRedirectUris },
  { method: "POST", path: "/clients/{client_id}/redirect-uris", scope: "clients:write", handle: postRedirectUris },
  {
    method: "DELETE",
    path: "/clients/{client_id}/redirect-uris/{id}",
    scope: "clients:write",
    handle: deleteRedirectUri,
  },
];

const clientIdOf = ({ params }: ApiCall) => params.client_id ?? "";
const idOf = ({ params }: ApiCall) => params.id ?? "";

async function getSecrets(call: ApiCall): Promise<Response> {
  const secrets = await findSecrets(actorOf(call), clientIdOf(call), call.context.now());
  if (!secrets) return notFound();
  const body = secrets.map((secret) => ({
    id: secret.id,
    hint: secret.hint,
    state: secret.state,
    created_at: secret.createdAt.toISOString(),
    last_used_at: secret.lastUsedAt?.toISOString() ?? null,
    expires_at: secret.expiresAt?.toISOString() ?? null,
  }));
  return Response.json({ secrets: body });
}

/** The value is in this answer and nowhere else; a call that is sent again with its key gets 409, not a second secret. */
async function postSecret(call: ApiCall): Promise<Response> {
  const requestKey = call.request.headers.get("idempotency-key")?.slice(0, 100) ?? null;
  const result = await createSecret(actorOf(call), clientIdOf(call), requestKey, call.context.now());
  if (!result.ok) return clientProblem(result.problem);
  return Response.json(
    { client_secret: result.value.value, client_secret_expires_at: 0, hint: result.value.hint },
    { status: 201 },
  );
}

async function deleteSecret(call: ApiCall): Promise<Response> {
  if (!isUuid(idOf(call))) return notFound();
  const result = await revokeSecret(actorOf(call), clientIdOf(call), idOf(call), call.context.now());
  return result.ok ? new Response(null, { status: 204 }) : clientProblem(result.problem);
}

async function getRedirectUris(call: ApiCall): Promise<Response> {
  const kinds = ["redirect", "post_logout"] as const;
  const lists = await Promise.all(kinds.map((kind) => findRedirectUriList(actorOf(call), clientIdOf(call), kind)));
  if (lists.some((list) => list === null)) return notFound();
  const body = lists.flatMap((list, index) =>
    (list?.uris ?? []).map((row) => ({
      id: row.id,
      kind: kinds[index],
      uri: row.uri,
      created_at: row.createdAt.toISOString(),
      last_used_at: row.lastUsedAt?.toISOString() ?? null,
    })),
  );
  return Response.json({ redirect_uris: body });
}

async function postRedirectUris(call: ApiCall): Promise<Response> {
  const input = await readBody(call.request, redirectUrisBody);
  if (!input.ok) return input.response;
  const { kind, uris } = input.body;
  if (uris.length === 0) return problem(422, "uris must hold at least one address.");
  const result = await addUris(actorOf(call), clientIdOf(call), kind, uris);
  return result.ok ? Response.json({ ids: result.value }, { status: 201 }) : clientProblem(result.problem);
}

async function deleteRedirectUri(call: ApiCall): Promise<Response> {
  if (!isUuid(idOf(call))) return notFound();
  const result = await removeUri(actorOf(call), clientIdOf(call), idOf(call));
  return result.ok ? new Response(null, { status: 204 }) : clientProblem(result.problem);
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

function notFound(): Response {
  return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
}
