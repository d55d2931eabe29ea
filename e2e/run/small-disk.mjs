import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * A disk of a few megabytes that can be filled: a file system in memory, which only root can mount.
 * @param {number} megabytes
 * @returns {{ folder: string, remove: () => void } | null} null: this user may not
 */
export function makeSmallDisk(megabytes) {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder];
  if (spawnSync("mount", options).status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  chmodSync(folder, 0o777);
  const remove = () => {
    process.removeListener("exit", remove);
    spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return { folder, remove };
}
