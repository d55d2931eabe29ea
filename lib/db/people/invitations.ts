import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { type NewUser, toRow, toUser, type User, userSelect } from "./users";

/** An invitation to make an account, without the secret of its link. */
export interface Invitation {
  invitationId: string;
  /** in the form of `normalizeEmail` */
  email: string;
  createdAt: Date;
  expiresAt: Date;
  /** null: the operator */
  invitedByEmail: string | null;
  /** whoever sent it administers the portal no longer, so its link does not work */
  isSenderGone: boolean;
}

export interface NewInvitation {
  invitationId: string;
  email: string;
  tokenHash: string;
  /** null: the operator */
  invitedById: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** The operator sent it, or somebody who still administers the portal: see {@link isSenderGone}. */
const senderStillMay = {
  OR: [{ invitedById: null }, { invitedBy: { isAdmin: true, suspendedAt: null } }],
} satisfies Prisma.InvitationWhereInput;

/** The other side of {@link senderStillMay}, of a row that was read. */
function isSenderGone(sender: { isAdmin: boolean; suspendedAt: Date | null } | null): boolean {
  return sender !== null && (!sender.isAdmin || sender.suspendedAt !== null);
}

const select = {
  id: true,
  email: true,
  createdAt: true,
  expiresAt: true,
  invitedBy: { select: { email: true, isAdmin: true, suspendedAt: true } },
} satisfies Prisma.InvitationSelect;

function toInvitation(row: Prisma.InvitationGetPayload<{ select: typeof select }>): Invitation {
  const { id, invitedBy: sender, ...rest } = row;
  return { invitationId: id, ...rest, invitedByEmail: sender?.email ?? null, isSenderGone: isSenderGone(sender) };
}

/** Stores an invitation; an earlier one of the same address gives way to it, with its link. */
export async function replaceInvitation({ invitationId: id, ...invitation }: NewInvitation): Promise<Invitation> {
  const { email, tokenHash, invitedById, createdAt, expiresAt } = invitation;
  return inTransaction(async (tx) => {
    // One statement, so that of two at once the second finds the row of the first.
    await tx.$executeRaw`
      INSERT INTO invitations (id, email, token_hash, invited_by_id, created_at, expires_at)
      VALUES (${id}::uuid, ${email}, ${tokenHash}, ${invitedById}::uuid, ${createdAt}::timestamptz,
        ${expiresAt}::timestamptz)
      ON CONFLICT (email) DO UPDATE SET id = EXCLUDED.id, token_hash = EXCLUDED.token_hash,
        invited_by_id = EXCLUDED.invited_by_id, created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at`;
    return toInvitation(await tx.invitation.findUniqueOrThrow({ where: { id }, select }));
  });
}

/** Invitations that nobody followed yet, newest first. @param after id of the last one of the page before */
export async function listInvitations({ after, limit }: { after?: string; limit: number }): Promise<Invitation[]> {
  const db = await getDb();
  const rows = await db.invitation.findMany({
    where: after === undefined ? {} : { id: { lt: after } },
    select,
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(toInvitation);
}

/** The invitation of this id, or null. */
export async function findInvitation(invitationId: string): Promise<Invitation | null> {
  const db = await getDb();
  const row = await db.invitation.findUnique({ where: { id: invitationId }, select });
  return row && toInvitation(row);
}

/** The invitation behind a link that still works, or null. Whoever sent it must still administer the portal. Does not use it up. */
export async function findInvitationByToken(tokenHash: string, now: Date): Promise<Invitation | null> {
  const db = await getDb();
  const row = await db.invitation.findUnique({
    where: { tokenHash, expiresAt: { gt: now }, ...senderStillMay },
    select,
  });
  return row && toInvitation(row);
}

/** Deletes an invitation. True for exactly one of any number of callers. */
export async function deleteInvitation(invitationId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.invitation.deleteMany({ where: { id: invitationId } });
  return count === 1;
}

/**
 * Uses an invitation up and stores the account, both or nothing. `over`: it was used or withdrawn, has expired, or whoever sent it
 * administers the portal no longer; `exists`: the address has an account by now.
 */
export async function createInvitedUser(
  tokenHash: string,
  user: NewUser,
  now: Date,
): Promise<User | "over" | "exists"> {
  try {
    return await inTransaction(async (tx) => {
      const { count } = await tx.invitation.deleteMany({
        where: { tokenHash, email: user.email, expiresAt: { gt: now }, ...senderStillMay },
      });
      if (count !== 1) return "over";
      return toUser(await tx.user.create({ data: toRow(user, now), select: userSelect }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "exists";
    throw error;
  }
}
