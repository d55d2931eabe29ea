import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { forgetChain } from "../audit/chain";
import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";

/** A backup that cannot be made or read; the message is one sentence for the operator. */
export class BackupError extends Error {
  override name = "BackupError";
}

/** How many rows are held in memory at a time. */
const BATCH_SIZE = 500;

/** How long a whole backup may take, in milliseconds. */
const PATIENCE = 3_600_000;

const headerSchema = z.object({ portico: z.literal(1), migrations: z.array(z.string()) });
const batchSchema = z.object({ table: z.string(), rows: z.array(z.record(z.string(), z.unknown())) });

type Transaction = Prisma.TransactionClient;

/** Every table; those that others refer to come first. */
async function listTables(tx: Transaction): Promise<string[]> {
  const tables = await tx.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> '_prisma_migrations' ORDER BY 1`;
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

async function listMigrations(tx: Transaction): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`;
  return rows.map(({ name }) => name);
}

const quoted = (table: string) => Prisma.raw(`"${table.replaceAll('"', '""')}"`);

async function* readLines(tx: Transaction): AsyncGenerator<string> {
  yield `${JSON.stringify({ portico: 1, migrations: await listMigrations(tx) })}\n`;
  for (const table of await listTables(tx)) {
    await tx.$executeRaw`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${quoted(table)} t`;
    for (;;) {
      const rows = await tx.$queryRaw<{ row: string }[]>(
        Prisma.sql`FETCH ${Prisma.raw(String(BATCH_SIZE))} FROM backup_rows`,
      );
      if (rows.length === 0) break;
      yield `{"table":${JSON.stringify(table)},"rows":[${rows.map(({ row }) => row).join(",")}]}\n`;
    }
    await tx.$executeRaw`CLOSE backup_rows`;
  }
}

/**
 * Writes everything that the database holds, as of one moment, to a compressed file that only its owner can read. It
 * does not contain `PORTICO_SECRET`, without which keys and passwords are useless.
 * @throws {BackupError}
 */
export async function writeBackup(file: string): Promise<void> {
  const db = await getDb();
  const partial = `${file}.part`;
  try {
    await db.$transaction(
      async (tx) => {
        const out = createWriteStream(partial, { mode: 0o600 });
        await pipeline(Readable.from(readLines(tx)), createGzip(), out);
      },
      { isolationLevel: "RepeatableRead", timeout: PATIENCE, maxWait: PATIENCE },
    );
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw toBackupError(error, `${file} cannot be written`);
  }
}

/**
 * Restores a backup, all or nothing, into a database without accounts and apps.
 * @returns how many rows there are now
 * @throws {BackupError}
 */
export async function readBackup(file: string): Promise<number> {
  const db = await getDb();
  try {
    const count = await db.$transaction(
      async (tx) => {
        if ((await tx.user.count()) + (await tx.client.count()) > 0) {
          throw new BackupError("There are accounts or apps in this database; restore into a new one.");
        }
        return await insertLines(tx, file);
      },
      { timeout: PATIENCE, maxWait: PATIENCE },
    );
    forgetChain();
    return count;
  } catch (error) {
    throw toBackupError(error, `${file} cannot be restored`);
  }
}

async function insertLines(tx: Transaction, file: string): Promise<number> {
  const tables = await listTables(tx);
  let isFirst = true;
  let count = 0;
  await pipeline(createReadStream(file), createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
    for await (const line of splitLines(unpacked)) {
      if (isFirst) await prepare(tx, headerSchema.parse(JSON.parse(line)).migrations, tables);
      else count += await insertBatch(tx, batchSchema.parse(JSON.parse(line)), tables);
      isFirst = false;
    }
  });
  if (isFirst) throw new BackupError("The file is empty.");
  return count;
}

async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") throw new BackupError("The file ends in the middle of a line.");
}

async function insertBatch(
  tx: Transaction,
  { table, rows }: z.infer<typeof batchSchema>,
  tables: string[],
): Promise<number> {
  if (!tables.includes(table)) throw new BackupError(`There is no table ${table}.`);
  return tx.$executeRaw`
    INSERT INTO ${quoted(table)}
    SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, ${JSON.stringify(rows)}::text::json)`;
}

async function prepare(tx: Transaction, migrations: string[], tables: string[]): Promise<void> {
  if (JSON.stringify(migrations) !== JSON.stringify(await listMigrations(tx))) {
    throw new BackupError("The backup is of another version of Portico; restore it with that one, then update.");
  }
  // What a new portal creates by itself: scopes, signing keys.
  await tx.$executeRaw`TRUNCATE ${Prisma.join(tables.map(quoted))}`;
}

function toBackupError(error: unknown, what: string): BackupError {
  if (error instanceof BackupError) return error;
  const reason = error instanceof Error ? ("code" in error ? String(error.code) : error.message) : String(error);
  return new BackupError(`${what}: ${reason}.`, { cause: error });
}
