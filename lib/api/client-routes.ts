import { changeClient } from "../clients/change-client";
import { toClientDocument } from "../clients/client-document";
import { setScopes } from "../clients/client-scopes";
import { deleteClient as deleteOwnClient } from "../clients/delete-client";
import { listClients } from "../clients/list-clients";
import { ManagedClient } from "../clients/managed-client";
import { newClientId, registerClient } from "../clients/register-client";
import { problem } from "../http/problem";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { type ApiCall, type ApiRoute, actorOf, findManagedClient, findOwnedClient, findSeenClient } from "./api-route";
import { clientChangesBody, newClientBody, readBody, scopesBody, toOwnInput } from "./client-body";
import { clientProblem } from "./client-problem";
import { credentialRoutes } from "./credential-routes";
import { handoverRoutes } from "./handover-routes";
import { pageOf } from "./page-of";
import { requestRoutes } from "./request-routes";
import { signalRoutes } from "./signal-routes";
import { teamRoutes } from "./team-routes";

/** What a developer's own tools may do with the clients that the developer registered. */
export const clientRoutes: ApiRoute[] = [
  { method: "GET", path: "/clients", scope: "clients:read", handle: getClients },
  { method: "POST", path: "/clients", scope: "clients:write", body: newClientBody, handle: postClient },
  { method: "GET", path: "/clients/{client_id}", scope: "clients:read", handle: getClient },
  {
    method: "PATCH",
    path: "/clients/{client_id}",
    scope: "clients:write",
    body: clientChangesBody,
    handle: patchClient,
  },
  { method: "DELETE", path: "/clients/{client_id}", scope: "clients:write", handle: deleteClient },
  {
    method: "PATCH",
    path: "/clients/{client_id}/scopes",
    scope: "clients:write",
    body: scopesBody,
    handle: patchScopes,
  },
  ...credentialRoutes,
  ...handoverRoutes,
  ...teamRoutes,
  ...requestRoutes,
  ...signalRoutes,
];

async function getClients(call: ApiCall): Promise<Response> {
  const { clients } = await listClients(actorOf(call), {}, call.context.now());
  const url = `${getOwnApi(call.context.issuer)}/clients`;
  const page = pageOf(call.request, clients, (client) => client.clientId, url);
  if (typeof page === "string") return problem(400, page);
  const body = page.items.map((client) => ({
    client_id: client.clientId,
    client_name: client.name,
    kind: client.kind,
    status: client.status,
    updated_at: client.updatedAt.toISOString(),
  }));
  return Response.json({ clients: body, next: page.next }, { headers: page.headers });
}

async function postClient(call: ApiCall): Promise<Response> {
  const input = await readBody(call.request, newClientBody);
  if (!input.ok) return input.response;
  const { client_name, kind, redirect_uris, post_logout_redirect_uris } = input.body;
  const { subject_type: subjectType, sector_identifier_uri: sectorIdentifierUri } = input.body;
  const actor = actorOf(call);
  // The same key makes the same client, so that a call can be repeated if its answer was lost.
  const requestKey = call.request.headers.get("idempotency-key")?.slice(0, 100);
  const result = await registerClient(actor, {
    ...toOwnInput(input.body),
    name: client_name,
    kind,
    redirectUris: redirect_uris,
    postLogoutRedirectUris: post_logout_redirect_uris,
    subjectType,
    sectorIdentifierUri,
    requestKey,
  });
  if (!result.ok) {
    const location = clientUrl(call, newClientId(actor, requestKey));
    return result.problem.key === "already_registered"
      ? problem(409, "A client was registered with this Idempotency-Key before.", { headers: { location } })
      : clientProblem(result.problem);
  }
  const { clientId, clientSecret } = result.value;
  const managed = await ManagedClient.find(actor, clientId);
  if (!managed) return problem(409, "The client was removed while it was registered.");
  const secret = clientSecret ? { client_secret: clientSecret, client_secret_expires_at: 0 } : {};
  const headers = { location: clientUrl(call, clientId) };
  return Response.json({ ...toClientDocument(managed.client), ...secret }, { status: 201, headers });
}

async function getClient(call: ApiCall): Promise<Response> {
  const managed = await findSeenClient(call);
  return managed ? Response.json(toClientDocument(managed.client)) : notFound();
}

/** @see RFC 7396: absent members stay, null empties one. */
async function patchClient(call: ApiCall): Promise<Response> {
  const input = await readBody(call.request, clientChangesBody);
  if (!input.ok) return input.response;
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await changeClient(managed, toOwnInput(input.body));
  return result.ok ? getClient(call) : clientProblem(result.problem);
}

async function patchScopes(call: ApiCall): Promise<Response> {
  const input = await readBody(call.request, scopesBody);
  if (!input.ok) return input.response;
  const split = (value: string) => value.split(" ").filter((name) => name !== "");
  const scopes = { scopes: split(input.body.scope), optionalScopes: split(input.body.optional_scope) };
  const managed = await findManagedClient(call);
  if (!managed) return notFound();
  const result = await setScopes(managed, scopes);
  return result.ok ? getClient(call) : clientProblem(result.problem);
}

async function deleteClient(call: ApiCall): Promise<Response> {
  const managed = await findOwnedClient(call);
  if (!managed) return notFound();
  // Pages ask a person to type the name. A program that sends the client id means it.
  const result = await deleteOwnClient(managed, managed.client.name, call.context.now());
  return result.ok ? new Response(null, { status: 204 }) : clientProblem(result.problem);
}

function clientUrl(call: ApiCall, clientId: string): string {
  return `${getOwnApi(call.context.issuer)}/clients/${encodeURIComponent(clientId)}`;
}

function notFound(): Response {
  return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
}
