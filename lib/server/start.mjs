// `npm start`, `npm run dev`, `npm run demo`: prepares what is missing, then runs the portal.

import { inspect } from "node:util";
import { isWorker, runAsWorker, runWorkers } from "../engine/cluster.mjs";
import { limitVariables } from "../keys/limit-variables.mjs";
import { redact } from "../log/redact.mjs";
import { setDemoDefaults } from "./demo-defaults.mjs";
import {
  build,
  checkNodeVersion,
  generateClient,
  installMissing,
  isBuildOutdated,
  PrepareError,
  root,
} from "./prepare.mjs";

const KNOWN = ["--dev", "--demo"];
const isDev = process.argv.includes("--dev");
const isDemo = process.argv.includes("--demo");

/** Errors whose message is a sentence for the operator. */
const SENTENCES = ["PrepareError", "EnvError", "DataDirError", "DatabaseError", "SecretError", "MigrationError"];

/** @param {unknown} error */
function fail(error) {
  // Whoever started the portal reads this at the terminal, where the log may not be.
  const isForOperator = error instanceof Error && SENTENCES.includes(error.name);
  process.stderr.write(`${isForOperator ? error.message : redact(inspect(error))}\n`);
  process.exit(1);
}

// The reader of the output may go away first. Without a listener, each failed write is an exception whose report fails
// to be written in turn, endlessly.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/**
 * Imported where it is run: the protocol's processes must not load Next.js.
 * @param {import("../engine/cluster.mjs").Place} place
 */
async function runRole({ role, ...place }) {
  if (role === "signer") return (await import("./run-signer.mjs")).runSigner(place.signerSocket);
  if (role === "pages") return (await import("./run-pages.mjs")).runPages(place.pagesSocket);
  return (await import("./run-protocol.mjs")).runProtocol(place);
}

async function runHere() {
  const { runPortal } = await import("./run-portal.mjs");
  await runPortal({ isDev, isDemo });
}

/** Starts the log. Imported here, because this start may have had to install its package first. */
async function openLog() {
  const { log, startLog } = await import("../log/log.mjs");
  // The variables are not checked yet: lib/env.ts does that later.
  startLog({ format: process.env.PORTICO_LOG_FORMAT, level: process.env.PORTICO_LOG_LEVEL });
  return log;
}

/** @throws {PrepareError} where the file of a secret cannot be read */
function readLimitedVariables() {
  try {
    return limitVariables(process.env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PrepareError(
      `A file that PORTICO_SECRET_FILE or PORTICO_SECRET_PREVIOUS_FILE names cannot be read: ${reason}.`,
    );
  }
}

/**
 * What the processes get that do not sign, if another one does: keys in the place of the secrets.
 * @returns {Record<string, string | undefined> | null} null: each process signs
 */
function planSigner() {
  if (process.env.PORTICO_SIGNER !== "process") return null;
  const limited = readLimitedVariables();
  if (limited) return limited;
  throw new PrepareError(
    "PORTICO_SIGNER=process needs PORTICO_SECRET, or PORTICO_SECRET_FILE, with 32 characters or more, in the environment of the portal and not in a file .env, which every process reads.",
  );
}

/** @param {() => import("node:cluster").Worker[]} listWorkers */
async function openClusterMetrics(listWorkers) {
  // The workers have checked the variables by now.
  const { PORTICO_METRICS_PORT: port, PORTICO_METRICS_HOST: host } = process.env;
  if (!port) return;
  const { openMetricsServer } = await import("./monitoring/metrics-server.mjs");
  const { scrapeWorkers } = await import("./monitoring/scrape-workers.mjs");
  await openMetricsServer({ port: Number(port), host: host || "127.0.0.1" }, () => scrapeWorkers(listWorkers()));
}

try {
  process.chdir(root);
  if (isDev) Object.assign(process.env, { PORTICO_PSEUDO_LOCALE: "on", PORTICO_LOG_FORMAT: "text", ...process.env });
  Object.assign(process.env, { NODE_ENV: isDev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const unknown = process.argv.slice(2).find((argument) => !KNOWN.includes(argument));
  if (unknown) throw new PrepareError(`${unknown} is not an option; there are ${KNOWN.join(" and ")}.`);
  if (isDemo) setDemoDefaults(process.env);
  if (isWorker) {
    await openLog();
    await runAsWorker(runRole);
  } else {
    checkNodeVersion();
    await installMissing({ withDev: isDev });
    await generateClient();
    const log = await openLog();
    if (isDev || isBuildOutdated()) {
      // Reports a bad variable before the build, not after it. (An existing build reads the variables itself, faster.)
      const { tsImport } = await import("tsx/esm/api");
      const { getEnv } = await tsImport("../env.ts", import.meta.url);
      getEnv();
      if (!isDev) await build();
    }
    // The embedded database, pages under development and the demo's programs each need a single process.
    const { DATABASE_URL, DATABASE_URL_FILE } = process.env;
    if ((DATABASE_URL || DATABASE_URL_FILE) && !isDev && !isDemo) {
      runWorkers({
        signer: planSigner(),
        onStarted: (listWorkers) => openClusterMetrics(listWorkers).catch(fail),
        onEnded: (sentence) => log.error(sentence),
      });
    } else await runHere();
  }
} catch (error) {
  fail(error);
}
