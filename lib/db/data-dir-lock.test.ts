import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDirError, lockDataDir } from "./data-dir-lock";

let folder = "";
const lockFile = () => path.join(folder, "lock");

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "portico-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps a second one out until it is given back", () => {
  const unlock = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(
    `The data directory ${folder} is in use by another Portico (process ${process.pid} on ${hostname()}).`,
  );
  unlock();
  lockDataDir(folder)();
  expect(existsSync(lockFile())).toBe(false);
});

it("makes the directory when it is missing", () => {
  const missing = path.join(folder, "a", "b");
  lockDataDir(missing)();
  expect(existsSync(missing)).toBe(true);
});

it("takes over the lock of a process that is gone", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  writeFileSync(lockFile(), `${child.pid}\n${hostname()}\n1\n`);
  const unlock = lockDataDir(folder);
  expect(readFileSync(lockFile(), "utf8")).toContain(`${process.pid}\n`);
  unlock();
});

it.runIf(process.platform === "linux")("is not fooled by a new process with the id of the old one", () => {
  writeFileSync(lockFile(), `${process.ppid}\n${hostname()}\n1\n`);
  lockDataDir(folder)();
});

it("believes a holder on another machine as long as it touches the file", () => {
  writeFileSync(lockFile(), "1\nother.example.org\n\n");
  expect(() => lockDataDir(folder)).toThrow(/in use by another Portico \(process 1 on other\.example\.org\)/);
  utimesSync(lockFile(), new Date(0), new Date(0));
  lockDataDir(folder)();
});

it("takes over a lock that was not written to its end", () => {
  writeFileSync(lockFile(), "");
  lockDataDir(folder)();
});

it("says in one sentence why a directory cannot be used", () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  expect(() => lockDataDir(path.join(file, "data"))).toThrow(DataDirError);
  expect(() => lockDataDir(path.join(file, "data"))).toThrow(/cannot be used: part of its path is not a directory\.$/);
  expect(() => lockDataDir(file)).toThrow(/cannot be used: it is not a directory\.$/);
});
