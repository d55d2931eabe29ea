// A worker process per core, all on one port and one PostgreSQL. The primary only starts and ends them.
import cluster from "node:cluster";
import os from "node:os";

/** @typedef {import("node:cluster").Worker} Worker */

/** V8 grows as far as it may before it collects; these keep a worker small: mebibytes of young and of old objects. */
const memoryFlags = ["--max-semi-space-size=16", "--max-old-space-size=320"];

/** Milliseconds until a worker that died is replaced; doubled for one that dies again within `stableMs`. */
const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const stableMs = 60_000;

/** Messages between the primary and its workers. */
const isUp = "portico is up";
const stopNow = "portico is to stop";

/** How many workers to run; `lib/env.ts` judges the variable, in every worker. */
function countWorkers() {
  const wanted = Number(process.env.PORTICO_WORKERS || Number.NaN);
  return wanted >= 1 ? Math.floor(wanted) : os.availableParallelism();
}

/** A variable that only a primary sets, for workers after the first. */
const joins = "PORTICO_WORKER_JOINS";

/** Whether this process was started by a primary. */
export const isWorker = cluster.isWorker;

/** Whether the portal runs already, and this process only joins it. */
export const isJoining = isWorker && process.env[joins] !== undefined;

/**
 * In a worker: runs the portal, tells the primary when it listens, and stops like any process that is signalled when the
 * primary says so.
 * @param {() => Promise<void>} run
 */
export async function runAsWorker(run) {
  let isRunning = false;
  let isAsked = false;
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) {
    process.once(signal, () => {
      isAsked = true;
      if (!isRunning) process.exit(0);
    });
  }
  // A terminal signals all processes at once: a second request to stop would be taken for impatience.
  process.on("message", (message) => {
    if (message !== stopNow || isAsked) return;
    if (!isRunning) process.exit(0);
    process.emit("SIGTERM", "SIGTERM");
  });
  await run();
  isRunning = true;
  process.send?.(isUp);
}

/** Runs workers until a signal ends them all; ends with 1 when the first one cannot start. */
export function runWorkers() {
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...memoryFlags] });
  let delayMs = firstDelayMs;
  let isStopping = false;
  let hasStarted = false;

  function startWorker() {
    if (isStopping) return;
    const startedAt = Date.now();
    const worker = cluster.fork(hasStarted ? { [joins]: "yes" } : {});
    worker.once("message", (message) => {
      if (message !== isUp || hasStarted) return;
      // The first one has migrated the database and printed where the portal is; the others only join.
      hasStarted = true;
      for (let count = 1; count < countWorkers(); count += 1) startWorker();
    });
    worker.once("exit", (code, signal) => {
      if (isStopping) return;
      if (!hasStarted) process.exit(code || 1);
      delayMs = Date.now() - startedAt > stableMs ? firstDelayMs : Math.min(2 * delayMs, longestDelayMs);
      console.error(`A worker ended (${signal ?? code}); another one starts in ${delayMs / 1000} s.`);
      setTimeout(startWorker, delayMs);
    });
  }

  function stop() {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    if (isStopping) {
      for (const worker of workers) worker.process.kill("SIGKILL");
      process.exit(1);
    }
    isStopping = true;
    let running = workers.length;
    if (running === 0) process.exit(0);
    let exitCode = 0;
    for (const worker of workers) {
      worker.once("exit", (code) => {
        exitCode ||= code ?? 1;
        running -= 1;
        if (running === 0) process.exit(exitCode);
      });
      if (worker.isConnected()) worker.send(stopNow);
    }
  }

  process.on("SIGTERM", stop).on("SIGINT", stop);
  startWorker();
}
