import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { type Migration, migrationsDir } from "../driver/migrations-folder";
import { openMemoryDatabase } from "../driver/pglite";

// Prisma's schema engine says what a new migration needs (`npm run db:diff`), and whether the migrations produce the
// schema (a test). It is for development only; the portal runs without it.

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

let loading: Promise<EngineModule> | undefined;

/** The WebAssembly build is made for bundlers; this links it by hand, once per process. */
async function loadEngine(): Promise<EngineModule> {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const require = createRequire(path.join(process.cwd(), "package.json"));
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const module = await WebAssembly.compile(await readFile(path.join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error("The schema engine has no start function.");
  start();
  return bindings;
}

/** What the engine needs from a database: an adapter, and a way to run a whole script in one piece. */
export interface EngineTarget {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Runs all statements or none, and only then resolves. */
  runScript: (script: string) => Promise<void>;
  /** Whether the database is empty and may serve as its own shadow, in which migrations are tried. */
  isShadow?: boolean;
}

/**
 * The drivers split a script at every semicolon, or do not wait for it. A migration must be one piece, so scripts
 * go to the database whole; and the shadow database is always in memory, whatever the target.
 */
function withWholeScripts(target: EngineTarget): SqlMigrationAwareDriverAdapterFactory {
  const wrap = (adapter: SqlDriverAdapter, runScript: EngineTarget["runScript"], dispose: () => Promise<void>) => ({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: adapter.queryRaw.bind(adapter),
    executeRaw: adapter.executeRaw.bind(adapter),
    startTransaction: adapter.startTransaction.bind(adapter),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    executeScript: runScript,
    dispose,
  });
  return {
    provider: target.factory.provider,
    adapterName: target.factory.adapterName,
    connect: async () => {
      const adapter = await target.factory.connect();
      return wrap(adapter, target.runScript, () => adapter.dispose());
    },
    connectToShadowDb: async () => {
      if (target.isShadow) return wrap(await target.factory.connect(), target.runScript, async () => undefined);
      const shadow = await openMemoryDatabase();
      const adapter = await shadow.target.factory.connect();
      return wrap(adapter, shadow.target.runScript, shadow.close);
    },
  };
}

/**
 * Runs `work` with Prisma's schema engine on a database. The WebAssembly build is used because the native engine
 * would have to be downloaded at first use.
 */
export async function withSchemaEngine<T>(
  target: EngineTarget,
  schema: [path: string, content: string][],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const factory = bindMigrationAwareSqlAdapterFactory(withWholeScripts(target));
  const engine = await SchemaEngine.new({ datamodels: schema }, () => undefined, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

/** Migrations in the engine's words. */
export function toMigrationList(migrations: Migration[]): MigrationList {
  return {
    baseDir: migrationsDir(),
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
    })),
  };
}

/** The Prisma schema, as the engine takes it. */
export async function readSchema(): Promise<[path: string, content: string][]> {
  const file = path.join(process.cwd(), "prisma/schema.prisma");
  return [[file, await readFile(file, "utf8")]];
}
