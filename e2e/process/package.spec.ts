import { execFile } from "node:child_process";
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "playwright/test";
import { newPassword } from "../fixtures/portal";
import { findFreePort, type Place, runProgram, ServerProcess } from "../fixtures/process";

test.describe.configure({ timeout: 600_000, mode: "default" });

/** The most that the package may take on a disk. */
const MOST_MEGABYTES = 250;

/** npm packages that only a build needs. */
const TOOLS = [
  "typescript",
  "tsx",
  "esbuild",
  "prisma",
  "tailwindcss",
  "playwright",
  "vitest",
  "@next/swc-linux-x64-gnu",
];

/** The versions of Node.js that are supported, beside the one that runs the tests. */
const OTHER_VERSIONS = [22, 24];

let folder = "";
let packed = "";

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-package-"));
  packed = path.join(folder, "portico");
  await runProgram(["lib/server/build.mjs", packed], {});
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every file, with its size and when it changed. */
function listFiles(): string[] {
  return readdirSync(packed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${path.relative(packed, file)} ${lstatSync(file).size} ${lstatSync(file).mtimeMs}`)
    .sort();
}

/** Installs a version of Node.js itself from npm. @returns its program */
async function installNode(version: number): Promise<string> {
  const wanted = `node@npm:node-${process.platform}-${process.arch}@${version}`;
  const prefix = path.join(folder, `node-${version}`);
  const options = ["--prefix", prefix, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", ...options, wanted]);
  return path.join(prefix, "node_modules", "node", "bin", "node");
}

/** Starts the package with an empty `PATH`, asks it what people and apps ask a portal, and ends it. */
async function expectToWork(node: string): Promise<void> {
  const place: Place = { cwd: packed, node };
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const dataDir = await mkdtemp(path.join(folder, "data-"));
  const env = {
    PATH: "",
    PORT: String(port),
    PORTICO_ISSUER: url,
    PORTICO_DATA_DIR: dataDir,
    PORTICO_BCRYPT_COST: "4",
  };
  const commandLine = (...args: string[]) => runProgram(["lib/server/portico.mjs", ...args], env, place);
  const server = new ServerProcess(["lib/server/start.mjs"], env, place);
  try {
    await server.waitFor(`${url}/.well-known/openid-configuration`);
    const page = await (await fetch(`${url}/login`)).text();
    expect(page).toContain('id="login-submit"');
    const styles = /href="(\/_next\/static\/[^"]+\.css)"/.exec(page)?.[1];
    expect((await fetch(`${url}${styles}`)).status).toBe(200);
    // The command line reads the lists of passwords, and asks the portal that has the database.
    const account = ["user", "create", "--email", "user@example.org", "--password"];
    await expect(commandLine(...account, "liverpoolfootballclub")).rejects.toThrow("leaked");
    expect(JSON.parse(await commandLine(...account, newPassword()))).toMatchObject({ email: "user@example.org" });
  } finally {
    await server.stop();
  }
}

test("the package has at most 250 MB and none of the tools that made it", () => {
  const bytes = listFiles().reduce((sum, file) => sum + Number(file.split(" ").at(-2)), 0);
  expect(bytes / 1e6).toBeLessThan(MOST_MEGABYTES);
  expect(TOOLS.filter((name) => existsSync(path.join(packed, "node_modules", name)))).toEqual([]);
});

test("the package runs where there is nothing but Node.js, and changes nothing in its folder", async () => {
  const before = listFiles();
  await expectToWork(process.execPath);
  expect(listFiles()).toEqual(before);
});

test("a folder that holds something else is not replaced by a package", async () => {
  const made = runProgram(["lib/server/build.mjs", folder], {});
  await expect(made).rejects.toThrow("holds something other than a package");
  expect(existsSync(packed)).toBe(true);
});

test("the package re-encodes pictures by the library that it brings", async () => {
  const program = `
    const square = { create: { width: 8, height: 8, channels: 3, background: "red" } };
    require("sharp")(square).webp().toBuffer().then((bytes) => console.log(bytes.subarray(8, 12).toString()));`;
  const printed = await runProgram(["-e", program], { PATH: "" }, { cwd: packed });
  expect(printed.trim()).toBe("WEBP");
});

for (const version of OTHER_VERSIONS) {
  test(`the package runs on Node.js ${version}`, async () => {
    await expectToWork(await installNode(version));
  });
}
