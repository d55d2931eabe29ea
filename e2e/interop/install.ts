import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Description } from "./description";

/** Outside what git tracks; what is installed there stays for the next run. */
const cache = path.join(import.meta.dirname, "..", ".output", "interop");
const run = promisify(execFile);

/** The library cannot be had here: its tool is missing, or its registry does not answer. */
export class NotInstalled extends Error {}

export interface Installed {
  folder: string;
  version: string;
  /** programs that come before those of the system */
  path: string[];
}

/** Puts the client's program into a folder of its own, beside its library. @throws NotInstalled */
export async function install(description: Description): Promise<Installed> {
  const folder = path.join(cache, description.name);
  const { with: tool, packages } = description.install;
  const marker = path.join(folder, ".installed");
  const wanted = JSON.stringify(description.install);
  const isThere = (await readFile(marker, "utf8").catch(() => "")) === wanted;
  if (!isThere) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(description.folder, folder, { recursive: true });
  try {
    await tools[tool](folder, description, isThere);
    const version = await versions[tool](folder, packages[0] ?? "");
    await writeFile(marker, wanted);
    return { folder, version, path: [path.join(folder, ".venv", "bin"), path.join(folder, "bin")] };
  } catch (error) {
    throw new NotInstalled(describe(error));
  }
}

function describe(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message?: string };
  if (code === "ENOENT") return "its tool is not on this machine";
  return (stderr?.trim() || message || String(error)).split("\n").slice(-12).join("\n");
}

async function has(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Runs in the folder, at low priority: nobody waits for a compiler. */
async function sh(folder: string, command: string, ...args: string[]) {
  const options = { cwd: folder, maxBuffer: 1 << 26 };
  return run("nice", ["-n", "10", command, ...args], options);
}

type Installer = (folder: string, description: Description, isThere: boolean) => Promise<void>;
type Tool = Description["install"]["with"];

const tools: Record<Tool, Installer> = {
  async npm(folder, { install: { packages } }, isThere) {
    if (isThere) return;
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await sh(folder, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...packages);
  },
  async pip(folder, { install: { packages } }, isThere) {
    if (isThere) return;
    await sh(folder, "python3", "-m", "venv", ".venv");
    await sh(folder, path.join(folder, ".venv", "bin", "pip"), "install", "--quiet", ...packages);
  },
  async go(folder, { install }, isThere) {
    const { packages, command } = install as { packages: string[]; command?: string };
    const goBin = { ...process.env, GOBIN: path.join(folder, "bin") };
    if (command) {
      if (!isThere) await run("nice", ["-n", "10", "go", "install", command], { cwd: os.tmpdir(), env: goBin });
      return;
    }
    if (!(await has(path.join(folder, "go.mod")))) {
      await sh(folder, "go", "mod", "init", "client");
      for (const name of packages) await sh(folder, "go", "get", name);
      await sh(folder, "go", "mod", "tidy");
    }
    await sh(folder, "go", "build", "-o", "bin/client", ".");
  },
  async cargo(folder, { install: { packages } }) {
    if (!(await has(path.join(folder, "Cargo.toml")))) {
      await sh(folder, "cargo", "init", "--vcs", "none", "--name", "client", "--bin");
      for (const name of packages) await sh(folder, "cargo", "add", ...name.split(" "));
    }
    await sh(folder, "cargo", "build", "--quiet");
  },
  async maven(folder) {
    await sh(folder, "mvn", "-q", "-B", "package");
  },
  async apt(_folder, { install: { packages } }) {
    for (const name of packages) {
      // It also knows packages by name only, which others mention.
      const isInstalled = await run("dpkg-query", ["-s", name]).then(
        ({ stdout }) => stdout.includes("Status: install ok installed"),
        () => false,
      );
      if (isInstalled) continue;
      await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], {
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        maxBuffer: 1 << 26,
      });
    }
  },
};

/** The version of the first package, as its tool tells it. */
const versions: Record<Tool, (folder: string, name: string) => Promise<string>> = {
  async npm(folder, name) {
    const bare = name.replace(/(?<=.)@.*$/, "");
    const manifest = await readFile(path.join(folder, "node_modules", bare, "package.json"), "utf8");
    return String(JSON.parse(manifest).version);
  },
  async pip(folder, name) {
    const bare = name.replace(/[[<>=~!].*$/, "");
    const { stdout } = await run(path.join(folder, ".venv", "bin", "pip"), ["show", bare]);
    return /^Version: (.*)$/m.exec(stdout)?.[1] ?? "?";
  },
  async go(folder, name) {
    const bare = name.replace(/@.*$/, "");
    const { stdout } = await run("go", ["version", "-m", ...(await listPrograms(folder))]);
    return new RegExp(`\\s${bare}\\s+v(\\S+)`).exec(stdout)?.[1] ?? "?";
  },
  async cargo(folder, name) {
    const bare = name.split(" ")[0]?.replace(/@.*$/, "");
    const lock = await readFile(path.join(folder, "Cargo.lock"), "utf8");
    return new RegExp(`name = "${bare}"\\nversion = "(.*)"`).exec(lock)?.[1] ?? "?";
  },
  async maven(folder, name) {
    const pom = await readFile(path.join(folder, "pom.xml"), "utf8");
    const own = new RegExp(`<artifactId>${name}</artifactId>\\s*<version>(.*?)</version>`).exec(pom);
    return (own ?? /<(?:parent|dependencyManagement)>[\s\S]*?<version>(.*?)<\/version>/.exec(pom))?.[1] ?? "?";
  },
  async apt(_folder, name) {
    const { stdout } = await run("dpkg-query", ["-s", name]);
    return /^Version: ([^-\n]*)/m.exec(stdout)?.[1] ?? "?";
  },
};

async function listPrograms(folder: string): Promise<string[]> {
  return (await readdir(path.join(folder, "bin"))).map((name) => path.join(folder, "bin", name));
}
