import type pg from "pg";
import { quickTypes } from "./parse-timestamp";
import type { RunStatement } from "./sql";

/**
 * Connections that statements keep instead of returning them to the pool each time. A pool gives out a connection only
 * after all code that can run now has run. On a kept connection a statement is sent at once, so the database already
 * works on it meanwhile.
 */
export class StatementConnections {
  private readonly kept: pg.PoolClient[] = [];
  private readonly held = new Map<pg.PoolClient, (error: Error) => void>();
  private isClosing = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      /** how many idle connections are kept; the others go back to the pool */
      most: number;
      /** milliseconds after which a statement without an answer fails */
      patienceMs: number;
    },
  ) {}

  readonly run: RunStatement = async <Row>({ name, text }: { name: string; text: string }, values: unknown[]) => {
    const client = this.kept.pop() ?? (await this.take());
    try {
      // The driver knows this member, its types do not.
      const query: pg.QueryConfig & { query_timeout: number } = {
        name,
        text,
        values,
        types: quickTypes,
        query_timeout: this.options.patienceMs,
      };
      const { rows } = await client.query(query);
      this.keep(client);
      return rows as Row[];
    } catch (error) {
      // Nobody knows what state it is in.
      this.release(client, true);
      throw error;
    }
  };

  /** Connections that are kept and do nothing now. */
  get idleCount(): number {
    return this.kept.length;
  }

  /** Returns all connections to the pool, which can then end. */
  close(): void {
    this.isClosing = true;
    for (const client of this.kept.splice(0)) this.release(client, false);
  }

  private async take(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    // A kept connection that breaks is dropped. Without a listener the error would end the process.
    const giveUp = () => {
      const index = this.kept.indexOf(client);
      if (index !== -1) this.kept.splice(index, 1);
      this.release(client, true);
    };
    client.once("error", giveUp);
    this.held.set(client, giveUp);
    return client;
  }

  private keep(client: pg.PoolClient): void {
    if (this.isClosing || this.kept.length >= this.options.most) this.release(client, false);
    else if (this.held.has(client)) this.kept.push(client);
  }

  private release(client: pg.PoolClient, isBroken: boolean): void {
    const giveUp = this.held.get(client);
    if (giveUp === undefined) return;
    this.held.delete(client);
    client.off("error", giveUp);
    client.release(isBroken);
  }
}
