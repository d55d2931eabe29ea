import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { findFreePort, runProgram } from "../fixtures/process";
import { startPostgres } from "../run/postgres.mjs";
import { createDatabase } from "./create-database";

test.describe.configure({ timeout: 300_000, mode: "default" });

let postgres: { url: string; stop: () => Promise<void> };
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres.stop());

test.describe("what cannot start says why in one sentence and ends with 1", () => {
  let folder = "";
  test.beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "portico-start-"));
    await writeFile(path.join(folder, "file"), "");
  });
  test.afterAll(() => rm(folder, { recursive: true, force: true }));

  /** All that a start printed, without what Next.js says of itself. */
  async function start(env: Record<string, string>): Promise<string> {
    const port = String(await findFreePort());
    const settings = { NODE_ENV: "production", PORT: port, DATABASE_URL: "", PORTICO_ISSUER: "" };
    const defaults = { PORTICO_DATA_DIR: path.join(folder, "data"), PORTICO_SECRET: "" };
    const failure = await runProgram(["lib/server/start.mjs"], { ...settings, ...defaults, ...env }).then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(failure).toContain("ended with 1:");
    return failure;
  }

  test("a malformed variable", async () => {
    expect(await start({ PORTICO_RATE_LIMITS: "perhaps" })).toContain("\nPORTICO_RATE_LIMITS must be on or off.\n");
  });

  test("a missing variable", async () => {
    expect(await start({ DATABASE_URL: postgres.url })).toContain("\nPORTICO_SECRET must be set");
  });

  test("another secret than the database was made with", async () => {
    const DATABASE_URL = await createDatabase(postgres.url);
    const portal = await Portal.start({ DATABASE_URL });
    await portal.stop();
    const printed = await start({ DATABASE_URL, PORTICO_SECRET: "another secret, of 32 characters or more" });
    expect(printed).toMatch(
      /\nThe keys in the database were encrypted under another PORTICO_SECRET; start with that one, or [^\n]+\n$/,
    );
  });

  test("a database that a newer version has changed so that this one cannot run on it; the command line says so, too", async () => {
    const DATABASE_URL = await createDatabase(postgres.url, [
      "CREATE TABLE contract_steps (migration TEXT PRIMARY KEY, needs TEXT NOT NULL)",
      "INSERT INTO contract_steps VALUES ('99990101000000_newer', '99990101000000_newer')",
      "CREATE TABLE _prisma_migrations (migration_name TEXT, finished_at TIMESTAMPTZ DEFAULT now(), logs TEXT, rolled_back_at TIMESTAMPTZ, applied_steps_count INT DEFAULT 1)",
      "INSERT INTO _prisma_migrations (migration_name) VALUES ('99990101000000_newer')",
    ]);
    const PORTICO_SECRET = "a secret of 32 characters or more";
    const sentence =
      "\nA newer version of Portico has migrated the database (99990101000000_newer), and this version cannot run on its schema: run the newer version here as well.\n";
    expect(await start({ DATABASE_URL, PORTICO_SECRET })).toContain(sentence);
    const command = runProgram(["lib/server/portico.mjs", "user", "list"], { DATABASE_URL, PORTICO_SECRET });
    await expect(command).rejects.toThrow(sentence);
  });

  test("a data directory that cannot be used", async () => {
    const dataDir = path.join(folder, "file", "data");
    expect(await start({ PORTICO_DATA_DIR: dataDir })).toContain(
      `\nThe data directory ${dataDir} cannot be used: part of its path is not a directory.\n`,
    );
  });

  test("a database that does not answer", async () => {
    const url = `postgresql://postgres@127.0.0.1:${await findFreePort()}/portico`;
    const printed = await start({ DATABASE_URL: url, PORTICO_SECRET: "a secret of 32 characters or more" });
    expect(printed).toMatch(/\nThe database at 127\.0\.0\.1:\d+ does not answer: .+\.\n/);
  });

  test("a port that is taken", async () => {
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => other.listen(port, resolve));
    const printed = await start({ PORT: String(port) });
    expect(printed).toContain(`\nPort ${port} is in use by another program; set PORT to another one.\n`);
    expect(existsSync(path.join(folder, "data", "lock"))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });
});
