import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ownFile } from "../../own-files.mjs";

/** One folder of `prisma/migrations`. */
export interface Migration {
  name: string;
  script: string;
  /** SHA-256 in hex, as the `_prisma_migrations` table keeps it. */
  checksum: string;
}

/** Where migrations live: `prisma/migrations` of the project. */
export const migrationsDir = () => ownFile("migrations");

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
