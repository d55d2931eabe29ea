// A file that one process at a time can hold. Only Node's own modules: it is needed before the packages are installed.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/**
 * Who holds a lock file. `startTime` is when the process started, as the kernel counts it; it tells the process from a
 * later one with the same id. null: unknown.
 * @typedef {{ pid: number, host: string, startTime: string | null }} Holder
 */

const HEARTBEAT_MS = 5_000;

/** Milliseconds after which a holder on another machine that no longer touches the file counts as gone. */
export const FOREIGN_PATIENCE_MS = 4 * HEARTBEAT_MS;

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @param {number} pid @returns {string | null} */
function readStartTime(pid) {
  try {
    // proc(5): the command, which may hold spaces, ends at the last parenthesis; the start time is the 22nd field.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/** @param {Holder} holder @param {string} file */
function isAlive(holder, file) {
  // A process on another machine or in another container cannot be asked. It shows that it lives by touching the file.
  if (holder.host !== hostname()) {
    const touched = statSync(file, { throwIfNoEntry: false });
    // In both directions: a clock that ran ahead may have written a time that is still to come.
    return touched !== undefined && Math.abs(Date.now() - touched.mtimeMs) < FOREIGN_PATIENCE_MS;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  const startTime = readStartTime(holder.pid);
  return holder.startTime === null || startTime === null || holder.startTime === startTime;
}

/** @param {string} text @returns {Holder | null} */
function parseHolder(text) {
  const [pid, host, startTime] = text.trim().split("\n");
  if (!pid || !host || !/^\d+$/.test(pid)) return null;
  return { pid: Number(pid), host, startTime: startTime || null };
}

/** @param {string} file @returns {string | null} */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * Moves a dead holder's file away, and puts it back if it turns out to be another process's fresh file.
 * @param {string} file @param {string} expected
 */
function removeStale(file, expected) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (readFileSync(/* turbopackIgnore: true */ aside, "utf8") === expected) rmSync(aside);
  else renameSync(aside, file);
}

/**
 * Takes the lock file for this process, also from a dead process. If a living process holds it, answers which one; null
 * when others kept interfering.
 * @param {string} file
 * @returns {{ release: () => void } | { release: null, holder: Holder | null }}
 * @throws what the file system says when the file cannot be written
 */
export function takeLockFile(file) {
  const mine = `${process.pid}\n${hostname()}\n${readStartTime(process.pid) ?? ""}\n`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: "wx", mode: 0o600 });
      return { release: keepAlive(file) };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const found = readIfThere(file);
    const holder = found === null ? null : parseHolder(found);
    if (holder && isAlive(holder, file)) return { release: null, holder };
    if (found !== null) removeStale(file, found);
  }
  return { release: null, holder: null };
}

/** @param {string} file @returns {() => void} releases it */
function keepAlive(file) {
  const heartbeat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The directory has disappeared; the code that uses it will say so.
      clearInterval(heartbeat);
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  };
}
