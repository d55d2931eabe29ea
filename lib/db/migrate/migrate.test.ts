import { expect, it } from "vitest";
import { getDb } from "../client";
import { openMemoryDatabase } from "../pglite";
import { useTestDatabase } from "../testing/test-database";
import { applyMigrations } from "./apply-migrations";
import { planMigration } from "./diff";
import { readMigrations } from "./migrations-folder";

useTestDatabase();

/** Milliseconds: a database made from nothing takes long on a busy machine. */
const patience = 180_000;

it("the migrations make exactly the schema (else run: npm run db:diff -- NAME)", { timeout: patience }, async () => {
  expect(await planMigration()).toBeNull();
});

it("writes the table that the Prisma tools read", async () => {
  const db = await getDb();
  const rows = await db.$queryRaw<{ name: string; checksum: string }[]>`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`;
  expect(rows).toEqual((await readMigrations()).map(({ name, checksum }) => ({ name, checksum })));
});

it("applies what is missing once", { timeout: patience }, async () => {
  const database = await openMemoryDatabase();
  expect(await applyMigrations(database.target)).toEqual((await readMigrations()).map(({ name }) => name));
  expect(await applyMigrations(database.target)).toEqual([]);
  await database.close();
});
