import { randomBytes } from "node:crypto";

const POOL_BYTES = 4_096;

let pool = Buffer.alloc(0);
let taken = 0;

/**
 * Cryptographically random bytes, each given out once. It asks the system for many at a time, because asking costs more
 * than the bytes.
 */
export function takeRandom(count: number): Uint8Array {
  if (taken + count > pool.length) {
    pool = randomBytes(Math.max(POOL_BYTES, count));
    taken = 0;
  }
  const bytes = Uint8Array.prototype.slice.call(pool, taken, taken + count);
  pool.fill(0, taken, taken + count);
  taken += count;
  return bytes;
}
