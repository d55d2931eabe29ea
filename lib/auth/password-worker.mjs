// Checks passwords off the main thread. Plain JavaScript at a fixed place, because a bundler would not include it.
import { readFileSync } from "node:fs";
import os from "node:os";
import { parentPort } from "node:worker_threads";
import bcrypt from "bcryptjs";
import { digestPassword } from "./foreign-passwords/digest.mjs";

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

/**
 * @param {import("./password-threads").PasswordTask} task
 * @returns {Promise<string | boolean>}
 */
async function answer(task) {
  if ("hash" in task) return bcrypt.compareSync(task.input, task.hash);
  if ("cost" in task) return bcrypt.hashSync(task.input, task.cost);
  return (await digestPassword(task.password, task.scheme, task.salt)).toString("base64");
}

parentPort?.on("message", async (/** @type {import("./password-threads").PasswordTask} */ task) => {
  const before = readProcessorTime();
  try {
    const answered = await answer(task);
    const after = readProcessorTime();
    parentPort?.postMessage({ answer: answered, cpuMs: before === null || after === null ? null : after - before });
  } catch (error) {
    // Only this task fails: another thread would cost a start each time.
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
