import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { commandSchema } from "./command";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let folder = "";
beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-import-"));
  await writeFile(path.join(folder, "people.csv"), "email,name\nkim@example.org,Kim\nnobody,\n");
  await writeFile(path.join(folder, "broken.csv"), 'email,name\nlee@example.org,Lee\nother@example.org,"Kim\n');
});
afterAll(async () => {
  resetMasterKey();
  resetEnv();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<string> {
  const command = await parseCommand(args, folder);
  // As a running portal gets it from the command line.
  return runCommand(commandSchema.parse(JSON.parse(JSON.stringify(command))));
}

describe("import", () => {
  it("prints what became of the entries, and where it says what was left out", async () => {
    const tried = JSON.parse(await run("import", "people.csv", "--from", "csv", "--dry-run"));
    const counts = { bad_email: 1, created: 1, left_out: 1 };
    expect(tried).toMatchObject({ from: "csv", dry_run: true, counts });
    const done = await run("import", "people.csv", "--from", "csv", "--domain-verified", "any", "--report", "left-out");
    const report = path.join(folder, "left-out");
    expect(JSON.parse(done)).toEqual({ from: "csv", dry_run: false, counts, added_ms_per_password: 0, report });
    const [line = ""] = (await readFile(report, "utf8")).split("\n");
    expect(JSON.parse(line)).toEqual({ at: 3, email: "nobody", became: "left_out", reason: "bad_email" });
  });

  it("of a file that breaks off fails, and says what became of the rest", async () => {
    await expect(run("import", "broken.csv", "--from", "csv")).rejects.toThrow(/^The file is not CSV.*"created": 1/s);
  });

  it.each([
    [["import"], "import needs FILE"],
    [["import", "people.csv"], "import needs --from"],
    [["import", "people.csv", "--from", "okta"], "--from must be one of keycloak, auth0, csv, hydra, doorkeeper."],
    [["import", "people.csv", "--from", "csv", "--domain-verified", "no domain"], "--domain-verified must be a domain"],
    [["import", "people.csv", "--from", "csv", "--email", "kim@example.org"], "import has no option --email"],
    [["import", "people.csv", "more.csv", "--from", "csv"], 'There is no command "import people.csv more.csv"'],
    [["import", "missing.csv", "--from", "csv"], /missing\.csv cannot be read: ENOENT/],
  ])("%j ends with a sentence", async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});
