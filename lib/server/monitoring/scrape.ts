import { getPasswordPool } from "../../auth/password-pool";
import { describeAuditQueue } from "../../db/audit/events";
import { peekDatabase } from "../../db/driver/database";
import { readMetrics, type ScrapedMetrics, setGauge } from "../../metrics/metrics";

function setGauges(now: number): void {
  const passwords = getPasswordPool().describe();
  setGauge("portico_password_queue_waiting", {}, passwords.waiting);
  setGauge("portico_password_queue_busy", {}, passwords.busy);
  setGauge("portico_password_queue_threads", {}, passwords.threads);
  const database = peekDatabase();
  setGauge("portico_database_up", {}, database === undefined || database.isAway() ? 0 : 1);
  const pool = database?.describePool?.();
  if (pool) {
    setGauge("portico_database_connections", { state: "idle" }, pool.idle);
    setGauge("portico_database_connections", { state: "busy" }, pool.busy);
    setGauge("portico_database_connections_max", {}, pool.most);
    setGauge("portico_database_requests_waiting", {}, pool.waiting);
  }
  const audit = describeAuditQueue(now);
  setGauge("portico_audit_events_waiting", {}, audit.waiting);
  setGauge("portico_audit_lag_seconds", {}, audit.oldestSeconds);
}

/**
 * Answers a scrape: what this process has counted, and what there is now.
 * @param hasJobs whether this process does jobs, and so tells how many wait
 * @param now milliseconds
 */
export async function scrape({ hasJobs }: { hasJobs: boolean }, now = Date.now()): Promise<ScrapedMetrics> {
  setGauges(now);
  // Loaded only where jobs are done: the processes of the protocol need less memory so.
  if (hasJobs) await (await import("./job-gauges")).setJobGauges(now);
  return await readMetrics();
}
