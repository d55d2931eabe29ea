// `npm run build`: builds, and writes the package that other machines run.
import path from "node:path";
import { build, checkNodeVersion, generateClient, installMissing, PrepareError, root } from "./prepare.mjs";

try {
  checkNodeVersion();
  await installMissing({ withDev: true });
  await generateClient();
  await build();
  // Imported here, because the packages that it needs may have been missing until now.
  const { makePackage } = await import("./make-package.mjs");
  const folder = path.resolve(root, process.argv[2] ?? "dist");
  const { files, bytes } = await makePackage(folder);
  console.log(`${path.relative(process.cwd(), folder)}: ${files} files, ${Math.ceil(bytes / 1e6)} MB.`);
  console.log("Run node lib/server/start.mjs in it, on a machine with Node.js. Nothing has to be installed.");
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error);
  process.exitCode = 1;
}
