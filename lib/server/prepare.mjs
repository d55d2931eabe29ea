// Prepares what a fresh clone needs before the portal can run: packages, the database client, a build. Each step is
// skipped when nothing changed. Before the first step node_modules may be missing, so this imports only Node's own
// modules.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installWhole, isHalfInstalled, makeWithStamp } from "./half-done.mjs";
import { prepareAlone } from "./prepare-alone.mjs";
import { runProgram } from "./run-program.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A problem that the operator has to fix. The message is one sentence. */
export class PrepareError extends Error {
  /** @override */
  name = "PrepareError";
}

/** Folder of the build. */
export const distDir = () => path.resolve(root, process.env.NEXT_DIST_DIR ?? ".next");

/** A file that only a package has (`npm run build`). Everything in a package is ready. */
export const PACKAGE_MARK = "portico-package";
const isPackage = existsSync(path.join(root, PACKAGE_MARK));

/** The command line as one file, made with the build. */
export const commandLineBundle = () => path.join(distDir(), "portico-command-line.mjs");

const cacheDir = path.join(root, "node_modules/.cache/portico");
const generatedClient = path.join(root, "lib/db/generated/client.ts");

/** @param {string} file @returns {string | null} */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Progress goes to standard error, so that standard output holds only a command's answer. @param {string} line */
function say(line) {
  console.error(`portico: ${line}`);
}

/** @throws {PrepareError} when this Node.js is too old */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PrepareError(`Portico needs Node.js 20.19 or later; this is ${version}.`);
}

/**
 * Packages of the lock file that are not installed in that version. Those for other systems are optional.
 * @param {{ withDev: boolean }} options
 */
function findMissingPackages({ withDev }) {
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(
    readIfThere(path.join(root, "node_modules/.package-lock.json")) ?? '{"packages":{}}',
  ).packages;
  return Object.keys(wanted).filter((name) => {
    const entry = wanted[name];
    if (name === "" || entry.optional || entry.devOptional || entry.peer) return false;
    if (entry.dev && !withDev) return false;
    return installed[name]?.version !== entry.version;
  });
}

/**
 * Next.js makes the ids of Server Actions from this key, their file and their name. With one key for all builds, a form of a page
 * that the version before drew is the same form here. It is no secret: nothing is encrypted with it, since no Server Action is
 * a function inside another one (lib/architecture.test.ts).
 */
const actionKey = createHash("sha256").update("portico: ids of Server Actions").digest("base64");

/**
 * Runs a program to its end. What it prints is shown when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {string} failure one sentence
 */
async function run(command, args, failure) {
  // Any existing program will do: it only keeps the Prisma tools from downloading an engine that is not used.
  const tools = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, NEXT_TELEMETRY_DISABLED: "1" };
  const env = { ...process.env, ...tools, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey };
  const { isOk, output } = await runProgram(command, args, { cwd: root, env });
  if (isOk) return;
  console.error(output);
  throw new PrepareError(failure);
}

/** @param {string} what @param {() => Promise<void>} work */
async function timed(what, work) {
  const since = Date.now();
  say(`${what} …`);
  await work();
  say(`${what}: done in ${((Date.now() - since) / 1000).toFixed(1)} s`);
}

/**
 * Without a lock, two starts at once in an unprepared folder would both write the same files.
 * @param {() => boolean} isNeeded @param {string} what @param {() => Promise<void>} work
 */
function prepare(isNeeded, what, work) {
  return prepareAlone({ lockFile: path.join(cacheDir, "preparing"), isNeeded, work: () => timed(what, work), say });
}

/** @param {{ withDev: boolean }} options */
export async function installMissing(options) {
  if (isPackage) return;
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Not `npm ci`: it refuses a lock file that was written where the binaries for other systems could not be seen.
  // This installs the locked versions as well, and changes no file of the repository.
  const marker = path.join(cacheDir, "installing");
  const isNeeded = () => isHalfInstalled(marker) || findMissingPackages(options).length > 0;
  const install = () =>
    run(
      command,
      [...first, "install", "--no-save", "--include=dev", "--no-audit", "--no-fund"],
      "The packages could not be installed; see npm's message above.",
    );
  await prepare(isNeeded, "installing packages", () =>
    installWhole({ folder: path.join(root, "node_modules"), marker, install }),
  );
}

/** The Prisma client, when the schema changed since it was generated. */
export async function generateClient() {
  if (isPackage) return;
  const stampFile = path.join(cacheDir, "generated-client");
  const makeStamp = () => {
    const hash = createHash("sha256");
    hash.update(readFileSync(path.join(root, "prisma/schema.prisma")));
    hash.update(readFileSync(path.join(root, "lib/db/driver/generate-tables.mjs")));
    return hash.update(readFileSync(path.join(root, "node_modules/prisma/package.json"))).digest("hex");
  };
  const isNeeded = () => !existsSync(generatedClient) || readIfThere(stampFile) !== makeStamp();
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  const generate = () =>
    run(
      process.execPath,
      [prisma, "generate", "--config", "prisma/prisma.config.ts"],
      "The database client could not be generated; see the message above.",
    );
  await prepare(isNeeded, "generating the database client", () => makeWithStamp(stampFile, makeStamp(), generate));
}

/** @param {string} place a file or folder @returns {string[]} files below it that a build depends on */
function listSources(place) {
  if (!existsSync(path.join(root, place))) return [];
  if (/\.[a-z]+$/.test(place)) return [place];
  return readdirSync(path.join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(path.relative(root, entry.parentPath), entry.name))
    .filter((file) => !/\.test\.tsx?$|[\\/]testing[\\/]|[\\/]generated[\\/]/.test(file))
    .sort();
}

/** A hash of everything that a build is made from. */
function stampSources() {
  const places = ["app", "components", "lib", "prisma/schema.prisma", "instrumentation.ts", "proxy.ts"];
  const settings = ["next.config.js", "package.json", "package-lock.json", "tsconfig.json"];
  const hash = createHash("sha256").update(process.version);
  for (const file of [...places, ...settings].flatMap(listSources)) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

const stampFile = () => path.join(distDir(), "portico-sources");

/** Whether a source has changed since the last build, or there is no build. */
export function isBuildOutdated() {
  if (isPackage) return false;
  return !existsSync(path.join(distDir(), "BUILD_ID")) || readIfThere(stampFile()) !== stampSources();
}

/** Makes the production build, unless the last one is of the same sources. */
export async function build() {
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const buildAll = async () => {
    await run(process.execPath, [next, "build"], "The build failed; see the message above.");
    const { bundleCommandLine } = await import("./bundle-command-line.mjs");
    await bundleCommandLine(root, commandLineBundle());
    const { bundleIslands } = await import("./bundle-islands.mjs");
    await bundleIslands(root, distDir());
  };
  await prepare(isBuildOutdated, "building, about a minute", () =>
    makeWithStamp(stampFile(), stampSources(), buildAll),
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    checkNodeVersion();
    await installMissing({ withDev: true });
    await generateClient();
    if (process.argv.includes("--build")) await build();
  } catch (error) {
    console.error(error instanceof PrepareError ? error.message : error);
    process.exitCode = 1;
  }
}
