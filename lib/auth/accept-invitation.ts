import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import { createInvitedUser, findInvitationByToken, type Invitation } from "@/lib/db/people/invitations";
import type { User } from "@/lib/db/people/users";
import { hashSecret } from "@/lib/oauth/secrets";

/** The page that the link of an invitation leads to. */
export const INVITATION_PATH = "/invitation";

/** The invitation behind a link; null when it was used or withdrawn, or is over. Does not use it up. */
export async function findInvitationOf(token: string, now = new Date()): Promise<Invitation | null> {
  return token === "" ? null : findInvitationByToken(hashSecret(token), now);
}

/** Makes the account of an invited address, which the link proves, and uses the invitation up. */
export async function acceptInvitation(
  { token, invitation }: { token: string; invitation: Invitation },
  { name, passwordHash }: { name: string | null; passwordHash: string },
  source: ActSource,
  now = new Date(),
): Promise<User | "over" | "exists"> {
  const { email, invitationId } = invitation;
  const user = { email, name, passwordHash, isAdmin: false, emailVerifiedAt: now, claims: {} };
  const made = await createInvitedUser(hashSecret(token), user, now);
  if (typeof made === "object") {
    const data = { isAdmin: false, by: "invitation", invitationId } as const;
    await recordEvent({ type: "user.created", outcome: "ok", userId: made.userId, data }, source);
  }
  return made;
}
