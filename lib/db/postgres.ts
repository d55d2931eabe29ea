import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { EngineTarget } from "./migrate/schema-engine";

/** A PostgreSQL server, by a pool of connections. */
export interface PostgresDatabase {
  factory: PrismaPg;
  pool: pg.Pool;
  /** Runs `work` while no other instance runs its own under the same lock. */
  withMigrationTarget: <T>(work: (target: EngineTarget) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Any number that nothing else in this database uses. */
const migrationLock = 7_074_209_331;

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

  return {
    factory: new PrismaPg(pool),
    pool,
    withMigrationTarget: async (work) => {
      // The lock lives as long as its connection. The engine gets one connection too, as it takes a lock of its own.
      const holder = new pg.Client(config);
      const enginePool = new pg.Pool({ ...config, max: 1 });
      holder.on("error", () => undefined);
      enginePool.on("error", () => undefined);
      try {
        await holder.connect();
        await holder.query("SELECT pg_advisory_lock($1)", [migrationLock]);
        return await work({
          factory: new PrismaPg(enginePool),
          runScript: async (script) => {
            await enginePool.query(script);
          },
        });
      } finally {
        await enginePool.end();
        await holder.end().catch(() => undefined);
      }
    },
    close: () => pool.end(),
  };
}
