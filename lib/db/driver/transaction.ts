import type { Prisma } from "../generated/client";
import { getDb } from "./database";
import { runTransaction } from "./run-transaction";

/**
 * Runs `work` in a transaction: all that it writes is written, or nothing. Two transactions that wait for each other's
 * rows cannot both go on, so PostgreSQL ends one of them; that one runs again. So `work` may run several times, and
 * does nothing but read and write by `tx`.
 * @param options.timeout milliseconds until it is given up; five seconds where nothing is said
 * @throws what `work` throws, and what the database refuses
 * @see PostgreSQL, 13.3.4 Deadlocks
 */
export async function inTransaction<T>(
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  options: { timeout?: number } = {},
): Promise<T> {
  return await runTransaction(await getDb(), work, options);
}
