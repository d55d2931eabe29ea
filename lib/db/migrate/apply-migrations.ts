import { newId } from "../new-id";
import { type Migration, readMigrations } from "./migrations-folder";

/** A migration that did not go through; the message is for the operator. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** What applying migrations needs of a database: one connection, which nobody else uses meanwhile. */
export interface MigrationTarget {
  /** The rows of one statement, by the names of their columns. */
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** All statements of a script or none of them, and only then resolves. */
  runScript: (script: string) => Promise<void>;
}

/** Prisma's own table, column by column, so that its tools read what is written here. */
const makeTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** A row of the table that was not rolled back. */
interface MigrationRecord {
  name: string;
  isFinished: boolean;
  /** Prisma's engine counts the script before it finishes the row. */
  hasRun: boolean;
  /** what went wrong; null when nothing did, or nobody was left to say so */
  logs: string | null;
}

async function readRecords(target: MigrationTarget): Promise<MigrationRecord[]> {
  const [table] = await target.query("SELECT to_regclass('_prisma_migrations')::text AS name");
  if (!table?.name) await target.runScript(makeTable);
  const rows = await target.query(
    `SELECT migration_name, finished_at IS NOT NULL AS is_finished, applied_steps_count > 0 AS has_run, logs
    FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows.map((row) => ({
    name: String(row.migration_name),
    isFinished: row.is_finished === true,
    hasRun: row.has_run === true,
    logs: typeof row.logs === "string" && row.logs !== "" ? row.logs : null,
  }));
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const unfinishedRow = ({ name }: Migration) =>
  `migration_name = ${literal(name)} AND finished_at IS NULL AND rolled_back_at IS NULL`;

/** The migration and its row, which are there together or not at all, whenever the process is killed. */
function toScript(migration: Migration, isBegun: boolean): string {
  const { name, script, checksum } = migration;
  const values = [literal(newId()), literal(checksum), literal(name), "now()", "clock_timestamp()", "1"];
  return [
    // As `prisma migrate resolve --rolled-back` does it.
    isBegun ? `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE ${unfinishedRow(migration)};` : "",
    // On lines of its own: a script may end with a comment, or without a semicolon.
    `${script}\n;`,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES (${values.join(", ")});`,
  ].join("\n");
}

/**
 * SQLSTATE codes by which a script says that what it makes is there already, or that what it changes is gone.
 * @see PostgreSQL, Appendix A: Error Codes
 */
const ranBefore = ["42P06", "42P07", "42701", "42710", "42723", "42P01", "42703", "42704", "42883"];

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function apply(target: MigrationTarget, migration: Migration, begun: MigrationRecord | undefined): Promise<void> {
  const finish = () =>
    target.runScript(
      `UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE ${unfinishedRow(migration)}`,
    );
  if (begun?.hasRun) return finish();
  try {
    await target.runScript(toScript(migration, begun !== undefined));
  } catch (error) {
    // Whoever wrote the row was killed, either before the script was committed, which left nothing behind, or after it.
    const wasCutOff = begun !== undefined && begun.logs === null;
    if (wasCutOff && ranBefore.includes(codeOf(error))) return finish();
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The database could not be migrated: ${migration.name}: ${reason}`, { cause: error });
  }
}

/**
 * Brings the database to the newest migration. Each migration is one transaction with its row in Prisma's own
 * `_prisma_migrations` table, so that a process that is killed leaves all of it or nothing, and `prisma migrate deploy`
 * stays interchangeable. A row that something else left unfinished does not stop it: the migration is tried again.
 * The caller holds the lock that keeps other instances out.
 * @returns the names of the migrations it applied
 * @throws {MigrationError} when one failed; those before it stay applied
 */
export async function applyMigrations(
  target: MigrationTarget,
  migrations: readonly Migration[] | Promise<readonly Migration[]> = readMigrations(),
): Promise<string[]> {
  const all = await migrations;
  const records = await readRecords(target);
  const applied: string[] = [];
  for (const migration of all) {
    const ofThis = records.filter(({ name }) => name === migration.name);
    if (ofThis.some(({ isFinished }) => isFinished)) continue;
    await apply(target, migration, ofThis[0]);
    applied.push(migration.name);
  }
  return applied;
}
