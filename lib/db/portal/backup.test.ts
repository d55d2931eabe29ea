import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ALICE, authorizationCode, CONTRACT_SEED, grant } from "../../oauth/testing/fixtures";
import { getDb } from "../driver/database";
import { oauthStore } from "../protocol/store";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { BackupError, readBackup, writeBackup } from "./backup";

useTestDatabase();

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "portico-backup-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function dump() {
  const db = await getDb();
  return {
    users: await db.user.findMany({ orderBy: { id: "asc" } }),
    clients: await db.client.findMany({ orderBy: { id: "asc" } }),
    secrets: await db.clientSecret.findMany({ orderBy: { id: "asc" } }),
    uris: await db.redirectUri.findMany({ orderBy: { id: "asc" } }),
    grants: await db.grant.findMany({ orderBy: { grantId: "asc" } }),
    codes: await db.authorizationCode.findMany({ orderBy: { codeHash: "asc" } }),
    scopes: await db.scope.findMany({ orderBy: { name: "asc" } }),
  };
}

it("gives back everything, into a database without accounts and apps only, and all or nothing", async () => {
  await seedStore(CONTRACT_SEED);
  const given = grant();
  await oauthStore.createAuthorizationCode(given, authorizationCode(given));
  const db = await getDb();
  await db.user.update({ where: { id: ALICE.userId }, data: { name: 'Line\nbreak "quoted" \\ 예제' } });
  const before = await dump();
  const file = path.join(folder, "backup.gz");
  await writeBackup(file);
  expect((await stat(file)).mode & 0o077).toBe(0);

  await expect(readBackup(file)).rejects.toThrow("There are accounts or apps in this database");
  await db.client.deleteMany();
  await db.user.deleteMany();
  await expect(readBackup(path.join(folder, "missing.gz"))).rejects.toThrow(BackupError);
  const broken = path.join(folder, "broken.gz");
  await writeFile(broken, "not a backup");
  await expect(readBackup(broken)).rejects.toThrow(BackupError);
  expect(await db.scope.count()).toBeGreaterThan(0);

  expect(await readBackup(file)).toBeGreaterThan(10);
  expect(await dump()).toEqual(before);
});
