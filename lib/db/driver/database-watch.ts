import pg from "pg";
import { log } from "../../log/log.mjs";
import { DatabaseAwayError } from "./outage";
import { getProcessKey, PROCESS_LOCK_CLASS, toLockNumber } from "./process-key";
import { ReadOnlyServerError, type ServerClient } from "./server-client";
import { isExhausted } from "./wait-for-room";

/** Milliseconds between two questions to a server that answers. */
const BEAT_MS = 1_000;
/** Milliseconds between two questions, each on a new connection, to a server that takes no writes. */
const READ_ONLY_BEAT_MS = 5_000;
/**
 * Milliseconds until a server that does not answer counts as away. Together with a beat, this is shorter than anybody
 * has to wait.
 */
const PATIENCE_MS = 2_500;
/** The same for the first connection: a server that was reached a moment ago has no session to give, rather than hangs. */
const FIRST_PATIENCE_MS = 5_000;

/**
 * The answer of `work`. A process that was itself held up first reads what arrived meanwhile.
 * @throws when the answer takes too long
 */
async function withPatience<T>(work: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`no answer for ${patienceMs / 1000} s`));
    timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), patienceMs);
  });
  return await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Whether the server refused this connection but serves others, for example because it has no room for one more. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !IS_SHUTTING_DOWN.test(error.code ?? "");
}

/** SQLSTATE codes of a server that is stopping, has crashed, or does not accept connections yet. */
const IS_SHUTTING_DOWN = /^57P0[1-5]$/;

const IS_READ_ONLY = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS is_read_only";

/** What a watch needs from its driver. */
export interface WatchOptions {
  /** A connection to the server that connections go to now, which it does not open yet. */
  connect: () => ServerClient;
  /** That server cannot be used. */
  onFailure: (error: unknown) => void;
  /** What other connections wait for is in vain: they lead to a server that is away, or takes no writes any more. */
  onStale: () => void;
  /** What else lives on this connection can begin. */
  onConnected: (client: ServerClient) => Promise<void>;
  /** The connection of the last {@link onConnected} is lost. */
  onLost: () => void;
  /** milliseconds between two tries to reach a server that is away */
  retryMs: number;
}

/**
 * Watches the server over a connection of its own. A server that hangs (a stopped disk, a cut network, a fail-over)
 * keeps its connections open and stays silent, so it is asked every second. One that became a standby keeps them open,
 * too, and refuses to write: a new connection may lead to the one that took its place. While it is away it is asked all the time,
 * so that work continues as soon as it is back. As long as this connection lives, it holds a lock that tells others
 * that this process lives. A process has few connections where a pooler gives them, so it hears of changes on this one, too.
 */
export class DatabaseWatch {
  isAway = false;
  private client: ServerClient | null = null;
  private hasConnected = false;
  private isReadOnly = false;
  private timer: NodeJS.Timeout | undefined;
  private awaySince = 0;
  private isClosed = false;
  /** Resolves when nobody uses the connection: what one caller asks must not end up in another's transaction. */
  private turn: Promise<unknown> = Promise.resolve();
  /** What those who use the connection are told when it is lost: the driver does not tell all of them. */
  private readonly users = new Set<(error: Error) => void>();

  constructor(private readonly options: WatchOptions) {}

  /** Starts watching. Resolves after the first answer, or when there is none. */
  async start(): Promise<void> {
    await this.connect();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.client?.end().catch(() => undefined);
    this.client = null;
  }

  /**
   * Runs `work` on the connection that is watched, which no request uses.
   * @throws {DatabaseAwayError} when there is none, or it is lost meanwhile
   */
  use<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const mine = this.turn.then(async () => {
      const { client } = this;
      if (client === null || this.isAway) throw new DatabaseAwayError();
      let giveUp: (error: Error) => void = () => {};
      const lost = new Promise<never>((_, reject) => {
        giveUp = reject;
      });
      this.users.add(giveUp);
      return Promise.race([work(client), lost]).finally(() => this.users.delete(giveUp));
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async connect(): Promise<void> {
    if (this.isClosed) return;
    const client = this.options.connect();
    // The first failure counts; the others follow from it.
    client.on("error", () => this.lose(client)).on("end", () => this.lose(client));
    this.client = client;
    try {
      await withPatience(client.connect(), this.hasConnected ? PATIENCE_MS : FIRST_PATIENCE_MS);
      await withPatience(
        client.query("SELECT pg_advisory_lock_shared($1, $2)", [PROCESS_LOCK_CLASS, toLockNumber(getProcessKey())]),
      );
    } catch (error) {
      this.drop(client);
      if (isRefusal(error) || (!this.hasConnected && isExhausted(error))) this.setBack();
      else {
        this.options.onFailure(error);
        this.setAway(error);
      }
      this.later(this.options.retryMs, () => this.connect());
      return;
    }
    this.hasConnected = true;
    const wasReadOnly = this.isReadOnly;
    this.isReadOnly = client.session?.isReadOnly ?? false;
    if (wasReadOnly && !this.isReadOnly) this.options.onStale();
    this.setBack();
    this.later(this.isReadOnly ? READ_ONLY_BEAT_MS : BEAT_MS, () => this.beat(client));
    await this.options.onConnected(client);
  }

  private async beat(client: ServerClient): Promise<void> {
    if (this.client !== client) return;
    try {
      const { rows } = await withPatience(this.use((current) => current.query(IS_READ_ONLY)));
      if (rows[0]?.is_read_only === true) throw new ReadOnlyServerError();
    } catch (error) {
      if (this.client !== client) return;
      this.drop(client);
      if (error instanceof ReadOnlyServerError) this.isReadOnly = true;
      else if (!isRefusal(error)) this.setAway(error);
      this.later(0, () => this.connect());
      return;
    }
    if (this.client === client) this.later(BEAT_MS, () => this.beat(client));
  }

  /** The connection broke. Perhaps only this one did, so nothing is given up until another one fails. */
  private lose(client: ServerClient): void {
    if (this.client !== client) return;
    this.drop(client);
    this.later(0, () => this.connect());
  }

  private drop(client: ServerClient): void {
    if (this.client === client) this.client = null;
    this.options.onLost();
    for (const giveUp of this.users) giveUp(new DatabaseAwayError());
    this.turn = Promise.resolve();
    clearTimeout(this.timer);
    // `end` would wait for an answer.
    client.connection.stream.destroy();
  }

  private later(ms: number, next: () => Promise<void>): void {
    if (this.isClosed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void next(), ms);
    this.timer.unref();
  }

  private setAway(error: unknown): void {
    if (this.isClosed || this.isAway) return;
    this.isAway = true;
    this.options.onStale();
    this.awaySince = Date.now();
    const reason = error instanceof Error ? error.message || error.name : String(error);
    log.error(`The database is away (${reason}). Requests are answered with 503 until it is back.`);
  }

  private setBack(): void {
    if (!this.isAway) return;
    this.isAway = false;
    log.info(`The database is back after ${((Date.now() - this.awaySince) / 1000).toFixed(1)} s.`);
  }
}
