import { getDb } from "../driver/database";
import { listLivingProcesses } from "../driver/living-processes";
import { Prisma } from "../generated/client";
import { listMigrations, listTables, quoted } from "./all-tables";
import { type RowBatch, type RowCounts, toBackupError, writeBackupFile } from "./backup-file";

/** How many rows are fetched at a time, at most: as many of the longest, logos, are 50 MB. */
const MOST_ROWS = 100;

/** How many rows are fetched first, before it is known how long they are. */
const FIRST_ROWS = 8;

/** How long the rows of a line may be together, in characters. A longer row has a line of its own. */
const LINE_LENGTH = 1_000_000;

/** How long a whole backup may take, in milliseconds. */
const PATIENCE = 3_600_000;

/**
 * Writes everything that the database holds, as of one moment, to a new compressed file that only its owner can read. It
 * does not contain `PORTICO_SECRET`, without which it cannot be restored.
 * @returns the rows of each table
 * @throws {BackupError}
 */
export async function writeBackup(file: string, now: Date): Promise<RowCounts> {
  const db = await getDb();
  const write = async (tx: Prisma.TransactionClient) => {
    // The first query fixes the moment.
    const processes = await listLivingProcesses(tx);
    const migrations = await listMigrations(tx);
    return writeBackupFile(file, { createdAt: now.toISOString(), migrations, processes }, readTables(tx));
  };
  try {
    return await db.$transaction(write, { isolationLevel: "RepeatableRead", timeout: PATIENCE, maxWait: PATIENCE });
  } catch (error) {
    throw toBackupError(error, "The database cannot be read");
  }
}

async function* readTables(tx: Prisma.TransactionClient): AsyncGenerator<RowBatch> {
  for (const table of await listTables(tx)) {
    await tx.$executeRaw`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${quoted(table)} t`;
    yield* readRows(tx, table);
    await tx.$executeRaw`CLOSE backup_rows`;
  }
}

/** The rows of the open cursor. Of a table without rows, one batch without any, so that the backup names it. */
async function* readRows(tx: Prisma.TransactionClient, table: string): AsyncGenerator<RowBatch> {
  let wanted = FIRST_ROWS;
  for (let isFirst = true; ; isFirst = false) {
    const fetched = await tx.$queryRaw<{ row: string }[]>(
      Prisma.sql`FETCH ${Prisma.raw(String(wanted))} FROM backup_rows`,
    );
    const rows = fetched.map(({ row }) => row);
    if (isFirst && rows.length === 0) yield { table, rows };
    // Rows may be far longer than those before them, and nobody reads a line of any length.
    for (const part of splitRows(rows)) yield { table, rows: part };
    if (rows.length < wanted) return;
    const length = rows.reduce((sum, row) => sum + row.length, 0);
    // Pictures are a thousand times as long as other rows.
    const fitting = Math.floor((LINE_LENGTH * rows.length) / length);
    wanted = Math.max(1, Math.min(MOST_ROWS, 4 * wanted, fitting));
  }
}

/** The same rows in parts that fit into a line each. */
function* splitRows(rows: readonly string[]): Generator<string[]> {
  let part: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (part.length > 0 && length + row.length > LINE_LENGTH) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(row);
    length += row.length;
  }
  if (part.length > 0) yield part;
}
