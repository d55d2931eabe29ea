import { claimJobs, finishJob, type Job, retryJob } from "../db/jobs";

/** Which try of a job it is. */
export interface JobTry {
  /** a failure now is not tried again */
  isLastTry: boolean;
}

/** What a kind of job does. It may run twice, and is tried again when it fails. */
export type JobHandlers = Record<string, (payload: Record<string, unknown>, which: JobTry) => Promise<void>>;

/** A job that would fail again, however often it is tried. */
export class FinalJobError extends Error {
  override name = "FinalJobError";
}

/** Seconds to wait after each failure; after as many failures and one more the job is given up. */
export const retryDelays = [10, 60, 300, 1_800, 7_200];

/** Jobs that one instance does at a time. */
const batchSize = 10;

/** Seconds after which another instance takes a job whose instance died. Longer than any handler takes. */
const leaseSeconds = 120;

/** Milliseconds between two looks for work. */
const pollMs = 2_000;

/** Does the jobs that are due, up to a batch. @returns how many there were */
export async function runDueJobs(handlers: JobHandlers, now: () => Date): Promise<number> {
  const jobs = await claimJobs({ kinds: Object.keys(handlers), now: now(), limit: batchSize, leaseSeconds });
  await Promise.all(jobs.map((job) => runJob(job, handlers, now)));
  return jobs.length;
}

async function runJob(job: Job, handlers: JobHandlers, now: () => Date): Promise<void> {
  try {
    const handle = handlers[job.kind];
    if (!handle) throw new FinalJobError(`There is no handler for ${job.kind}`);
    await handle(job.payload, { isLastTry: job.attempts > retryDelays.length });
    await finishJob(job, now(), null);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const delay = error instanceof FinalJobError ? undefined : retryDelays[job.attempts - 1];
    if (delay === undefined) await finishJob(job, now(), message);
    else await retryJob(job, new Date(now().getTime() + delay * 1000), message);
  }
}

/** Starts doing jobs as they come. Answers the function that stops it, which waits for what is under way. */
export function startJobWorker(handlers: JobHandlers): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const schedule = (delay: number) => {
    if (isStopped) return;
    timer = setTimeout(run, delay);
    timer.unref();
  };
  function run() {
    running = runDueJobs(handlers, () => new Date())
      .then((count) => schedule(count > 0 ? 0 : pollMs))
      .catch((error: unknown) => {
        // The database is away: the jobs are still there when it is back.
        console.error("Jobs could not be done and are tried again:", error);
        schedule(pollMs * 5);
      });
  }
  schedule(pollMs);

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
