/** Milliseconds until a dead process is replaced; doubled each time it dies again before it was stable. */
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const STABLE_MS = 60_000;

/**
 * How long to wait before a process is started again. Each role has its own count, so that one kind of process that
 * keeps dying does not delay another.
 */
export class BackOff {
  /** @type {Map<string, number>} role -> the last wait in milliseconds */
  #delays = new Map();

  /**
   * @param {string} role
   * @param {number} livedMs milliseconds for which the process ran
   * @returns {number} milliseconds
   */
  delayAfter(role, livedMs) {
    const last = this.#delays.get(role);
    const isFirst = last === undefined || livedMs > STABLE_MS;
    const delay = isFirst ? FIRST_DELAY_MS : Math.min(2 * last, LONGEST_DELAY_MS);
    this.#delays.set(role, delay);
    return delay;
  }
}
