import { setTimeout } from "node:timers/promises";
import { takeLockFile } from "../db/lock-file.mjs";

/**
 * Does `work` while no other process does: waits for the one that has the lock file, and looks then whether there is
 * still something to do. A lock whose process is gone keeps nobody waiting.
 * @param {object} options
 * @param {string} options.lockFile
 * @param {() => boolean} options.isNeeded
 * @param {() => Promise<void>} options.work
 * @param {(sentence: string) => void} options.say hears once for whom this process waits
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
