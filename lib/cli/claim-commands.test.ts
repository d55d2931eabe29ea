import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePerson } from "../clients/testing/people";
import { listClaimValues } from "../db/people/claims";
import { useTestDatabase } from "../db/testing/test-database";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let folder = "";
let userId = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-claims-"));
  userId = (await makePerson("kim@example.org")).userId;
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<unknown> {
  const command = await parseCommand(args, folder);
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

async function write(content: unknown): Promise<string> {
  await writeFile(path.join(folder, "claim.json"), JSON.stringify(content));
  return "claim.json";
}

it("claims are created, listed, changed and deleted, and people get values of them", async () => {
  const scope = { name: "work", title: "See where you work", "title#ko": "직장 보기" };
  const team = { name: "team", label: "Team", labels: { ko: "팀" }, scope };
  const made = { ...team, type: "text", editor: "administrator", scope: "work" };
  expect(await run("claim", "create", "--file", await write(team))).toMatchObject(made);
  expect(await run("claim", "list")).toMatchObject([made]);
  expect(await run("claim", "set", "team", "Kim@example.org", "Red")).toMatchObject({ sub: userId, set: true });
  expect((await listClaimValues(userId)).get("team")).toBe("Red");
  await run("claim", "set", "team", "kim@example.org", "");
  expect((await listClaimValues(userId)).size).toBe(0);
  const changed = { ...made, editor: "person", scope: "profile" };
  const changes = { editor: "person", scope: "profile" };
  expect(await run("claim", "change", "team", "--file", await write(changes))).toMatchObject(changed);
  expect(await run("claim", "delete", "team")).toEqual({ name: "team", deleted: true });
  const again = run("claim", "create", "--file", await write(team));
  await expect(again).rejects.toThrow("There is a scope of that name, or there was one less than a day ago");
});

it("what is missing or wrong is said in a sentence", async () => {
  await expect(run("claim", "delete", "gone")).rejects.toThrow("There is no such claim");
  await expect(run("claim", "change", "gone", "--file", await write({}))).rejects.toThrow("There is no claim gone.");
  await expect(run("claim", "set", "gone", "kim@example.org", "x")).rejects.toThrow("This can no longer be set.");
  await expect(run("claim", "set", "gone")).rejects.toThrow("claim set needs EMAIL");
  await expect(run("claim", "create")).rejects.toThrow("claim create needs --file");
  await expect(run("claim", "create", "--file", await write({ name: "x" }))).rejects.toThrow("label");
});
