import { BoundedMap } from "../../bounded-map";
import { log } from "../../log/log.mjs";
import type { Use } from "../../oauth/model";
import { runStatement } from "../driver/database";
import { isDatabaseAway } from "../driver/outage";
import { recordset, toRecordset } from "../driver/sql";

/** A use of the same scopes of a grant is written at most once in this time, in milliseconds. */
const ONCE_IN_MS = 60_000;

/** Milliseconds after which uses are written, all together. */
const WRITE_AFTER_MS = 5_000;

/** Grants whose last use this process remembers, and uses that can wait: more are not written, and nobody misses a minute. */
const MOST_REMEMBERED = 50_000;
const MOST_WAITING = 10_000;

/** Rows of one statement. */
const BATCH_SIZE = 500;

interface Noted {
  /** a grant and the scopes that it used -> when, in milliseconds */
  last: BoundedMap<string, number>;
  waiting: Use[];
  timer: NodeJS.Timeout | null;
}

const slot = Symbol.for("portico.noted-uses");
const holder = globalThis as { [slot]?: Noted };

function getNoted(): Noted {
  holder[slot] ??= { last: new BoundedMap(MOST_REMEMBERED), waiting: [], timer: null };
  return holder[slot];
}

/**
 * Notes that a client used what its person allowed it, to be written within seconds, at most once a minute. Never throws.
 * A process that is killed loses what it noted last.
 */
export function noteUse(use: Use): void {
  const noted = getNoted();
  const key = `${use.grantId} ${use.scopes.join(" ")}`;
  const at = use.at.getTime();
  const last = noted.last.get(key);
  if (last !== undefined && Math.abs(at - last) < ONCE_IN_MS) return;
  if (noted.waiting.length >= MOST_WAITING) return;
  noted.last.set(key, at);
  noted.waiting.push(use);
  noted.timer ??= setTimeout(() => void flushUses(), WRITE_AFTER_MS).unref();
}

// Rows of one statement are locked in one order, and those that somebody else is writing are left out until the next use,
// because this must neither wait nor make anybody wait. A consent that is being removed is locked, too.
const write = {
  name: "write-access-uses",
  text: `
    WITH used AS (
      SELECT c.id AS consent_id, coalesce(g.session_id, g.id) AS session_id, u.used_at, u.scopes
      FROM ${recordset("$1", "u", "grant_id uuid, used_at timestamptz, scopes text[]")}
        JOIN grants g ON g.id = u.grant_id
        JOIN consents c ON c.user_id = g.user_id AND c.client_id = g.client_id
      ORDER BY c.id FOR KEY SHARE OF c SKIP LOCKED
    ), days AS (
      INSERT INTO access_uses AS d (consent_id, day, session_id, uses, last_used_at)
      SELECT consent_id, (used_at AT TIME ZONE 'UTC')::date, session_id, 1, max(used_at) FROM used GROUP BY 1, 2, 3
      ORDER BY 1, 2, 3
      ON CONFLICT (consent_id, day, session_id) DO UPDATE SET uses = d.uses + 1, last_used_at = excluded.last_used_at
        WHERE d.last_used_at <= excluded.last_used_at - interval '1 minute'
    ), newest AS (
      SELECT used.consent_id, each.scope, max(used.used_at) AS used_at
      FROM used, unnest(used.scopes) AS each(scope) GROUP BY 1, 2
    )
    UPDATE consent_scopes s SET last_used_at = locked.used_at
    FROM (
      SELECT s.consent_id, s.scope, n.used_at
      FROM consent_scopes s JOIN newest n ON n.consent_id = s.consent_id AND n.scope = s.scope
      WHERE s.last_used_at IS NULL OR s.last_used_at <= n.used_at - interval '1 minute'
      ORDER BY s.consent_id, s.scope FOR UPDATE OF s SKIP LOCKED
    ) locked
    WHERE s.consent_id = locked.consent_id AND s.scope = locked.scope`,
};

/** Writes the uses that wait. Called every few seconds while there are any, and at shutdown. Never throws. */
export async function flushUses(): Promise<void> {
  const noted = getNoted();
  if (noted.timer) clearTimeout(noted.timer);
  noted.timer = null;
  while (noted.waiting.length > 0) {
    const batch = noted.waiting.splice(0, BATCH_SIZE);
    const rows = batch.map(({ grantId, at, scopes }) => ({ grant_id: grantId, used_at: at, scopes }));
    try {
      await runStatement(write, [toRecordset(rows)]);
    } catch (error) {
      // Nothing depends on it, and the next use is written again. An outage is logged by those who notice it first.
      if (!isDatabaseAway(error)) log.warn("The uses of some apps could not be written", { error });
    }
  }
}
