import pg from "pg";
import { getProcessKey, processLockClass, toLockNumber } from "./process-key";

/** Milliseconds between two questions to a server that answers. */
const beatMs = 1_000;
/** Milliseconds until a server that does not answer counts as away: with a beat, less than anybody has to wait. */
const patienceMs = 2_500;
/** Milliseconds between two tries to reach a server that is away. */
const retryMs = 250;

/**
 * What `work` answers. A process that was held up itself reads first what came meanwhile.
 * @throws when there is no answer for too long
 */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`no answer for ${patienceMs / 1000} s`));
    timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), patienceMs);
  });
  return await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Whether the server itself refused, but serves others, as when it has no room for one more. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isShuttingDown.test(error.code ?? "");
}

/** SQLSTATE codes of a server that stops, has crashed, or does not take connections yet. */
const isShuttingDown = /^57P0[1-5]$/;

/**
 * Watches the server over a connection of its own. A server that hangs (a stopped disk,
 * a cut network, a fail-over) keeps its connections open and says nothing, so it is asked every second. While it is away
 * it is asked all the time, so that work goes on at the moment it is back. As long as the connection is there, it has a
 * lock that says to others that this process lives.
 */
export class DatabaseWatch {
  isAway = false;
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private awaySince = 0;
  private isClosed = false;

  constructor(
    private readonly config: pg.ClientConfig,
    /** the server is away: what waits for it waits in vain */
    private readonly onAway: () => void,
  ) {}

  /** Begins; resolves after the first answer, or when there is none. */
  async start(): Promise<void> {
    await this.connect();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.client?.end().catch(() => undefined);
    this.client = null;
  }

  private async connect(): Promise<void> {
    if (this.isClosed) return;
    const client = new pg.Client({ ...this.config, connectionTimeoutMillis: 0, query_timeout: 0 });
    // The first of them counts; the others follow from it.
    client.on("error", () => this.lose(client)).on("end", () => this.lose(client));
    this.client = client;
    try {
      await withPatience(client.connect());
      await withPatience(
        client.query("SELECT pg_advisory_lock_shared($1, $2)", [processLockClass, toLockNumber(getProcessKey())]),
      );
    } catch (error) {
      this.drop(client);
      if (isRefusal(error)) this.setBack();
      else this.setAway(error);
      this.later(retryMs, () => this.connect());
      return;
    }
    this.setBack();
    this.later(beatMs, () => this.beat(client));
  }

  private async beat(client: pg.Client): Promise<void> {
    if (this.client !== client) return;
    try {
      await withPatience(client.query("SELECT 1"));
    } catch (error) {
      if (this.client !== client) return;
      this.drop(client);
      if (!isRefusal(error)) this.setAway(error);
      this.later(0, () => this.connect());
      return;
    }
    if (this.client === client) this.later(beatMs, () => this.beat(client));
  }

  /** The connection broke. It may be this one alone, so nothing is given up before another one fails. */
  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.drop(client);
    this.later(0, () => this.connect());
  }

  private drop(client: pg.Client): void {
    if (this.client === client) this.client = null;
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
    this.onAway();
    this.awaySince = Date.now();
    const reason = error instanceof Error ? error.message || error.name : String(error);
    console.error(`The database is away (${reason}). Requests are answered with 503 until it is back.`);
  }

  private setBack(): void {
    if (!this.isAway) return;
    this.isAway = false;
    console.error(`The database is back after ${((Date.now() - this.awaySince) / 1000).toFixed(1)} s.`);
  }
}
