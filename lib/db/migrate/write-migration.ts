import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { migrationsDir } from "../driver/migrations-folder";
import { planMigration } from "./diff";

// `npm run db:diff -- NAME`: writes what prisma/schema.prisma has and the migrations do not yet have.
const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error("Say what the migration does, in small letters: npm run db:diff -- add_client_logo");
  process.exit(1);
}
const script = await planMigration();
if (script) {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsDir(), `${time}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "migration.sql"), script);
  await writeFile(path.join(migrationsDir(), "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(`Wrote prisma/migrations/${path.basename(folder)}/migration.sql`);
} else {
  console.log("The migrations already make the schema; nothing to write.");
}
