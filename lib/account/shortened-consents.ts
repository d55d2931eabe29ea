import { listTooLong, type Shortening, shortenConsent } from "../db/people/shorten-consents";
import { findStoredSettings } from "../db/portal/settings";
import { resolveSetting } from "../settings/portal-settings";

/** Consents that are looked for at a time. */
const PAGE = 1_000;

/** Milliseconds that one run takes at most, beside the consent that it ends with. */
const LONGEST_RUN_MS = 30_000;

/**
 * Gives what people allowed before a maximum was set, or became shorter, an end that fits: no later than the maximum after
 * they said yes.
 * @param clientId of the app whose maximum it is; null: the operator's
 * @param elapsed milliseconds since the start
 * @returns false when there is more to do
 */
export async function shortenConsents(
  clientId: string | null,
  now: Date,
  elapsed: () => number = stopwatch(),
): Promise<boolean> {
  const of: Shortening = { clientId, portalDays: await findPortalDays() };
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await listTooLong(of, { after, limit: PAGE }, now);
    for (const id of ids) {
      if (elapsed() > LONGEST_RUN_MS) return false;
      await shortenConsent(id, of, now);
    }
    after = ids.at(-1) ?? null;
    if (after === null) return true;
  }
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}

/** The operator's maximum as it is stored. A value that another version wrote shortens nothing. */
async function findPortalDays(): Promise<number | null> {
  const { value, source } = resolveSetting("maxConsentDays", await findStoredSettings());
  return source !== "unknown" && typeof value === "number" ? value : null;
}
