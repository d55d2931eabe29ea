import type pg from "pg";
import { quickTypes } from "./parse-timestamp";
import type { RunStatement } from "./sql";

/** Milliseconds between two looks for connections that nobody needs. */
const LOOK_MS = 1_000;

/**
 * Connections that statements keep instead of returning them to the pool each time. A pool gives out a connection only
 * after all code that can run now has run. On a kept connection a statement is sent at once, so the database already
 * works on it meanwhile. Those that nobody needed for a second go back to the pool.
 */
export class StatementConnections {
  private readonly kept: pg.PoolClient[] = [];
  private readonly held = new Map<pg.PoolClient, (error: Error) => void>();
  /** The fewest that were kept at once since the last look: as many were not needed. */
  private fewest = 0;
  private readonly looks: NodeJS.Timeout;
  private isClosing = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      /** how many idle connections are kept now; the others go back to the pool */
      most: () => number;
      /** milliseconds after which a statement without an answer fails */
      patienceMs: number;
      /** whether a connection should go back although it could be kept */
      isDue?: (client: pg.PoolClient) => boolean;
    },
  ) {
    this.looks = setInterval(() => this.giveBackUnneeded(), LOOK_MS).unref();
  }

  readonly run: RunStatement = async <Row>({ name, text }: { name: string; text: string }, values: unknown[]) => {
    const client = this.takeKept() ?? (await this.take());
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
    clearInterval(this.looks);
    for (const client of this.kept.splice(0)) this.release(client, false);
  }

  private takeKept(): pg.PoolClient | undefined {
    const client = this.kept.pop();
    this.fewest = Math.min(this.fewest, this.kept.length);
    return client;
  }

  /** The last one kept is the next one used, so those at the beginning are the ones that nobody needed. */
  private giveBackUnneeded(): void {
    for (const client of this.kept.splice(0, this.fewest)) this.release(client, false);
    this.fewest = this.kept.length;
  }

  private async take(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    // A kept connection that breaks is dropped. Without a listener the error would end the process.
    const giveUp = () => {
      const index = this.kept.indexOf(client);
      if (index !== -1) this.kept.splice(index, 1);
      this.fewest = Math.min(this.fewest, this.kept.length);
      this.release(client, true);
    };
    client.once("error", giveUp);
    this.held.set(client, giveUp);
    return client;
  }

  private keep(client: pg.PoolClient): void {
    const { most, isDue } = this.options;
    if (this.isClosing || this.kept.length >= most() || isDue?.(client)) this.release(client, false);
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
