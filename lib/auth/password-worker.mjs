// Computes bcrypt off the main thread. Plain JavaScript at a fixed place, because a bundler would not include it.
import { readFileSync } from "node:fs";
import os from "node:os";
import { parentPort } from "node:worker_threads";
import bcrypt from "bcryptjs";

// On Linux, each thread has its own priority: the event loop and the database go first, however many people sign in. On
// other systems it would be the priority of the whole process.
if (process.platform === "linux") os.setPriority(os.constants.priority.PRIORITY_LOW);

/**
 * Processor time of this thread in milliseconds, or null where the system does not tell. The clock would not do: on a
 * busy machine, a thread of low priority waits for longer than it works.
 * @returns {number | null}
 */
function readProcessorTime() {
  // Node.js 22.19 and later.
  const usage = /** @type {{ threadCpuUsage?: () => { user: number, system: number } }} */ (process).threadCpuUsage?.();
  if (usage) return (usage.user + usage.system) / 1_000;
  try {
    const [nanoseconds = ""] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
    return Number(nanoseconds) > 0 ? Number(nanoseconds) / 1_000_000 : null;
  } catch {
    return null;
  }
}

parentPort?.on("message", (/** @type {{ input: string, cost: number } | { input: string, hash: string }} */ task) => {
  const before = readProcessorTime();
  const answer = "hash" in task ? bcrypt.compareSync(task.input, task.hash) : bcrypt.hashSync(task.input, task.cost);
  const after = readProcessorTime();
  parentPort?.postMessage({ answer, cpuMs: before === null || after === null ? null : after - before });
});
