import { TEAM_ROLES, type TeamRole } from "../../events/team-roles";
import { getDb } from "../driver/database";
import { known } from "../driver/known-values";
import { lockClient, lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";

const readTeamRole = known(TEAM_ROLES, "viewer");

/** Somebody besides the owner who works on an app. */
export interface Teammate {
  userId: string;
  email: string;
  role: TeamRole;
  joinedAt: Date;
}

/** An invitation to the team of an app, which nobody accepted yet. */
export interface TeamInvitation {
  clientId: string;
  clientName: string;
  /** whose account may accept it: its address, as mail servers write it */
  email: string;
  role: TeamRole;
  expiresAt: Date;
  /** of the app; null: it has none */
  ownerEmail: string | null;
}

/** People in the team of one app, invited ones included. */
export const MOST_TEAMMATES = 50;

/** Somebody's part in the team of an app; null: none. */
export async function findTeamRole(clientId: string, userId: string): Promise<TeamRole | null> {
  const db = await getDb();
  const row = await db.teammate.findUnique({
    where: { clientId_userId: { clientId, userId } },
    select: { role: true },
  });
  return row && readTeamRole(row.role);
}

/** The team of an app without its owner; whoever joined first comes first. */
export async function listTeammates(clientId: string): Promise<Teammate[]> {
  const db = await getDb();
  const rows = await db.teammate.findMany({
    where: { clientId },
    orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
    take: MOST_TEAMMATES,
    select: { userId: true, role: true, joinedAt: true, user: { select: { email: true } } },
  });
  return rows.map(({ user, role, ...row }) => ({ ...row, role: readTeamRole(role), email: user.email }));
}

const invitationSelect = {
  clientId: true,
  email: true,
  role: true,
  expiresAt: true,
  client: { select: { name: true, owner: { select: { email: true } } } },
} satisfies Prisma.TeamInvitationSelect;

function toInvitation({
  client,
  role,
  ...row
}: Prisma.TeamInvitationGetPayload<{ select: typeof invitationSelect }>): TeamInvitation {
  return { ...row, role: readTeamRole(role), clientName: client.name, ownerEmail: client.owner?.email ?? null };
}

/** The open invitations that somebody has, or an app made; the newest first. */
export async function listTeamInvitations(
  to: { email: string } | { clientId: string },
  now: Date,
): Promise<TeamInvitation[]> {
  const db = await getDb();
  const rows = await db.teamInvitation.findMany({
    where: { ...to, expiresAt: { gt: now }, client: { deletedAt: null } },
    orderBy: [{ createdAt: "desc" }, { clientId: "asc" }, { email: "asc" }],
    take: MOST_TEAMMATES,
    select: invitationSelect,
  });
  return rows.map(toInvitation);
}

/** One person's open invitation to an app; null: there is none. */
export async function findTeamInvitation(clientId: string, email: string, now: Date): Promise<TeamInvitation | null> {
  // No text column can hold NUL.
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const where = { clientId, email, expiresAt: { gt: now }, client: { deletedAt: null } };
  const row = await db.teamInvitation.findFirst({ where, select: invitationSelect });
  return row && toInvitation(row);
}

/**
 * Stores an invitation, in place of an earlier one to the same address. `member`: the address is somebody's in the team;
 * `full`: the team has {@link MOST_TEAMMATES}; `gone`: the app is deleted, or has another owner by now.
 */
export async function storeTeamInvitation(
  { clientId, email, role, expiresAt }: Pick<TeamInvitation, "clientId" | "email" | "role" | "expiresAt">,
  ownerId: string | null,
  now: Date,
): Promise<"stored" | "member" | "full" | "gone"> {
  return inTransaction(async (tx) => {
    await lockClient(tx, clientId);
    if ((await tx.client.count({ where: { id: clientId, ownerId, deletedAt: null } })) === 0) return "gone";
    if ((await tx.teammate.count({ where: { clientId, user: { email } } })) > 0) return "member";
    const others = await tx.teamInvitation.count({
      where: { clientId, expiresAt: { gt: now }, email: { not: email } },
    });
    if (others + (await tx.teammate.count({ where: { clientId } })) >= MOST_TEAMMATES) return "full";
    await tx.teamInvitation.upsert({
      where: { clientId_email: { clientId, email } },
      create: { clientId, email, role, expiresAt, createdAt: now },
      update: { role, expiresAt, createdAt: now },
      select: { clientId: true },
    });
    return "stored";
  });
}

/** Takes an invitation back, or declines it. True when there was one. */
export async function deleteTeamInvitation(clientId: string, email: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.teamInvitation.deleteMany({ where: { clientId, email } });
  return count === 1;
}

/**
 * Uses the invitation up and makes the person part of the team, all or nothing. Null, with nothing written: the
 * invitation is used, over or to another address than the person's confirmed one, or they own the app by now.
 */
export async function joinTeam(
  { clientId, userId }: { clientId: string; userId: string },
  now: Date,
): Promise<TeamRole | null> {
  return inTransaction(async (tx) => {
    await lockUser(tx, userId);
    await lockClient(tx, clientId);
    const where = { id: userId, suspendedAt: null, emailVerifiedAt: { not: null } };
    const joiner = await tx.user.findFirst({ where, select: { email: true } });
    if (!joiner) return null;
    const open = { clientId, email: joiner.email, expiresAt: { gt: now } };
    const invitation = await tx.teamInvitation.findFirst({ where: open, select: { role: true } });
    const app = { id: clientId, deletedAt: null };
    // `not` leaves out apps without an owner, as NULL differs from nothing.
    const isOthers = { OR: [{ ownerId: null }, { ownerId: { not: userId } }] };
    if (!invitation || (await tx.client.count({ where: { ...app, ...isOthers } })) === 0) return null;
    if ((await tx.teamInvitation.deleteMany({ where: open })).count !== 1) return null;
    const role = readTeamRole(invitation.role);
    await tx.teammate.upsert({
      where: { clientId_userId: { clientId, userId } },
      create: { clientId, userId, role, joinedAt: now },
      update: { role },
      select: { userId: true },
    });
    return role;
  });
}

/** Gives somebody of the team another part. False: they are not in it. */
export async function setTeamRole(clientId: string, userId: string, role: TeamRole): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.teammate.updateMany({ where: { clientId, userId }, data: { role } });
  return count === 1;
}

/** Removes somebody from the team of an app. True when they were in it. */
export async function deleteTeammate(clientId: string, userId: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.teammate.deleteMany({ where: { clientId, userId } });
  return count === 1;
}

/**
 * For an app that gets another owner: they are no teammate beside that, and whom the last owner trusted stays only if an
 * administrator vouches for the change.
 */
export async function passTeamOn(
  tx: Prisma.TransactionClient,
  { clientId, ownerId, isVouched }: { clientId: string; ownerId: string; isVouched: boolean },
): Promise<void> {
  await tx.teammate.deleteMany({ where: { clientId, ...(isVouched ? { userId: ownerId } : {}) } });
  await tx.teamInvitation.deleteMany({ where: { clientId } });
}
