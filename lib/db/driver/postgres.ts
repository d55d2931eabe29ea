import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { parseDatabaseUrl } from "../../database-url";
import type { MigrationTarget } from "./apply-migrations";
import { CHANGES_CHANNEL, ChangeChannel } from "./changes";
import { DatabaseError } from "./database-error";
import { DatabaseWatch } from "./database-watch";
import { type Listening, listenForChanges } from "./listen";
import type { PoolSizes } from "./pool-sizes";
import { reachServer } from "./reach-server";
import { CONFIRMED_NOTICE, type ReadinessTarget } from "./readiness";
import { createServerClient, defineServerClient } from "./server-client";
import { ServerHosts } from "./server-hosts";
import type { RunStatement } from "./sql";
import { StatementConnections } from "./statement-connections";
import { waitForRoom } from "./wait-for-room";
import { WatchedPool } from "./watched-pool";

/** The connections of this process to a PostgreSQL server. */
export interface PoolState {
  idle: number;
  busy: number;
  /** how many it may open now */
  most: number;
  /** requests that wait for one */
  waiting: number;
}

/** A PostgreSQL server, by a pool of connections. */
export interface PostgresDatabase {
  factory: PrismaPg;
  pool: pg.Pool;
  run: RunStatement;
  changes: ChangeChannel;
  readiness: ReadinessTarget;
  /**
   * Finds the server, the one that takes writes where there are several, and looks whether it is fit for the portal. Opens
   * the first connection of the pool, and waits ten seconds for it where there is none to give.
   * @throws {DatabaseError} with one sentence
   */
  reach: () => Promise<void>;
  /** Starts to listen for changes and to watch whether the server answers. Keeps trying while it is away. */
  listen: () => Promise<void>;
  /** Whether the server is known not to answer. */
  isAway: () => boolean;
  describePool: () => PoolState;
  /** Runs `work` while neither another instance nor `prisma migrate deploy` is migrating. */
  withMigrationTarget: <T>(work: (target: MigrationTarget) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Milliseconds until each of the servers of a URL was tried again while none can be used. */
const RETRY_MS = 250;

/** How long a request waits for a connection, or for the answer to a hot statement, in milliseconds. */
const PATIENCE_MS = 4_000;

/**
 * The limit for all other statements, in milliseconds: a backup, or the verification of the audit log, may take long.
 */
const LONG_PATIENCE_MS = 30_000;

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

/**
 * Connects lazily: while the server is away queries fail, and they work again when it is back.
 */
export function openPostgres(url: string, poolSizes: PoolSizes): PostgresDatabase {
  const hosts = new ServerHosts(parseDatabaseUrl(url));
  const settings = { connectionTimeoutMillis: PATIENCE_MS };
  const Client = defineServerClient(hosts);
  const pool = new WatchedPool({ ...settings, Client, max: poolSizes.direct, query_timeout: LONG_PATIENCE_MS });

  // The other half is for what Prisma asks.
  const statements = new StatementConnections(pool, {
    most: () => Math.floor(pool.options.max / 2),
    patienceMs: PATIENCE_MS,
    isDue: pool.isDue,
  });
  const changes = new ChangeChannel();
  let listening: Listening | undefined;
  const watch = new DatabaseWatch({
    connect: () => createServerClient(hosts, {}),
    onFailure: (error) => hosts.moveOn(error),
    retryMs: RETRY_MS / hosts.count,
    onStale: () => pool.cutConnections(),
    onConnected: (client) => {
      listening = listenForChanges({
        client,
        query: (text) => watch.use((current) => current.query(text)),
        notify: (payload) => pool.query("SELECT pg_notify($1, $2)", [CHANGES_CHANNEL, payload]),
        changes,
      });
      return listening.begun;
    },
    onLost: () => listening?.stop("the connection broke"),
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
    reach: async () => {
      const { isPooled } = await reachServer(hosts, settings);
      if (isPooled) pool.share(poolSizes.pooled);
      const first = await waitForRoom(() => pool.connect()).catch((cause: Error) => {
        throw new DatabaseError(`The database at ${hosts.name} has no connection left: ${cause.message}.`, { cause });
      });
      first.release();
    },
    listen: () => watch.start(),
    isAway: () => watch.isAway,
    describePool: () => {
      const idle = pool.idleCount + statements.idleCount;
      return { idle, busy: pool.totalCount - idle, most: pool.options.max, waiting: pool.waitingCount };
    },
    run: statements.run,
    withMigrationTarget: async (work) => {
      // The lock lives as long as its connection, so the work runs on the same connection: nobody else gets the lock
      // while the server is still working for a killed process.
      const client = await waitForRoom(() => createServerClient(hosts, settings).connect());
      try {
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
      listening?.stop(null);
      watch.close();
      statements.close();
      return pool.end();
    },
  };
}
