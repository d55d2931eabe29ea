import { deleteLeftAccounts } from "../account/delete-account";
import { sweepExpired } from "../db/portal/sweep";
import { getEnv } from "../env";

/** Milliseconds until the first sweep, and between two of the tables that ordinary requests fill. */
const SWEEP_EVERY_MS = 30_000;

/** One in this many sweeps covers all tables: every ten minutes. */
const FULL_SWEEP_EVERY = 20;

/**
 * Starts what the portal does by itself: the sweep of expired rows, and of accounts whose people left. Answers the
 * function that stops it, which waits for the batch that is under way.
 */
export function startJobs(): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, SWEEP_EVERY_MS);
  timer.unref();
  let count = 0;

  function run() {
    const isBusyOnly = count % FULL_SWEEP_EVERY !== 0;
    count += 1;
    const { auditRetentionDays } = getEnv();
    const now = new Date();
    running = sweepExpired({ now, auditRetentionDays, isBusyOnly, signal: stop.signal })
      .then(() => (isBusyOnly ? undefined : deleteLeftAccounts(now)))
      .catch((error: unknown) => {
        console.error("The sweep of expired rows failed and is tried again:", error);
      })
      .finally(() => {
        if (stop.signal.aborted) return;
        timer = setTimeout(run, SWEEP_EVERY_MS);
        timer.unref();
      });
  }

  return async () => {
    stop.abort();
    clearTimeout(timer);
    await running;
  };
}
