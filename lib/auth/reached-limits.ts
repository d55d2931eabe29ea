import { BoundedMap } from "@/lib/bounded-map";
import { count } from "@/lib/metrics/metrics";
import { countTry, type RateLimit } from "./rate-limit";

/** The most limits that are remembered as reached. */
const MAX_REACHED = 10_000;

/**
 * Counts tries in the database for all instances, and remembers in this process which limits are reached, so that
 * further tries cost no database query until the window ends.
 */
export class ReachedLimits {
  /** limit -> end of its window, in milliseconds */
  readonly #reached = new BoundedMap<string, number>(MAX_REACHED);
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Counts a try. Answers the seconds to wait, or null when it may go on. */
  async count(limit: RateLimit): Promise<number | null> {
    const now = this.#now();
    const known = this.#findWait(limit, now);
    if (known !== null) {
      count("portico_limits_reached_total", { limit: limit.rule.name });
      return known;
    }
    const wait = await countTry([limit], now);
    if (wait !== null) this.#reached.set(nameOf(limit), now.getTime() + wait * 1000);
    return wait;
  }

  #findWait(limit: RateLimit, now: Date): number | null {
    const name = nameOf(limit);
    const until = this.#reached.get(name);
    if (until === undefined) return null;
    const wait = Math.ceil((until - now.getTime()) / 1000);
    // A window that ends further away than its length was noted by a clock that ran ahead.
    if (wait > 0 && wait <= limit.rule.seconds) return wait;
    this.#reached.delete(name);
    return null;
  }
}

function nameOf({ rule, subject }: RateLimit): string {
  return `${rule.name} ${subject}`;
}
