import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";

/** One folder of `prisma/migrations`. */
export interface Migration {
  name: string;
  script: string;
  /** SHA-256 in hex, as the `_prisma_migrations` table keeps it. */
  checksum: string;
}

const prismaDir = () => path.join(process.cwd(), "prisma");

/** Where migrations live: `prisma/migrations` of the project. */
export const migrationsDir = () => path.join(prismaDir(), "migrations");

/** Every migration, in the order in which they are applied. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsDir(), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const script = await readFile(path.join(migrationsDir(), name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    }),
  );
}

/** The same, in the schema engine's words. */
export function toMigrationList(migrations: Migration[]): MigrationList {
  return {
    baseDir: migrationsDir(),
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
    })),
  };
}

/** The Prisma schema, as the schema engine takes it. */
export async function readSchema(): Promise<[path: string, content: string][]> {
  const file = path.join(prismaDir(), "schema.prisma");
  return [[file, await readFile(file, "utf8")]];
}
