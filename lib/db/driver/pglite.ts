import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { open as openFile, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { MigrationTarget } from "./apply-migrations";
import { CHANGES_CHANNEL, ChangeChannel } from "./changes";
import { CONFIRMED_NOTICE, type DatabaseSession, type ReadinessTarget } from "./readiness";
import type { RunStatement } from "./sql";

/** PostgreSQL in this process, as WebAssembly: one connection, one process. */
export interface EmbeddedDatabase {
  pglite: PGlite;
  target: MigrationTarget & { factory: PrismaPGlite };
  run: RunStatement;
  changes: ChangeChannel;
  readiness: ReadinessTarget;
  session: DatabaseSession;
  /** Starts to listen for changes. */
  listen: () => Promise<void>;
  close: () => Promise<void>;
}

async function open(options: PGliteOptions): Promise<EmbeddedDatabase> {
  const pglite = await PGlite.create(options);
  // The Prisma adapter writes and reads times without a zone.
  await pglite.exec("SET TIME ZONE 'UTC'");
  const changes = new ChangeChannel();
  const query = async (sql: string, values?: unknown[]) =>
    (await pglite.query<Record<string, unknown>>(sql, values)).rows;
  const tryOut = (statements: readonly string[]) =>
    // Nobody else's statement gets into it meanwhile.
    pglite.transaction(async (tx) => {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) ({ rows } = await tx.query<Record<string, unknown>>(statement));
      await tx.rollback();
      return rows;
    });
  return {
    pglite,
    changes,
    session: { query, tryOut },
    readiness: {
      isAway: () => false,
      changes,
      tryOut,
      notify: (payload) => pglite.query(CONFIRMED_NOTICE, [CHANGES_CHANNEL, payload]),
    },
    listen: async () => {
      await pglite.listen(CHANGES_CHANNEL, (payload) => changes.hear(payload));
      changes.setLive(true, null);
    },
    target: {
      factory: new PrismaPGlite(pglite),
      query,
      runScript: async (script) => {
        await pglite.exec(script);
      },
    },
    run: async <Row>({ text }: { text: string }, values: unknown[]) => (await pglite.query<Row>(text, values)).rows,
    close: () => pglite.close(),
  };
}

/** Waits until everything below a folder is on the disk, including the names of its files. */
async function syncFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const places = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const syncNext = async () => {
    for (let place = places.pop(); place !== undefined; place = places.pop()) await sync(place);
  };
  await Promise.all(Array.from({ length: 16 }, syncNext));
  await sync(folder);
}

async function sync(place: string): Promise<void> {
  // Windows knows no folders that are files.
  if (process.platform === "win32") return;
  const handle = await openFile(place, "r");
  await handle.sync().finally(() => handle.close());
}

/**
 * Makes a database beside the folder and renames it when it is complete, so that a process that is killed meanwhile
 * does not leave half a database, which nothing could open.
 */
async function createFolder(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  await (await PGlite.create({ dataDir: unfinished })).close();
  await syncFolder(unfinished);
  await rename(unfinished, folder);
  await sync(path.dirname(folder));
}

/** Opens or creates the database in a folder. The caller makes sure that no other process has it open. */
export async function openFolderDatabase(folder: string): Promise<EmbeddedDatabase> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0) await createFolder(folder);
  // PGlite makes its files readable for everybody, so the folder is closed to others, wherever it is.
  chmodSync(folder, 0o700);
  return open({ dataDir: folder });
}

/**
 * An empty database that is gone when closed. `loadDataDir` is a snapshot made by PGlite's `dumpDataDir`;
 * `pgliteWasmModule` is PGlite's program, if it is compiled already.
 */
export function openMemoryDatabase(
  options: Pick<PGliteOptions, "loadDataDir" | "pgliteWasmModule"> = {},
): Promise<EmbeddedDatabase> {
  return open(options);
}
