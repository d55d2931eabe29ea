// `npm run portico -- COMMAND`. Standard output carries the command's answer only.
import { pathToFileURL } from "node:url";
import {
  checkNodeVersion,
  commandLineBundle,
  generateClient,
  installMissing,
  isBuildOutdated,
  root,
} from "./prepare.mjs";

/** @typedef {typeof import("../cli/main")} CommandLine */

/**
 * The bundle of the build, or the source where there is no build of it yet.
 * @returns {Promise<CommandLine>}
 */
async function loadCommandLine() {
  if (!isBuildOutdated()) return import(pathToFileURL(commandLineBundle()).href);
  const { register } = await import("tsx/esm/api");
  register();
  return import(new URL("../cli/main.ts", import.meta.url).href);
}

try {
  // npm runs scripts in the root of the package, and passes on the folder where it was called.
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  checkNodeVersion();
  await installMissing({ withDev: false });
  await generateClient();
  process.chdir(root);
  const { main } = await loadCommandLine();
  process.exitCode = await main(process.argv.slice(2), calledFrom);
} catch (error) {
  console.error(error instanceof Error && error.name === "PrepareError" ? error.message : error);
  process.exitCode = 1;
}
