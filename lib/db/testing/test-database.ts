import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { flushEvents } from "../audit/events";
import { flushRequests } from "../clients/client-requests";
import { flushUsage } from "../clients/client-usage";
import { applyMigrations } from "../driver/apply-migrations";
import { seedBuiltInScopes } from "../driver/built-in-scopes";
import { closeDb, type Database, setDatabase } from "../driver/database";
import { readMigrations } from "../driver/migrations-folder";
import { newId } from "../driver/new-id";
import { type EmbeddedDatabase, openMemoryDatabase } from "../driver/pglite";
import { planPoolSizes } from "../driver/pool-sizes";
import { openPostgres } from "../driver/postgres";
import { createReadiness } from "../driver/readiness";
import { PrismaClient } from "../generated/client";
import { forgetSettings } from "../portal/settings";
import { flushUses } from "../protocol/access-uses";

const listMigrations = async () => (await readMigrations()).map(({ name }) => name);

/** Identifies a set of migrations. */
async function hashMigrations(): Promise<string> {
  const migrations = await readMigrations();
  return createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 16);
}

/**
 * A snapshot of a migrated database in memory, made once per set of migrations: creating a database takes seconds,
 * loading does not.
 */
async function snapshotFile(): Promise<string> {
  return path.join(process.cwd(), "node_modules/.cache/portico", `database-${await hashMigrations()}.tar`);
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** PGlite's program, compiled once for all files of a process: compiling takes as long as loading the database. */
function compilePglite(): Promise<WebAssembly.Module> {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  compiled ??= readFile(path.join(path.dirname(entry), "pglite.wasm")).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}

async function loadSnapshot(): Promise<Blob | null> {
  try {
    return new Blob([new Uint8Array(await readFile(await snapshotFile()))]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function saveSnapshot(dump: Blob): Promise<void> {
  const file = await snapshotFile();
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${newId()}`;
  await writeFile(temporary, Buffer.from(await dump.arrayBuffer()));
  await rename(temporary, file);
}

/** PostgreSQL in memory, new and migrated, with the names of the migrations that were still missing. */
export async function openMigratedMemory(): Promise<EmbeddedDatabase & { appliedMigrations: string[] }> {
  const snapshot = await loadSnapshot();
  const memory = await openMemoryDatabase({
    pgliteWasmModule: await compilePglite(),
    ...(snapshot && { loadDataDir: snapshot }),
  });
  const appliedMigrations = await applyMigrations(memory.target);
  if (!snapshot) await saveSnapshot(await memory.pglite.dumpDataDir("none"));
  return { ...memory, appliedMigrations };
}

/** A new, migrated database in memory. */
export async function openMemoryTestDatabase(): Promise<Database> {
  const { appliedMigrations, ...memory } = await openMigratedMemory();
  const prisma = new PrismaClient({ adapter: memory.target.factory, errorFormat: "minimal" });
  await seedBuiltInScopes(prisma);
  return {
    prisma,
    run: memory.run,
    changes: memory.changes,
    isAway: () => false,
    findProblem: createReadiness(memory.readiness, listMigrations()),
    session: memory.session,
    appliedMigrations,
    close: async () => {
      await prisma.$disconnect();
      await memory.close();
    },
  };
}

/** @param name of another database on the same server */
function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer<Result>(serverUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The name of a migrated database to copy, made once per set of migrations: copying is faster than migrating. */
async function findTemplate(serverUrl: string): Promise<string> {
  const name = `test_template_${await hashMigrations()}`;
  return onServer(serverUrl, async (client) => {
    // Held until the connection ends, so that files that run at once make only one template.
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return name;
    const unfinished = `${name}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished}`);
    const server = openPostgres(urlOf(serverUrl, unfinished), planPoolSizes(1, 2));
    await server.withMigrationTarget(applyMigrations);
    await server.close();
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    return name;
  });
}

/** A new, migrated database on a PostgreSQL server; dropped when closed. */
export async function openServerTestDatabase(serverUrl: string): Promise<Database> {
  const name = `test_${newId().replaceAll("-", "")}`;
  const template = await findTemplate(serverUrl);
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const server = openPostgres(urlOf(serverUrl, name), planPoolSizes(1, 10));
  const appliedMigrations = await server.withMigrationTarget(applyMigrations);
  const prisma = new PrismaClient({ adapter: server.factory, errorFormat: "minimal" });
  await seedBuiltInScopes(prisma);
  return {
    prisma,
    run: server.run,
    changes: server.changes,
    isAway: server.isAway,
    describePool: server.describePool,
    findProblem: createReadiness(server.readiness, listMigrations()),
    session: null,
    appliedMigrations,
    close: async () => {
      await prisma.$disconnect();
      await server.close();
      await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

/** The database in memory of this process. */
let kept: Promise<Database> | undefined;

/** The same as `openMemoryTestDatabase`, but opened once for all files of a process: opening takes a second or more. */
async function emptyMemoryTestDatabase(): Promise<Database> {
  if (kept) {
    const { prisma } = await kept;
    const tables = await prisma.$queryRaw<{ name: string }[]>`
      SELECT quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
    const names = tables.map(({ name }) => name).join(", ");
    await prisma.$executeRawUnsafe(`TRUNCATE ${names} RESTART IDENTITY CASCADE`);
    await seedBuiltInScopes(prisma);
  }
  kept ??= openMemoryTestDatabase();
  return { ...(await kept), close: async () => {} };
}

/**
 * For a test file: before all, a migrated database with nothing in it that `getDb()` answers; after all, closed. In
 * memory, or on the PostgreSQL server of `TEST_DATABASE_URL` when that is set.
 */
export function useTestDatabase(): void {
  beforeAll(async () => {
    const serverUrl = process.env.TEST_DATABASE_URL;
    // What a file before this left behind may be opening one.
    await closeDb();
    setDatabase(serverUrl ? await openServerTestDatabase(serverUrl) : await emptyMemoryTestDatabase());
  });
  afterAll(async () => {
    // Files share a process: what waits to be written by this one must not reach the database of the next, nor open
    // another one between them.
    await Promise.all([flushEvents(), flushUses(), flushRequests(), flushUsage()]);
    await closeDb();
    // A file without a database would answer in the languages of this one's portal.
    forgetSettings();
  });
}
