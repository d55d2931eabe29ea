import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { installWhole, isHalfInstalled, makeWithStamp } from "./half-done.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "portico-half-done-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Work that the process does not live to finish. */
const cutOff = () => Promise.reject(new Error("killed"));

it("stamps what was made, and takes the stamp of before away while it is made anew", async () => {
  const stamp = path.join(folder, "build", "stamp");
  await makeWithStamp(stamp, "first", async () => {});
  expect(readFileSync(stamp, "utf8")).toBe("first");
  await makeWithStamp(stamp, "second", async () => expect(existsSync(stamp)).toBe(false));
  expect(readFileSync(stamp, "utf8")).toBe("second");
});

it("leaves no stamp when the making was cut off, not even that of before", async () => {
  const stamp = path.join(folder, "stamp");
  await makeWithStamp(stamp, "first", async () => {});
  await expect(makeWithStamp(stamp, "second", cutOff)).rejects.toThrow("killed");
  expect(existsSync(stamp)).toBe(false);
});

it("empties a folder of packages in which an installation was cut off, and only then", async () => {
  const marker = path.join(folder, ".cache", "portico", "installing");
  const unpack = (name: string) => mkdirSync(path.join(folder, name));
  await installWhole({ folder, marker, install: async () => unpack("whole") });
  expect(isHalfInstalled(marker)).toBe(false);

  const halfWay = async () => {
    unpack("half");
    await cutOff();
  };
  await expect(installWhole({ folder, marker, install: halfWay })).rejects.toThrow("killed");
  expect(readdirSync(folder).sort()).toEqual([".cache", "half", "whole"]);
  expect(isHalfInstalled(marker)).toBe(true);

  writeFileSync(path.join(folder, ".cache", "portico", "preparing"), "the lock of this process");
  await installWhole({ folder, marker, install: async () => unpack("new") });
  expect(readdirSync(folder).sort()).toEqual([".cache", "new"]);
  expect(readdirSync(path.join(folder, ".cache", "portico"))).toEqual(["preparing"]);
});
