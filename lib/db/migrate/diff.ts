import { readMigrations } from "../driver/migrations-folder";
import { openMemoryDatabase } from "../driver/pglite";
import { readSchema, toMigrationList, withSchemaEngine } from "./schema-engine";

/** The SQL that would bring a database with all migrations to `prisma/schema.prisma`; null: they agree. */
export async function planMigration(): Promise<string | null> {
  const schema = await readSchema();
  const migrations = toMigrationList(await readMigrations());
  const database = await openMemoryDatabase();
  try {
    return await withSchemaEngine({ ...database.target, isShadow: true }, schema, async (engine) => {
      const plan = await engine.diff({
        from: { tag: "migrations", ...migrations },
        to: { tag: "schemaDatamodel", files: schema.map(([path, content]) => ({ path, content })) },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return plan.exitCode === 0 ? null : plan.stdout;
    });
  } finally {
    await database.close();
  }
}
