// `npm run bench`: makes ready what is missing, then measures.
import { spawn } from "node:child_process";
import { build, checkNodeVersion, generateClient, installMissing, root } from "../../lib/server/prepare.mjs";

/** Measurements of their own, by the first argument. @type {Record<string, string>} */
const PROGRAMS = { "--accounts": "account-discovery.ts", "--pages": "pages.ts", "--time-to-dead": "time-to-dead.ts" };

const [first = "", ...rest] = process.argv.slice(2);
const [program, args] = first in PROGRAMS ? [PROGRAMS[first], rest] : ["bench.ts", process.argv.slice(2)];

checkNodeVersion();
await installMissing({ withDev: true });
await generateClient();
await build();
const bench = spawn(process.execPath, ["--import", "tsx", `e2e/bench/${program}`, ...args], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => bench.kill(signal));
bench.once("exit", (code) => process.exit(code ?? 1));
