import { randomBytes } from "node:crypto";
import { z } from "zod";
import { INVITATION_PATH } from "../auth/accept-invitation";
import { type Actor, findAdministrator } from "../auth/actor";
import { putMail } from "../auth/mail";
import { countTry, rateLimitRules } from "../auth/rate-limit";
import { decodeEmail } from "../auth/readable-host";
import { recordEvent } from "../db/audit/events";
import { newId } from "../db/driver/new-id";
import {
  deleteInvitation,
  findInvitation,
  type Invitation,
  listInvitations as listRows,
  replaceInvitation,
} from "../db/people/invitations";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUserByEmail } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { pathWith } from "../http/see-other";
import { hashSecret } from "../oauth/secrets";
import { getPortalName } from "../settings/portal-settings";
import { done, type InvitationProblem, type Result, refused } from "./result";

/** Seconds for which the link of an invitation works. */
export const INVITATION_LIFETIME = 7 * 86_400;

/** An invitation, with the address as people read it. `isOver`: its link works no longer, so it has to be sent again. */
export type ShownInvitation = Omit<Invitation, "isSenderGone"> & { isOver: boolean };

/** An invitation that was just sent, with its link, which is stored nowhere. */
export interface SentInvitation extends ShownInvitation {
  link: string;
}

/** Invitations that nobody followed yet, newest first; null for everybody but administrators. */
export async function listInvitations(
  actor: Actor,
  { after, limit, now }: { after?: string; limit: number; now: Date },
): Promise<{ invitations: ShownInvitation[]; hasMore: boolean } | null> {
  if (!(await findAdministrator(actor))) return null;
  if (after !== undefined && !z.uuid().safeParse(after).success) return { invitations: [], hasMore: false };
  const rows = await listRows({ after, limit: limit + 1 });
  return { invitations: rows.slice(0, limit).map((row) => show(row, now)), hasMore: rows.length > limit };
}

/**
 * Mails an address a link by which an account is made there, once, within seven days, whoever may sign up otherwise. An
 * address that was invited before gets another link, and the first one stops working.
 */
export async function invite(
  actor: Actor,
  address: string,
  now: Date,
): Promise<Result<SentInvitation, InvitationProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("forbidden");
  const email = normalizeEmail(address);
  if (!isMailAddress(email)) return refused("badEmail");
  if (await findUserByEmail(email)) return refused("hasAccount");
  const wait = known.userId && (await countTry([{ rule: rateLimitRules.invitations, subject: known.userId }], now));
  if (wait) return refused("tooMany", wait);
  return done(await send(known, email, now));
}

/** Sends the mail again, with another link that works for seven days from now; the one before stops working. */
export async function sendInvitationAgain(
  actor: Actor,
  invitationId: string,
  now: Date,
): Promise<Result<SentInvitation, InvitationProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("forbidden");
  const invitation = z.uuid().safeParse(invitationId).success ? await findInvitation(invitationId) : null;
  return invitation ? invite(known, invitation.email, now) : refused("missing");
}

/** Takes an invitation back: its link stops working. */
export async function withdrawInvitation(actor: Actor, invitationId: string): Promise<Result<null, InvitationProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("forbidden");
  const isId = z.uuid().safeParse(invitationId).success;
  if (!isId || !(await deleteInvitation(invitationId))) return refused("missing");
  const data = { by: known.userId, invitationId };
  await recordEvent({ type: "invitation.withdrawn", outcome: "ok", data }, known.source);
  return done(null);
}

async function send({ userId, source }: Actor, email: string, now: Date): Promise<SentInvitation> {
  const token = randomBytes(32).toString("base64url");
  const invitation = await replaceInvitation({
    invitationId: newId(now.getTime()),
    email,
    tokenHash: hashSecret(token),
    invitedById: userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_LIFETIME * 1000),
  });
  const { invitationId, expiresAt } = invitation;
  const link = new URL(pathWith(INVITATION_PATH, { token }), getEnv().issuer).href;
  const words = wordsTo(null, null);
  const mail = words.auth.mails.invitation({ portalName: await getPortalName(), href: link, expiresAt });
  const frame = { to: email, language: words.common.language, what: "an invitation", lifetime: INVITATION_LIFETIME };
  await putMail({ ...mail, ...frame }, now);
  const data = { by: userId, invitationId, domain: email.slice(email.lastIndexOf("@") + 1) };
  await recordEvent({ type: "invitation.sent", outcome: "ok", data }, source);
  return { ...show(invitation, now), link };
}

function show({ isSenderGone, ...invitation }: Invitation, now: Date): ShownInvitation {
  const isOver = isSenderGone || invitation.expiresAt <= now;
  return { ...invitation, email: decodeEmail(invitation.email), isOver };
}
