import { log } from "../../log/log.mjs";

/** A finished migration of a database. */
export interface AppliedMigration {
  name: string;
  /** the migration that a program must know to run after this one; null: whatever ran before it can */
  needs: string | null;
}

/** How the schema of a database fits a program. The names are those of migrations. */
export type SchemaFit =
  | { kind: "same" }
  /** it lacks migrations of the program */
  | { kind: "older"; missing: string[] }
  /** a newer program has migrated it, and this one can run on it all the same */
  | { kind: "compatible"; newer: string[] }
  /** a newer program has migrated it, and this one cannot run on it any more */
  | { kind: "newer"; newer: string[] };

const FINISHED = "m.finished_at IS NOT NULL AND m.rolled_back_at IS NULL";

/** For a database that has contract steps. {@link toAppliedMigration} reads the rows. */
export const LIST_APPLIED = `SELECT m.migration_name AS name, s.needs
  FROM _prisma_migrations m LEFT JOIN contract_steps s ON s.migration = m.migration_name WHERE ${FINISHED}`;

/** Nothing says what the migrations need, so each counts as a contract step that needs itself. */
const LIST_UNDECLARED = `SELECT m.migration_name AS name, m.migration_name AS needs FROM _prisma_migrations m WHERE ${FINISHED}`;

/** A row of {@link LIST_APPLIED}. */
export function toAppliedMigration({ name, needs }: Record<string, unknown>): AppliedMigration {
  return { name: String(name), needs: typeof needs === "string" ? needs : null };
}

/** The rows of one statement, by the names of their columns. */
type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** The finished migrations of a database that has Prisma's table of them. */
export async function readAppliedMigrations(query: Query): Promise<AppliedMigration[]> {
  const [table] = await query("SELECT to_regclass('contract_steps')::text AS name");
  return (await query(table?.name ? LIST_APPLIED : LIST_UNDECLARED)).map(toAppliedMigration);
}

/**
 * Whether a program can run on a schema: it must know what each contract step of newer programs needs.
 * @param own names of the program's migrations
 */
export function judgeSchema(applied: readonly AppliedMigration[], own: readonly string[]): SchemaFit {
  const newer = applied.filter(({ name }) => !own.includes(name));
  const tooNew = newer.filter(({ needs }) => needs !== null && !own.includes(needs));
  if (tooNew.length > 0) return { kind: "newer", newer: namesOf(tooNew) };
  const missing = own.filter((name) => applied.every((each) => each.name !== name));
  if (missing.length > 0) return { kind: "older", missing };
  return newer.length > 0 ? { kind: "compatible", newer: namesOf(newer) } : { kind: "same" };
}

const namesOf = (migrations: readonly AppliedMigration[]) => migrations.map(({ name }) => name).sort();

/** For the operator of a program that cannot run on a newer schema. */
export function describeNewer(newer: readonly string[]): string {
  return `A newer version of Portico has migrated the database (${newer.at(-1)}), and this version cannot run on its schema: run the newer version here as well.`;
}

/** For the operator of a program that can. */
export function describeCompatible(newer: readonly string[]): string {
  return `A newer version of Portico has migrated the database (${newer.at(-1)}). This version can run on its schema, and goes on.`;
}

const told = new Set<string>();

/** Tells the operator, however often this process finds out. */
export function tellOnce(sentence: string): void {
  if (!told.has(sentence)) log.error(sentence);
  told.add(sentence);
}
