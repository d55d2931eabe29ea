import { claimJobs, continueJob, finishJob, type Job, retryJob } from "../db/portal/jobs";
import { log } from "../log/log.mjs";
import { countJob } from "../metrics/metrics";
import { inSpan } from "../tracing/tracing";

/** Which try of a job it is. */
export interface JobTry {
  /** a failure now is not tried again */
  isLastTry: boolean;
  /** seconds until the next try if this one fails; null: there is none */
  retryAfter: number | null;
}

/** The work of a kind of job. It may run twice, and is tried again when it fails. */
export type JobHandlers = Record<string, (payload: Record<string, unknown>, which: JobTry) => Promise<void>>;

/** The job would fail however often it is tried. */
export class FinalJobError extends Error {
  override name = "FinalJobError";
}

/** Nothing failed, and the job goes on later. */
export class UnfinishedJob extends Error {
  override name = "UnfinishedJob";

  /** @param isFurther whether it did a part of its work, so that earlier failures count no more */
  constructor(
    readonly at: Date,
    readonly isFurther: boolean,
  ) {
    super("The job goes on later.");
  }
}

/** Seconds to wait after each failure. When the list is used up, the next failure is final. */
export const RETRY_DELAYS = [10, 60, 300, 1_800, 7_200];

/** Jobs of one urgency, which wait only for each other. */
export interface JobLane {
  kinds: string[];
  /** jobs that one instance does at a time */
  slots: number;
  /** the most of them at one host, over all instances */
  perHost: number;
  /** the most of them for one owner's apps */
  perOwner: number;
}

/** Seconds after which another instance takes a job whose instance died. Longer than any handler takes. */
const LEASE_SECONDS = 120;

/** Milliseconds between two looks for work, and after a job that has ended. */
const pauses = { poll: 2_000, next: 50, trouble: 10_000 };

/**
 * Takes at most `limit` due jobs of the lane and starts them.
 * @returns a promise per job, which resolves when the job is over
 */
async function beginDueJobs(
  lane: JobLane,
  handlers: JobHandlers,
  now: () => Date,
  limit: number,
): Promise<Promise<void>[]> {
  const { kinds, perHost, perOwner } = lane;
  const jobs = await claimJobs({ kinds, perHost, perOwner, now: now(), limit, leaseSeconds: LEASE_SECONDS });
  return jobs.map((job) => runJob(job, handlers, now));
}

/** Does due jobs of a lane, as many as it does at a time. @returns how many there were */
export async function runDueJobs(lane: JobLane, handlers: JobHandlers, now: () => Date): Promise<number> {
  const begun = await beginDueJobs(lane, handlers, now, lane.slots);
  await Promise.all(begun);
  return begun.length;
}

function runJob(job: Job, handlers: JobHandlers, now: () => Date): Promise<void> {
  return inSpan(`job ${job.kind}`, { side: "internal" }, () => tryJob(job, handlers, now));
}

async function tryJob(job: Job, handlers: JobHandlers, now: () => Date): Promise<void> {
  try {
    const handle = handlers[job.kind];
    if (!handle) throw new FinalJobError(`There is no handler for ${job.kind}`);
    const retryAfter = RETRY_DELAYS[job.attempts - 1] ?? null;
    await handle(job.payload, { isLastTry: retryAfter === null, retryAfter });
    await finishJob(job, now(), null);
    countJob(job.kind, "done");
  } catch (error) {
    if (error instanceof UnfinishedJob) {
      await continueJob(job, { at: error.at, attempts: error.isFurther ? 0 : job.attempts - 1 }, now());
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const delay = error instanceof FinalJobError ? undefined : RETRY_DELAYS[job.attempts - 1];
    countJob(job.kind, delay === undefined ? "given_up" : "failed");
    if (delay === undefined) await finishJob(job, now(), message);
    else await retryJob(job, new Date(now().getTime() + delay * 1000), message);
  }
}

/** A lane that does its jobs as they come. */
interface RunningLane {
  /** Looks for work now. */
  wake: () => void;
  /** Ends it, after the jobs that are under way. */
  stop: () => Promise<void>;
}

/** Does the jobs of one lane as they come and slots become free. */
function startLane(lane: JobLane, handlers: JobHandlers, pollMs: number): RunningLane {
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
    log.error("Jobs could not be done and are tried again", { error });
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

  return {
    // A look that is under way may have missed what woke it.
    wake: () => void (looking ?? Promise.resolve()).then(() => schedule(0)),
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(running);
    },
  };
}

/** The worker of all jobs. */
export interface JobWorker {
  /** Looks for jobs of this kind at once. */
  wake: (kind: string) => void;
  /** Ends it, after the jobs that are under way. */
  stop: () => Promise<void>;
}

/** Starts doing jobs as they come. */
export function startJobWorker(lanes: readonly JobLane[], handlers: JobHandlers, pollMs = pauses.poll): JobWorker {
  const running = lanes.map((lane) => ({ ...startLane(lane, handlers, pollMs), kinds: lane.kinds }));
  return {
    wake: (kind) => {
      for (const lane of running) if (lane.kinds.includes(kind)) lane.wake();
    },
    stop: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
    },
  };
}
