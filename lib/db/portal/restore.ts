import { forgetChain } from "../audit/chain";
import { OWN_API_NAME } from "../driver/built-in-scopes";
import { getDb, readKeptKeysAgain } from "../driver/database";
import { listLivingProcesses } from "../driver/living-processes";
import { MIGRATION_LOCK } from "../driver/postgres";
import { getProcessKey } from "../driver/process-key";
import { Prisma } from "../generated/client";
import { listMigrations, listTables, quoted } from "./all-tables";
import { BackupError, type CheckedBackup, checkBackup, readBatches, readHeader, toBackupError } from "./backup-file";

/** How long a whole restore may take, in milliseconds. */
const PATIENCE = 3_600_000;

const ALL = Prisma.sql`true`;

/** The rows that a portal makes by itself before anybody has an account or an app. Of other tables, it makes none. */
const MADE_BY_ITSELF: ReadonlyMap<string, Prisma.Sql> = new Map([
  ["audit_batches", ALL],
  ["audit_events", ALL],
  ["contract_steps", ALL],
  ["jobs", ALL],
  ["kept_keys", ALL],
  ["rate_limits", ALL],
  ["resources", Prisma.sql`name = ${OWN_API_NAME}`],
  ["scopes", ALL],
  ["settings", ALL],
  ["signing_keys", ALL],
]);

/**
 * Restores a backup, all or nothing, into a database that nobody has used yet and no portal uses now. The whole file is
 * checked before anything is written.
 * @returns what the backup said of itself
 * @throws {BackupError}
 */
export async function restoreBackup(file: string): Promise<CheckedBackup> {
  const { migrations } = await readHeader(file);
  const db = await getDb();
  if (JSON.stringify(migrations) !== JSON.stringify(await listMigrations(db))) {
    throw new BackupError(`${file} is of another version of Portico; restore it with that one, then update.`);
  }
  await refuseUsed(db);
  const checked = await checkBackup(file);
  try {
    await db.$transaction((tx) => write(tx, file, checked), { timeout: PATIENCE, maxWait: PATIENCE });
  } catch (error) {
    throw toBackupError(error, `${file} cannot be restored`);
  }
  forgetChain();
  await readKeptKeysAgain();
  return checked;
}

async function write(tx: Prisma.TransactionClient, file: string, checked: CheckedBackup): Promise<void> {
  // Every portal takes this lock when it starts, so none starts before the restore is done.
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${MIGRATION_LOCK}::bigint) AS taken`;
  if (!lock?.taken) throw new BackupError("A portal is starting with this database; stop it, then restore.");
  await refuseUsed(tx);
  // What happened before the backup is no news to apps: see tell_client.
  await tx.$executeRaw`SET LOCAL portico.restoring = 'on'`;
  const tables = await listTables(tx);
  await tx.$executeRaw`TRUNCATE ${Prisma.join(tables.map(quoted))}`;
  const written = await insertBatches(tx, file, tables);
  // Whoever can write the file could have replaced it since it was checked.
  if (written !== checked.seal) throw new BackupError(`${file} was changed while it was restored.`);
  // One that took the lock before this did may be listening only now.
  await refuseLiving(tx);
}

/** @returns the seal of the file */
async function insertBatches(tx: Prisma.TransactionClient, file: string, tables: string[]): Promise<string> {
  const batches = readBatches(file);
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return value.seal;
    const { count, json } = value;
    const table = tableOf(value.table);
    if (!tables.includes(table)) throw new BackupError(`There is no table ${table}.`);
    if (count === 0) continue;
    const inserted = await tx.$executeRaw`
      INSERT INTO ${quoted(table)}
      SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, ${json}::text::json -> 'rows')`;
    if (inserted !== count) throw new BackupError(`Of ${count} rows of ${table}, ${inserted} could be written.`);
  }
}

/** Versions that know no partitions back them up as tables. Events of one that is not there go where all events go. */
const tableOf = (name: string) => (name.startsWith("audit_events_") ? "audit_events" : name);

async function refuseUsed(tx: Prisma.TransactionClient): Promise<void> {
  await refuseLiving(tx);
  const filled = (await listTables(tx)).map((table) => {
    const isOwn = MADE_BY_ITSELF.get(table) ?? Prisma.sql`false`;
    return Prisma.sql`SELECT ${table} AS name WHERE EXISTS (SELECT FROM ${quoted(table)} WHERE NOT (${isOwn}))`;
  });
  const [found] = await tx.$queryRaw<{ name: string }[]>`${Prisma.join(filled, " UNION ALL ")} LIMIT 1`;
  if (found) throw new BackupError(`The database is not new: there are rows in ${found.name}. Restore into a new one.`);
}

async function refuseLiving(tx: Prisma.TransactionClient): Promise<void> {
  const own = getProcessKey();
  const others = (await listLivingProcesses(tx)).filter((process) => process !== own);
  if (others.length > 0) {
    throw new BackupError("A portal, or another command, uses this database; stop it, then restore.");
  }
}
