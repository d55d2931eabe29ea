import { rmSync } from "node:fs";
import path from "node:path";
import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { getEnv } from "../../env";
import { setKeptKeys } from "../../keys/kept-keys";
import { findLostSecret, getMasterKey, makeSecret, SecretError } from "../../keys/secret";
import { hasTracing, inSpan } from "../../tracing/tracing";
import { PrismaClient } from "../generated/client";
import { applyMigrations } from "./apply-migrations";
import { seedBuiltInScopes } from "./built-in-scopes";
import type { DatabaseChanges } from "./changes";
import { DataDirError, lockDataDir } from "./data-dir-lock";
import { beginSecret, loadKeptKeys, makeSecretNewest } from "./kept-keys";
import { type Migration, readMigrations } from "./migrations-folder";
import { openFolderDatabase } from "./pglite";
import { countProcesses, type PoolSizes, planPoolSizes } from "./pool-sizes";
import { openPostgres, type PoolState } from "./postgres";
import { createReadiness, type DatabaseSession, type Readiness } from "./readiness";
import type { RunStatement } from "./sql";

/** An open database, migrated to the newest schema. */
export interface Database {
  prisma: PrismaClient;
  run: RunStatement;
  changes: DatabaseChanges;
  /** Whether the server is known not to answer. The embedded database always answers. */
  isAway: () => boolean;
  /** Why the portal cannot work on it now, or null. Takes less than a second. */
  findProblem: () => Promise<Readiness>;
  /** The connections of this process; left out: the embedded database has only one. */
  describePool?: () => PoolState;
  /** For trials of the embedded database, which only this process reaches; null: a server, which others reach as well */
  session: DatabaseSession | null;
  /** Names of the migrations that opening it applied. */
  appliedMigrations: string[];
  close: () => Promise<void>;
}

const ofDatabase = { side: "client", attributes: { "db.system.name": "postgresql" } } as const;

function createClient(adapter: SqlDriverAdapterFactory): PrismaClient {
  const client = new PrismaClient({ adapter, errorFormat: "minimal" });
  if (!hasTracing()) return client;
  const traced = client.$extends({
    query: {
      $allOperations: ({ model, operation, args, query }) =>
        inSpan(model ? `${model}.${operation}` : operation, ofDatabase, () => query(args)),
    },
  });
  // It has all that the client has, but for `$on`, which nobody uses.
  return traced as unknown as PrismaClient;
}

/** The same statements, each in a span of its name. */
function withSpans(run: RunStatement): RunStatement {
  if (!hasTracing()) return run;
  return (statement, values) => inSpan(statement.name, ofDatabase, () => run(statement, values));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : String(error);
}

const namesOf = (migrations: readonly Migration[]) => migrations.map(({ name }) => name);

/** Tables that hold what a secret is needed for, or what was made with one, as soon as anybody has used the portal. */
const SECRET_TABLES = ["signing_keys", "kept_keys", "users", "clients", "audit_batches"];

/**
 * Whether anything in a database depends on a secret. Earlier versions made the database before the secret, so one whose
 * first start was killed in between has none and needs none.
 */
async function holdsSecrets({ query }: DatabaseSession): Promise<boolean> {
  for (const name of SECRET_TABLES) {
    const [table] = await query("SELECT to_regclass($1)::text AS name", [name]);
    if (table?.name && (await query(`SELECT FROM ${name} LIMIT 1`)).length > 0) return true;
  }
  return false;
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const unlock = await lockDataDir(dataDir);
  const folder = path.join(dataDir, "db");
  try {
    const lost = findLostSecret();
    // Before the database is made: one without a secret has lost it.
    if (lost === null) getMasterKey();
    // A killed process left this; the lock above shows that none is running.
    rmSync(path.join(folder, "postmaster.pid"), { force: true });
    const database = await openFolderDatabase(folder).catch((cause: unknown) => {
      throw new DataDirError(`The database in ${folder} cannot be opened: ${messageOf(cause)}.`, { cause });
    });
    if (lost !== null) {
      if (await holdsSecrets(database.session)) {
        await database.close();
        throw new SecretError(lost);
      }
      makeSecret();
    }
    const migrations = await readMigrations();
    const appliedMigrations = await applyMigrations(database.target, migrations);
    const prisma = createClient(database.target.factory);
    await loadKeptKeys(prisma);
    await seedBuiltInScopes(prisma);
    await database.listen();
    const close = async () => {
      await prisma.$disconnect();
      await database.close();
      unlock();
    };
    const { changes, readiness, session } = database;
    const run = withSpans(database.run);
    const findProblem = createReadiness(readiness, namesOf(migrations));
    return { prisma, run, changes, isAway: () => false, findProblem, session, appliedMigrations, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openServer(url: string, poolSizes: PoolSizes): Promise<Database> {
  const database = openPostgres(url, poolSizes);
  try {
    await database.reach();
    const migrations = await readMigrations();
    const appliedMigrations = await database.withMigrationTarget((target) => applyMigrations(target, migrations));
    const prisma = createClient(database.factory);
    await loadKeptKeys(prisma);
    await seedBuiltInScopes(prisma);
    await database.listen();
    const close = async () => {
      await prisma.$disconnect();
      await database.close();
    };
    const { changes, isAway, describePool, readiness } = database;
    const run = withSpans(database.run);
    const findProblem = createReadiness(readiness, namesOf(migrations));
    return { prisma, run, changes, isAway, describePool, findProblem, session: null, appliedMigrations, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

// Next.js bundles instrumentation and routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.database");
const openSlot = Symbol.for("portico.open-database");
const holder = globalThis as { [slot]?: Promise<Database>; [openSlot]?: Database };

/**
 * The database of this process, opened and migrated at the first call.
 * @throws {DatabaseError | DataDirError} with a sentence for the operator; the next call tries again
 */
export function openDatabase(): Promise<Database> {
  const open = () => {
    const env = getEnv();
    if (env.databaseUrl === null) return openEmbedded(env.dataDir);
    return openServer(env.databaseUrl, planPoolSizes(countProcesses(env.workers), env.databasePoolSize));
  };
  if (holder[slot]) return holder[slot];
  const opening: Promise<Database> = Promise.resolve()
    .then(open)
    .then(
      (database) => {
        // Closed, or another was set, while it was being opened: then it is not this process's any more.
        if (holder[slot] === opening) holder[openSlot] = database;
        return database;
      },
      (error: unknown) => {
        if (holder[slot] === opening) delete holder[slot];
        throw error;
      },
    );
  holder[slot] = opening;
  return opening;
}

/** The same for callers that cannot wait: undefined until it is open. */
export function peekDatabase(): Database | undefined {
  return holder[openSlot];
}

/** The Prisma client of this process. Its types stay inside lib/db. */
export async function getDb(): Promise<PrismaClient> {
  return (await openDatabase()).prisma;
}

/** Runs a prepared statement on the database of this process. */
export const runStatement: RunStatement = async (statement, values) =>
  (peekDatabase() ?? (await openDatabase())).run(statement, values);

/** Closes the database, if it is open or being opened; queries in flight must have been answered. */
export async function closeDb(): Promise<void> {
  const opened = holder[slot];
  delete holder[slot];
  delete holder[openSlot];
  if (!opened) return;
  // Whoever opens it hears why it cannot be opened, and then there is nothing to close.
  const database = await opened.catch(() => null);
  await database?.close();
  setKeptKeys(null);
}

/** For tests: makes `getDb()` answer this database. */
export function setDatabase(database: Database): void {
  holder[slot] = Promise.resolve(database);
  holder[openSlot] = database;
}

/** Reads the keys that outlive the portal's secret again: another process may have made some. */
export async function readKeptKeysAgain(): Promise<void> {
  await loadKeptKeys((await openDatabase()).prisma);
}

/** Begins the change to this process's secret, unless an instance ran with it before. For processes that serve. */
export async function beginOwnSecret(): Promise<void> {
  await beginSecret((await openDatabase()).prisma);
}

/** Makes this process's secret the newest one although another came after it, as when the operator goes back to it. */
export async function takeSecretAsNewest(): Promise<void> {
  const { prisma } = await openDatabase();
  await makeSecretNewest(prisma);
}

/** The feed of changes in the database. Available at once while the database is open, which hot paths rely on. */
export function findChanges(): DatabaseChanges | Promise<DatabaseChanges> {
  return peekDatabase()?.changes ?? openDatabase().then(({ changes }) => changes);
}

/** Whether this process hears about changes by others in the database; null before it was opened. */
export function areChangesHeard(): boolean | null {
  return peekDatabase()?.changes.isLive ?? null;
}

/** Why this process cannot work now, or null when it can. Takes less than a second. */
export async function findUnreadyReason(): Promise<Readiness> {
  const database = peekDatabase();
  return database ? database.findProblem() : "database_away";
}
