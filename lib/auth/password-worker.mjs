// Computes bcrypt off the main thread. Plain JavaScript at a fixed place, since a bundler would not carry it along.
import { parentPort } from "node:worker_threads";
import bcrypt from "bcryptjs";

parentPort?.on("message", (/** @type {{ input: string, cost: number } | { input: string, hash: string }} */ task) => {
  const answer = "hash" in task ? bcrypt.compareSync(task.input, task.hash) : bcrypt.hashSync(task.input, task.cost);
  parentPort?.postMessage(answer);
});
