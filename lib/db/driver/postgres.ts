import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { MigrationTarget } from "./apply-migrations";
import { CHANGES_CHANNEL, ChangeChannel } from "./changes";
import { DatabaseWatch } from "./database-watch";
import { listenForChanges } from "./listen";
import { DatabaseAwayError } from "./outage";
import { CONFIRMED_NOTICE, type ReadinessTarget } from "./readiness";
import type { RunStatement } from "./sql";
import { StatementConnections } from "./statement-connections";

/** A PostgreSQL server, by a pool of connections. */
export interface PostgresDatabase {
  factory: PrismaPg;
  pool: pg.Pool;
  run: RunStatement;
  changes: ChangeChannel;
  readiness: ReadinessTarget;
  /** Starts to listen for changes and to watch whether the server answers. Keeps trying while it is away. */
  listen: () => Promise<void>;
  /** Whether the server is known not to answer. */
  isAway: () => boolean;
  /** Runs `work` while neither another instance nor `prisma migrate deploy` is migrating. */
  withMigrationTarget: <T>(work: (target: MigrationTarget) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** How long a request waits for a connection, or for the answer to a hot statement, in milliseconds. */
const PATIENCE_MS = 4_000;

/**
 * The limit for all other statements, in milliseconds: a backup, or the verification of the audit log, may take long.
 */
const LONG_PATIENCE_MS = 30_000;

/** A pool that gives out no connection while the server is away, so that nobody waits in vain. */
class WatchedPool extends pg.Pool {
  private readonly clients = new Set<pg.PoolClient>();
  isAway = () => false;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.on("connect", (client) => this.clients.add(client));
    this.on("remove", (client) => this.clients.delete(client));
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    this.on("error", () => undefined);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool["connect"]>[0]): void;
  override connect(callback?: Parameters<pg.Pool["connect"]>[0]): Promise<pg.PoolClient> | undefined {
    if (this.isAway()) {
      const error = new DatabaseAwayError();
      if (!callback) return Promise.reject(error);
      callback(error, undefined, () => undefined);
      return undefined;
    }
    if (!callback) return super.connect();
    super.connect(callback);
    return undefined;
  }

  /** Ends every connection, and with it everything that waits for an answer. */
  cutConnections(): void {
    for (const client of this.clients) client.connection.stream.destroy();
  }
}

/** The number of the lock that Prisma's own tools take for a migration. Every portal takes it when it starts. */
export const MIGRATION_LOCK = 72_707_369;

/** {@link TryOut} on one connection. */
export async function tryOut(client: pg.Client, statements: readonly string[]): Promise<Record<string, unknown>[]> {
  try {
    await client.query("BEGIN");
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.query("ROLLBACK");
  }
}

/** The Prisma adapter writes and reads times without a zone, so every connection must be in UTC. */
function inUtc(connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set("options", [url.searchParams.get("options"), "-c TimeZone=UTC"].filter(Boolean).join(" "));
  return url.href;
}

/** How every connection of the portal to a server is made. @throws {Error} when a file that the URL names is not there */
export function toClientConfig(url: string) {
  return {
    connectionString: inUtc(url),
    application_name: "portico",
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE_MS,
  };
}

/**
 * Connects lazily: while the server is away queries fail, and they work again when it is back.
 * @param poolSize the most connections
 */
export function openPostgres(url: string, poolSize: number): PostgresDatabase {
  const config = toClientConfig(url);
  const pool = new WatchedPool({ ...config, max: poolSize, query_timeout: LONG_PATIENCE_MS });

  // The other half is for what Prisma asks.
  const statements = new StatementConnections(pool, { most: Math.floor(poolSize / 2), patienceMs: PATIENCE_MS });
  const changes = new ChangeChannel();
  const closing = new AbortController();
  let listening: pg.Client | undefined;
  const watch = new DatabaseWatch(config, () => {
    pool.cutConnections();
    listening?.connection.stream.destroy();
  });
  pool.isAway = () => watch.isAway;

  return {
    factory: new PrismaPg(pool),
    pool,
    changes,
    readiness: {
      isAway: () => watch.isAway,
      changes,
      tryOut: (statements) => watch.use((client) => tryOut(client, statements)),
      notify: (payload) => watch.use((client) => client.query(CONFIRMED_NOTICE, [CHANGES_CHANNEL, payload])),
    },
    listen: async () => {
      const connect = () => {
        listening = new pg.Client(config);
        return listening;
      };
      const notify = (payload: string) => pool.query("SELECT pg_notify($1, $2)", [CHANGES_CHANNEL, payload]);
      await Promise.all([watch.start(), listenForChanges({ connect, notify, changes, signal: closing.signal })]);
    },
    isAway: () => watch.isAway,
    run: statements.run,
    withMigrationTarget: async (work) => {
      // The lock lives as long as its connection, so the work runs on the same connection: nobody else gets the lock
      // while the server is still working for a killed process.
      const client = new pg.Client(config);
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
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
      watch.close();
      statements.close();
      return pool.end();
    },
  };
}
