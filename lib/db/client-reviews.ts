import { getDb } from "./client";
import { expectLogo } from "./client-logos";
import { type ClientChanges, toPendingColumn } from "./clients";

/** The event of a person who told the administrators about a client. */
const reportedType = "client.reported";

/** How many people gave each client access, and how many reported it; absent means none. */
export async function countPeople(
  clientIds: string[],
): Promise<{ consents: Map<string, number>; reports: Map<string, number> }> {
  const db = await getDb();
  const where = { clientId: { in: clientIds } };
  const [consents, reports] = await Promise.all([
    db.consent.groupBy({ by: ["clientId"], where, _count: { _all: true } }),
    db.auditEvent.groupBy({ by: ["clientId"], where: { ...where, type: reportedType }, _count: { _all: true } }),
  ]);
  return {
    consents: new Map(consents.map((row) => [row.clientId, row._count._all])),
    reports: new Map(reports.map((row) => [row.clientId ?? "", row._count._all])),
  };
}

/** What somebody looked at: nothing else may be marked as verified. */
export interface SeenClient {
  clientId: string;
  updatedAt: Date;
  /** of the logo, the one that waits where one does; null: there was none */
  logoDigest: string | null;
}

/**
 * Marks the client as verified, with what waited in place of what people saw before. False, with nothing written, when
 * it, or its logo, is not what was seen any more.
 * @param decided what waited, and every host that was looked at
 */
export async function verifySeenClient(
  { clientId, updatedAt, logoDigest }: SeenClient,
  decided: Omit<ClientChanges, "jwks" | "status" | "pendingChanges"> & { reviewedHosts: string[] },
): Promise<boolean> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    // Whoever stores a logo takes this lock first.
    await tx.$queryRaw`SELECT 1 FROM clients WHERE id = ${clientId} FOR UPDATE`;
    const logos = await tx.clientLogo.findMany({ where: { clientId }, select: { digest: true, isPending: true } });
    const waiting = logos.find(({ isPending }) => isPending);
    if (((waiting ?? logos[0])?.digest ?? null) !== logoDigest) return false;
    const { count } = await tx.client.updateMany({
      where: { id: clientId, updatedAt, deletedAt: null },
      data: { ...decided, ...toPendingColumn(null), status: "verified" },
    });
    if (count === 0) return false;
    if (waiting) {
      await tx.clientLogo.deleteMany({ where: { clientId, isPending: false } });
      await tx.clientLogo.updateMany({ where: { clientId }, data: { isPending: false } });
    }
    if (decided.logoUri !== undefined) await expectLogo(tx, { clientId, logoUri: decided.logoUri }, new Date());
    return true;
  });
}
