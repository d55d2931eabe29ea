// `npm run bench`: makes ready what is missing, then measures.
import { spawn } from "node:child_process";
import { build, checkNodeVersion, generateClient, installMissing, root } from "../../lib/server/prepare.mjs";

checkNodeVersion();
await installMissing({ withDev: true });
await generateClient();
await build();
const bench = spawn(process.execPath, ["--import", "tsx", "e2e/bench/bench.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => bench.kill(signal));
bench.once("exit", (code) => process.exit(code ?? 1));
