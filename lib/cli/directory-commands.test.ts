import { expect, it } from "vitest";
import { useTestDatabase } from "../db/testing/test-database";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

async function run(...args: string[]) {
  const command = await parseCommand(args, ".");
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

it("directories are added with a token that is shown once, listed, given another token and removed", async () => {
  const added = await run("directory", "add", "Acme", "--domains", "@Example.org, acme.example", "--invite");
  expect(added).toMatchObject({
    name: "Acme",
    base_url: expect.stringMatching(/\/scim\/v2$/),
    domains: ["example.org", "acme.example"],
    invites: true,
    links_existing: false,
    token: expect.stringMatching(/^pt_dr_/),
  });
  const other = await run("directory", "new-token", "ACME");
  expect(other.token).not.toBe(added.token);
  const [listed] = await run("directory", "list");
  expect(listed.tokens).toMatchObject([{ expires_at: null }, { expires_at: expect.any(String) }]);
  expect(JSON.stringify(listed)).not.toContain(other.token);
  expect(await run("directory", "remove", "acme")).toMatchObject({ name: "Acme", removed: true });
  await expect(run("directory", "remove", "Acme")).rejects.toThrow("There is no such directory any more.");
});

it("a directory that may take accounts says at which domains, and its name is its own", async () => {
  await expect(run("directory", "add", "Acme", "--link-existing")).rejects.toThrow("Name the domains");
  await run("directory", "add", "Acme");
  await expect(run("directory", "add", "acme")).rejects.toThrow("There is already a directory");
  await expect(run("directory", "add", "Other", "--domains", "not a domain")).rejects.toThrow("50 domains");
});
