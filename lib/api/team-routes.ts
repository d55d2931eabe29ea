import { z } from "zod";
import {
  acceptInvitation,
  changeTeammate,
  declineInvitation,
  findInvitationTo,
  findTeam,
  inviteTeammate,
  leaveTeam,
  listInvitationsTo,
  removeTeammate,
  withdrawInvitation,
} from "../clients/team";
import { toInvitationDocument, toTeamDocument } from "../clients/team-document";

import { TEAM_ROLES } from "../events/team-roles";
import { problem } from "../http/problem";
import { type ApiCall, type ApiRoute, actorOf, findOwnedClient, findSeenClient } from "./api-route";
import { readBody } from "./client-body";
import { clientProblem } from "./client-problem";

const TEAM = "/clients/{client_id}/team";

const role = z.enum(TEAM_ROLES);
const roleBody = z.object({ role });
const invitationBody = z.object({ email: z.string().max(1_000), role });

/** Who works on a client: the last three are of whoever is invited. */
export const teamRoutes: ApiRoute[] = [
  { method: "GET", path: TEAM, scope: "clients:read", handle: getTeam },
  { method: "PATCH", path: `${TEAM}/{user_id}`, scope: "clients:write", body: roleBody, handle: patchTeammate },
  { method: "DELETE", path: `${TEAM}/{user_id}`, scope: "clients:write", handle: deleteTeammate },
  { method: "POST", path: `${TEAM}/invitations`, scope: "clients:write", body: invitationBody, handle: postInvitation },
  { method: "DELETE", path: `${TEAM}/invitations/{email}`, scope: "clients:write", handle: deleteInvitation },
  { method: "GET", path: "/team-invitations", scope: "clients:read", handle: getInvitations },
  { method: "POST", path: "/team-invitations/{client_id}/accept", scope: "clients:write", handle: postAccept },
  { method: "POST", path: "/team-invitations/{client_id}/decline", scope: "clients:write", handle: postDecline },
];

async function getTeam(call: ApiCall): Promise<Response> {
  const client = await findSeenClient(call);
  if (!client) return notFound();
  return Response.json(toTeamDocument(await findTeam(client, call.context.now())));
}

async function patchTeammate(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, roleBody);
  if (!sent.ok) return sent.response;
  const client = await findOwnedClient(call);
  if (!client) return notFound();
  const result = await changeTeammate(client, call.params.user_id ?? "", sent.body.role);
  return result.ok ? getTeam(call) : clientProblem(result.problem);
}

/** The owner removes anybody; everybody else only themselves. */
async function deleteTeammate(call: ApiCall): Promise<Response> {
  const userId = call.params.user_id ?? "";
  const owned = await findOwnedClient(call);
  if (owned) await removeTeammate(owned, userId);
  else {
    const seen = userId === actorOf(call).userId ? await findSeenClient(call) : null;
    const result = seen && (await leaveTeam(seen));
    if (!result?.ok) return notFound();
  }
  return noContent();
}

async function postInvitation(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, invitationBody);
  if (!sent.ok) return sent.response;
  const client = await findOwnedClient(call);
  if (!client) return notFound();
  const result = await inviteTeammate(client, sent.body, call.context.now());
  return result.ok ? Response.json(toInvitationDocument(result.value), { status: 201 }) : clientProblem(result.problem);
}

async function deleteInvitation(call: ApiCall): Promise<Response> {
  const client = await findOwnedClient(call);
  if (!client) return notFound();
  await withdrawInvitation(client, call.params.email ?? "");
  return noContent();
}

async function getInvitations(call: ApiCall): Promise<Response> {
  const invitations = await listInvitationsTo(actorOf(call), call.context.now());
  return Response.json({ invitations: invitations.map(toInvitationDocument) });
}

async function postAccept(call: ApiCall): Promise<Response> {
  const result = await acceptInvitation(actorOf(call), call.params.client_id ?? "", call.context.now());
  return result.ok ? noContent() : noInvitation();
}

async function postDecline(call: ApiCall): Promise<Response> {
  const clientId = call.params.client_id ?? "";
  const now = call.context.now();
  if (!(await findInvitationTo(actorOf(call), clientId, now))) return noInvitation();
  await declineInvitation(actorOf(call), clientId, now);
  return noContent();
}

function notFound(): Response {
  return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
}

function noInvitation(): Response {
  return problem(404, "There is no such invitation.");
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}
