import { createHmac, type Hmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, lstat, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { deriveKey, deriveKeys, deriveValue, deriveValues } from "../../keys/secret";

/** A backup cannot be made or restored; the message is one sentence for the operator. */
export class BackupError extends Error {
  override name = "BackupError";
}

const headerSchema = z.object({
  portico: z.literal(2),
  createdAt: z.iso.datetime(),
  /** derived from the portal's secret, so that another secret shows before anything else is read */
  secret: z.string(),
  migrations: z.array(z.string()),
  /** keys of the processes that used the database at that moment */
  processes: z.array(z.string()),
});

/** The first line of a backup. */
export type BackupHeader = z.infer<typeof headerSchema>;

/** The last line: how many rows there are of each table, and the seal over all that comes before it. */
const endSchema = z.object({ counts: z.record(z.string(), z.int().min(0)), seal: z.string() });

/** An error of the database, with its reason. @param what did not succeed */
export function toBackupError(error: unknown, what: string): BackupError {
  if (error instanceof BackupError) return error;
  // Prisma writes the statement first.
  const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
  return new BackupError(`${what}: ${reason}`, { cause: error });
}

/** Rows by table. */
export type RowCounts = Record<string, number>;

/** Every other line. Its rows stay as they are written, so that no number loses digits on its way. */
const batchSchema = z.object({ table: z.string(), rows: z.array(z.looseObject({})) });

/** Some rows of a table. */
export interface RowBatch {
  table: string;
  /** each as JSON */
  rows: string[];
}

/** A line with some rows of a table. */
export interface BatchLine {
  table: string;
  /** how many rows it holds */
  count: number;
  /** JSON with the member `rows` */
  json: string;
}

/** What a whole backup says of itself. */
export interface CheckedBackup {
  header: BackupHeader;
  counts: RowCounts;
  seal: string;
}

/** The longest line that is read, in bytes. None that is written is longer, so a longer one is foreign. */
const LONGEST_LINE = 16_777_216;

/** What the portal's secret makes of the time of a backup. */
const secretMark = (createdAt: string) => deriveValue("backup-secret", createdAt);

/** Which of the portal's secrets a backup was made under, by its place in `listMasterKeys`; -1: under none. */
const findSecret = ({ createdAt, secret }: BackupHeader) =>
  deriveValues("backup-secret", createdAt).findIndex((mark) => isSame(mark, secret));

const startSeal = (key: Buffer) => createHmac("sha256", key);

const endSeal = (seal: Hmac, counts: RowCounts) => seal.update(JSON.stringify(counts)).digest("base64url");

/**
 * Writes a backup to a new file, which only its owner can read. The file appears under its name when it is complete and
 * on the disk.
 * @returns the rows of each table
 * @throws {BackupError} when the name is taken or the file cannot be written
 * @throws what `batches` throws
 */
export async function writeBackupFile(
  file: string,
  header: Omit<BackupHeader, "portico" | "secret">,
  batches: AsyncIterable<RowBatch>,
): Promise<RowCounts> {
  if (await isThere(file)) throw new BackupError(`${file} exists already; a backup is written to a new file.`);
  await removeAbandoned(path.dirname(file));
  // Processes of two containers may have the same number.
  const partial = `${file}.${randomUUID()}.part`;
  const counts: RowCounts = {};
  try {
    const lines = sealLines({ portico: 2, secret: secretMark(header.createdAt), ...header }, batches, counts);
    await pipeline(
      Readable.from(lines),
      createGzip(),
      createWriteStream(partial, { flags: "wx", mode: 0o600, flush: true }),
    );
    await publish(partial, file);
  } catch (error) {
    throw isSystemError(error) ? new BackupError(`${file} cannot be written: ${error.code}.`, { cause: error }) : error;
  } finally {
    await rm(partial, { force: true });
  }
  return counts;
}

/** The name of an unfinished backup. */
const UNFINISHED = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** A backup that nobody has written to for so many milliseconds was killed: it is written without a pause. */
const ABANDONED_MS = 3_600_000;

/** Removes what killed backups left in a folder. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => UNFINISHED.test(each))) {
    const place = path.join(folder, name);
    const found = await lstat(place).catch(() => null);
    if (found?.isFile() && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(place, { force: true }).catch(() => {});
  }
}

async function* sealLines(
  header: BackupHeader,
  batches: AsyncIterable<RowBatch>,
  counts: RowCounts,
): AsyncGenerator<string> {
  const seal = startSeal(deriveKey("backup-seal"));
  const sealed = (line: string) => {
    // Better no backup than one that nobody can restore.
    if (Buffer.byteLength(line) > LONGEST_LINE)
      throw new BackupError("The database holds a row that is too long for a backup.");
    seal.update(line);
    return line;
  };
  yield sealed(`${JSON.stringify(header)}\n`);
  for await (const { table, rows } of batches) {
    counts[table] = (counts[table] ?? 0) + rows.length;
    yield sealed(`{"table":${JSON.stringify(table)},"rows":[${rows.join(",")}]}\n`);
  }
  yield `${JSON.stringify({ counts, seal: endSeal(seal, counts) })}\n`;
}

/** Gives a complete file its name, unless the name was taken meanwhile. */
async function publish(partial: string, file: string): Promise<void> {
  try {
    // Unlike a rename, a link replaces nothing.
    await link(partial, file).catch(async (error: unknown) => {
      if (!isSystemError(error) || !NO_LINKS.has(error.code)) throw error;
      await (await open(file, "wx", 0o600)).close();
      await rename(partial, file);
    });
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
    throw new BackupError(`${file} exists already; a backup is written to a new file.`, { cause: error });
  }
  await syncFolder(path.dirname(file));
}

/** What file systems without hard links answer, such as those of memory sticks. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** Waits until the names in a folder are on the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows knows no folders that are files.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/**
 * The first line of a backup, once it is known that it was made under this portal's secret.
 * @throws {BackupError} for a file that is no backup, or one of another format or secret
 */
export async function readHeader(file: string): Promise<BackupHeader> {
  for await (const line of readLines(file)) return parseHeader(file, line);
  throw new BackupError(`${file} is empty.`);
}

/**
 * Every batch of a backup, one line in memory at a time. Whether the file is whole is known only when this is done: do
 * nothing before that which cannot be taken back.
 * @returns what the backup says of itself
 * @throws {BackupError} for a file that was cut off, edited, or put together of others
 */
export async function* readBatches(file: string): AsyncGenerator<BatchLine, CheckedBackup> {
  const found: RowCounts = {};
  let header: BackupHeader | null = null;
  let seal: Hmac | null = null;
  let end: z.infer<typeof endSchema> | null = null;
  for await (const line of readLines(file)) {
    if (end) throw new BackupError(`${file} goes on after its end; it was edited.`);
    const json = line.toString("utf8");
    if (header && json.startsWith('{"counts":')) {
      end = parseLine(file, endSchema, json);
      continue;
    }
    if (!header || !seal) {
      header = parseHeader(file, line);
      // While the secret is being changed, a backup made under the one before is as good.
      const [key = deriveKey("backup-seal")] = deriveKeys("backup-seal").slice(findSecret(header));
      seal = startSeal(key).update(line).update("\n");
      continue;
    }
    seal.update(line).update("\n");
    const { table, rows } = parseLine(file, batchSchema, json);
    found[table] = (found[table] ?? 0) + rows.length;
    yield { table, count: rows.length, json };
  }
  if (!header || !seal) throw new BackupError(`${file} is empty.`);
  if (!end) throw new BackupError(`${file} was cut off: its last line is missing.`);
  const isSealed = isSame(endSeal(seal, end.counts), end.seal);
  if (!isSealed || JSON.stringify(found) !== JSON.stringify(end.counts)) {
    throw new BackupError(`${file} is not as it was written: its seal does not fit.`);
  }
  return { header, counts: end.counts, seal: end.seal };
}

/** Reads a whole backup. @throws {BackupError} as {@link readBatches} does */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const batches = readBatches(file);
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return value;
  }
}

const isSame = (a: string, b: string) => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** What the first backups began with. They had no seal. */
const firstFormat = z.object({ portico: z.literal(1) });

function parseHeader(file: string, line: Buffer): BackupHeader {
  const json = line.toString("utf8");
  const parsed = headerSchema.safeParse(readJson(json));
  if (!parsed.success) {
    if (!firstFormat.safeParse(readJson(json)).success) throw new BackupError(`${file} is not a backup of Portico.`);
    throw new BackupError(
      `${file} was made by an older version of Portico, which did not seal its backups; restore it with that version, then update.`,
    );
  }
  if (findSecret(parsed.data) < 0) {
    throw new BackupError(
      `${file} was made under another secret: set PORTICO_SECRET, or the file "secret" in the data directory, to that of the portal that made it, or PORTICO_SECRET_PREVIOUS if the secret was changed since.`,
    );
  }
  return parsed.data;
}

function parseLine<T>(file: string, schema: z.ZodType<T>, json: string): T {
  const parsed = schema.safeParse(readJson(json));
  if (!parsed.success) throw new BackupError(`${file} is not as it was written: one of its lines is damaged.`);
  return parsed.data;
}

/** Undefined for what is not JSON. */
function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function* readLines(file: string): AsyncGenerator<Buffer> {
  const packed = createReadStream(file);
  const unpacked = createGunzip({ chunkSize: 262_144 });
  // Whoever reads sees the error of the stream that failed. `pipeline` with the reader as its last step would give the
  // reader's own error, such as that of a wrong line, another cause: the streams that it ends meanwhile.
  packed.once("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  let isBegun = false;
  try {
    for await (const line of splitLines(file, unpacked)) {
      isBegun = true;
      yield line;
    }
    // Zeros after the end pass for padding, which nothing here writes.
    if (unpacked.bytesWritten !== packed.bytesRead)
      throw new BackupError(`${file} goes on after its end; it was edited.`);
  } catch (error) {
    throw toReadError(file, error, isBegun);
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

async function* splitLines(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST_LINE) throw new BackupError(`${file} is not a backup of Portico.`);
  }
  if (length > 0) throw new BackupError(`${file} was cut off in the middle of a line.`);
}

/** @param isBegun whether a line could be read before */
function toReadError(file: string, error: unknown, isBegun: boolean): unknown {
  if (!isSystemError(error)) return error;
  const options = { cause: error };
  if (error.code === "Z_BUF_ERROR") return new BackupError(`${file} was cut off: its end is missing.`, options);
  if (error.code === "Z_DATA_ERROR") {
    return new BackupError(isBegun ? `${file} is damaged.` : `${file} is not a backup of Portico.`, options);
  }
  return new BackupError(`${file} cannot be read: ${error.code}.`, options);
}

/** An error of the file system or of the compression. */
function isSystemError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    ("syscall" in error || "errno" in error)
  );
}
