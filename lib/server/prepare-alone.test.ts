import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLockFile } from "../db/driver/lock-file.mjs";
import { prepareAlone } from "./prepare-alone.mjs";

let folder = "";
const lockFile = () => path.join(folder, "cache", "preparing");

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "portico-prepare-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Something to make, once, by starts that count what they did and said. */
function makeStarts() {
  const log: string[] = [];
  let isMade = false;
  const start = (name: string, work = async () => {}) =>
    prepareAlone({
      lockFile: lockFile(),
      isNeeded: () => !isMade,
      work: async () => {
        log.push(`${name} begins`);
        await work();
        isMade = true;
        log.push(`${name} ends`);
      },
      say: (sentence) => log.push(`${name}: ${sentence}`),
      pollMs: 1,
    });
  return { log, start };
}

it("lets the second of two starts wait for the first, and find nothing left to do", async () => {
  const { log, start } = makeStarts();
  let tellToEnd = () => {};
  const first = start("first", () => new Promise((resolve) => (tellToEnd = resolve)));
  const second = start("second");
  expect(log).toEqual([
    "first begins",
    `second: process ${process.pid} prepares this folder already; waiting for it …`,
  ]);
  tellToEnd();
  await Promise.all([first, second]);
  expect(log.slice(2)).toEqual(["first ends"]);
  expect(existsSync(lockFile())).toBe(false);
});

it("lets the second do the work when the first failed", async () => {
  const { log, start } = makeStarts();
  let tellToFail = (_error: Error) => {};
  const first = start("first", () => new Promise((_resolve, reject) => (tellToFail = reject)));
  const second = start("second");
  tellToFail(new Error("The build failed."));
  await expect(first).rejects.toThrow("The build failed.");
  await second;
  expect(log.slice(2)).toEqual(["second begins", "second ends"]);
});

it("waits for nobody who is gone", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  takeLockFile(lockFile()).release?.();
  writeFileSync(lockFile(), `${child.pid}\n${hostname()}\n1\n`);
  const { log, start } = makeStarts();
  await start("first");
  expect(log).toEqual(["first begins", "first ends"]);
});

it("takes no lock where there is nothing to do", async () => {
  const fail = () => Promise.reject(new Error("There was nothing to do."));
  await prepareAlone({ lockFile: lockFile(), isNeeded: () => false, work: fail, say: fail });
  expect(existsSync(path.dirname(lockFile()))).toBe(false);
});
