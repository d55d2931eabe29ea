import { beforeAll, describe, expect, it } from "vitest";
import { makePerson } from "../clients/testing/people";
import { findUserByEmail } from "../db/people/users";
import { useTestDatabase } from "../db/testing/test-database";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let userId = "";
beforeAll(async () => {
  await makePerson("root@example.org", true);
  userId = (await makePerson("kim@example.org")).userId;
});

async function run(...args: string[]): Promise<unknown> {
  const command = await parseCommand(args, "/");
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

it("user invite mails a link and prints it, for an address without an account", async () => {
  const command = await parseCommand(["user", "invite", "--email", "New@example.org"], "/");
  if (!command) throw new Error("help");
  expect(await runCommand(command)).toMatch(/\/invitation\?token=[\w-]{43}$/);
  await expect(run("user", "invite", "--email", "kim@example.org")).rejects.toThrow("There is an account");
  await expect(run("user", "invite")).rejects.toThrow("user invite needs --email");
});

describe("user list, suspend, resume and delete", () => {
  it("tell people as JSON, and find them by a part of their address", async () => {
    expect(await run("user", "list")).toMatchObject([{ email: "kim@example.org" }, { email: "root@example.org" }]);
    const created_at = expect.stringMatching(/Z$/);
    const kim = { sub: userId, email: "kim@example.org", email_verified: true, name: null, admin: false };
    expect(await run("user", "list", "--email", "KIM@")).toEqual([
      { ...kim, suspended_at: null, created_at, last_seen_at: null },
    ]);
  });

  it("keep somebody out, let them in, and delete them", async () => {
    const whom = ["--email", "Kim@example.org"];
    const kim = { sub: userId, email: "kim@example.org" };
    expect(await run("user", "suspend", ...whom)).toEqual({ ...kim, suspended: true, ended_sessions: 0 });
    expect((await findUserByEmail("kim@example.org"))?.suspendedAt).not.toBeNull();
    expect(await run("user", "resume", ...whom)).toEqual({ ...kim, suspended: false });
    expect((await findUserByEmail("kim@example.org"))?.suspendedAt).toBeNull();
    expect(await run("user", "delete", ...whom)).toEqual({ ...kim, deleted: true });
    await expect(run("user", "delete", ...whom)).rejects.toThrow("kim@example.org has no account.");
  });

  it.each(["suspend", "delete"])("%s leaves the last administrator", async (act) => {
    await expect(run("user", act, "--email", "root@example.org")).rejects.toThrow("Somebody has to administer");
    await expect(run("user", act)).rejects.toThrow(`user ${act} needs --email`);
  });
});
