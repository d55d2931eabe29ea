import { sweepExpired } from "../db/sweep";
import { getEnv } from "../env";

const sweepEveryMs = 10 * 60_000;
const firstSweepMs = 30_000;

/**
 * Starts what the portal does by itself: the sweep of expired rows. Answers the function that stops it, which waits
 * for a run that is under way.
 */
export function startJobs(): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, firstSweepMs);
  timer.unref();
  let isStopped = false;

  function run() {
    running = sweepExpired({ now: new Date(), auditRetentionDays: getEnv().auditRetentionDays })
      .then(() => undefined)
      .catch((error: unknown) => {
        console.error("The sweep of expired rows failed and is tried again:", error);
      })
      .finally(() => {
        if (isStopped) return;
        timer = setTimeout(run, sweepEveryMs);
        timer.unref();
      });
  }

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
