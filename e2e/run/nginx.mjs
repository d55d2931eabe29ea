import { spawnSync } from "node:child_process";
import { run } from "./processes.mjs";

const candidates = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx"];

/**
 * Finds an nginx that starts, or gets one by the system's package.
 * @returns {Promise<string | null>} its path; null when there is none to be had
 */
export async function getNginx() {
  const found = findNginx();
  if (found || process.getuid?.() !== 0 || !starts("apt-get", "--version")) return found;
  console.log("No nginx here: trying apt-get.");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env, timeoutSeconds: 180 });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "nginx-light"], { env, timeoutSeconds: 240 });
  return findNginx();
}

/** @returns {string | null} */
export function findNginx() {
  const { NGINX_PATH } = process.env;
  // An empty path says that there shall be none.
  if (NGINX_PATH !== undefined) return NGINX_PATH === "" ? null : NGINX_PATH;
  return candidates.find((program) => starts(program, "-v")) ?? null;
}

/** @param {string} program @param {string} flag */
function starts(program, flag) {
  return spawnSync(program, [flag], { timeout: 30_000, stdio: "ignore" }).status === 0;
}
