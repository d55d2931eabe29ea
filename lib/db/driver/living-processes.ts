import type { Prisma } from "../generated/client";
import { getProcessKey, PROCESS_LOCK_CLASS, toProcessKey } from "./process-key";

/** The keys of the processes that use the database now, this one among them. Each holds a lock as long as it lives. */
export async function listLivingProcesses(tx: Prisma.TransactionClient): Promise<string[]> {
  const locks = await tx.$queryRaw<{ number: number }[]>`
    SELECT objid::bigint::int8 AS number FROM pg_locks
    WHERE locktype = 'advisory' AND classid = ${PROCESS_LOCK_CLASS}::oid AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return [...new Set(locks.map(({ number }) => toProcessKey(Number(number)))).add(getProcessKey())].sort();
}
