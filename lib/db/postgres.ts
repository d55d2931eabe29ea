import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { ChangeChannel, changesChannel } from "./changes";
import { listenForChanges } from "./listen";
import type { MigrationTarget } from "./migrate/apply-migrations";
import type { RunStatement } from "./sql";
import { StatementConnections } from "./statement-connections";

/** A PostgreSQL server, by a pool of connections. */
export interface PostgresDatabase {
  factory: PrismaPg;
  pool: pg.Pool;
  run: RunStatement;
  changes: ChangeChannel;
  /** Begins to hear of changes; goes on trying when the server is away. */
  listen: () => Promise<void>;
  /** Runs `work` while neither another instance nor `prisma migrate deploy` migrates. */
  withMigrationTarget: <T>(work: (target: MigrationTarget) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** The number of the lock that Prisma's own tools take for a migration. */
const migrationLock = 72_707_369;

/** The Prisma adapter writes and reads times without a zone, so every connection must be in UTC. */
function inUtc(connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set("options", [url.searchParams.get("options"), "-c TimeZone=UTC"].filter(Boolean).join(" "));
  return url.href;
}

/**
 * Connects lazily: a server that is away makes queries fail, and they work again when it is back.
 * @param poolSize connections at most
 */
export function openPostgres(url: string, poolSize: number): PostgresDatabase {
  const connectionString = inUtc(url);
  const config = { connectionString, application_name: "portico", keepAlive: true, connectionTimeoutMillis: 5_000 };
  const pool = new pg.Pool({ ...config, max: poolSize, query_timeout: 30_000 });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);

  // The other half is for what Prisma asks.
  const statements = new StatementConnections(pool, Math.floor(poolSize / 2));
  const changes = new ChangeChannel();
  const closing = new AbortController();

  return {
    factory: new PrismaPg(pool),
    pool,
    changes,
    listen: () =>
      listenForChanges({
        connect: () => new pg.Client(config),
        notify: (payload) => pool.query("SELECT pg_notify($1, $2)", [changesChannel, payload]),
        changes,
        signal: closing.signal,
      }),
    run: statements.run,
    withMigrationTarget: async (work) => {
      // The lock lives as long as its connection, which therefore does the work as well: nobody else has the lock while
      // the server still works for a process that was killed.
      const client = new pg.Client(config);
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
        return await work({
          query: async (sql) => (await client.query(sql)).rows,
          // Statements of one message are one transaction.
          runScript: async (script) => {
            await client.query(script);
          },
        });
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    close: () => {
      closing.abort();
      statements.close();
      return pool.end();
    },
  };
}
