import type pg from "pg";
import type { RunStatement } from "./sql";

/**
 * Connections that statements keep for themselves instead of giving them back to the pool each time. A pool hands one
 * out only after everything that can run now has run; on a kept one a statement is sent at once, so that the database
 * works on it meanwhile.
 */
export class StatementConnections {
  private readonly kept: pg.PoolClient[] = [];
  private readonly held = new Map<pg.PoolClient, (error: Error) => void>();
  private isClosing = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      /** connections that are kept while nobody uses them; what is needed beyond goes back to the pool */
      most: number;
      /** milliseconds until a statement without an answer has failed */
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

  /** Gives all back to the pool, which can end then. */
  close(): void {
    this.isClosing = true;
    for (const client of this.kept.splice(0)) this.release(client, false);
  }

  private async take(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    // One that breaks while it is kept is given up; without a listener that would end the process.
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
