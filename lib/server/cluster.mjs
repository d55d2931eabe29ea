// On PostgreSQL: a worker process per core for the protocol, all on one port, and behind them processes of Next.js for the
// pages. The primary only starts and ends them.
import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BackOff } from "./back-off.mjs";
import { closeHandedOver } from "./handed-over.mjs";

/** @typedef {import("node:cluster").Worker} Worker */
/** @typedef {"pages" | "protocol"} Role */

/**
 * V8 grows as far as it may before it collects; these keep a worker small: mebibytes of young and of old objects. A
 * process of the protocol has few old ones, and makes many that are gone with their request: looked at less often, more
 * of them are gone by then.
 * @type {Record<Role, string[]>}
 */
const memoryFlags = {
  pages: ["--max-semi-space-size=16", "--max-old-space-size=320"],
  protocol: ["--max-semi-space-size=64", "--max-old-space-size=320"],
};

const signals = /** @type {const} */ (["SIGTERM", "SIGINT"]);

/** Messages between the primary and its workers. */
const isUp = "portico is up";
const stopNow = "portico is to stop";

/** How many workers to run; `lib/env.ts` judges the variable, in every worker. */
function countWorkers() {
  const wanted = Number(process.env.PORTICO_WORKERS || Number.NaN);
  return wanted >= 1 ? Math.floor(wanted) : os.availableParallelism();
}

/** How many processes serve pages: one for two workers. */
const countPages = () => Math.ceil(countWorkers() / 2);

/** Variables that only a primary sets, for its workers. */
const roleVariable = "PORTICO_WORKER_ROLE";
const socketVariable = "PORTICO_PAGES_SOCKET";
const joinsVariable = "PORTICO_WORKER_JOINS";

/** Whether this process was started by a primary. */
export const isWorker = cluster.isWorker;

/** Imported where it is run: the protocol's processes must not load Next.js. @returns {Promise<() => Promise<void>>} ends it */
async function runRole() {
  const { [roleVariable]: role, [socketVariable]: pagesSocket = "", [joinsVariable]: joins } = process.env;
  if (role === "pages") return (await import("./run-pages.mjs")).runPages(pagesSocket);
  return (await import("./run-protocol.mjs")).runProtocol({ pagesSocket, isFirst: joins === undefined });
}

/** In a worker: runs its part of the portal, tells the primary when that listens, and stops when the primary says so. */
export async function runAsWorker() {
  // A signal reaches every process of a terminal or a service at once; the primary knows in which order they end.
  for (const signal of signals) process.on(signal, () => {});
  // Until it runs there is nothing to end in order.
  let end = () => Promise.resolve();
  process.on("message", (message) => {
    if (message === stopNow) void end().then(() => process.exit(0));
  });
  end = await runRole();
  process.send?.(isUp);
}

/** An address that only this user's processes can open. */
function createPagesSocket() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return process.platform === "win32" ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, "pages");
}

/** Runs workers until a signal ends them all; ends with 1 when the first ones cannot start. */
export function runWorkers() {
  const { execArgv } = process;
  const socket = createPagesSocket();
  /** @type {WeakMap<Worker, Role>} */
  const roles = new WeakMap();
  const backOff = new BackOff();
  let isStopping = false;
  let hasStarted = false;

  /** @param {Role} role @param {() => void} [onUp] */
  function startWorker(role, onUp = () => {}) {
    if (isStopping) return;
    const startedAt = Date.now();
    cluster.setupPrimary({ execArgv: [...execArgv, ...memoryFlags[role]] });
    const worker = cluster.fork({
      [roleVariable]: role,
      [socketVariable]: socket,
      ...(hasStarted && { [joinsVariable]: "yes" }),
    });
    roles.set(worker, role);
    closeHandedOver(worker);
    worker.on("message", (message) => {
      if (message === isUp) onUp();
    });
    worker.once("exit", (code, signal) => {
      if (isStopping) return;
      if (!hasStarted) process.exit(code || 1);
      const delayMs = backOff.delayAfter(role, Date.now() - startedAt);
      console.error(`A worker for ${role} ended (${signal ?? code}); another one starts in ${delayMs / 1000} s.`);
      setTimeout(startWorker, delayMs, role);
    });
  }

  // The pages' process migrates the database, the protocol's first one says where the portal is; the others only join.
  function start() {
    startWorker("pages", () => startWorker("protocol", startOthers));
  }

  function startOthers() {
    hasStarted = true;
    for (let count = 1; count < countPages(); count += 1) startWorker("pages");
    for (let count = 1; count < countWorkers(); count += 1) startWorker("protocol");
  }

  const listWorkers = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

  /**
   * Tells a worker to end, and stops listening for it at the same moment. A worker that stops listening by itself refuses
   * a connection that is on its way to it, and the primary, with nobody left to give it to, keeps that open until it exits.
   * @param {Worker} worker @returns {Promise<number>} its exit code
   */
  function end(worker) {
    return new Promise((resolve) => {
      worker.once("exit", (code) => resolve(code ?? 1));
      // It may be gone before it has read all that is sent to it.
      worker.on("error", () => {});
      if (!worker.isConnected()) return;
      worker.send(stopNow);
      worker.disconnect();
    });
  }

  async function stop() {
    if (isStopping) {
      for (const worker of listWorkers()) worker.process.kill("SIGKILL");
      process.exit(1);
    }
    isStopping = true;
    const codes = [0];
    // Requests in flight may still need the pages.
    for (const role of /** @type {const} */ (["protocol", "pages"])) {
      codes.push(
        ...(await Promise.all(
          listWorkers()
            .filter((worker) => roles.get(worker) === role)
            .map(end),
        )),
      );
    }
    process.exit(Math.max(...codes));
  }

  for (const signal of signals) process.on(signal, stop);
  start();
}
