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

/**
 * Takes jobs that are due, the oldest first, for `leaseSeconds`. Of any number of instances at once each gets others
 * (SKIP LOCKED). A job whose taker died is taken again when its lease is over, so work must bear being done twice.
 */
export async function claimJobs(options: {
  kinds: string[];
  now: Date;
  limit: number;
  leaseSeconds: number;
}): Promise<Job[]> {
  const { kinds, now, limit, leaseSeconds } = options;
  const db = await getDb();
  const leaseEnd = new Date(now.getTime() + leaseSeconds * 1000);
  return db.$queryRaw<Job[]>`
    UPDATE jobs SET locked_until = ${leaseEnd}::timestamptz, attempts = attempts + 1
    WHERE id = ANY(ARRAY(
      SELECT id FROM jobs
      WHERE finished_at IS NULL AND run_at <= ${now}::timestamptz AND kind = ANY(${kinds}::text[])
        AND (locked_until IS NULL OR locked_until <= ${now}::timestamptz)
      ORDER BY run_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED))
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
