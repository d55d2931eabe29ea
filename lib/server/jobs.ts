import { deleteLeftAccounts } from "../account/delete-account";
import { endConsents } from "../account/ended-consents";
import { endUnusedAccess } from "../account/unused-access";
import { keepAuditPartitions } from "../db/audit/partitions";
import { tellOfExpiringSecrets, trimEventLogs } from "../db/clients/event-streams";
import { sweepExpired } from "../db/portal/sweep";
import { resumeDeliveries } from "../db/protocol/event-store";
import { getEnv } from "../env";
import { describeResealed, describeSecretChange, findSecretChange, reseal } from "../keys/reseal";
import { log } from "../log/log.mjs";
import { peekPortalSettings } from "../settings/portal-settings";

/** Milliseconds until the first sweep, and between two of the tables that ordinary requests fill. */
const SWEEP_EVERY_MS = 30_000;

/** One in this many sweeps covers all tables: every ten minutes. */
const FULL_SWEEP_EVERY = 20;

/** Milliseconds between two looks for access that nobody uses: each reads all consents. */
const UNUSED_EVERY_MS = 24 * 3600 * 1000;

/**
 * Milliseconds until the first of them, which mails people: whoever upgrades has as long to change the setting, or to
 * switch it off.
 */
const FIRST_UNUSED_MS = 3600 * 1000;

/** While the secret is being changed, encrypts under the new one what is still under the other, and logs how far it is. */
async function resealAndTell(signal: AbortSignal): Promise<void> {
  const { replaced, unreadable } = await reseal(signal);
  if (unreadable > 0) {
    log.error(`${unreadable} values in the database cannot be read with PORTICO_SECRET or PORTICO_SECRET_PREVIOUS.`);
  }
  if (replaced === 0) return;
  const change = await findSecretChange();
  log.info(`${describeResealed(replaced)} ${change ? describeSecretChange(change) : ""}`);
}

/**
 * Starts what the portal does by itself: the sweep of expired rows, of consents that have ended by themselves and of
 * accounts whose people left, the partitions of the audit log, the change to another secret, and once a day the end of access
 * that nobody uses. Answers the function that stops it, which waits for the batch that is under way.
 */
export function startJobs(): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, SWEEP_EVERY_MS);
  timer.unref();
  let count = 0;
  let nextUnusedAt = Date.now() + FIRST_UNUSED_MS;

  async function lookForUnused(now: Date) {
    if (now.getTime() < nextUnusedAt) return;
    await endUnusedAccess(now, stop.signal);
    nextUnusedAt = now.getTime() + UNUSED_EVERY_MS;
  }

  function run() {
    const isBusyOnly = count % FULL_SWEEP_EVERY !== 0;
    count += 1;
    const { auditRetentionDays } = getEnv();
    const now = new Date();
    const { requestDays } = peekPortalSettings();
    running = sweepExpired({ now, auditRetentionDays, requestDays, isBusyOnly, signal: stop.signal })
      .then(() => (isBusyOnly ? undefined : keepAuditPartitions(now, auditRetentionDays)))
      .then(() => endConsents(now))
      .then(() => (isBusyOnly ? undefined : deleteLeftAccounts(now)))
      .then(() => (isBusyOnly ? undefined : tellOfExpiringSecrets(now)))
      .then(() => (isBusyOnly ? undefined : trimEventLogs()))
      .then(() => (isBusyOnly ? undefined : resumeDeliveries(now)))
      .then(() => (isBusyOnly ? undefined : resealAndTell(stop.signal)))
      .then(() => (isBusyOnly ? undefined : lookForUnused(now)))
      .catch((error: unknown) => {
        log.error("The regular work of the portal failed and is tried again", { error });
      })
      .finally(() => {
        if (stop.signal.aborted) return;
        timer = setTimeout(run, SWEEP_EVERY_MS);
        timer.unref();
      });
  }

  return async () => {
    stop.abort();
    clearTimeout(timer);
    await running;
  };
}
