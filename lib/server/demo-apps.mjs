import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./prepare.mjs";

/**
 * Starts the example client and the example API as programs of their own, which know the portal by its address only.
 * @param {import("../env").Env} env
 * @param {import("./seed-demo").Demo} demo what was seeded for them
 * @returns {Promise<() => Promise<void>>} stops them
 */
export async function startDemoApps(env, demo) {
  const children = demo.apps.map(({ name, url, environment }) => {
    const server = path.join("e2e", "apps", name, "server.ts");
    const child = spawn(process.execPath, ["--import", "tsx", server], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...process.env, PORTICO_ISSUER: env.issuer, ...environment },
    });
    child.once("exit", (code) => {
      if (code) console.error(`The example ${name} ended with code ${code}.`);
    });
    console.log(`Example ${name}: ${url}`);
    return child;
  });
  for (const { email, password } of demo.accounts) console.log(`Demo account: ${email} with the password ${password}`);
  process.once("exit", () => {
    for (const child of children) child.kill("SIGTERM");
  });
  return async () => {
    await Promise.all(
      children.map((child) => {
        if (child.exitCode !== null || child.signalCode !== null) return undefined;
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        return ended;
      }),
    );
  };
}
