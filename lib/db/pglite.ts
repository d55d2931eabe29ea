import { chmodSync, mkdirSync } from "node:fs";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { ChangeChannel, changesChannel } from "./changes";
import type { EngineTarget } from "./migrate/schema-engine";
import type { RunStatement } from "./sql";

/** PostgreSQL in this process, as WebAssembly: one connection, one process. */
export interface EmbeddedDatabase {
  pglite: PGlite;
  target: EngineTarget;
  run: RunStatement;
  changes: ChangeChannel;
  /** Begins to hear of changes. */
  listen: () => Promise<void>;
  close: () => Promise<void>;
}

async function open(options: PGliteOptions): Promise<EmbeddedDatabase> {
  const pglite = await PGlite.create(options);
  // The Prisma adapter writes and reads times without a zone.
  await pglite.exec("SET TIME ZONE 'UTC'");
  const changes = new ChangeChannel();
  return {
    pglite,
    changes,
    listen: async () => {
      await pglite.listen(changesChannel, (payload) => changes.hear(payload));
      changes.setLive(true);
    },
    target: {
      factory: new PrismaPGlite(pglite),
      runScript: async (script) => {
        await pglite.exec(script);
      },
    },
    run: async <Row>({ text }: { text: string }, values: unknown[]) => (await pglite.query<Row>(text, values)).rows,
    close: () => pglite.close(),
  };
}

/** Opens or creates the database in a folder. The caller makes sure that no other process has it open. */
export function openFolderDatabase(folder: string): Promise<EmbeddedDatabase> {
  // Its files are made readable for everybody; the folder is not, wherever it lies.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return open({ dataDir: folder });
}

/**
 * An empty database that is gone when closed. `loadDataDir` is a snapshot made by PGlite's `dumpDataDir`,
 * `pgliteWasmModule` PGlite's own program, for who has it compiled already.
 */
export function openMemoryDatabase(
  options: Pick<PGliteOptions, "loadDataDir" | "pgliteWasmModule"> = {},
): Promise<EmbeddedDatabase> {
  return open(options);
}
