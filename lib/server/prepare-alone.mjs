import { setTimeout } from "node:timers/promises";
import { takeLockFile } from "../db/driver/lock-file.mjs";

/**
 * Does `work` while no other process does: waits for the process that holds the lock file, and then checks whether
 * there is still something to do. Nobody waits for the lock of a dead process.
 * @param {object} options
 * @param {string} options.lockFile
 * @param {() => boolean} options.isNeeded
 * @param {() => Promise<void>} options.work
 * @param {(sentence: string) => void} options.say called once with the process that this one waits for
 * @param {number} [options.pollMs]
 */
export async function prepareAlone({ lockFile, isNeeded, work, say, pollMs = 200 }) {
  if (!isNeeded()) return;
  let hasSaid = false;
  for (;;) {
    const lock = takeLockFile(lockFile);
    if (lock.release) {
      try {
        if (isNeeded()) await work();
      } finally {
        lock.release();
      }
      return;
    }
    if (!hasSaid && lock.holder) say(`process ${lock.holder.pid} prepares this folder already; waiting for it …`);
    hasSaid ||= lock.holder !== null;
    await setTimeout(pollMs);
  }
}
