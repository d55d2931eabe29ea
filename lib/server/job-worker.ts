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

/** Jobs of one urgency, which wait for each other and for no others. */
export interface JobLane {
  kinds: string[];
  /** jobs that one instance does at a time */
  slots: number;
  /** of which, over all instances, so many ask one host */
  perHost: number;
  /** and so many are of one owner's apps */
  perOwner: number;
}

/** Seconds after which another instance takes a job whose instance died. Longer than any handler takes. */
const leaseSeconds = 120;

/** Milliseconds between two looks for work, and after a job that has ended. */
const pauses = { poll: 2_000, next: 50, trouble: 10_000 };

/** Takes jobs of the lane that are due, at most `limit`, and begins them. @returns what is over when each is */
async function beginDueJobs(
  lane: JobLane,
  handlers: JobHandlers,
  now: () => Date,
  limit: number,
): Promise<Promise<void>[]> {
  const { kinds, perHost, perOwner } = lane;
  const jobs = await claimJobs({ kinds, perHost, perOwner, now: now(), limit, leaseSeconds });
  return jobs.map((job) => runJob(job, handlers, now));
}

/** Does the jobs of a lane that are due, as many as it does at a time. @returns how many there were */
export async function runDueJobs(lane: JobLane, handlers: JobHandlers, now: () => Date): Promise<number> {
  const begun = await beginDueJobs(lane, handlers, now, lane.slots);
  await Promise.all(begun);
  return begun.length;
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

/** Does the jobs of one lane as they come and as slots are free. Answers the function that stops it. */
function startLane(lane: JobLane, handlers: JobHandlers, pollMs: number): () => Promise<void> {
  const running = new Set<Promise<void>>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  const schedule = (delay: number) => {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(look, delay);
    timer.unref();
  };
  const report = (error: unknown) => {
    // The database is away: the jobs are still there when it is back.
    console.error("Jobs could not be done and are tried again:", error);
  };
  async function fillSlots(): Promise<void> {
    const free = lane.slots - running.size;
    const begun = free > 0 ? await beginDueJobs(lane, handlers, () => new Date(), free) : [];
    for (const job of begun) {
      const ended = job.catch(report).finally(() => {
        running.delete(ended);
        schedule(pauses.next);
      });
      running.add(ended);
    }
  }
  function look() {
    looking ??= fillSlots()
      .then(
        () => schedule(pollMs),
        (error: unknown) => {
          report(error);
          schedule(pauses.trouble);
        },
      )
      .finally(() => {
        looking = null;
      });
  }
  schedule(pollMs);

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await looking;
    await Promise.all(running);
  };
}

/** Starts doing jobs as they come. Answers the function that stops it, which waits for what is under way. */
export function startJobWorker(
  lanes: readonly JobLane[],
  handlers: JobHandlers,
  pollMs = pauses.poll,
): () => Promise<void> {
  const stops = lanes.map((lane) => startLane(lane, handlers, pollMs));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
