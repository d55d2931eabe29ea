import { Prisma } from "../generated/client";
import { BackupError } from "./backup-file";

/** The names of all tables, those with partitions instead of their partitions; those that others refer to come first. */
export async function listTables(tx: Prisma.TransactionClient): Promise<string[]> {
  const tables = await tx.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations' ORDER BY 1`;
  const references = await tx.$queryRaw<{ from: string; to: string }[]>`
    SELECT a.relname AS from, b.relname AS to FROM pg_constraint f
    JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid
    WHERE f.contype = 'f' AND f.conrelid <> f.confrelid`;
  const sorted: string[] = [];
  let left = tables.map(({ name }) => name);
  while (left.length > 0) {
    const free = left.filter((name) => !references.some(({ from, to }) => from === name && left.includes(to)));
    if (free.length === 0) throw new BackupError("The tables refer to one another in a circle.");
    sorted.push(...free);
    left = left.filter((name) => !free.includes(name));
  }
  return sorted;
}

/** The names of the migrations that made the tables. */
export async function listMigrations(tx: Prisma.TransactionClient): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** The name of a table as SQL. */
export const quoted = (table: string) => Prisma.raw(`"${table.replaceAll('"', '""')}"`);
