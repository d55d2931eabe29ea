import { log } from "../../log/log.mjs";
import type { ChangeChannel } from "./changes";
import { isDatabaseAway } from "./outage";
import {
  describeCompatible,
  describeNewer,
  judgeSchema,
  LIST_APPLIED,
  tellOnce,
  toAppliedMigration,
} from "./schema-fit";

/**
 * Why this process cannot work now, as `/readyz` tells it:
 * - `database_away`: the server is not reached, or is starting or stopping
 * - `database_timeout`: it does not answer in time, or a lock keeps the portal from writing
 * - `database_read_only`: it takes no writes, as a standby does
 * - `disk_full`: it has no room
 * - `connections_exhausted`: it has no connection left for the portal
 * - `rights_missing`: the role may not write
 * - `write_failed`: a write fails for another reason
 * - `changes_unheard`: notifications do not arrive, as behind a pooler that pools transactions
 * - `schema_older`: the schema lacks something that this program needs
 * - `schema_newer`: a newer program has changed it so that this one cannot run on it
 */
export type UnreadyReason =
  | "database_away"
  | "database_timeout"
  | "database_read_only"
  | "disk_full"
  | "connections_exhausted"
  | "rights_missing"
  | "write_failed"
  | "changes_unheard"
  | "schema_older"
  | "schema_newer";

/** null: this process can work */
export type Readiness = UnreadyReason | null;

/** Runs statements in one transaction, rolls it back, and answers the rows of the last of them. */
export type TryOut = (statements: readonly string[]) => Promise<Record<string, unknown>[]>;

/** One connection, or the only one of the embedded database. */
export interface DatabaseSession {
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  tryOut: TryOut;
}

/** What a look at a database needs from its driver. */
export interface ReadinessTarget {
  /** Whether the server is known not to answer. */
  isAway: () => boolean;
  changes: ChangeChannel;
  tryOut: TryOut;
  /** Sends a {@link CONFIRMED_NOTICE}. */
  notify: (payload: string) => Promise<unknown>;
}

/** Milliseconds after which a look counts as failed: nobody waits a second. */
const LIMIT_MS = 800;

/** Milliseconds for which everybody who asks gets the result of the same look: a bad one is soon put right. */
const KEPT_MS = { ready: 1_000, unready: 250 };

/** Milliseconds for a statement of a look. Shorter than a look, so that none is left running. */
const STATEMENT_MS = 600;

/** A row like those of the limits, gone with its transaction. */
export const TRIAL_ROW =
  "INSERT INTO rate_limits (key, count, expires_at) VALUES ('readiness:' || gen_random_uuid(), 0, now())";

/**
 * Sorts more than fits into `work_mem`, which takes two megabytes of the disk for a moment: a row alone may fit into a
 * page that its table has already, while the next one finds the disk full.
 */
export const SPILL = [
  "SET LOCAL work_mem = '64kB'",
  `SELECT count(*) FROM (
    SELECT lpad(n::text, 1000, '0') AS filler FROM generate_series(1, 2048) AS n ORDER BY filler DESC OFFSET 0
  ) AS sorted`,
];

/**
 * Sends a notification, and waits until its transaction is kept as every other is: on the disk, and on the standbys that
 * the server waits for. A notification alone would not wait for them; a message in the log does.
 */
export const CONFIRMED_NOTICE = "SELECT pg_notify($1, $2), pg_logical_emit_message(true, 'portico', '')::text";

/** What a look does, all of it in one transaction that is rolled back. */
const TRIAL = [
  `SET LOCAL statement_timeout = ${STATEMENT_MS}`,
  `SET LOCAL lock_timeout = ${STATEMENT_MS}`,
  TRIAL_ROW,
  ...SPILL,
  LIST_APPLIED,
];

/**
 * SQLSTATE codes of a failed write and what each means for the portal.
 * @see PostgreSQL, Appendix A: Error Codes
 */
const REASONS: Record<string, UnreadyReason> = {
  "25006": "database_read_only",
  "42501": "rights_missing",
  "42P01": "schema_older",
  "42703": "schema_older",
  "53100": "disk_full",
  "53300": "connections_exhausted",
  "55P03": "database_timeout",
  "57014": "database_timeout",
};

function reasonOf(error: unknown): UnreadyReason {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (isDatabaseAway(error) ? "database_away" : "write_failed");
}

/** What the migrations in the database mean for this program. Tells the operator of those of a newer one. */
function findSchemaProblem(applied: Record<string, unknown>[], own: readonly string[]): Readiness {
  const fit = judgeSchema(applied.map(toAppliedMigration), own);
  switch (fit.kind) {
    case "same":
      return null;
    case "compatible":
      tellOnce(describeCompatible(fit.newer));
      return null;
    case "newer":
      tellOnce(describeNewer(fit.newer));
      return "schema_newer";
    case "older":
      return "schema_older";
  }
}

/**
 * Looks once whether the portal can work on a database: that it writes, that it hears of changes by others, and that it
 * can run on the schema. Changes nothing.
 * @param own names of the program's migrations
 */
async function look(target: ReadinessTarget, own: readonly string[]): Promise<Readiness> {
  if (target.isAway()) return "database_away";
  try {
    const schema = findSchemaProblem(await target.tryOut(TRIAL), own);
    if (schema !== null) return schema;
    if (!target.changes.isLive) return "changes_unheard";
    const probe = target.changes.expectProbe(STATEMENT_MS);
    await target.notify(probe.payload);
    return (await probe.isHeard) ? null : "changes_unheard";
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * A function that answers, always within a second, whether the portal can work on a database. Everybody who asks within
 * a second shares one look, and a new one begins only when the last has ended: however many ask, the database is asked
 * by one at a time. Tells the operator when the answer changes.
 * @param own names of the program's migrations
 */
export function createReadiness(
  target: ReadinessTarget,
  own: readonly string[] | Promise<readonly string[]>,
): () => Promise<Readiness> {
  let shared: Promise<Readiness> | null = null;
  let told: Readiness = null;

  function tell(found: Readiness): Readiness {
    if (found !== told) {
      if (found === null) log.info("Ready again.");
      else log.error(`Not ready: ${found}.`);
    }
    told = found;
    return found;
  }

  return () => {
    if (shared) return shared;
    const looked = Promise.resolve(own)
      .then((names) => look(target, names))
      .catch(reasonOf);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<Readiness>((resolve) => {
      timer = setTimeout(resolve, LIMIT_MS, "database_timeout");
    });
    shared = Promise.race([looked, limit]).then(tell);
    void looked.then((found) => {
      clearTimeout(timer);
      setTimeout(
        () => {
          shared = null;
        },
        found === null ? KEPT_MS.ready : KEPT_MS.unready,
      ).unref();
    });
    return shared;
  };
}
