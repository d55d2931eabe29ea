import type { Prisma, PrismaClient } from "../generated/client";

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

/** Runs `work` in a transaction of this database, again where the database ended it in favour of another one. */
export async function runTransaction<T>(
  db: PrismaClient,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  options: { timeout?: number } = {},
): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await db.$transaction(work, options);
    } catch (error) {
      if (run === MOST_RUNS || !isLost(error)) throw error;
    }
  }
}
