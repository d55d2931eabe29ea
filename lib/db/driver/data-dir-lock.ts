import { hostname } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { log } from "../../log/log.mjs";
import { FOREIGN_PATIENCE_MS, takeLockFile } from "./lock-file.mjs";

/** The data directory cannot be used; the message is one sentence for the operator. */
export class DataDirError extends Error {
  override name = "DataDirError";
}

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "it is on a read-only file system",
  ENOTDIR: "part of its path is not a directory",
  EEXIST: "it is not a directory",
  ENOSPC: "the disk is full",
};

/**
 * Locks the data directory for this process, because the embedded database breaks when two processes have it open. It
 * takes over the lock of a dead process. A process of another machine or container counts as dead when it no longer
 * touches the file; this waits for that, so that a container that replaces a killed one starts by itself.
 * @returns a function that releases the lock
 * @throws {DataDirError} when it is in use or cannot be written
 */
export async function lockDataDir(
  dataDir: string,
  { pollMs = 500, patienceMs = FOREIGN_PATIENCE_MS } = {},
): Promise<() => void> {
  const since = Date.now();
  for (let hasSaid = false; ; hasSaid = true) {
    const lock = take(dataDir);
    if (lock.release) return lock.release;
    if (!lock.holder)
      throw new DataDirError(`The data directory ${dataDir} is being taken by another Portico; try again.`);
    const { pid, host } = lock.holder;
    if (host === hostname() || Date.now() - since > patienceMs)
      throw new DataDirError(`The data directory ${dataDir} is in use by another Portico (process ${pid} on ${host}).`);
    if (!hasSaid)
      log.warn(`The data directory ${dataDir} was just in use on ${host}; waiting until that is seen to be over …`);
    await setTimeout(pollMs);
  }
}

function take(dataDir: string) {
  try {
    return takeLockFile(path.join(dataDir, "lock"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new DataDirError(`The data directory ${dataDir} cannot be used: ${reasons[code] ?? code}.`, { cause: error });
  }
}
