import type { EventType } from "../../events/catalogue";
import { getDb } from "../driver/database";
import { lockClient } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { type ClientChanges, toChangedColumns } from "./clients";
import { expectLogo } from "./logos";

/** How many people gave each client access, and how many reported it; absent means none. */
export async function countPeople(
  clientIds: string[],
): Promise<{ consents: Map<string, number>; reports: Map<string, number> }> {
  const db = await getDb();
  const where = { clientId: { in: clientIds } };
  const [consents, reports] = await Promise.all([
    db.consent.groupBy({ by: ["clientId"], where, _count: { _all: true } }),
    db.auditEvent.groupBy({
      by: ["clientId"],
      where: { ...where, type: "client.reported" satisfies EventType },
      _count: { _all: true },
    }),
  ]);
  return {
    consents: new Map(consents.map((row) => [row.clientId, row._count._all])),
    reports: new Map(reports.map((row) => [row.clientId ?? "", row._count._all])),
  };
}

/** What an administrator saw. Nothing else may be marked as verified. */
export interface SeenClient {
  clientId: string;
  updatedAt: Date;
  /** digest of the logo, or of the waiting one if there is one; null: there was none */
  logoDigest: string | null;
}

/**
 * Marks the client as verified, and makes the waiting values current. False, with nothing written, when the client or
 * its logo has changed since it was seen.
 * @param decided the values that waited, and every reviewed host
 */
export async function verifySeenClient(
  { clientId, updatedAt, logoDigest }: SeenClient,
  decided: Omit<ClientChanges, "status" | "pendingChanges"> & { reviewedHosts: string[] },
): Promise<boolean> {
  return inTransaction(async (tx) => {
    // The code that stores a logo takes this lock first.
    await lockClient(tx, clientId);
    const logos = await tx.clientLogo.findMany({ where: { clientId }, select: { digest: true, isPending: true } });
    const waiting = logos.find(({ isPending }) => isPending);
    if (((waiting ?? logos[0])?.digest ?? null) !== logoDigest) return false;
    const { count } = await tx.client.updateMany({
      where: { id: clientId, updatedAt, deletedAt: null },
      data: toChangedColumns({ ...decided, pendingChanges: null, status: "verified" }),
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
