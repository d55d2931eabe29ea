import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resetEnv } from "../../env";
import { resetMasterKey } from "../../keys/secret";
import { openMigratedMemory, useTestDatabase } from "../testing/test-database";
import { closeDb, getDb, openDatabase, peekDatabase, setDatabase } from "./database";
import { newId } from "./new-id";
import * as embedded from "./pglite";

useTestDatabase();

it("reads back what it wrote, times to the millisecond and in UTC", async () => {
  const db = await getDb();
  const at = new Date("2026-03-29T01:30:00.123Z");
  const id = newId();
  await db.user.create({ data: { id, email: "user@example.org", emailVerifiedAt: at, claims: { zoneinfo: "UTC" } } });
  const user = await db.user.findUniqueOrThrow({ where: { id } });
  expect(user.emailVerifiedAt).toEqual(at);
  expect(user.claims).toEqual({ zoneinfo: "UTC" });
});

describe("a database that is still being opened when it is closed, and another one is set,", () => {
  let folder = "";
  afterEach(async () => {
    vi.restoreAllMocks();
    resetEnv();
    resetMasterKey();
    await rm(folder, { recursive: true, force: true });
  });

  /** How the opening of a database ended, in whose time this file's own was set again. */
  async function overtake(dataDir: string): Promise<string> {
    const own = await openDatabase();
    resetEnv({ DATABASE_URL: "", PORTICO_SECRET: "", PORTICO_DATA_DIR: dataDir });
    resetMasterKey();
    // This file goes on with its own, so that one is not closed here.
    setDatabase({ ...own, close: async () => {} });
    await closeDb();
    const opening = openDatabase();
    const closed = closeDb();
    setDatabase(own);
    const [{ status }] = await Promise.allSettled([opening]);
    await closed;
    expect([peekDatabase() === own, (await openDatabase()) === own]).toEqual([true, true]);
    return status;
  }

  it("does not take the place of that one", async () => {
    folder = await mkdtemp(path.join(tmpdir(), "portico-overtaken-"));
    // Faster than one in a folder.
    vi.spyOn(embedded, "openFolderDatabase").mockImplementation(openMigratedMemory);
    expect(await overtake(folder)).toBe("fulfilled");
  });

  it("does not take that one away when it cannot be opened", async () => {
    folder = await mkdtemp(path.join(tmpdir(), "portico-overtaken-"));
    await writeFile(path.join(folder, "file"), "");
    expect(await overtake(path.join(folder, "file", "data"))).toBe("rejected");
  });
});
