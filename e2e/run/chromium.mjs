import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "./processes.mjs";

/** The lightest first: the headless shell draws no window, and the tests look at none. */
const installed = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds a Chromium that starts, or gets one: Playwright's own download first, then the system's package.
 * @returns {Promise<string>} its path
 * @throws with one sentence when there is none to be had
 */
export async function getChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log("No Chromium here: trying Playwright's download.");
  await run("npx", ["playwright", "install", "chromium"], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
    timeoutSeconds: 300,
  });
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && starts("apt-get")) {
    console.log("That did not work: trying apt-get.");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env, timeoutSeconds: 180 });
    // Not every system has a package of the shell.
    for (const name of ["chromium-headless-shell", "chromium"]) {
      await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], { env, timeoutSeconds: 480 });
      const packaged = await findChromium();
      if (packaged) return packaged;
    }
  }
  throw new Error("The journeys need a Chromium: install one, or set CHROMIUM_PATH to its executable.");
}

/** @returns {Promise<string | null>} */
async function findChromium() {
  const { chromium } = await import("playwright");
  const candidates = [process.env.CHROMIUM_PATH, ...installed, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path) && starts(path)) ?? null;
}

/** Whether the program is there with all the libraries that it needs. @param {string} program */
function starts(program) {
  return spawnSync(program, ["--version"], { timeout: 30_000, stdio: "ignore" }).status === 0;
}
