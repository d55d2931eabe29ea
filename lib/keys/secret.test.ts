import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, openDatabase } from "../db/driver/database";
import { openFolderDatabase } from "../db/driver/pglite";
import { resetEnv } from "../env";
import { resetMasterKey } from "./secret";

let folder = "";
const secret = () => path.join(folder, "secret");

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "portico-lost-"));
  await (await openFolderDatabase(path.join(folder, "db"))).close();
  resetEnv({ DATABASE_URL: "", PORTICO_SECRET: "", PORTICO_DATA_DIR: folder });
  resetMasterKey();
});
afterAll(async () => {
  await closeDb();
  resetEnv();
  resetMasterKey();
  await rm(folder, { recursive: true, force: true });
});

it("starts with a database that an earlier version made before it was killed, without a secret: nothing needs one yet", async () => {
  expect(existsSync(secret())).toBe(false);
  await openDatabase();
  expect(existsSync(secret())).toBe(true);
});

it("refuses the same database when its secret is gone after that, and makes no other", async () => {
  await closeDb();
  rmSync(secret());
  resetMasterKey();
  await expect(openDatabase()).rejects.toThrow("is gone, from which every key of the database beside it is derived");
  expect(existsSync(secret())).toBe(false);
});
