import { setTimeout } from "node:timers/promises";
import { tryAdvisoryLock } from "./advisory-lock";
import { getDb } from "./client";
import { clientRestoreDays } from "./clients";
import { Prisma, type PrismaClient } from "./generated/client";

const hour = 3_600_000;
const day = 24 * hour;

/** Milliseconds for which a grant without codes and tokens is kept: the console counts sign-ins by grants. */
const keepGrants = 31 * day;

interface Rule {
  table: string;
  /** which rows nobody needs any more, at a time before now */
  condition: Prisma.Sql;
}

/** Milliseconds after which a client that registered itself goes when nobody used it; longer than grants are kept. */
const keepIdleClients = 90 * day;

/** Milliseconds for which administrators see an initial access token that lets nobody register any more. */
const keepEndedTokens = 90 * day;

/** Used codes and tokens stay for a while after they expired: a second use is a sign of theft and must be seen. */
function rules(now: Date, auditRetentionDays: number): Rule[] {
  const before = (age: number) => Prisma.sql`${new Date(now.getTime() - age)}::timestamptz`;
  return [
    {
      // Nobody answered, and nobody came back to it for half an hour after it had expired.
      table: "authorization_requests",
      condition: Prisma.sql`expires_at < ${before(day)} OR (consumed_at IS NULL AND expires_at < ${before(hour / 2)})`,
    },
    { table: "posted_requests", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "authorization_codes", condition: Prisma.sql`expires_at < ${before(day)}` },
    { table: "access_tokens", condition: Prisma.sql`expires_at < ${before(hour)}` },
    { table: "refresh_tokens", condition: Prisma.sql`expires_at < ${before(day)}` },
    {
      table: "grants",
      condition: Prisma.sql`created_at < ${before(keepGrants)}
        AND NOT EXISTS (SELECT 1 FROM authorization_codes t WHERE t.grant_id = grants.id)
        AND NOT EXISTS (SELECT 1 FROM access_tokens t WHERE t.grant_id = grants.id)
        AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = grants.id)`,
    },
    { table: "sessions", condition: Prisma.sql`expires_at < ${before(day)} OR revoked_at < ${before(day)}` },
    { table: "email_codes", condition: Prisma.sql`expires_at < ${before(day)}` },
    { table: "used_jtis", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "rate_limits", condition: Prisma.sql`expires_at < ${before(0)}` },
    { table: "mails", condition: Prisma.sql`created_at < ${before(30 * day)}` },
    { table: "audit_events", condition: Prisma.sql`created_at < ${before(auditRetentionDays * day)}` },
    // A day after their events, so that what is left can be told from what was taken out.
    { table: "audit_batches", condition: Prisma.sql`created_at < ${before((auditRetentionDays + 1) * day)}` },
    { table: "jobs", condition: Prisma.sql`finished_at < ${before(7 * day)}` },
    {
      table: "registration_tokens",
      condition: Prisma.sql`expires_at < ${before(keepEndedTokens)} OR revoked_at < ${before(keepEndedTokens)}
        OR (uses_left = 0 AND last_used_at < ${before(keepEndedTokens)})`,
    },
    { table: "signing_keys", condition: Prisma.sql`expires_at < ${before(day)}` },
    { table: "clients", condition: Prisma.sql`deleted_at < ${before(clientRestoreDays * day)}` },
    {
      // Registered by a program and forgotten: nobody allows it anything, and it has neither a grant nor used a secret.
      // Of one that signs with a key and has no people, nothing would tell that it is used: it stays.
      table: "clients",
      condition: Prisma.sql`is_self_registered AND status <> 'verified' AND created_at < ${before(keepIdleClients)}
        AND NOT EXISTS (SELECT 1 FROM consents t WHERE t.client_id = clients.id)
        AND NOT EXISTS (SELECT 1 FROM grants t WHERE t.client_id = clients.id)
        AND NOT (token_endpoint_auth_method = 'private_key_jwt' AND 'client_credentials' = ANY(grant_types))
        AND NOT EXISTS (SELECT 1 FROM client_secrets t
          WHERE t.client_id = clients.id AND t.last_used_at > ${before(keepIdleClients)})`,
    },
  ];
}

/** Tables to which ordinary requests add rows: they are swept all the time, by an index on the time. */
const busyTables = new Set([
  "authorization_requests",
  "posted_requests",
  "authorization_codes",
  "access_tokens",
  "refresh_tokens",
  "used_jtis",
  "rate_limits",
]);

/** Of the time that a run takes, it uses the database for a quarter at most. */
const restsPerBatch = 3;

/** Milliseconds at most between two batches: a batch that took long waited for something that is over. */
const longestRestMs = 2_000;

/** Milliseconds to leave the database alone after a batch that took `tookMs`. */
export function restAfter(tookMs: number): number {
  return Math.min(restsPerBatch * tookMs, longestRestMs);
}

export interface SweepOptions {
  now: Date;
  auditRetentionDays: number;
  /** only the tables to which ordinary requests add rows */
  isBusyOnly?: boolean;
  /** rows a batch */
  batchSize?: number;
  /** waits between two batches, for so many milliseconds */
  rest?: (ms: number) => Promise<void>;
  /** ends the run after the batch that is under way */
  signal?: AbortSignal;
}

/**
 * Deletes all that has expired, in batches that never hold up others for long: however much is issued, no less is taken
 * away. The tables take turns, so that a long one keeps none waiting. One instance at a time; when another one is at it,
 * this one leaves it to that.
 * @returns how many rows went, per table that lost any
 */
export async function sweepExpired(options: SweepOptions): Promise<Record<string, number>> {
  const {
    now,
    auditRetentionDays,
    isBusyOnly = false,
    batchSize = 1_000,
    rest = async (ms) => await setTimeout(ms, undefined, { ref: false, signal }).catch(() => undefined),
    signal,
  } = options;
  const db = await getDb();
  const swept: Record<string, number> = {};
  let left = rules(now, auditRetentionDays).filter(({ table }) => !isBusyOnly || busyTables.has(table));
  while (left.length > 0) {
    const unfinished: Rule[] = [];
    for (const rule of left) {
      if (signal?.aborted) return swept;
      const since = performance.now();
      const count = await sweepBatch(db, rule, batchSize);
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

/** @returns how many rows went; null when another instance sweeps */
function sweepBatch(db: PrismaClient, { table, condition }: Rule, size: number): Promise<number | null> {
  const name = Prisma.raw(table);
  return tryAdvisoryLock(
    db,
    "sweep",
    (tx) => tx.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE ${condition} LIMIT ${size}))`,
  );
}
