import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { flushEvents } from "../audit-events";
import { seedBuiltInScopes } from "../built-in-scopes";
import { closeDb, type Database, setDatabase } from "../client";
import { PrismaClient } from "../generated/client";
import { applyMigrations } from "../migrate/apply-migrations";
import { readMigrations } from "../migrate/migrations-folder";
import { newId } from "../new-id";
import { openMemoryDatabase } from "../pglite";
import { openPostgres } from "../postgres";

/** A migrated database in memory as a file, made once per set of migrations: creating one takes seconds, loading does not. */
async function snapshotFile(): Promise<string> {
  const migrations = await readMigrations();
  const key = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 16);
  return path.join(process.cwd(), "node_modules/.cache/portico", `database-${key}.tar`);
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

/** A new, migrated database in memory. */
export async function openMemoryTestDatabase(): Promise<Database> {
  const snapshot = await loadSnapshot();
  const memory = await openMemoryDatabase(snapshot ?? undefined);
  const appliedMigrations = await applyMigrations(memory.target);
  if (!snapshot) await saveSnapshot(await memory.pglite.dumpDataDir("none"));
  const prisma = new PrismaClient({ adapter: memory.target.factory, errorFormat: "minimal" });
  await seedBuiltInScopes(prisma);
  return {
    prisma,
    run: memory.run,
    changes: memory.changes,
    appliedMigrations,
    close: async () => {
      await prisma.$disconnect();
      await memory.close();
    },
  };
}

/** A new, migrated database on a PostgreSQL server; dropped when closed. */
export async function openServerTestDatabase(serverUrl: string): Promise<Database> {
  const name = `test_${newId().replaceAll("-", "")}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await admin(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const server = openPostgres(url.href, 10);
  const appliedMigrations = await server.withMigrationTarget(applyMigrations);
  const prisma = new PrismaClient({ adapter: server.factory, errorFormat: "minimal" });
  await seedBuiltInScopes(prisma);
  return {
    prisma,
    run: server.run,
    changes: server.changes,
    appliedMigrations,
    close: async () => {
      await prisma.$disconnect();
      await server.close();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/**
 * For a test file: before all, a new migrated database that `getDb()` answers; after all, closed. In memory, or on
 * the PostgreSQL server of `TEST_DATABASE_URL` when that is set.
 */
export function useTestDatabase(): void {
  beforeAll(async () => {
    const serverUrl = process.env.TEST_DATABASE_URL;
    setDatabase(serverUrl ? await openServerTestDatabase(serverUrl) : await openMemoryTestDatabase());
  });
  afterAll(async () => {
    // Files share a process: what this one queued must not reach the database of the next.
    await flushEvents();
    await closeDb();
  });
}
