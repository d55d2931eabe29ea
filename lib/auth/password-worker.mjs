// Computes bcrypt off the main thread. Plain JavaScript at a fixed place, since a bundler would not carry it along.
import os from "node:os";
import { parentPort } from "node:worker_threads";
import bcrypt from "bcryptjs";

// On Linux a priority is a thread's own: the event loop and the database go first, however many people sign in.
// Elsewhere it would be that of the whole process.
if (process.platform === "linux") os.setPriority(os.constants.priority.PRIORITY_LOW);

parentPort?.on("message", (/** @type {{ input: string, cost: number } | { input: string, hash: string }} */ task) => {
  const answer = "hash" in task ? bcrypt.compareSync(task.input, task.hash) : bcrypt.hashSync(task.input, task.cost);
  parentPort?.postMessage(answer);
});
