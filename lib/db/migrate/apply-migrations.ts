import { readMigrations, readSchema, toMigrationList } from "./migrations-folder";
import { type EngineTarget, withSchemaEngine } from "./schema-engine";

/** A migration that did not go through; the message is for the operator. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Whether every migration is in the table already, as `prisma migrate deploy` would see it. */
async function isUpToDate(target: EngineTarget, expected: { name: string; checksum: string }[]): Promise<boolean> {
  const adapter = await target.factory.connect();
  try {
    const query = (sql: string) => adapter.queryRaw({ sql, args: [], argTypes: [] });
    const table = await query("SELECT to_regclass('_prisma_migrations')::text");
    if (!table.rows[0]?.[0]) return false;
    const { rows } = await query(
      "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    const applied = new Map(rows.map(([name, checksum]) => [name, checksum]));
    return expected.every((migration) => applied.get(migration.name) === migration.checksum);
  } finally {
    await adapter.dispose();
  }
}

/**
 * Brings the database to the newest migration, by Prisma's own engine and in its own `_prisma_migrations` table, so
 * that `prisma migrate deploy` stays interchangeable. The caller holds the lock that keeps other instances out.
 * @returns the names of the migrations it applied
 * @throws {MigrationError} when one failed
 */
export async function applyMigrations(target: EngineTarget): Promise<string[]> {
  const migrations = await readMigrations();
  if (await isUpToDate(target, migrations)) return [];
  try {
    return await withSchemaEngine(target, await readSchema(), async (engine) => {
      const result = await engine.applyMigrations({
        migrationsList: toMigrationList(migrations),
        filters: { externalTables: [], externalEnums: [] },
      });
      return result.appliedMigrationNames;
    });
  } catch (cause) {
    throw new MigrationError(`The database could not be migrated: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
