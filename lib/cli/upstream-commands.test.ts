import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useTestDatabase } from "../db/testing/test-database";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-upstreams-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<unknown> {
  const command = await parseCommand(args, folder);
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

async function write(content: unknown): Promise<string> {
  await writeFile(path.join(folder, "upstream.json"), JSON.stringify(content));
  return "upstream.json";
}

it("upstreams are added, listed, changed and removed", async () => {
  const github = { id: "github", preset: "github", name: "GitHub", client_id: "portal" };
  const whole = { ...github, client_secret: "of the portal" };
  expect(await run("upstream", "add", "--file", await write(whole))).toMatchObject({ ...github, is_on: true });
  expect(await run("upstream", "list")).toMatchObject([github]);
  const changes = await write({ name: "GitHub of Acme", domains: ["example.org"] });
  const changed = await run("upstream", "change", "github", "--file", changes);
  expect(changed).toMatchObject({ id: "github", name: "GitHub of Acme", domains: ["example.org"] });
  expect(await run("upstream", "remove", "github")).toEqual({ id: "github", removed: true, links: 0 });
  await expect(run("upstream", "remove", "github")).rejects.toThrow("There is no such place any more.");
  await expect(run("upstream", "add", "--file", await write({ ...whole, kind: "x" }))).rejects.toThrow("kind");
  await expect(run("upstream", "add", "--file", await write(github))).rejects.toThrow("client_secret");
});
