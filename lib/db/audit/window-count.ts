import { BoundedMap } from "../../bounded-map";

/**
 * Counts per key within windows of some seconds, in this process only: for what limits the size of the log, on which no
 * request depends.
 */
export class WindowCount {
  /** `until` in milliseconds */
  readonly #counts: BoundedMap<string, { count: number; until: number }>;
  readonly #length: number;

  /** @param most the most keys that are remembered */
  constructor(seconds: number, most: number) {
    this.#length = seconds * 1000;
    this.#counts = new BoundedMap(most);
  }

  /** Counts one more. @returns how many there are in the window by now */
  add(key: string, at: Date): number {
    const now = at.getTime();
    const known = this.#counts.get(key);
    // A window that ends further away than its length was started by a clock that ran ahead.
    if (known !== undefined && known.until > now && known.until <= now + this.#length) {
      known.count += 1;
      return known.count;
    }
    this.#counts.set(key, { count: 1, until: now + this.#length });
    return 1;
  }
}
