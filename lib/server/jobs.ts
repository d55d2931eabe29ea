import { sweepExpired } from "../db/sweep";
import { getEnv } from "../env";

/** Milliseconds until the first sweep, and between two of the tables that ordinary requests fill. */
const sweepEveryMs = 30_000;

/** Every so many sweeps one takes all tables: ten minutes. */
const fullSweepEvery = 20;

/**
 * Starts what the portal does by itself: the sweep of expired rows. Answers the function that stops it, which waits
 * for the batch that is under way.
 */
export function startJobs(): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, sweepEveryMs);
  timer.unref();
  let count = 0;

  function run() {
    const isBusyOnly = count % fullSweepEvery !== 0;
    count += 1;
    const { auditRetentionDays } = getEnv();
    running = sweepExpired({ now: new Date(), auditRetentionDays, isBusyOnly, signal: stop.signal })
      .then(() => undefined)
      .catch((error: unknown) => {
        console.error("The sweep of expired rows failed and is tried again:", error);
      })
      .finally(() => {
        if (stop.signal.aborted) return;
        timer = setTimeout(run, sweepEveryMs);
        timer.unref();
      });
  }

  return async () => {
    stop.abort();
    clearTimeout(timer);
    await running;
  };
}
