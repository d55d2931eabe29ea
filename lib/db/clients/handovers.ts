import { getDb } from "../driver/database";
import { lockClient, lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { forgetEventAddresses } from "../protocol/event-store";
import { hasAllApps } from "./clients";
import { fillSkeletons, hasVerifiedTwin } from "./look-alikes";
import { passTeamOn } from "./teams";

/** An app that was offered to somebody. */
export interface Handover {
  clientId: string;
  clientName: string;
  /** whose account may take it: its address, as mail servers write it */
  email: string;
  /** the owner who offered it, or for whom an administrator did */
  fromEmail: string | null;
  expiresAt: Date;
}

export interface NewHandover {
  clientId: string;
  email: string;
  /** an administrator offers it: what was reviewed and decided about it stays */
  isVouched: boolean;
  expiresAt: Date;
}

const select = {
  clientId: true,
  email: true,
  expiresAt: true,
  client: { select: { name: true, owner: { select: { email: true } } } },
} satisfies Prisma.ClientHandoverSelect;

function toHandover({ client, ...row }: Prisma.ClientHandoverGetPayload<{ select: typeof select }>): Handover {
  return { ...row, clientName: client.name, fromEmail: client.owner?.email ?? null };
}

/** Offers an app to one person, in place of whom it was offered to before. False: it is gone, or somebody else's by now. */
export async function offerClient(
  { clientId, ...offer }: NewHandover,
  ownerId: string | null,
  now: Date,
): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockClient(tx, clientId);
    if ((await tx.client.count({ where: { id: clientId, ownerId, deletedAt: null } })) === 0) return false;
    const row = { ...offer, fromId: ownerId, createdAt: now };
    await tx.clientHandover.upsert({
      where: { clientId },
      create: { clientId, ...row },
      update: row,
      select: { clientId: true },
    });
    return true;
  });
}

/** The offer of an app that is open; null: none is. */
export async function findHandover(clientId: string, now: Date): Promise<Handover | null> {
  // No text column can hold NUL.
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const where = { clientId, expiresAt: { gt: now }, client: { deletedAt: null } };
  const row = await db.clientHandover.findFirst({ where, select });
  return row && toHandover(row);
}

const openFor = (email: string, now: Date) =>
  ({ email, expiresAt: { gt: now }, client: { deletedAt: null } }) satisfies Prisma.ClientHandoverWhereInput;

/** The apps that are offered to an address, the newest first. `limit`: no more than so many; left out: all of them */
export async function listHandoversTo(email: string, now: Date, limit?: number): Promise<Handover[]> {
  const db = await getDb();
  const rows = await db.clientHandover.findMany({
    where: openFor(email, now),
    orderBy: [{ createdAt: "desc" }, { clientId: "asc" }],
    take: limit,
    select,
  });
  return rows.map(toHandover);
}

/** How many apps are offered to an address. */
export async function countHandoversTo(email: string, now: Date): Promise<number> {
  const db = await getDb();
  return await db.clientHandover.count({ where: openFor(email, now) });
}

/** Takes an offer back, or declines it. True when there was one. */
export async function deleteHandover(clientId: string, email?: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.clientHandover.deleteMany({ where: { clientId, email } });
  return count === 1;
}

/** Nothing of the app was reviewed, and what waited for it does not wait any more. */
const UNREVIEWED = { status: "development", reviewedHosts: [], isTrusted: false, pendingChanges: Prisma.DbNull };

/**
 * Uses the offer up and makes the person the app's owner, all or nothing. Its registration access token, if it has one, works
 * no more, and its address for events is verified anew, without the header of its last owner. Unless an administrator offered
 * it, its team ends, and the app is no longer verified: what was checked was who is behind it. Null, with nothing written, when the offer is used,
 * over or of somebody who does not own the app any more, or the person's address is another one or not confirmed: for all but
 * one of any number of callers.
 * @param mostApps how many the person may have; null: any number. `full`, with nothing written: they have them;
 * `alike`, also: people could take the app for a verified one of somebody else, such as of the owner before, who may name their
 * own apps alike. Unless an administrator offered it
 */
export async function takeClient(
  { clientId, userId }: { clientId: string; userId: string },
  mostApps: number | null,
  now: Date,
): Promise<{ fromId: string | null } | "full" | "alike" | null> {
  await fillSkeletons();
  return inTransaction(async (tx) => {
    // Who leaves at the same moment either leaves first, and takes nothing, or owns the app, and cannot leave.
    await lockUser(tx, userId);
    await lockClient(tx, clientId);
    const taker = await tx.user.findFirst({
      where: { id: userId, suspendedAt: null, emailVerifiedAt: { not: null } },
      select: { email: true },
    });
    if (!taker) return null;
    if (await hasAllApps(tx, userId, mostApps)) return "full";
    const where = { clientId, email: taker.email, expiresAt: { gt: now } };
    const select = { fromId: true, isVouched: true, client: { select: { name: true } } };
    const offer = await tx.clientHandover.findFirst({ where, select });
    if (!offer) return null;
    const of = { clientId, ownerId: userId };
    if (!offer.isVouched && (await hasVerifiedTwin(tx, offer.client.name, of))) return "alike";
    if ((await tx.clientHandover.deleteMany({ where })).count !== 1) return null;
    const { fromId, isVouched } = offer;
    const { count } = await tx.client.updateMany({
      where: { id: clientId, ownerId: fromId, deletedAt: null },
      // Whoever registered it by a program would otherwise go on changing it, and get new secrets: RFC 7592 §2.2.
      data: { ownerId: userId, registrationTokenHash: null, ...(isVouched ? {} : UNREVIEWED) },
    });
    if (count === 0) return null;
    await forgetEventAddresses(tx, [clientId]);
    await passTeamOn(tx, { clientId, ownerId: userId, isVouched });
    if (!isVouched) await tx.clientLogo.deleteMany({ where: { clientId, isPending: true } });
    return { fromId };
  });
}
