import { setTimeout } from "node:timers/promises";
import { listSweptPartitions } from "../audit/partitions";
import { tryAdvisoryLock } from "../driver/advisory-lock";
import { Prisma } from "../generated/client";

/** Days in which a deleted client can be restored; the sweep removes it after that. */
export const CLIENT_RESTORE_DAYS = 14;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a grant without codes and tokens is kept, in milliseconds: the console counts sign-ins by grants. */
const KEEP_GRANTS = 31 * DAY;

/** How long people see on which days an app was used, in milliseconds. */
const KEEP_USES = 32 * DAY;

interface Rule {
  /** no table that has partitions: a row's place is unique in each of them only */
  table: string;
  /** which rows nobody needs any more */
  condition: Prisma.Sql;
}

/** When an unused client that registered itself is deleted, in milliseconds; longer than grants are kept. */
const KEEP_IDLE_CLIENTS = 90 * DAY;

/** How long administrators see an invitation that nobody followed, in milliseconds. */
const KEEP_ENDED_INVITATIONS = 30 * DAY;

/** How long the usage of an app is kept by the hour and by the day, in milliseconds: longer than its page shows. */
const KEEP_HOURS = 2 * DAY;
const KEEP_DAYS = 92 * DAY;

/** How long events wait for an app, and how long its developers see what became of them, in milliseconds. */
const KEEP_SECURITY_EVENTS = 14 * DAY;

/** How long administrators see an initial access token that is no longer usable, in milliseconds. */
const KEEP_ENDED_TOKENS = 90 * DAY;

/**
 * Used codes and tokens are kept for a while after they expire, because a second use is a sign of theft and must be
 * noticed.
 */
function rules({ now, auditRetentionDays, requestDays }: SweepOptions, auditPartitions: readonly string[]): Rule[] {
  const before = (age: number) => Prisma.sql`${new Date(now.getTime() - age)}::timestamptz`;
  return [
    {
      // Nobody answered the request, or came back to it within half an hour after it had expired.
      table: "authorization_requests",
      condition: Prisma.sql`expires_at < ${before(DAY)} OR (consumed_at IS NULL AND expires_at < ${before(HOUR / 2)})`,
    },
    { table: "posted_requests", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "authorization_codes", condition: Prisma.sql`expires_at < ${before(DAY)}` },
    { table: "access_tokens", condition: Prisma.sql`expires_at < ${before(HOUR)}` },
    { table: "refresh_tokens", condition: Prisma.sql`expires_at < ${before(DAY)}` },
    {
      table: "grants",
      condition: Prisma.sql`created_at < ${before(KEEP_GRANTS)}
        AND NOT EXISTS (SELECT 1 FROM authorization_codes t WHERE t.grant_id = grants.id)
        AND NOT EXISTS (SELECT 1 FROM access_tokens t WHERE t.grant_id = grants.id)
        AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = grants.id)`,
    },
    { table: "sessions", condition: Prisma.sql`expires_at < ${before(DAY)} OR revoked_at < ${before(DAY)}` },
    { table: "remembered_browsers", condition: Prisma.sql`expires_at < ${before(DAY)}` },
    // Nobody typed a code of it in time: see ENROLMENT_LIFETIME.
    { table: "authenticators", condition: Prisma.sql`confirmed_at IS NULL AND created_at < ${before(DAY)}` },
    { table: "status_lists", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "revoked_statuses", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "access_uses", condition: Prisma.sql`day < ${before(KEEP_USES)}` },
    ...(requestDays === undefined
      ? []
      : [{ table: "client_requests", condition: Prisma.sql`created_at < ${before(requestDays * DAY)}` }]),
    { table: "client_usage", condition: Prisma.sql`span = 'hour' AND starts_at < ${before(KEEP_HOURS)}` },
    { table: "client_usage", condition: Prisma.sql`span = 'day' AND starts_at < ${before(KEEP_DAYS)}` },
    { table: "security_events", condition: Prisma.sql`created_at < ${before(KEEP_SECURITY_EVENTS)}` },
    { table: "invitations", condition: Prisma.sql`expires_at < ${before(KEEP_ENDED_INVITATIONS)}` },
    { table: "client_handovers", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "team_invitations", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "playground_runs", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "email_codes", condition: Prisma.sql`expires_at < ${before(DAY)}` },
    { table: "used_jtis", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "rate_limits", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "sent_forms", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "mails", condition: Prisma.sql`created_at < ${before(30 * DAY)}` },
    // All other events go with their partition.
    ...auditPartitions.map((table) => ({
      table,
      condition: Prisma.sql`created_at < ${before(auditRetentionDays * DAY)}`,
    })),
    {
      // A day after their events, so that swept events can be told from removed ones.
      table: "audit_batches",
      condition: Prisma.sql`created_at < LEAST(${before((auditRetentionDays + 1) * DAY)},
        (SELECT min(created_at) - interval '1 day' FROM audit_events))`,
    },
    { table: "jobs", condition: Prisma.sql`finished_at < ${before(7 * DAY)}` },
    {
      table: "registration_tokens",
      condition: Prisma.sql`expires_at < ${before(KEEP_ENDED_TOKENS)} OR revoked_at < ${before(KEEP_ENDED_TOKENS)}
        OR (uses_left = 0 AND last_used_at < ${before(KEEP_ENDED_TOKENS)})`,
    },
    { table: "signing_keys", condition: Prisma.sql`expires_at < ${before(DAY)}` },
    { table: "clients", condition: Prisma.sql`deleted_at < ${before(CLIENT_RESTORE_DAYS * DAY)}` },
    {
      // Registered by a program and forgotten: nobody allows it anything, it has no grant, and it never used a secret.
      // A client that signs with a key and has no people leaves no trace of use, so it stays.
      table: "clients",
      condition: Prisma.sql`is_self_registered AND status <> 'verified' AND created_at < ${before(KEEP_IDLE_CLIENTS)}
        AND NOT EXISTS (SELECT 1 FROM consents t WHERE t.client_id = clients.id)
        AND NOT EXISTS (SELECT 1 FROM grants t WHERE t.client_id = clients.id)
        AND NOT (token_endpoint_auth_method = 'private_key_jwt' AND 'client_credentials' = ANY(grant_types))
        AND NOT EXISTS (SELECT 1 FROM client_secrets t
          WHERE t.client_id = clients.id AND t.last_used_at > ${before(KEEP_IDLE_CLIENTS)})`,
    },
  ];
}

/** Tables that ordinary requests add rows to. They are swept all the time, by an index on the time. */
const BUSY_TABLES = new Set([
  "authorization_requests",
  "posted_requests",
  "authorization_codes",
  "access_tokens",
  "refresh_tokens",
  "used_jtis",
  "rate_limits",
]);

/** A run uses the database for at most a quarter of its time. */
const RESTS_PER_BATCH = 3;

/** The longest pause between two batches, in milliseconds: a batch that took long waited for something that is over. */
const LONGEST_REST_MS = 2_000;

/** Milliseconds to leave the database alone after a batch that took `tookMs`. */
export function restAfter(tookMs: number): number {
  return Math.min(RESTS_PER_BATCH * tookMs, LONGEST_REST_MS);
}

export interface SweepOptions {
  now: Date;
  auditRetentionDays: number;
  /** days for which the requests of apps are kept for their developers; left out: they all stay */
  requestDays?: number;
  /** only the tables to which ordinary requests add rows */
  isBusyOnly?: boolean;
  /** rows per batch */
  batchSize?: number;
  /** waits this many milliseconds between two batches */
  rest?: (ms: number) => Promise<void>;
  /** ends the run after the current batch */
  signal?: AbortSignal;
}

/**
 * Deletes everything that has expired, in batches that never delay others for long, as fast as new rows come. The
 * tables take turns, so that a large one does not keep the others waiting. One instance at a time: if another one is
 * sweeping, this one does nothing.
 * @returns the number of deleted rows, for each table that lost any
 */
export async function sweepExpired(options: SweepOptions): Promise<Record<string, number>> {
  const {
    isBusyOnly = false,
    batchSize = 1_000,
    rest = async (ms) => await setTimeout(ms, undefined, { ref: false, signal }).catch(() => undefined),
    signal,
  } = options;
  const swept: Record<string, number> = {};
  const auditPartitions = isBusyOnly ? [] : await listSweptPartitions();
  let left = rules(options, auditPartitions).filter(({ table }) => !isBusyOnly || BUSY_TABLES.has(table));
  while (left.length > 0) {
    const unfinished: Rule[] = [];
    for (const rule of left) {
      if (signal?.aborted) return swept;
      const since = performance.now();
      const count = await sweepBatch(rule, batchSize);
      if (count === null) return swept;
      if (count > 0) swept[rule.table] = (swept[rule.table] ?? 0) + count;
      if (count < batchSize) continue;
      unfinished.push(rule);
      await rest(restAfter(performance.now() - since));
    }
    left = unfinished;
  }
  return swept;
}

/** @returns the number of deleted rows; null when another instance is sweeping */
function sweepBatch({ table, condition }: Rule, size: number): Promise<number | null> {
  const name = Prisma.raw(table);
  return tryAdvisoryLock(
    "sweep",
    (tx) => tx.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE ${condition} LIMIT ${size}))`,
  );
}
