import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { MissingError } from "./exercise";

const root = fileURLToPath(new URL("../..", import.meta.url));

const run = async (command: string, args: string[], cwd = root) =>
  (await promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 26 })).stdout.trim();

/** An older version of the portal, built by itself in a folder of its own. */
export interface OldVersion {
  /** the first characters of its commit */
  name: string;
  folder: string;
  /** the newest migration that it knows */
  migration: string;
}

const listMigrations = async (commit: string) =>
  (await run("git", ["ls-tree", "--name-only", `${commit}:prisma/migrations`]))
    .split("\n")
    .filter((name) => /^\d/.test(name));

/** The newest commit of the version that CHANGES.md names as the newest release. */
async function findRelease(): Promise<string> {
  const changes = await readFile(path.join(root, "lib/server/CHANGES.md"), "utf8");
  const [, release = ""] = /^## (\d{14})/m.exec(changes) ?? [];
  for (const commit of (await run("git", ["rev-list", "HEAD"])).split("\n")) {
    if ((await listMigrations(commit)).at(-1)?.startsWith(release)) return commit;
  }
  throw new MissingError(`no commit of this repository is the release ${release} of CHANGES.md`);
}

/**
 * Checks an older version out into a folder outside the repository and builds it, unless an earlier run did.
 * @param from its commit; undefined: the newest release
 */
export async function buildOldVersion(from: string | undefined): Promise<OldVersion> {
  if (!existsSync(path.join(root, ".git"))) throw new MissingError("older versions are in the repository's history");
  const commit = await run("git", ["rev-parse", "--verify", `${from ?? (await findRelease())}^{commit}`]);
  const folder = path.join(os.tmpdir(), "portico-versions", commit);
  const isBuilt = path.join(folder, ".portico-built");
  if (!existsSync(isBuilt)) {
    await mkdir(path.dirname(folder), { recursive: true });
    await run("git", ["worktree", "add", "--force", "--detach", folder, commit]);
    const isSame = await run("git", ["diff", "--quiet", commit, "HEAD", "--", "package-lock.json"]).then(
      () => true,
      () => false,
    );
    // Otherwise its own preparation installs them.
    if (isSame) await cp(path.join(root, "node_modules"), path.join(folder, "node_modules"), { recursive: true });
    await run(process.execPath, ["lib/server/prepare.mjs", "--build"], folder);
    await writeFile(isBuilt, "");
  }
  return { name: commit.slice(0, 7), folder, migration: (await listMigrations(commit)).at(-1) ?? "" };
}
