import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DataDirError, lockDataDir } from "./data-dir-lock";

let folder = "";
const lockFile = () => path.join(folder, "lock");

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "portico-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps a second one out until it is given back", async () => {
  const unlock = await lockDataDir(folder);
  await expect(lockDataDir(folder)).rejects.toThrow(
    `The data directory ${folder} is in use by another Portico (process ${process.pid} on ${hostname()}).`,
  );
  unlock();
  (await lockDataDir(folder))();
  expect(existsSync(lockFile())).toBe(false);
});

it("makes the directory when it is missing", async () => {
  const missing = path.join(folder, "a", "b");
  (await lockDataDir(missing))();
  expect(existsSync(missing)).toBe(true);
});

it("takes over the lock of a process that is gone", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  writeFileSync(lockFile(), `${child.pid}\n${hostname()}\n1\n`);
  const unlock = await lockDataDir(folder);
  expect(readFileSync(lockFile(), "utf8")).toContain(`${process.pid}\n`);
  unlock();
});

it.runIf(process.platform === "linux")("is not fooled by a new process with the id of the old one", async () => {
  writeFileSync(lockFile(), `${process.ppid}\n${hostname()}\n1\n`);
  (await lockDataDir(folder))();
});

it("believes a holder on another machine as long as it touches the file", async () => {
  writeFileSync(lockFile(), "1\nother.example.org\n\n");
  await expect(lockDataDir(folder, { pollMs: 1, patienceMs: 0 })).rejects.toThrow(
    /in use by another Portico \(process 1 on other\.example\.org\)/,
  );
});

it("waits for a holder on another machine until it is seen to be gone", async () => {
  writeFileSync(lockFile(), "1\nother.example.org\n\n");
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const locking = lockDataDir(folder, { pollMs: 1 });
  await expect.poll(() => said.mock.calls).toHaveLength(1);
  expect(said.mock.calls[0]?.[0]).toMatch(/was just in use on other\.example\.org; waiting until/);
  utimesSync(lockFile(), new Date(0), new Date(0));
  (await locking)();
  said.mockRestore();
});

it("does not believe a holder on another machine whose clock ran ahead when it last touched the file", async () => {
  writeFileSync(lockFile(), "1\nother.example.org\n\n");
  const later = new Date(Date.now() + 30 * 86_400_000);
  utimesSync(lockFile(), later, later);
  (await lockDataDir(folder, { pollMs: 1, patienceMs: 0 }))();
});

it("takes over a lock that was not written to its end", async () => {
  writeFileSync(lockFile(), "");
  (await lockDataDir(folder))();
});

it("says in one sentence why a directory cannot be used", async () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  await expect(lockDataDir(path.join(file, "data"))).rejects.toThrow(DataDirError);
  await expect(lockDataDir(path.join(file, "data"))).rejects.toThrow(
    /cannot be used: part of its path is not a directory\.$/,
  );
  await expect(lockDataDir(file)).rejects.toThrow(/cannot be used: it is not a directory\.$/);
});
