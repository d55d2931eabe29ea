import { countWaitingJobs, type WaitingJobs } from "../../db/portal/jobs";
import { resetGauge, setGauge } from "../../metrics/metrics";
import { jobKinds } from "../job-handlers";

/** Milliseconds for which the jobs are not counted again, and after which nobody waits for the count. */
const COUNT_MS = 1_000;

let counted: { at: number; jobs: Promise<WaitingJobs[] | null> } | undefined;

/** The jobs that wait in the database; null while it does not say. Asked once a second at most. */
function findWaitingJobs(now: number): Promise<WaitingJobs[] | null> {
  if (counted === undefined || now - counted.at >= COUNT_MS) {
    const late = new Promise<null>((resolve) => setTimeout(resolve, COUNT_MS, null).unref());
    counted = { at: now, jobs: Promise.race([countWaitingJobs(new Date(now)).catch(() => null), late]) };
  }
  return counted.jobs;
}

/** Sets the gauges of the jobs that wait. While the database does not answer, there are none: an old number misleads. */
export async function setJobGauges(now: number): Promise<void> {
  const jobs = await findWaitingJobs(now);
  for (const name of ["portico_jobs_waiting", "portico_jobs_failing", "portico_jobs_oldest_seconds"] as const) {
    resetGauge(name);
  }
  if (jobs === null) return;
  for (const kind of jobKinds) {
    const found = jobs.find((each) => each.kind === kind);
    setGauge("portico_jobs_waiting", { kind }, found?.due ?? 0);
    setGauge("portico_jobs_failing", { kind }, found?.failing ?? 0);
    setGauge("portico_jobs_oldest_seconds", { kind }, found?.oldestSeconds ?? 0);
  }
}
