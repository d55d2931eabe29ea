import { setTimeout } from "node:timers/promises";

/** SQLSTATE of a server, or of a pooler, that has no further connection. @see PostgreSQL, Appendix A: Error Codes */
const NO_MORE = "53300";

/** PgBouncer says so without that code. */
const NO_MORE_OF_POOLER = /^no more connections allowed/;

/** Whether a server or a pooler has no connection to give now. */
export function isExhausted(error: unknown): boolean {
  return (
    error instanceof Error && (("code" in error && error.code === NO_MORE) || NO_MORE_OF_POOLER.test(error.message))
  );
}

/** Milliseconds for which a program that starts waits for a connection. */
const ROOM_MS = 10_000;

/** Milliseconds between two tries. */
const PAUSE_MS = 250;

/**
 * Connects, and tries again for ten seconds while there is no connection to give: instances that run give back what they
 * do not need.
 * @throws the error of the last try
 */
export async function waitForRoom<T>(connect: () => Promise<T>, patienceMs = ROOM_MS): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (!isExhausted(error) || performance.now() >= deadline) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}
