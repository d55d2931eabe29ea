import { EventEmitter } from "node:events";
import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StatementConnections } from "./statement-connections";

class FakeClient extends EventEmitter {
  /** how it was given back: whether it was broken; null while somebody has it */
  given: boolean | null = null;
  isCut = false;

  async query({ text }: { text: string }) {
    if (this.isCut || text === "refused") throw new Error(text);
    return { rows: [{ text }] };
  }

  release(isBroken: boolean) {
    if (this.given !== null) throw new Error("Release called on client which has already been released to the pool.");
    this.given = isBroken;
  }
}

describe("the connections of statements", () => {
  const clients: FakeClient[] = [];
  const pool = {
    connect: async () => {
      const client = new FakeClient();
      clients.push(client);
      return client;
    },
  } as unknown as pg.Pool;
  const ask = (connections: StatementConnections, text = "asked") => connections.run({ name: text, text }, []);

  beforeEach(() => {
    clients.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  it("are used again", async () => {
    const connections = new StatementConnections(pool, { most: () => 1, patienceMs: 4_000 });
    expect(await ask(connections)).toEqual([{ text: "asked" }]);
    await ask(connections);
    expect(clients).toHaveLength(1);
  });

  it("go back to the pool beyond those that are kept, and all of them at the end", async () => {
    const connections = new StatementConnections(pool, { most: () => 1, patienceMs: 4_000 });
    await Promise.all([ask(connections), ask(connections)]);
    expect(clients.map(({ given }) => given)).toEqual([null, false]);
    connections.close();
    expect(clients.map(({ given }) => given)).toEqual([false, false]);
    await ask(connections);
    expect(clients.at(-1)?.given).toBe(false);
  });

  it("are given up once a statement failed on them", async () => {
    const connections = new StatementConnections(pool, { most: () => 1, patienceMs: 4_000 });
    await expect(ask(connections, "refused")).rejects.toThrow("refused");
    expect(clients[0]?.given).toBe(true);
    await ask(connections);
    expect(clients).toHaveLength(2);
  });

  it("are given up when they break, while they are kept and while a statement is under way", async () => {
    const connections = new StatementConnections(pool, { most: () => 1, patienceMs: 4_000 });
    await ask(connections);
    clients[0]?.emit("error", new Error("cut"));
    expect(clients[0]?.given).toBe(true);
    const [, answer] = [await ask(connections), ask(connections)];
    const [, second] = clients;
    second?.emit("error", new Error("cut"));
    await answer;
    expect(second?.given).toBe(true);
    await ask(connections);
    expect(clients).toHaveLength(3);
  });

  it("go back to the pool once nobody has needed them for a second, the others stay", async () => {
    vi.useFakeTimers();
    const connections = new StatementConnections(pool, { most: () => 3, patienceMs: 4_000 });
    await Promise.all([ask(connections), ask(connections), ask(connections)]);
    vi.advanceTimersByTime(1_000);
    expect(connections.idleCount).toBe(3);
    await ask(connections);
    vi.advanceTimersByTime(1_000);
    expect(clients.map(({ given }) => given)).toEqual([false, false, null]);
    vi.advanceTimersByTime(1_000);
    expect(connections.idleCount).toBe(0);
    connections.close();
  });

  it("go back to the pool when it is others' turn", async () => {
    const connections = new StatementConnections(pool, { most: () => 1, patienceMs: 4_000, isDue: () => true });
    await ask(connections);
    expect(clients.map(({ given }) => given)).toEqual([false]);
  });
});
