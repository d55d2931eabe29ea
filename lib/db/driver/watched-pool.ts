import pg from "pg";
import { log } from "../../log/log.mjs";
import { DatabaseAwayError } from "./outage";
import { isExhausted } from "./wait-for-room";

type Taken = Parameters<Parameters<pg.Pool["connect"]>[0]>;

/** Milliseconds for which a pool that got no further connection asks for none. */
const CONTENT_MS = 10_000;

/** How often a request waits for a connection of the pool, when it gets no new one. */
const MOST_TRIES = 3;

/** Milliseconds after which a connection that nobody needs is closed. */
const IDLE_MS = 2_000;

/** Milliseconds after which a session of a pooler is given back, so that others who wait for one get their turn. */
const TURN_MS = 5_000;

/**
 * A pool that gives out no connection while the server is away, so that nobody waits in vain, and that makes do with
 * the connections it has where there are no more: several processes may share a limit that none of them knows.
 */
export class WatchedPool extends pg.Pool {
  /** Each with the time at which it was connected, by the clock of the process. */
  private readonly clients = new Map<pg.PoolClient, number>();
  /** Tells each of those who wait for a connection that there will be none. */
  private readonly waiting = new Set<() => void>();
  private most: number;
  private isShared = false;
  private growth: NodeJS.Timeout | undefined;
  private hasTold = false;
  isAway = () => false;

  constructor(config: pg.PoolConfig) {
    // The last one stays: where others are quicker to take a free one, this process could get none.
    super({ idleTimeoutMillis: IDLE_MS, ...config, min: 1 });
    this.most = this.options.max;
    this.on("connect", (client) => {
      this.clients.set(client, performance.now());
      // It was on its way when another one was refused.
      if (this.growth) this.options.max = Math.max(this.options.max, this.clients.size);
    });
    this.on("remove", (client) => this.clients.delete(client));
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    this.on("error", () => undefined);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: (...taken: Taken) => void): void;
  override connect(callback?: (...taken: Taken) => void): Promise<pg.PoolClient> | undefined {
    if (callback) {
      this.take(callback);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.take((error, client) => (client ? resolve(client) : reject(error)));
    });
  }

  /**
   * From now on the pool opens `most` connections and gives each back after five seconds, all but the last: it shares a
   * pooler's sessions with programs that it does not know.
   */
  share(most: number): void {
    this.most = most;
    this.options.max = most;
    this.isShared = true;
  }

  /** Whether a connection should be given back, so that others get their turn. */
  readonly isDue = (client: pg.PoolClient): boolean =>
    this.isShared && this.totalCount > 1 && performance.now() - (this.clients.get(client) ?? 0) > TURN_MS;

  /**
   * Ends every connection, and with it everything that waits for an answer. Whoever waits for a connection is told as well: a
   * server that hangs accepts new ones and says nothing, so a request would wait twice.
   */
  cutConnections(): void {
    for (const client of this.clients.keys()) client.connection.stream.destroy();
    for (const giveUp of this.waiting) giveUp();
  }

  private take(callback: (...taken: Taken) => void, tries = 0): void {
    if (this.isAway()) {
      callback(new DatabaseAwayError(), undefined, () => undefined);
      return;
    }
    let isOver = false;
    const giveUp = () => {
      isOver = true;
      this.waiting.delete(giveUp);
      callback(new DatabaseAwayError(), undefined, () => undefined);
    };
    this.waiting.add(giveUp);
    super.connect((error, client, done) => {
      this.waiting.delete(giveUp);
      if (isOver) {
        // It came after all: somebody else can have it.
        done();
        return;
      }
      if (error && isExhausted(error) && this.totalCount > 0 && tries < MOST_TRIES) {
        this.stopGrowing();
        // The pool is full now: this waits for a connection that somebody gives back.
        this.take(callback, tries + 1);
        return;
      }
      if (!client) {
        callback(error, client, done);
        return;
      }
      const release = client.release;
      client.release = (isBroken) => release(isBroken || this.isDue(client));
      callback(undefined, client, client.release);
    });
  }

  private stopGrowing(): void {
    this.options.max = Math.max(1, this.clients.size);
    clearTimeout(this.growth);
    this.growth = setTimeout(() => {
      this.growth = undefined;
      this.options.max = this.most;
    }, CONTENT_MS).unref();
    if (this.hasTold) return;
    this.hasTold = true;
    log.warn(
      `The database has fewer connections for this process than the ${this.most} that it may open; requests share them. Raise max_connections of PostgreSQL (of PgBouncer: default_pool_size), or lower PORTICO_DATABASE_POOL.`,
    );
  }
}
