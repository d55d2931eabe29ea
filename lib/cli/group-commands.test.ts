import { beforeAll, describe, expect, it } from "vitest";
import { makePerson } from "../clients/testing/people";
import { useTestDatabase } from "../db/testing/test-database";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let sub = "";
beforeAll(async () => {
  sub = (await makePerson("kim@example.org")).userId;
});

async function run(...args: string[]): Promise<unknown> {
  const command = await parseCommand(args, "/");
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

describe("group create, list, add, remove and delete", () => {
  it("make a group, put somebody in, take them out, and delete it", async () => {
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(await run("group", "create", "Site editors")).toEqual({ id, name: "Site editors" });
    const member = { group: "Site editors", sub, email: "kim@example.org" };
    expect(await run("group", "add", "site EDITORS", "Kim@example.org")).toEqual({ ...member, member: true });
    expect(await run("group", "list")).toMatchObject([{ id, name: "Site editors", members: 1 }]);
    expect(await run("group", "remove", "Site editors", "kim@example.org")).toEqual({ ...member, member: false });
    expect(await run("group", "delete", "Site editors")).toEqual({ id, name: "Site editors", deleted: true });
    expect(await run("group", "list")).toEqual([]);
  });

  it.each([
    [["group", "create"], "group create needs NAME"],
    [["group", "create", "a,b"], "Use no commas"],
    [["group", "create", "a", "b"], 'There is no command "group create a b"'],
    [["group", "add", "editors"], "group add needs EMAIL"],
    [["group", "add", "editors", "nobody"], "EMAIL must be an e-mail address."],
    [["group", "add", "editors", "kim@example.org"], "There is no group editors."],
    [["group", "delete", "editors"], "There is no group editors."],
    [["group", "list", "editors"], 'There is no command "group list editors"'],
    [["group", "create", "editors", "--email", "kim@example.org"], "group create has no option --email"],
  ])("%j ends with a sentence", async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});
