/** Milliseconds until a process that died is replaced; doubled each time it dies again before it was stable. */
const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const stableMs = 60_000;

/**
 * How long to wait before a process is started again. Each role has its own count: one kind of process that dies again
 * and again must not hold up another.
 */
export class BackOff {
  /** @type {Map<string, number>} role -> milliseconds that were waited last */
  #delays = new Map();

  /**
   * @param {string} role
   * @param {number} livedMs milliseconds for which the process ran
   * @returns {number} milliseconds
   */
  delayAfter(role, livedMs) {
    const last = this.#delays.get(role);
    const isFirst = last === undefined || livedMs > stableMs;
    const delay = isFirst ? firstDelayMs : Math.min(2 * last, longestDelayMs);
    this.#delays.set(role, delay);
    return delay;
  }
}
