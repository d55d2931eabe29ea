import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runProgram } from "./run-program.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "portico-program-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it("runs a program to its end and answers what it printed", async () => {
  const says = (code: number) => ["-e", `console.log("a"); console.error("b"); process.exitCode = ${code}`];
  const good = await runProgram(process.execPath, says(0), { cwd: folder });
  expect(good.isOk).toBe(true);
  expect(good.output.split("\n").sort()).toEqual(["", "a", "b"]);
  expect((await runProgram(process.execPath, says(3), { cwd: folder })).isOk).toBe(false);
});

it("ends the program when the process that started it is killed", async () => {
  const started = `require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1_000)`;
  const module = new URL("./run-program.mjs", import.meta.url).href;
  const starter = `const { runProgram } = await import(${JSON.stringify(module)});
    await runProgram(process.execPath, ["-e", ${JSON.stringify(started)}], { cwd: ${JSON.stringify(folder)} });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", starter], { stdio: "inherit" });
  const file = path.join(folder, "pid");
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toMatch(/^\d+$/);
  const pid = Number(readFileSync(file, "utf8"));
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect.poll(() => isAlive(pid)).toBe(false);
});
