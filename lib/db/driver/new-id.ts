import { takeRandom } from "../../keys/random";
import { uuidV7 } from "../../uuid-v7";

/** The 12 bits that follow the time in an id. */
const MOST = 0xfff;
let lastTime = 0;
let lastSequence = 0;

/**
 * A new row id. Ids sort by time, and those that this process makes one after the other for one millisecond sort in
 * that order, so that what a person stored in one go (redirect URLs, people of one import) is listed as it was given.
 * Only when more than 2,048 are made in one millisecond may some be out of order; they stay unique.
 * @param now milliseconds since 1970
 * @see RFC 9562 §6.2 (monotonicity, method 1)
 */
export function newId(now: number = Date.now()): string {
  const random = Buffer.from(takeRandom(16));
  // The first id of a millisecond starts in the lower half, so that the others fit above it.
  const sequence = now === lastTime ? (lastSequence + 1) & MOST : random.readUInt16BE(6) & (MOST >> 1);
  lastTime = now;
  lastSequence = sequence;
  random.writeUInt16BE(sequence, 6);
  return uuidV7(now, random);
}
