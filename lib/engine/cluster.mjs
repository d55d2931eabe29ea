// On PostgreSQL: one worker process per core for the protocol, all on one port, and processes of Next.js for the pages
// behind them; where it is wanted, one more that signs. The primary only starts and stops them.
import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BackOff } from "./back-off.mjs";
import { closeHandedOver } from "./handed-over.mjs";

/** @typedef {import("node:cluster").Worker} Worker */
/** @typedef {"pages" | "protocol" | "signer"} Role */

/**
 * What a worker is: its role, where pages and signer listen, and whether it is the first of the protocol, which says
 * where the portal is.
 * @typedef {{ role: Role, pagesSocket: string, signerSocket: string, isFirst: boolean, processes: number }} Place
 */

/**
 * V8 grows as far as it may before it collects garbage. These limits keep a worker small: mebibytes for young and for
 * old objects. A process of the protocol has few old objects and makes many that die with their request; if the young
 * ones are collected less often, more of them are dead by then. So it is with pages: with 16 MiB a sign-in page takes
 * 9.5 ms of a processor, a quarter of it for garbage; with 32 MiB 7.6 ms, and the process 20 MB more; with 64 MiB 7.7 ms.
 * @type {Record<Role, string[]>}
 */
const memoryFlags = {
  pages: ["--max-semi-space-size=32", "--max-old-space-size=320"],
  protocol: ["--max-semi-space-size=64", "--max-old-space-size=320"],
  signer: ["--max-semi-space-size=16", "--max-old-space-size=160"],
};

const SIGNALS = /** @type {const} */ (["SIGTERM", "SIGINT"]);

/** Messages between the primary and its workers. */
const IS_UP = "portico is up";
const STOP_NOW = "portico is to stop";

/** How many workers to run; `lib/env.ts` judges the variable, in every worker. */
function countWorkers() {
  const wanted = Number(process.env.PORTICO_WORKERS || Number.NaN);
  return wanted >= 1 ? Math.floor(wanted) : os.availableParallelism();
}

/** How many processes serve pages: one for two workers. */
const countPages = () => Math.ceil(countWorkers() / 2);

/** Variables that only a primary sets, for its workers. */
const ROLE_VARIABLE = "PORTICO_WORKER_ROLE";
const SOCKET_VARIABLE = "PORTICO_PAGES_SOCKET";
const SIGNER_VARIABLE = "PORTICO_SIGNER_SOCKET";
const JOINS_VARIABLE = "PORTICO_WORKER_JOINS";

/** Whether this process was started by a primary. */
export const isWorker = cluster.isWorker;

/**
 * In a worker: runs its part of the portal, tells the primary when it listens, and stops when the primary says so.
 * @param {(place: Place) => Promise<() => Promise<void>>} run runs that part, and resolves to a function that stops it
 */
export async function runAsWorker(run) {
  // A signal reaches every process of a terminal or a service at once, but only the primary knows in which order they
  // end.
  for (const signal of SIGNALS) process.on(signal, () => {});
  // Before it runs there is nothing to stop in order.
  let end = () => Promise.resolve();
  let isEnding = false;
  const stop = () => {
    if (isEnding) return;
    isEnding = true;
    void end().then(() => process.exit(0));
  };
  process.on("message", (message) => {
    if (message === STOP_NOW) stop();
  });
  // A worker that is still loading does not hear messages, but the primary disconnects from it at the same moment.
  process.once("disconnect", stop);
  if (!process.connected) process.exit(0);
  const { [ROLE_VARIABLE]: role, [SOCKET_VARIABLE]: pagesSocket = "", [JOINS_VARIABLE]: joins } = process.env;
  const { [SIGNER_VARIABLE]: signerSocket = "" } = process.env;
  end = await run({
    role: role === "pages" || role === "signer" ? role : "protocol",
    pagesSocket,
    signerSocket,
    isFirst: joins === undefined,
    processes: countWorkers(),
  });
  process.send?.(IS_UP);
}

/** Addresses that only this user's processes can open. */
function createSockets() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const place = process.platform === "win32" ? `\\\\.\\pipe\\${path.basename(folder)}-` : `${folder}/`;
  return { pages: `${place}pages`, signer: `${place}signer` };
}

/**
 * Runs workers until a signal stops them all. Exits with 1 when the first ones cannot start.
 * @param {{
 *   signer: Record<string, string | undefined> | null,
 *   onStarted: (listWorkers: () => Worker[]) => unknown,
 *   onEnded: (sentence: string) => void,
 * }} options `signer`: one process signs, and all others get these variables instead of their own; null: each signs. The others
 *   are called when the first worker of each role is up, and when one ended by itself
 */
export function runWorkers({ signer, onStarted, onEnded }) {
  const { execArgv } = process;
  const sockets = createSockets();
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
      [ROLE_VARIABLE]: role,
      [SOCKET_VARIABLE]: sockets.pages,
      ...(signer && { [SIGNER_VARIABLE]: sockets.signer }),
      ...(signer && role !== "signer" && signer),
      ...(hasStarted && { [JOINS_VARIABLE]: "yes" }),
    });
    roles.set(worker, role);
    closeHandedOver(worker);
    worker.on("message", (message) => {
      if (message === IS_UP) onUp();
    });
    worker.once("exit", (code, signal) => {
      if (isStopping) return;
      if (!hasStarted) process.exit(code || 1);
      const delayMs = backOff.delayAfter(role, Date.now() - startedAt);
      onEnded(`A worker for ${role} ended (${signal ?? code}); another one starts in ${delayMs / 1000} s.`);
      setTimeout(startWorker, delayMs, role);
    });
  }

  // The pages' process migrates the database, and the first protocol process says where the portal is; the others only
  // join. All of them sign when they start.
  function start() {
    const startFirst = () => startWorker("pages", () => startWorker("protocol", startOthers));
    if (signer) startWorker("signer", startFirst);
    else startFirst();
  }

  function startOthers() {
    hasStarted = true;
    onStarted(listWorkers);
    for (let count = 1; count < countPages(); count += 1) startWorker("pages");
    for (let count = 1; count < countWorkers(); count += 1) startWorker("protocol");
  }

  const listWorkers = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

  /**
   * Tells a worker to stop, and stops listening for it at the same moment. If the worker stopped listening by itself,
   * it would refuse connections on their way to it, and the primary, with nobody else to give them to, would keep them
   * open until it exits.
   * @param {Worker} worker @returns {Promise<number>} its exit code
   */
  function end(worker) {
    return new Promise((resolve) => {
      worker.once("exit", (code) => resolve(code ?? 1));
      // It may exit before it has read everything that is sent to it.
      worker.on("error", () => {});
      if (!worker.isConnected()) return;
      worker.send(STOP_NOW);
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
    // Requests under way may still need the pages.
    for (const role of /** @type {const} */ (["protocol", "pages", "signer"])) {
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

  for (const signal of SIGNALS) process.on(signal, stop);
  start();
}
