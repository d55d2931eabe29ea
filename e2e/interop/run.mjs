// `npm run interop [-- NAME…]`: makes ready what is missing, then lets real client libraries sign in.
import { spawn } from "node:child_process";
import { build, checkNodeVersion, generateClient, installMissing, root } from "../../lib/server/prepare.mjs";
import { getChromium } from "../run/chromium.mjs";

checkNodeVersion();
await installMissing({ withDev: true });
await generateClient();
await build();
const env = { ...process.env, CHROMIUM_PATH: await getChromium() };
const run = spawn(process.execPath, ["--import", "tsx", "e2e/interop/interop.ts", ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => run.kill(signal));
run.once("exit", (code) => process.exit(code ?? 1));
