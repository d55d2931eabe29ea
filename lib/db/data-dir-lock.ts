import path from "node:path";
import { takeLockFile } from "./lock-file.mjs";

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
 * Keeps the data directory for this process; the embedded database breaks when two have it open. The lock of a
 * process that is gone is taken over. Answers the function that gives it back.
 * @throws {DataDirError} when it is in use or cannot be written
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = take(dataDir);
  if (lock.release) return lock.release;
  if (!lock.holder)
    throw new DataDirError(`The data directory ${dataDir} is being taken by another Portico; try again.`);
  const { pid, host } = lock.holder;
  throw new DataDirError(`The data directory ${dataDir} is in use by another Portico (process ${pid} on ${host}).`);
}

function take(dataDir: string) {
  try {
    return takeLockFile(path.join(dataDir, "lock"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new DataDirError(`The data directory ${dataDir} cannot be used: ${reasons[code] ?? code}.`, { cause: error });
  }
}
