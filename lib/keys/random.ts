import { randomBytes } from "node:crypto";

const poolBytes = 4_096;

let pool = Buffer.alloc(0);
let taken = 0;

/**
 * Cryptographically random bytes, each given out once. The system is asked for many at a time, as asking costs more
 * than the bytes.
 */
export function takeRandom(count: number): Uint8Array {
  if (taken + count > pool.length) {
    pool = randomBytes(Math.max(poolBytes, count));
    taken = 0;
  }
  const bytes = Uint8Array.prototype.slice.call(pool, taken, taken + count);
  pool.fill(0, taken, taken + count);
  taken += count;
  return bytes;
}
