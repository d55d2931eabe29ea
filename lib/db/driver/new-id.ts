import { takeRandom } from "../../keys/random";
import { uuidV7 } from "../../uuid-v7";

/** A new row id, which sorts by time. `now`: milliseconds */
export function newId(now: number = Date.now()): string {
  return uuidV7(now, takeRandom(16));
}
