import { createSecret, findSecrets, revokeSecret } from "../clients/client-secrets";
import { addUris, findRedirectUriList, removeUri } from "../clients/redirect-uris";
import { problem } from "../http/problem";
import { type ApiCall, type ApiRoute, findManagedClient, findSeenClient } from "./api-route";
import { readBody, redirectUrisBody } from "./client-body";
import { clientProblem } from "./client-problem";

/** Secrets and redirect URIs of a developer's own clients. */
export const credentialRoutes: ApiRoute[] = [
  { method: "GET", path: "/clients/{client_id}/secrets", scope: "clients:read", handle: getSecrets },
  { method: "POST", path: "/clients/{client_id}/secrets", scope: "clients:write", handle: postSecret },
  { method: "DELETE", path: "/clients/{client_id}/secrets/{id}", scope: "clients:write", handle: deleteSecret },
  { method: "GET", path: "/clients/{client_id}/redirect-uris", scope: "clients:read", handle: getRedirectUris },
  {
    method: "POST",
    path: "/clients/{client_id}/redirect-uris",
    scope: "clients:write",
    body: redirectUrisBody,
    handle: postRedirectUris,
  },
  {
    method: "DELETE",
    path: "/clients/{client_id}/redirect-uris/{id}",
    scope: "clients:write",
    handle: deleteRedirectUri,
  },
];

const idOf = ({ params }: ApiCall) => params.id ?? "";

async function getSecrets(call: ApiCall): Promise<Response> {
  const managed = await findSeenClient(call);
  if (!managed) return notFound();
  const secrets = await findSecrets(managed, call.context.now());
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

/** The value is in this answer and nowhere else. A repeated call with the same key gets 409, not a second secret. */
async function postSecret(call: ApiCall): Promise<Response> {
  const requestKey = call.request.headers.get("idempotency-key")?.slice(0, 100) ?? null;
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await createSecret(managed, requestKey, call.context.now());
  if (!result.ok) return clientProblem(result.problem);
  return Response.json(
    { client_secret: result.value.value, client_secret_expires_at: 0, hint: result.value.hint },
    { status: 201 },
  );
}

async function deleteSecret(call: ApiCall): Promise<Response> {
  if (!isUuid(idOf(call))) return notFound();
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await revokeSecret(managed, idOf(call), call.context.now());
  return result.ok ? new Response(null, { status: 204 }) : clientProblem(result.problem);
}

async function getRedirectUris(call: ApiCall): Promise<Response> {
  const managed = await findSeenClient(call);
  if (!managed) return notFound();
  const kinds = ["redirect", "post_logout"] as const;
  const lists = await Promise.all(kinds.map((kind) => findRedirectUriList(managed, kind)));
  const body = lists.flatMap((list, index) =>
    list.uris.map((row) => ({
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
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await addUris(managed, kind, uris);
  return result.ok ? Response.json({ ids: result.value }, { status: 201 }) : clientProblem(result.problem);
}

async function deleteRedirectUri(call: ApiCall): Promise<Response> {
  if (!isUuid(idOf(call))) return notFound();
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await removeUri(managed, idOf(call));
  return result.ok ? new Response(null, { status: 204 }) : clientProblem(result.problem);
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

function notFound(): Response {
  return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
}
