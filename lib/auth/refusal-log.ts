import { WindowCount } from "@/lib/db/audit/window-count";
import { getEnv } from "@/lib/env";
import type { NewEvent } from "@/lib/events/catalogue";
import { limitAddress, type RateLimitRule } from "./rate-limit";

/** The most refused requests of one address that are logged. More would tell nothing new and only fill the log. */
export const filedRefusals: RateLimitRule = { name: "filed-refusals", max: 300, seconds: 300 };

/** The most networks that are remembered. */
const MAX_ADDRESSES = 10_000;

/**
 * Decides which refused requests are logged. It counts only in this process: it limits the size of the log, and no
 * request depends on it.
 */
export class RefusalLog {
  /** by network */
  readonly #filed = new WindowCount(filedRefusals.seconds, MAX_ADDRESSES);
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The events to log for a refusal: itself; or, once, that no more from this address will follow; or nothing. */
  select(event: NewEvent, ipAddress: string | null): NewEvent[] {
    if (event.outcome !== "refused" || !getEnv().rateLimits) return [event];
    const [limit] = limitAddress(filedRefusals, ipAddress);
    if (limit === undefined) return [event];
    const count = this.#filed.add(limit.subject, this.#now());
    if (count <= filedRefusals.max) return [event];
    if (count > filedRefusals.max + 1) return [];
    return [{ type: "refusals.unfiled", outcome: "refused", data: { seconds: filedRefusals.seconds } }];
  }
}
