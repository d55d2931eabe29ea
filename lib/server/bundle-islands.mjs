import path from "node:path";
import { build } from "esbuild";
import { ISLANDS_FOLDER } from "./page-body.mjs";

/**
 * Bundles the script of the sign-in pages. Preact takes the place of React, so that it has 15 kB packed, with what asks for
 * passkeys, and not 140 kB.
 * @param {string} root the portal's folder
 * @param {string} folder of the build
 */
export async function bundleIslands(root, folder) {
  await build({
    absWorkingDir: root,
    entryPoints: { islands: "components/islands/browser.ts" },
    entryNames: "[name]-[hash]",
    outdir: path.join(folder, ISLANDS_FOLDER),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: {
      react: "preact/compat",
      "react-dom": "preact/compat",
      "react-dom/client": "preact/compat/client",
      "react/jsx-runtime": "preact/jsx-runtime",
      "next/navigation": "./components/islands/navigation.ts",
    },
  });
}
