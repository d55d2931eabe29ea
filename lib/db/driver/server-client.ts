import pg from "pg";
import type { ServerHosts } from "./server-hosts";

/** Milliseconds for each statement that begins a session. */
const SESSION_MS = 4_000;

/** The same in a pool: a request that gets no new connection has to wait for another one after that. */
const SESSION_OF_POOL_MS = 1_000;

/**
 * What every session is told, by statements: start-up options would be refused by poolers, or dropped. The Prisma
 * adapter writes and reads times without a zone, so they must be in UTC.
 */
const SET_UP = "SET TimeZone TO 'UTC'; SET client_encoding TO 'UTF8'";

const LOOK = `SELECT current_setting('TimeZone') AS zone, current_setting('client_encoding') AS client_encoding,
  current_setting('server_encoding') AS server_encoding, pg_backend_pid() AS process,
  pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS is_read_only`;

/** What a session was found to be. */
export interface Session {
  zone: string;
  clientEncoding: string;
  serverEncoding: string;
  /** whether the server takes no writes, as a standby does */
  isReadOnly: boolean;
  /** whether a pooler stands in between: it tells another process than the one that answers */
  isPooled: boolean;
}

/** The server takes no writes, where one that does is wanted. */
export class ReadOnlyServerError extends Error {
  override name = "ReadOnlyServerError";
  /** SQLSTATE read_only_sql_transaction. @see PostgreSQL, Appendix A: Error Codes */
  readonly code = "25006";

  constructor() {
    super("it takes no writes");
  }
}

/**
 * The connection was accepted, and then nothing answered on it: a pooler whose connections to the server are all in use,
 * or a server that hangs.
 */
export class NoSessionError extends Error {
  override name = "NoSessionError";
  /** SQLSTATE too_many_connections */
  readonly code = "53300";

  constructor(options: ErrorOptions) {
    super("it accepts connections, and gives none of them a session", options);
  }
}

/** A connection to a server, whose session is set up when it is connected. */
export class ServerClient extends pg.Client {
  session: Session | null = null;
  private toldProcess = 0;

  constructor(
    config: pg.ClientConfig,
    private readonly isWriterWanted: boolean,
    private readonly sessionMs = SESSION_MS,
  ) {
    super(config);
    // Whoever waits for it learns that it breaks. Without a listener the event would end the process.
    this.on("error", () => undefined);
    this.connection.on("backendKeyData", ({ processID }: { processID: number }) => {
      this.toldProcess = processID;
    });
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error | null, client?: this) => void): void;
  override connect(callback?: (error: Error | null, client?: this) => void): Promise<this> | undefined {
    const connected = this.open();
    if (!callback) return connected;
    connected.then(
      () => callback(null, this),
      (error: Error) => callback(error),
    );
    return undefined;
  }

  private async open(): Promise<this> {
    await super.connect();
    try {
      this.session = await this.beginSession();
      if (this.isWriterWanted && this.session.isReadOnly) throw new ReadOnlyServerError();
      return this;
    } catch (error) {
      this.connection.stream.destroy();
      throw error instanceof Error && error.message === "Query read timeout"
        ? new NoSessionError({ cause: error })
        : error;
    }
  }

  private async beginSession(): Promise<Session> {
    const ask = (text: string) => {
      // The driver knows this member, its types do not.
      const query: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: this.sessionMs };
      return this.query(query);
    };
    await ask(SET_UP);
    const [row] = (await ask(LOOK)).rows;
    return {
      zone: String(row?.zone),
      clientEncoding: String(row?.client_encoding),
      serverEncoding: String(row?.server_encoding),
      isReadOnly: row?.is_read_only === true,
      isPooled: row?.process !== this.toldProcess,
    };
  }
}

/** What all connections have in common. */
export type ConnectionSettings = Pick<
  pg.ClientConfig,
  "connectionTimeoutMillis" | "query_timeout" | "application_name" | "keepAlive"
>;

const COMMON: ConnectionSettings = { application_name: "portico", keepAlive: true };

/** A connection to the server that connections go to now. */
export function createServerClient(hosts: ServerHosts, settings: ConnectionSettings): ServerClient {
  return new ServerClient({ ...COMMON, ...settings, ...hosts.config }, hosts.isWriterWanted);
}

/** The same for a pool, which makes its connections itself. */
export function defineServerClient(hosts: ServerHosts) {
  return class extends ServerClient {
    constructor(settings: ConnectionSettings = {}) {
      super({ ...COMMON, ...settings, ...hosts.config }, hosts.isWriterWanted, SESSION_OF_POOL_MS);
    }
  };
}
