import pg from "pg";
import { startPostgres } from "../run/postgres.mjs";

/** Every engine's tokens survive a power loss: a commit waits until the data is on the disk. */
const settings = [
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "shared_buffers=256MB",
  "shared_preload_libraries=pg_stat_statements",
];

/** A statement of one engine and how often it ran. */
export interface StatementCount {
  query: string;
  calls: number;
  /** milliseconds a call */
  meanTime: number;
}

/** A real, durable PostgreSQL with a database for each engine. */
export class BenchDatabase {
  private constructor(
    private readonly url: string,
    /** of the server; its backends are its children */
    readonly pid: number,
    readonly stop: () => Promise<void>,
    /** for the report */
    readonly settings: string[],
  ) {}

  static async start(): Promise<BenchDatabase> {
    const { url, pid, stop } = await startPostgres(settings);
    try {
      const [row] = await query(url, "SHOW server_version");
      await query(url, "CREATE EXTENSION pg_stat_statements");
      return new BenchDatabase(url, pid, stop, [`PostgreSQL ${String(row?.server_version)}`, ...settings]);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** A new, empty database; answers its connection string. */
  async create(name: string): Promise<string> {
    const identifier = name.replaceAll("-", "_");
    await query(this.url, `CREATE DATABASE ${identifier}`);
    const url = new URL(this.url);
    url.pathname = `/${identifier}`;
    return url.href;
  }

  /** Writes out what earlier windows left, so that no window pays for another one. */
  async checkpoint(): Promise<void> {
    await query(this.url, "CHECKPOINT");
  }

  async resetStatements(): Promise<void> {
    await query(this.url, "SELECT pg_stat_statements_reset()");
  }

  /** The statements run since the last reset in the database of `databaseUrl`, most frequent first. */
  async countStatements(databaseUrl: string): Promise<StatementCount[]> {
    return await query<StatementCount>(
      this.url,
      `SELECT query, calls::int AS calls, mean_exec_time AS "meanTime" FROM pg_stat_statements s
       JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1 ORDER BY calls DESC`,
      [new URL(databaseUrl).pathname.slice(1)],
    );
  }
}

/** One statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow = Record<string, unknown>>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
