import { tryAdvisoryLock } from "./advisory-lock";
import { getDb } from "./client";
import { clientRestoreDays } from "./clients";
import { Prisma } from "./generated/client";

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

/**
 * Deletes what has expired, in batches that never hold up others for long. One instance at a time; when another one
 * is at it, this one leaves it to that. What a run leaves over, the next one takes.
 * @returns how many rows went, per table that lost any
 */
export async function sweepExpired(options: {
  now: Date;
  auditRetentionDays: number;
  /** rows a batch */
  batchSize?: number;
  /** batches a table */
  maxBatches?: number;
}): Promise<Record<string, number>> {
  const { now, auditRetentionDays, batchSize = 1_000, maxBatches = 200 } = options;
  const db = await getDb();
  const swept: Record<string, number> = {};
  for (const { table, condition } of rules(now, auditRetentionDays)) {
    const name = Prisma.raw(table);
    for (let batch = 0; batch < maxBatches; batch += 1) {
      const count = await tryAdvisoryLock(
        db,
        "sweep",
        (tx) => tx.$executeRaw`
          DELETE FROM ${name} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE ${condition} LIMIT ${batchSize}))`,
      );
      if (count === null) return swept;
      if (count > 0) swept[table] = (swept[table] ?? 0) + count;
      if (count < batchSize) break;
    }
  }
  return swept;
}
