// Writes the package: a folder that runs the build on a machine that has Node.js and nothing else.
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { OWN_FILES } from "../own-files.mjs";
import { commandLineBundle, distDir, PACKAGE_MARK, PrepareError, root } from "./prepare.mjs";

/** What is started, or loaded by a path that only a running portal knows. */
const PROGRAMS = [
  "lib/server/start.mjs",
  "lib/server/portico.mjs",
  OWN_FILES.passwordWorker,
  "node_modules/next/dist/server/next.js",
];

/** Next.js names these in an alias, where tracing does not see them. */
const ALIASED = ["compiled/webpack", "compiled/@babel/runtime/package.json"].map(
  (file) => `node_modules/next/dist/${file}`,
);

/** What people who run a portal read or copy. */
const PAPERS = ["LICENSE", "lib/server/README.md", "lib/server/nginx.conf", "lib/server/deploy"];

/** Only work on Portico needs these: development, builds and compilers. */
const TOOLS = [
  "node_modules/{typescript,tsx,esbuild,@esbuild,prisma,@vercel,tailwindcss,lightningcss,playwright}/**",
  "node_modules/playwright-core/**",
  "node_modules/@tailwindcss/**",
  "node_modules/next/dist/compiled/{babel,babel-packages,terser,postcss*,cssnano*,@vercel/{nft,og},mini-css*}/**",
  "node_modules/next/dist/{build,esm,server/dev,next-devtools}/**/*.d.ts",
  "node_modules/@next/swc-*/**",
  "node_modules/webpack/**",
  "lib/server/make-package.mjs",
  "lib/server/bundle-command-line.mjs",
  "lib/server/bundle-islands.mjs",
  "lib/cli/**",
];

/** Parts of the build that nothing reads when the portal runs. */
const isLeftOut = (/** @type {string} */ file) =>
  /^(?:cache|diagnostics|types|dev|turbopack|trace|trace-build)(?:\/|$)/.test(file) ||
  /\.(?:map|nft\.json)$/.test(file);

/** What tracing finds although nothing needs it, since some code reads folders: sources, tests and caches. */
const isSuperfluous = (/** @type {string} */ file) =>
  /^(?:lib\/.*\.ts|package-lock\.json|node_modules\/\.cache\/.*|.*\.map)$/.test(file);

/** @param {string} folder @returns {string[]} files and links below it, relative to it */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(path.relative(folder, entry.parentPath), entry.name));
}

/** What Next.js found that its pages need, relative to the portal's folder. */
function listTraced() {
  const dist = distDir();
  return listFiles(dist)
    .filter((file) => file.endsWith(".nft.json"))
    .flatMap((file) => {
      const list = path.join(dist, file);
      /** @type {{ files: string[] }} */
      const { files } = JSON.parse(readFileSync(list, "utf8"));
      return files.map((each) => path.relative(root, path.resolve(path.dirname(list), each)));
    });
}

/** What our own programs need. */
async function tracePrograms() {
  const programs = [...PROGRAMS, path.relative(root, commandLineBundle())].map((file) => path.join(root, file));
  const { fileList } = await nodeFileTrace(programs, { base: root, processCwd: root, ignore: TOOLS });
  return [...fileList];
}

/** @param {string} place a file, or a folder @returns {string[]} */
const filesAt = (place) =>
  lstatSync(path.join(root, place)).isDirectory()
    ? listFiles(path.join(root, place)).map((file) => path.join(place, file))
    : [place];

/**
 * What is in the folder is replaced, so it must be an earlier package, or nothing.
 * @param {string} folder
 * @throws {PrepareError}
 */
function checkFolder(folder) {
  if (!existsSync(folder) || existsSync(path.join(folder, PACKAGE_MARK)) || readdirSync(folder).length === 0) return;
  throw new PrepareError(`${folder} holds something other than a package. Name a folder that does not exist yet.`);
}

/**
 * Copies the build, the programs and the npm packages that they use, and nothing that only a build needs.
 * @param {string} folder where; a package that is there is replaced
 * @returns {Promise<{ files: number, bytes: number }>}
 * @throws {PrepareError} when something else is there
 */
export async function makePackage(folder) {
  checkFolder(folder);
  const built = listFiles(distDir()).filter((file) => !isLeftOut(file));
  const wanted = new Set([
    ...built.map((file) => path.join(path.relative(root, distDir()), file)),
    ...listTraced(),
    ...(await tracePrograms()),
    ...[...Object.values(OWN_FILES), ...ALIASED].flatMap(filesAt),
    ...PAPERS.filter((place) => existsSync(path.join(root, place))).flatMap(filesAt),
    "next.config.js",
  ]);
  rmSync(folder, { recursive: true, force: true });
  let bytes = 0;
  const files = [...wanted].filter((file) => !isSuperfluous(file) && existsSync(path.join(root, file))).sort();
  for (const file of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(path.join(root, file), target, { recursive: true, verbatimSymlinks: true });
    bytes += lstatSync(target).size;
  }
  writeFileSync(path.join(folder, "package.json"), describePackage());
  writeFileSync(path.join(folder, PACKAGE_MARK), `${process.version}\n`);
  return { files: files.length, bytes };
}

/** The package.json of the package. There is nothing to install. */
function describePackage() {
  const { name, version, description, license, type, engines, scripts } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  const { start, portico } = scripts;
  const described = { name, version, private: true, description, license, type, engines, scripts: { start, portico } };
  return `${JSON.stringify(described, null, 2)}\n`;
}
