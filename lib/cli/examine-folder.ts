import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import type { Env } from "../env";
import { findLostSecret } from "../keys/secret";
import { type Finding, judgeDisk, judgeFolder, judgeSecret } from "./doctor-checks";

/** The folder with the secret and the embedded database, where the portal has one. */
export function examineDataFolder(env: Env): Finding[] {
  const { databaseUrl, dataDir } = env;
  if (databaseUrl !== null) return [];
  let place = dataDir;
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  const folder = judgeFolder(dataDir, findFolderProblem(place));
  if (folder.verdict === "wrong") return [folder];
  const { bavail, bsize } = statfsSync(place);
  return [folder, judgeSecret(findLostSecret(env)), judgeDisk(dataDir, bavail * bsize)];
}

/** Why nothing can be kept below a place, without a full stop; null when it can. */
function findFolderProblem(place: string): string | null {
  try {
    if (!statSync(place).isDirectory()) return `${place} is not a directory`;
    accessSync(place, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${place} cannot be written (${error instanceof Error && "code" in error ? error.code : String(error)})`;
  }
}
