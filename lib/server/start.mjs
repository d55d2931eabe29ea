// `npm start`, `npm run dev`, `npm run demo`: makes ready what is missing, then runs the portal.
import path from "node:path";
import { isWorker, runAsWorker, runWorkers } from "./cluster.mjs";
import {
  build,
  checkNodeVersion,
  generateClient,
  installMissing,
  isBuildOutdated,
  PrepareError,
  root,
} from "./prepare.mjs";

const known = ["--dev", "--demo"];
const isDev = process.argv.includes("--dev");
const isDemo = process.argv.includes("--demo");

/** Errors whose message is a sentence for the operator. */
const sentences = ["PrepareError", "EnvError", "DataDirError", "DatabaseError", "SecretError", "MigrationError"];

/** @param {unknown} error */
function fail(error) {
  const isForOperator = error instanceof Error && sentences.includes(error.name);
  console.error(isForOperator ? error.message : error);
  process.exit(1);
}

// Whoever reads the output may go away first. Unheard, each failed write is an exception, whose report fails to be
// written in turn, without end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

async function runHere() {
  const { runPortal } = await import("./run-portal.mjs");
  await runPortal({ isDev, isDemo });
}

try {
  process.chdir(root);
  Object.assign(process.env, { NODE_ENV: isDev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const unknown = process.argv.slice(2).find((argument) => !known.includes(argument));
  if (unknown) throw new PrepareError(`${unknown} is not an option; there are ${known.join(" and ")}.`);
  // Beside a portal that runs in this clone: its folder and its port are that one's.
  if (isDemo) {
    process.env.PORTICO_DATA_DIR ||= path.join(".data", "demo");
    process.env.PORT ||= "3100";
  }
  if (isWorker) {
    await runAsWorker();
  } else {
    checkNodeVersion();
    await installMissing({ withDev: isDev });
    await generateClient();
    if (isDev || isBuildOutdated()) {
      // A bad variable is told before the build, not after it. (A current build reads them itself, faster.)
      const { tsImport } = await import("tsx/esm/api");
      const { getEnv } = await tsImport("../env.ts", import.meta.url);
      getEnv();
      if (!isDev) await build();
    }
    // The embedded database belongs to one process; so do the pages under development, and the demo's programs.
    if (process.env.DATABASE_URL && !isDev && !isDemo) runWorkers();
    else await runHere();
  }
} catch (error) {
  fail(error);
}
