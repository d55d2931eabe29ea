import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Process groups that are running, to be ended with this process.
 * @type {Set<import("node:child_process").ChildProcess>}
 */
const running = new Set();

/**
 * Runs a command in the root of the repository, in a process group of its own; its output goes straight through.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, timeoutSeconds: number }} options
 * @returns {Promise<boolean>} whether it ended by itself with exit code 0
 */
export function run(command, args, { env = {}, timeoutSeconds }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      detached: process.platform !== "win32",
    });
    running.add(child);
    const timer = setTimeout(() => {
      console.error(`${command} ${args.join(" ")}: no end after ${timeoutSeconds} s, ended`);
      endGroup(child, "SIGKILL");
    }, timeoutSeconds * 1000);
    /** @param {boolean} isOk */
    const finish = (isOk) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(isOk);
    };
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      finish(false);
    });
    child.on("exit", (code) => finish(code === 0));
  });
}

/** Ends every command that still runs, with what it started. */
export function endAll() {
  for (const child of running) endGroup(child, "SIGTERM");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch (error) {
    // ESRCH: it has ended meanwhile
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
