import { getDb } from "./client";
import { Prisma } from "./generated/client";
import { toJson } from "./json";
import { newId } from "./new-id";

/** Work that waits for any instance that is free. */
export interface Job {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  /** this try included; also says which try it is that finishes the job */
  attempts: number;
}

/** A job with its own row. `runAt`: not before then. */
export async function enqueueJob(kind: string, payload: Record<string, unknown>, runAt: Date): Promise<void> {
  const db = await getDb();
  await db.job.create({ data: { id: newId(), kind, payload: toJson(payload), runAt }, select: { id: true } });
}

/** The row of a job to be run at `now`, for a transaction that does more. */
export function toJobRow(kind: string, payload: Record<string, unknown>, now: Date): Prisma.JobCreateInput {
  return { id: newId(), kind, payload: toJson(payload), runAt: now };
}

/** A step of a statement: a job for each `payload` of `source`, to be run at once. */
export function insertJobs(kind: string, source: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO jobs (id, kind, payload, run_at, created_at)
    SELECT gen_random_uuid(), ${kind}::text, payload, ${now}::timestamptz, ${now}::timestamptz FROM (${source}) AS wanted`;
}

/** Which jobs are taken together, and how many of them at most. */
export interface JobClaim {
  kinds: string[];
  now: Date;
  limit: number;
  leaseSeconds: number;
  /** jobs under way at one host, whichever instances do them; a job that asks no host has its own */
  perHost: number;
  /** jobs under way for one owner of apps; those of apps that registered themselves go by the person they concern */
  perOwner: number;
}

/** Seconds after which no job is put off: one that is due later was put down by a clock that ran ahead. */
const longestDelay = 86_400;

/**
 * Takes jobs that are due for `leaseSeconds`: those that were never tried first, then the oldest, and of one host and of
 * one owner no more than their share, so that hosts which hang delay their own jobs alone. Of any number of instances at
 * once each gets others (SKIP LOCKED). A job whose taker died is taken again when its lease is over, or ends further away
 * than any, so work must bear being done twice.
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
        coalesce(lower(substring(coalesce(j.payload->>'logoUri', c.backchannel_logout_uri) from '^[a-z]+://([^/?#]+)')),
          j.id::text) AS host,
        CASE WHEN c.id IS NULL THEN j.id::text
          ELSE coalesce(c.owner_id::text, j.payload->>'userId', 'registered itself') END AS owner
      FROM jobs j LEFT JOIN clients c ON c.id = j.payload->>'clientId'
      WHERE j.finished_at IS NULL AND j.kind = ANY(${kinds}::text[])
        AND (j.run_at <= ${after(0)} OR j.run_at > ${after(longestDelay)})
    ), ranked AS (
      SELECT *,
        row_number() OVER (PARTITION BY host ORDER BY is_running DESC, ${order}) AS in_host,
        row_number() OVER (PARTITION BY owner ORDER BY is_running DESC, ${order}) AS in_owner
      FROM due
    )
    UPDATE jobs SET locked_until = ${after(leaseSeconds)}, attempts = attempts + 1
    WHERE id = ANY(ARRAY(
      SELECT j.id FROM jobs j JOIN ranked r ON r.id = j.id
      WHERE NOT r.is_running AND r.in_host <= ${perHost} AND r.in_owner <= ${perOwner}
        AND j.finished_at IS NULL
        AND (j.locked_until IS NULL OR j.locked_until <= ${after(0)} OR j.locked_until > ${after(2 * leaseSeconds)})
      ORDER BY r.is_retry, r.run_at, r.id LIMIT ${limit} FOR UPDATE OF j SKIP LOCKED))
    RETURNING id, kind, payload, attempts`;
}

/** The job is done, or, with `error`, given up. False when another instance has taken it over meanwhile. */
export function finishJob(job: Job, now: Date, error: string | null): Promise<boolean> {
  return settle(job, { finishedAt: now, lockedUntil: null, lastError: error });
}

/** The job is tried again, not before `runAt`. False when another instance has taken it over meanwhile. */
export function retryJob(job: Job, runAt: Date, error: string): Promise<boolean> {
  return settle(job, { runAt, lockedUntil: null, lastError: error });
}

async function settle({ id, attempts }: Job, data: Prisma.JobUpdateManyMutationInput): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.job.updateMany({ where: { id, attempts, finishedAt: null }, data });
  return count === 1;
}
