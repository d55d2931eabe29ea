import { findChanges, getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";

/** Work for any instance that is free. */
export interface Job {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  /** tries, including this one; also identifies the try that finishes the job */
  attempts: number;
}

/** A job with its own row. `runAt`: not before then. */
export async function enqueueJob(kind: string, payload: Record<string, unknown>, runAt: Date): Promise<void> {
  const db = await getDb();
  await db.job.create({ data: { id: newId(), kind, payload: toJson(payload), runAt }, select: { id: true } });
}

/** The row of a job to be run at `now`, for use in a larger transaction. */
export function toJobRow(kind: string, payload: Record<string, unknown>, now: Date): Prisma.JobCreateInput {
  return { id: newId(), kind, payload: toJson(payload), runAt: now };
}

/** A step of a statement: a job for each `payload` of `source`, to be run at once. */
export function insertJobs(kind: string, source: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO jobs (id, kind, payload, run_at, created_at)
    SELECT gen_random_uuid(), ${kind}::text, payload, ${now}::timestamptz, ${now}::timestamptz FROM (${source}) AS wanted`;
}

/** Calls the listener when a job of this kind was queued that should be done at once. */
export async function onUrgentJob(listener: (kind: string) => void): Promise<void> {
  (await findChanges()).onNotice("job", listener);
}

/** Which jobs are taken together, and how many at most. */
export interface JobClaim {
  kinds: string[];
  now: Date;
  limit: number;
  leaseSeconds: number;
  /** the most jobs under way at one host, over all instances; a job without a host is not limited by it */
  perHost: number;
  /** the most jobs under way for one owner of apps; jobs of self-registered apps count for the person they concern */
  perOwner: number;
}

/** The longest delay of a job, in seconds: a job that is due later was queued by a clock that ran ahead. */
const LONGEST_DELAY = 86_400;

/**
 * Takes due jobs for `leaseSeconds`: first those that were never tried, then the oldest, and no more per host and per
 * owner than their share, so that hosts which hang delay only their own jobs. Ranks count only jobs that could be taken
 * now: jobs that wait for a full host do not use up their owner's share, and those of a busy owner do not use up their
 * host's. Instances that take jobs at once get different ones (SKIP LOCKED). If the instance that took a job dies, the
 * job is taken again once its lease has expired, or ends later than any lease could. So work must tolerate being done
 * twice.
 */
export async function claimJobs(claim: JobClaim): Promise<Job[]> {
  const { kinds, now, limit, leaseSeconds, perHost, perOwner } = claim;
  const db = await getDb();
  const after = (seconds: number) => Prisma.sql`${new Date(now.getTime() + seconds * 1000)}::timestamptz`;
  const order = Prisma.sql`is_retry, run_at, id`;
  return db.$queryRaw<Job[]>`
    WITH due AS (
      SELECT j.id, j.run_at, j.attempts > 0 AS is_retry,
        coalesce(j.locked_until > ${after(0)} AND j.locked_until <= ${after(2 * leaseSeconds)}, false) AS is_running,
        coalesce(lower(substring(coalesce(j.payload->>'logoUri', j.payload->>'endpointUrl', c.backchannel_logout_uri) from '^[a-z]+://([^/?#]+)')),
          j.id::text) AS host,
        CASE WHEN c.id IS NULL THEN j.id::text
          ELSE coalesce(c.owner_id::text, j.payload->>'userId', 'registered itself') END AS owner
      FROM jobs j LEFT JOIN clients c ON c.id = j.payload->>'clientId'
      WHERE j.finished_at IS NULL AND j.kind = ANY(${kinds}::text[])
        AND (j.run_at <= ${after(0)} OR j.run_at > ${after(LONGEST_DELAY)})
    ), used AS (
      SELECT *,
        count(*) FILTER (WHERE is_running) OVER (PARTITION BY host) AS of_host,
        count(*) FILTER (WHERE is_running) OVER (PARTITION BY owner) AS of_owner
      FROM due
    ), in_pairs AS (
      SELECT *, row_number() OVER (PARTITION BY host, owner ORDER BY ${order}) AS in_pair FROM used WHERE NOT is_running
    ), in_owners AS (
      SELECT *, row_number() OVER (PARTITION BY owner ORDER BY ${order}) AS in_owner
      FROM in_pairs WHERE in_pair <= least(${perHost} - of_host, ${perOwner} - of_owner)
    ), in_hosts AS (
      SELECT *, row_number() OVER (PARTITION BY host ORDER BY ${order}) AS in_host
      FROM in_owners WHERE in_owner <= ${perOwner} - of_owner
    )
    UPDATE jobs SET locked_until = ${after(leaseSeconds)}, attempts = attempts + 1
    WHERE id = ANY(ARRAY(
      SELECT j.id FROM jobs j JOIN in_hosts r ON r.id = j.id
      WHERE r.in_host <= ${perHost} - r.of_host AND j.finished_at IS NULL
        AND (j.locked_until IS NULL OR j.locked_until <= ${after(0)} OR j.locked_until > ${after(2 * leaseSeconds)})
      ORDER BY r.is_retry, r.run_at, r.id LIMIT ${limit} FOR UPDATE OF j SKIP LOCKED))
    RETURNING id, kind, payload, attempts`;
}

/** The jobs of a kind that wait. */
export interface WaitingJobs {
  kind: string;
  /** those that are due, and nobody does */
  due: number;
  /** those that have failed, and will be tried again */
  failing: number;
  /** seconds since the oldest that is due became so; null: none is */
  oldestSeconds: number | null;
}

/** The jobs that wait, of each kind that has any. */
export async function countWaitingJobs(now: Date): Promise<WaitingJobs[]> {
  const db = await getDb();
  const isDue = Prisma.sql`run_at <= ${now}::timestamptz AND (locked_until IS NULL OR locked_until <= ${now}::timestamptz)`;
  return db.$queryRaw<WaitingJobs[]>`
    SELECT kind, (count(*) FILTER (WHERE ${isDue}))::int AS due, (count(*) FILTER (WHERE attempts > 0))::int AS failing,
      extract(epoch FROM ${now}::timestamptz - min(run_at) FILTER (WHERE ${isDue}))::float8 AS "oldestSeconds"
    FROM jobs WHERE finished_at IS NULL GROUP BY kind`;
}

/** Marks the job as done or, with `error`, as given up. False when another instance has taken it over meanwhile. */
export function finishJob(job: Job, now: Date, error: string | null): Promise<boolean> {
  return settle(job, { finishedAt: now, lockedUntil: null, lastError: error });
}

/** Schedules another try of the job, not before `runAt`. False when another instance has taken it over meanwhile. */
export function retryJob(job: Job, runAt: Date, error: string): Promise<boolean> {
  return settle(job, { runAt, lockedUntil: null, lastError: error });
}

/**
 * Ends the job, and queues another one for the rest of its work. Nothing when another instance has taken it over meanwhile.
 * @param next.attempts tries that count for it already
 */
export async function continueJob(job: Job, next: { at: Date; attempts: number }, now: Date): Promise<void> {
  const { id, kind, payload, attempts } = job;
  await inTransaction(async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id, attempts, finishedAt: null },
      data: { finishedAt: now, lockedUntil: null, lastError: null },
    });
    if (count !== 1) return;
    const data = { ...toJobRow(kind, payload, next.at), attempts: next.attempts };
    await tx.job.create({ data, select: { id: true } });
  });
}

async function settle({ id, attempts }: Job, data: Prisma.JobUpdateManyMutationInput): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.job.updateMany({ where: { id, attempts, finishedAt: null }, data });
  return count === 1;
}
