import { spawn } from "node:child_process";

const endWithParent = new URL("./end-with-parent.mjs", import.meta.url).href;

/**
 * Runs a program to its end. A program of Node.js does not outlive this process.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ isOk: boolean, output: string }>} all that it printed
 */
export async function runProgram(command, args, { cwd, env = process.env }) {
  const isNode = command === process.execPath;
  const child = spawn(command, isNode ? ["--import", endWithParent, ...args] : args, {
    cwd,
    stdio: "pipe",
    shell: process.platform === "win32" && !isNode,
    env,
  });
  // Open for as long as this process lives.
  if (!isNode) child.stdin.end();
  // A signal that ends this process must not leave the program running.
  const end = () => {
    child.kill("SIGTERM");
    process.exit(1);
  };
  process.once("SIGTERM", end).once("SIGINT", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  process.off("SIGTERM", end).off("SIGINT", end);
  return { isOk: code === 0, output };
}
