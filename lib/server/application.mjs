import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./prepare.mjs";

/** @typedef {import("./runtime").Runtime} Runtime */

/** @returns {Runtime} what `instrumentation.ts` published */
export function getRuntime() {
  const runtime = /** @type {Record<symbol, Runtime | undefined>} */ (/** @type {unknown} */ (globalThis))[
    Symbol.for("portico.runtime")
  ];
  if (!runtime) throw new Error("The build has no instrumentation.");
  return runtime;
}

/**
 * Loads the application from the build, without the server of Next.js around it.
 * @returns {Promise<Runtime>}
 */
export async function loadApplication() {
  process.env.NEXT_RUNTIME = "nodejs";
  const load = createRequire(import.meta.url);
  // As the server of Next.js does for its own process: the variables of .env files.
  createRequire(load.resolve("next/package.json"))("@next/env").loadEnvConfig(root);
  await load(path.join(root, process.env.NEXT_DIST_DIR ?? ".next", "server", "instrumentation.js")).register();
  return getRuntime();
}
