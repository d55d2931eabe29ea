import type { Actor } from "../auth/actor";
import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { countTry } from "../auth/rate-limit";
import { decodeEmail } from "../auth/readable-host";
import { recordEvent } from "../db/audit/events";
import {
  deleteTeamInvitation,
  deleteTeammate,
  findTeamInvitation,
  joinTeam,
  listTeamInvitations,
  listTeammates,
  setTeamRole,
  storeTeamInvitation,
  type TeamInvitation,
  type Teammate,
} from "../db/clients/teams";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUserByEmail } from "../db/people/users";
import { getEnv } from "../env";
import type { TeamRole } from "../events/team-roles";
import { wordsTo } from "../http/request-words";
import { getPortalName } from "../settings/portal-settings";
import { isUuid } from "../uuid-v7";
import { findConfirmedPerson } from "./confirmed-person";
import type { OwnedClient, SeenClient } from "./managed-client";
import { done, type Result, refused } from "./result";

/** Days for which an invitation can be accepted. */
export const INVITATION_DAYS = 7;

/** Invitations are mails to whomever somebody names. */
const pace = { name: "team-invitations-by-account", max: 20, seconds: 3600 };
/** The same for one address, whoever invites it. Its person finds what came beyond in the console. */
const paceOfRecipient = { name: "team-invitations-by-recipient", max: 3, seconds: 3600 };

/** Who works on an app besides its owner, and who is invited to. */
export interface Team {
  ownerEmail: string | null;
  teammates: Teammate[];
  invitations: TeamInvitation[];
}

/** Everybody who works on the app sees who else does. */
export async function findTeam({ client, clientId }: SeenClient, now: Date): Promise<Team> {
  const [teammates, invitations] = await Promise.all([listTeammates(clientId), listTeamInvitations({ clientId }, now)]);
  return { ownerEmail: client.ownerEmail, teammates, invitations };
}

/**
 * Invites the person with this address to the team, who has a week to accept. Whether the address has an account is not
 * told: it gets the mail either way. An address gets three such mails an hour.
 */
export async function inviteTeammate(
  { actor, client, clientId }: OwnedClient,
  { email: typed, role }: { email: string; role: TeamRole },
  now: Date,
): Promise<Result<TeamInvitation>> {
  const email = normalizeEmail(typed);
  if (!isMailAddress(email)) return refused("bad_email", { fields: { email: "bad_email" } });
  if (email === client.ownerEmail) return refused("owner_already", { fields: { email: "owner_already" } });
  const subject = actor.userId ?? "operator";
  const wait = await countTry([{ rule: pace, subject }], now);
  if (wait !== null) return refused("invitations_too_fast", { retryAfter: wait });
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  const stored = await storeTeamInvitation({ clientId, email, role, expiresAt }, client.ownerId, now);
  if (stored === "gone") return refused("not_found");
  if (stored === "member") return refused("teammate_already", { fields: { email: "teammate_already" } });
  if (stored === "full") return refused("team_full");
  const event = { type: "team.invited", outcome: "ok", clientId, userId: actor.userId, data: { role } } as const;
  await recordEvent(event, actor.source);
  const invitation = { clientId, clientName: client.name, email, role, expiresAt, ownerEmail: client.ownerEmail };
  if ((await countTry([{ rule: paceOfRecipient, subject: email }], now)) !== null) return done(invitation);
  const words = wordsTo((await findUserByEmail(email))?.locale ?? null, null);
  const mail = words.console.team.invitationMail({
    app: toMailName(client.name),
    portalName: await getPortalName(),
    from: client.ownerEmail && decodeEmail(client.ownerEmail),
    role,
    href: `${getEnv().issuer}/console/invitations/${encodeURIComponent(clientId)}`,
    expiresAt,
  });
  await notify("an invitation to a team", { to: email, words, ...mail });
  return done(invitation);
}

/** Takes an invitation back. Twice is harmless. */
export async function withdrawInvitation({ actor, clientId }: OwnedClient, typed: string): Promise<Result<null>> {
  const email = normalizeEmail(typed);
  if (isMailAddress(email) && (await deleteTeamInvitation(clientId, email))) {
    const event = { type: "team.invitation_withdrawn", outcome: "ok", clientId, userId: actor.userId } as const;
    await recordEvent(event, actor.source);
  }
  return done(null);
}

/** Lets somebody of the team change the app, or only see it. */
export async function changeTeammate(
  { actor, clientId }: OwnedClient,
  userId: string,
  role: TeamRole,
): Promise<Result<null>> {
  if (!isUuid(userId) || !(await setTeamRole(clientId, userId, role))) return refused("not_found");
  const data = { teammateId: userId, role };
  await recordEvent({ type: "team.changed", outcome: "ok", clientId, userId: actor.userId, data }, actor.source);
  return done(null);
}

/** Removes somebody from the team. What they know of its secrets they go on knowing. Twice is harmless. */
export async function removeTeammate({ actor, clientId }: OwnedClient, userId: string): Promise<Result<null>> {
  if (isUuid(userId) && (await deleteTeammate(clientId, userId))) {
    const data = { teammateId: userId };
    await recordEvent({ type: "team.removed", outcome: "ok", clientId, userId: actor.userId, data }, actor.source);
  }
  return done(null);
}

/** Leaves the team of an app. Its owner cannot: they hand the app over, or delete it. */
export async function leaveTeam({ actor, clientId }: SeenClient): Promise<Result<null>> {
  const { userId } = actor;
  if (userId === null || !(await deleteTeammate(clientId, userId))) return refused("not_found");
  await recordEvent({ type: "team.left", outcome: "ok", clientId, userId }, actor.source);
  return done(null);
}

/** The invitations that are open for a person, the newest first. */
export async function listInvitationsTo(actor: Actor, now: Date): Promise<TeamInvitation[]> {
  const person = await findConfirmedPerson(actor);
  return person === null ? [] : await listTeamInvitations({ email: person.email }, now);
}

/** The invitation to an app, if it is this person's; null: it is over, used or somebody else's. */
export async function findInvitationTo(actor: Actor, clientId: string, now: Date): Promise<TeamInvitation | null> {
  const person = await findConfirmedPerson(actor);
  return person && (await findTeamInvitation(clientId, person.email, now));
}

/** Makes the person part of the team that they were invited to. */
export async function acceptInvitation(actor: Actor, clientId: string, now: Date): Promise<Result<TeamInvitation>> {
  const invitation = await findInvitationTo(actor, clientId, now);
  if (!invitation || actor.userId === null) return refused("invitation_over");
  const { userId, source } = actor;
  const role = await joinTeam({ clientId, userId }, now);
  if (role === null) return refused("invitation_over");
  await recordEvent({ type: "team.joined", outcome: "ok", clientId, userId, data: { role } }, source);
  return done({ ...invitation, role });
}

/** Declines an invitation. Twice is harmless. */
export async function declineInvitation(actor: Actor, clientId: string, now: Date): Promise<Result<null>> {
  const invitation = await findInvitationTo(actor, clientId, now);
  if (invitation && (await deleteTeamInvitation(clientId, invitation.email))) {
    const { userId, source } = actor;
    await recordEvent({ type: "team.declined", outcome: "ok", clientId, userId }, source);
  }
  return done(null);
}
