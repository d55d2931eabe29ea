import { BoundedMap } from "@/lib/bounded-map";
import { getEnv } from "@/lib/env";
import type { ProtocolEvent } from "@/lib/oauth/model";
import { limitAddress, type RateLimitRule } from "./rate-limit";

/** Refused requests of one address that are filed; more of them tell nothing new, and would only fill the log. */
export const filedRefusals: RateLimitRule = { name: "filed-refusals", max: 300, seconds: 300 };

/** Networks that are remembered at most. */
const maxAddresses = 10_000;

/**
 * Decides which refused requests are filed. It counts in this process alone: it guards the size of the log, and no
 * request depends on it.
 */
export class RefusalLog {
  /** network -> how many were filed, and until when they count, in milliseconds */
  readonly #filed = new BoundedMap<string, { count: number; until: number }>(maxAddresses);
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The events to file for one that happened: itself; or, once, that no more follow of this address; or nothing. */
  select(event: ProtocolEvent, ipAddress: string | null): ProtocolEvent[] {
    if (event.outcome !== "refused" || !getEnv().rateLimits) return [event];
    const [limit] = limitAddress(filedRefusals, ipAddress);
    if (limit === undefined) return [event];
    const count = this.#count(limit.subject);
    if (count <= filedRefusals.max) return [event];
    if (count > filedRefusals.max + 1) return [];
    return [{ type: "refusals.unfiled", outcome: "refused", data: { seconds: filedRefusals.seconds } }];
  }

  #count(network: string): number {
    const now = this.#now().getTime();
    const known = this.#filed.get(network);
    // One that ends further away than its length was begun by a clock that ran ahead.
    if (known !== undefined && known.until > now && known.until <= now + filedRefusals.seconds * 1000) {
      known.count += 1;
      return known.count;
    }
    this.#filed.set(network, { count: 1, until: now + filedRefusals.seconds * 1000 });
    return 1;
  }
}
