import type { TeamInvitation } from "../db/clients/teams";
import type { Team } from "./team";

/** A team as the API and the command line show it. */
export function toTeamDocument({ ownerEmail, teammates, invitations }: Team): Record<string, unknown> {
  return {
    owner: ownerEmail,
    teammates: teammates.map(({ userId, email, role, joinedAt }) => ({
      user_id: userId,
      email,
      role,
      joined_at: joinedAt.toISOString(),
    })),
    invitations: invitations.map(toInvitationDocument),
  };
}

/** An invitation in the same form. */
export function toInvitationDocument(invitation: TeamInvitation): Record<string, unknown> {
  const { clientId, clientName, email, role, expiresAt } = invitation;
  return { client_id: clientId, client_name: clientName, to: email, role, expires_at: expiresAt.toISOString() };
}
