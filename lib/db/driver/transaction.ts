import type { Prisma } from "../generated/client";
import { getDb } from "./database";

/** How often a transaction that lost is run in all: each time the one that it lost to has gone on meanwhile. */
const MOST_RUNS = 5;

/** SQLSTATE of a deadlock and of two writes that exclude each other, and Prisma's own code for both. */
const LOST = new Set(["40P01", "40001", "P2034"]);

/** Whether the database ended a transaction in favour of another one, so that nothing of it was written. */
function isLost(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  if ([code, originalCode].some((each) => typeof each === "string" && LOST.has(each))) return true;
  return [cause, meta, driverAdapterError].some((inner) => isLost(inner, depth + 1));
}

/**
 * Runs `work` in a transaction: all that it writes is written, or nothing. Two transactions that wait for each other's
 * rows cannot both go on, so PostgreSQL ends one of them; that one runs again. So `work` may run several times, and
 * does nothing but read and write by `tx`.
 * @throws what `work` throws, and what the database refuses
 * @see PostgreSQL, 13.3.4 Deadlocks
 */
export async function inTransaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const db = await getDb();
  for (let run = 1; ; run += 1) {
    try {
      return await db.$transaction(work);
    } catch (error) {
      if (run === MOST_RUNS || !isLost(error)) throw error;
    }
  }
}
