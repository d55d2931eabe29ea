import { operator } from "../auth/actor";
import { offerHandover, withdrawHandover } from "../clients/hand-over";
import { inspectRequests, type RequestFilterText } from "../clients/inspect-requests";
import { OwnedClient } from "../clients/managed-client";
import { toRequestDocument } from "../clients/request-document";
import { findTeam, inviteTeammate, removeTeammate, withdrawInvitation } from "../clients/team";
import { toInvitationDocument, toTeamDocument } from "../clients/team-document";
import type { TeamRole } from "../events/team-roles";
import { CommandError } from "./command";
import { toCommandError } from "./command-problem";

/** Offers a client to the person with an address; answers the offer as JSON. @throws {CommandError} with a sentence */
export async function offerClientTo(clientId: string, email: string, now: Date): Promise<string> {
  const result = await offerHandover(await findClient(clientId), email, now);
  if (!result.ok) throw toCommandError(result.problem);
  const { clientName, expiresAt } = result.value;
  const offer = { client_id: clientId, client_name: clientName, to: email, expires_at: expiresAt.toISOString() };
  return JSON.stringify(offer, null, 2);
}

/** Takes the offer of a client back. @throws {CommandError} with a sentence */
export async function withdrawOffer(clientId: string): Promise<string> {
  const result = await withdrawHandover(await findClient(clientId));
  if (!result.ok) throw toCommandError(result.problem);
  return JSON.stringify({ client_id: clientId, offered: false }, null, 2);
}

/** Who works on a client, and who is invited to, as JSON. @throws {CommandError} with a sentence */
export async function listTeamAsJson(clientId: string, now: Date): Promise<string> {
  return JSON.stringify(toTeamDocument(await findTeam(await findClient(clientId), now)), null, 2);
}

/** Invites somebody to the team of a client; answers the invitation as JSON. @throws {CommandError} with a sentence */
export async function inviteToTeam(
  clientId: string,
  { email, role }: { email: string; role: TeamRole },
  now: Date,
): Promise<string> {
  const result = await inviteTeammate(await findClient(clientId), { email, role }, now);
  if (!result.ok) throw toCommandError(result.problem);
  return JSON.stringify(toInvitationDocument(result.value), null, 2);
}

/** Removes somebody from the team of a client, or their invitation. @throws {CommandError} with a sentence */
export async function removeFromTeam(clientId: string, email: string, now: Date): Promise<string> {
  const client = await findClient(clientId);
  const { teammates, invitations } = await findTeam(client, now);
  const teammate = teammates.find((each) => each.email === email);
  if (teammate) await removeTeammate(client, teammate.userId);
  else if (invitations.some((each) => each.email === email)) await withdrawInvitation(client, email);
  else throw new CommandError(`Nobody with the address ${email} is in the team of ${clientId}.`);
  return await listTeamAsJson(clientId, now);
}

/** The newest requests of a client that a filter shows, as JSON. @throws {CommandError} with a sentence */
export async function listRequestsAsJson(clientId: string, filter: RequestFilterText): Promise<string> {
  const { requests } = await inspectRequests(await findClient(clientId), filter);
  return JSON.stringify(requests.map(toRequestDocument), null, 2);
}

async function findClient(clientId: string): Promise<OwnedClient> {
  const managed = clientId.includes("\0") ? null : await OwnedClient.find(operator, clientId);
  if (!managed) throw new CommandError(`There is no client ${clientId}.`);
  return managed;
}
