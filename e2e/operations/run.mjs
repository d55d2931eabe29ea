// `npm run operations [-- NAME…]`: makes ready what is missing, then runs the portal as companies run it.
import { spawn } from "node:child_process";
import { build, checkNodeVersion, generateClient, installMissing, root } from "../../lib/server/prepare.mjs";

checkNodeVersion();
await installMissing({ withDev: true });
await generateClient();
await build();
const run = spawn(process.execPath, ["--import", "tsx", "e2e/operations/operations.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => run.kill(signal));
run.once("exit", (code) => process.exit(code ?? 1));
