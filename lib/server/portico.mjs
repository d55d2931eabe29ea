// `npm run portico -- COMMAND`. Standard output carries the command's answer only.
import { register } from "tsx/esm/api";
import { checkNodeVersion, generateClient, installMissing, root } from "./prepare.mjs";

try {
  // npm runs scripts in the root of the package, and passes on the folder where it was called.
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  checkNodeVersion();
  await installMissing({ withDev: false });
  await generateClient();
  process.chdir(root);
  register();
  /** @type {typeof import("../cli/main")} */
  const { main } = await import(new URL("../cli/main.ts", import.meta.url).href);
  process.exitCode = await main(process.argv.slice(2), calledFrom);
} catch (error) {
  console.error(error instanceof Error && error.name === "PrepareError" ? error.message : error);
  process.exitCode = 1;
}
