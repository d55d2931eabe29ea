import type { Prisma } from "../generated/client";
import { inTransaction } from "./transaction";

/** The numbers of the locks between instances. Each is used for one thing. */
const lockNumbers = {
  "signing-keys": 7_074_209_332,
  sweep: 7_074_209_333,
  settings: 7_074_209_334,
  reseal: 7_074_209_336,
  "expiring-secrets": 7_074_209_337,
};

/**
 * Runs `work` in a transaction while no other instance runs its own under the same lock; waits for the lock. PostgreSQL
 * releases the lock when the transaction ends, however it ends.
 */
export function withAdvisoryLock<T>(
  name: keyof typeof lockNumbers,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNumbers[name]}::bigint)`;
    return work(tx);
  });
}

/** The same, but answers null at once when another instance has the lock. */
export function tryAdvisoryLock<T>(
  name: keyof typeof lockNumbers,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T | null> {
  return inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${lockNumbers[name]}::bigint) AS taken`;
    return row?.taken ? work(tx) : null;
  });
}
