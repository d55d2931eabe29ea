// `npm test`: proves the whole product on a machine that has Node.js and this repository, nothing else.
// Until its first step has run, node_modules may be missing: only Node's own modules are imported above that.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { getChromium } from "./run/chromium.mjs";
import { getNginx } from "./run/nginx.mjs";
import { startPostgres } from "./run/postgres.mjs";
import { endAll, root, run } from "./run/processes.mjs";
import { readTally, sum } from "./run/tally.mjs";

/** @typedef {import("./run/tally.mjs").Tally} Tally */

const output = path.join(root, "e2e", ".output");
const started = Date.now();
/** @type {Tally[]} */
const tallies = [];
/** @type {(() => Promise<void>)[]} */
const cleanUps = [];

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * One step: announced, timed, counted.
 * @param {string} title
 * @param {() => Promise<Tally>} work
 * @returns {Promise<boolean>} whether nothing failed
 */
async function step(title, work) {
  const since = Date.now();
  console.log(`\n=== ${title}`);
  const tally = await work();
  tallies.push(tally);
  console.log(`=== ${title}: ${tally.failed === 0 ? "ok" : `${tally.failed} failed`} (${seconds(since)})`);
  return tally.failed === 0;
}

/** A step that is one command and counts as one check. @param {string} command @param {string[]} args */
const command =
  (command, args, timeoutSeconds = 600) =>
  async () =>
    tallyOf(await run(command, args, { timeoutSeconds }), [path.basename(command), ...args].join(" "));

/** @param {boolean} isOk @param {string} name of the one check @returns {Tally} */
const tallyOf = (isOk, name) => ({
  passed: isOk ? 1 : 0,
  failed: isOk ? 0 : 1,
  skipped: 0,
  failures: isOk ? [] : [name],
});

/** @param {string} name of the report @param {string[]} args @param {Record<string, string | undefined>} [env] */
const vitest = (name, args, env) => async () => {
  const report = path.join(output, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = ["vitest", "run", "--config", "lib/vitest.config.ts", ...reporters, ...args];
  return readTally(report, "vitest", await run("npx", command, { env, timeoutSeconds: 1800 }));
};

/** @param {string} name of the report @param {string[]} args @param {Record<string, string | undefined>} [env] */
const playwright = (name, args, env) => async () => {
  const report = path.join(output, `${name}.json`);
  const command = ["playwright", "test", "--config", "e2e/playwright.config.ts", ...args];
  const isOk = await run("npx", command, {
    env: { ...env, PORTICO_E2E_REPORT: report, PORTICO_E2E_OUTPUT: path.join(output, name) },
    timeoutSeconds: 2400,
  });
  return readTally(report, "playwright", isOk);
};

async function runAll() {
  const prepare = (/** @type {string[]} */ ...args) => command(process.execPath, ["lib/server/prepare.mjs", ...args]);
  if (!(await step("install what is missing, generate the database client", prepare()))) return;
  if (!(await step("build once", prepare("--build")))) return;
  await step("types", command("npx", ["tsc", "--noEmit"]));
  await step("lint", command("npx", ["biome", "check", "--error-on-warnings", "."]));
  await step("unit tests, store contract on memory and PGlite", vitest("unit", []));

  const postgres = await startPostgres();
  cleanUps.push(postgres.stop);
  const onServer = { TEST_DATABASE_URL: postgres.url };
  await step(
    "the same tests on PostgreSQL, where they touch a database",
    vitest("unit-postgres", findDatabaseTests(), onServer),
  );

  const chromium = await getChromium();
  console.log(`\nChromium: ${chromium}`);
  const browser = { CHROMIUM_PATH: chromium };
  // The protocol's tests take both ways in: through the router of Next.js here, through the fast lane on PostgreSQL.
  const throughNext = { ...browser, PORTICO_E2E_FAST_LANE: "off" };
  const projects = (/** @type {string[]} */ ...names) => names.map((name) => `--project=${name}`);
  await step(
    "protocol, journeys and accessibility of the built server, on PGlite",
    playwright("pglite", projects("portal"), throughNext),
  );
  const onPostgres = { ...browser, PORTICO_E2E_DATABASE_URL: postgres.url };
  await step(
    "protocol and journeys of the built server, on PostgreSQL",
    playwright("postgres", projects("portal", "portal-without-javascript"), onPostgres),
  );
  const nginx = await getNginx();
  console.log(`\nProxy: ${nginx ?? "no nginx to be had, so the one of Node.js stands for it"}`);
  const behindProxy = { ...browser, NGINX_PATH: nginx ?? "" };
  await step(
    "the process: kills at any moment, proxies, crowds, the demo",
    playwright("process", projects("process-longest", "process"), behindProxy),
  );
  // One at a time: they measure how long the portal takes.
  await step(
    "the process: starts, signals, instances, a database that goes away",
    playwright("process-measured", [...projects("process-measured"), "--workers=1"], browser),
  );
}

/** Test files of lib that open a database. */
function findDatabaseTests() {
  return readdirSync(path.join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.join("lib", file))
    .filter((file) => readFileSync(path.join(root, file), "utf8").includes("useTestDatabase("));
}

async function close() {
  endAll();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(signal, () => close().finally(() => process.exit(1)));
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
try {
  await runAll();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message);
  tallies.push(tallyOf(false, message));
} finally {
  await close();
}
const { passed, failed, skipped, failures } = sum(tallies);
console.log(`\nThe whole run took ${seconds(started)}.`);
// Whoever sees only the end of a log learns from it what failed.
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;
