import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/** The data directory cannot be used; the message is one sentence for the operator. */
export class DataDirError extends Error {
  override name = "DataDirError";
}

interface Holder {
  pid: number;
  host: string;
  /** When the process began, as the kernel counts it; tells it from a later process of the same id. null: unknown. */
  startTime: string | null;
}

const heartbeatMs = 5_000;
const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "it is on a read-only file system",
  ENOTDIR: "part of its path is not a directory",
  EEXIST: "it is not a directory",
  ENOSPC: "the disk is full",
};

function readStartTime(pid: number): string | null {
  try {
    // proc(5): the command, which may hold spaces, ends at the last parenthesis; the start time is the 22nd field.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, lockFile: string): boolean {
  // Another machine or container cannot be asked; it shows that it lives by touching the file.
  if (holder.host !== hostname()) return Date.now() - statSync(lockFile).mtimeMs < 4 * heartbeatMs;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const startTime = readStartTime(holder.pid);
  return holder.startTime === null || startTime === null || holder.startTime === startTime;
}

function parseHolder(text: string): Holder | null {
  const [pid, host, startTime] = text.trim().split("\n");
  if (!pid || !host || !/^\d+$/.test(pid)) return null;
  return { pid: Number(pid), host, startTime: startTime || null };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Moves a dead holder's file away; puts it back when it turns out to be another's fresh one. */
function removeStale(lockFile: string, expected: string): void {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readFileSync(/* turbopackIgnore: true */ aside, "utf8") === expected) rmSync(aside);
  else renameSync(aside, lockFile);
}

function take(dataDir: string, lockFile: string): void {
  const mine = `${process.pid}\n${hostname()}\n${readStartTime(process.pid) ?? ""}\n`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      writeFileSync(lockFile, mine, { flag: "wx", mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const found = readIfThere(lockFile);
    const holder = found === null ? null : parseHolder(found);
    if (holder && isAlive(holder, lockFile)) {
      throw new DataDirError(
        `The data directory ${dataDir} is in use by another Portico (process ${holder.pid} on ${holder.host}).`,
      );
    }
    if (found !== null) removeStale(lockFile, found);
  }
  throw new DataDirError(`The data directory ${dataDir} is being taken by another Portico; try again.`);
}

/**
 * Keeps the data directory for this process; the embedded database breaks when two have it open. The lock of a
 * process that is gone is taken over. Answers the function that gives it back.
 * @throws {DataDirError} when it is in use or cannot be written
 */
export function lockDataDir(dataDir: string): () => void {
  const lockFile = path.join(dataDir, "lock");
  try {
    take(dataDir, lockFile);
  } catch (error) {
    if (error instanceof DataDirError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new DataDirError(`The data directory ${dataDir} cannot be used: ${reasons[code] ?? code}.`, { cause: error });
  }
  const heartbeat = setInterval(() => {
    try {
      utimesSync(lockFile, new Date(), new Date());
    } catch {
      // The directory went away under us; the database will say so.
      clearInterval(heartbeat);
    }
  }, heartbeatMs);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    rmSync(lockFile, { force: true });
  };
}
