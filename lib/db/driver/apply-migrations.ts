import { type Migration, readMigrations } from "./migrations-folder";
import { newId } from "./new-id";
import { describeCompatible, describeNewer, judgeSchema, readAppliedMigrations, tellOnce } from "./schema-fit";

/** A migration failed, or the database has one of a newer program. The message is for the operator. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** What applying migrations needs from a database: one connection that nobody else uses meanwhile. */
export interface MigrationTarget {
  /** The rows of one statement, by the names of their columns. */
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** Runs all statements of a script or none of them, and only then resolves. */
  runScript: (script: string) => Promise<void>;
}

/** Prisma's own table, column by column, so that its tools can read what is written here. */
const MAKE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** SQLSTATE insufficient_privilege. @see PostgreSQL, Appendix A: Error Codes */
const RIGHT_MISSING = "42501";

const OWNER_WANTED =
  "A migration is due, and the role of DATABASE_URL may not make it: run npm run portico -- db migrate with a DATABASE_URL whose role owns the tables, or may create them.";

/** A row of the table that was not rolled back. */
interface MigrationRecord {
  name: string;
  isFinished: boolean;
  /** Prisma's engine writes this count before it finishes the row. */
  hasRun: boolean;
  /** what went wrong; null when nothing did, or when the process died before saying so */
  logs: string | null;
}

async function readRecords(target: MigrationTarget): Promise<MigrationRecord[]> {
  const [table] = await target.query("SELECT to_regclass('_prisma_migrations')::text AS name");
  if (!table?.name) {
    await target.runScript(MAKE_TABLE).catch((error: unknown) => {
      throw codeOf(error) === RIGHT_MISSING ? new MigrationError(OWNER_WANTED, { cause: error }) : error;
    });
  }
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

/** Runs the migration and writes its row in one transaction, so that a killed process leaves both or neither. */
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
 * SQLSTATE codes that mean that what a script creates exists already, or that what it changes is gone.
 * @see PostgreSQL, Appendix A: Error Codes
 */
const RAN_BEFORE = ["42P06", "42P07", "42701", "42710", "42723", "42P01", "42703", "42704", "42883"];

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
    // The process that wrote the row was killed: either before the script was committed, which left nothing behind, or
    // after it.
    const wasCutOff = begun !== undefined && begun.logs === null;
    if (wasCutOff && RAN_BEFORE.includes(codeOf(error))) return finish();
    if (codeOf(error) === RIGHT_MISSING) throw new MigrationError(OWNER_WANTED, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The database could not be migrated: ${migration.name}: ${reason}`, { cause: error });
  }
}

async function refuseNewer({ query }: MigrationTarget, own: readonly Migration[]): Promise<void> {
  const fit = judgeSchema(
    await readAppliedMigrations(query),
    own.map(({ name }) => name),
  );
  if (fit.kind === "newer") throw new MigrationError(describeNewer(fit.newer));
  if (fit.kind === "compatible") tellOnce(describeCompatible(fit.newer));
}

/**
 * Brings the database to the newest migration. Each migration runs in one transaction with its row in Prisma's own
 * `_prisma_migrations` table, so a killed process leaves all of it or nothing, and `prisma migrate deploy` can be used
 * instead. A row that something else left unfinished does not stop this: the migration is tried again. The caller must
 * hold the lock that keeps other instances out. The operator is told when a newer program has migrated it further.
 * @returns the names of the migrations it applied
 * @throws {MigrationError} when one failed; those before it stay applied. Before any is applied, when a newer program has
 *   migrated the database so that this one cannot run on it
 */
export async function applyMigrations(
  target: MigrationTarget,
  migrations: readonly Migration[] | Promise<readonly Migration[]> = readMigrations(),
): Promise<string[]> {
  const all = await migrations;
  const records = await readRecords(target);
  await refuseNewer(target, all);
  const applied: string[] = [];
  for (const migration of all) {
    const ofThis = records.filter(({ name }) => name === migration.name);
    if (ofThis.some(({ isFinished }) => isFinished)) continue;
    await apply(target, migration, ofThis[0]);
    applied.push(migration.name);
  }
  return applied;
}
