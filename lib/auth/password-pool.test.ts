import { describe, expect, it, vi } from "vitest";
import { site, toNetwork } from "../http/network";
import type { Waiter } from "./fair-queue";
import { PasswordPool, PasswordQueueFullError } from "./password-pool";
import type { PasswordThread, PasswordThreadEvents } from "./password-threads";

const cost = 12;
const at = (address: string, isKnown = false): Waiter => ({ isKnown, network: toNetwork(address, site) });

/** Threads whose tasks end when the test says so, and take as much of a processor as it says. */
class Threads {
  readonly #busy: { input: string; events: PasswordThreadEvents }[] = [];

  start = (events: PasswordThreadEvents): PasswordThread => ({
    run: (task) => void this.#busy.push({ input: "input" in task ? task.input : task.password, events }),
    end: async () => undefined,
  });

  /** Ends the oldest task. @returns its input */
  finish(cpuMs: number | null = 300): string {
    const task = this.#busy.shift();
    if (!task) throw new Error("no thread has a task");
    task.events.answered(true, cpuMs);
    return task.input;
  }

  get inputs(): string[] {
    return this.#busy.map(({ input }) => input);
  }
}

function open(size = 1, maxWaitMs = 3_000) {
  const threads = new Threads();
  const pool = new PasswordPool(size, maxWaitMs, threads.start);
  const refused: { input: string; retryAfter: number }[] = [];
  const run = (input: string, from: Waiter) => {
    pool.run({ input, cost }, from).catch((error: unknown) => {
      if (!(error instanceof PasswordQueueFullError)) throw error;
      refused.push({ input, retryAfter: error.retryAfter });
    });
  };
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { threads, run, refused, settled };
}

describe("the queue of passwords", () => {
  it("takes in as much work as is done within the longest wait, and refuses the rest with an honest time to wait", async () => {
    const { run, refused, settled } = open();
    for (let n = 0; n < 14; n += 1) run(`n${n}`, at("192.0.2.1"));
    await settled();
    // One is under way, ten of 300 ms wait, three are refused: all that are here take 11 times 300 ms.
    expect(refused).toEqual(["n11", "n12", "n13"].map((input) => ({ input, retryAfter: 4 })));
  });

  it("does not refuse because the machine is busy: what counts is the processor's time, not the clock's", async () => {
    const { threads, run, refused, settled } = open();
    const realNow = performance.now.bind(performance);
    let skipped = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => realNow() + skipped);
    try {
      for (let n = 0; n < 30; n += 1) {
        run(`n${n}`, at("192.0.2.1"));
        skipped += 8_000;
        threads.finish(300);
      }
      for (let n = 0; n < 11; n += 1) run(`m${n}`, at("192.0.2.1"));
      await settled();
      expect(refused).toEqual([]);
      run("one too many", at("192.0.2.1"));
      await settled();
      // How long it takes to be answered is told by the clock, which knows that the machine is busy.
      expect(refused[0]?.retryAfter).toBe(60);
    } finally {
      clock.mockRestore();
    }
  });

  it("takes more in when tasks turn out to be short, and always a few, however long they are", async () => {
    const short = open();
    for (let n = 0; n < 60; n += 1) {
      short.run("x", at("192.0.2.1"));
      short.threads.finish(3);
    }
    for (let n = 0; n < 200; n += 1) short.run("x", at("192.0.2.1"));
    await short.settled();
    expect(short.refused).toEqual([]);
    const long = open();
    for (let n = 0; n < 60; n += 1) {
      long.run("x", at("192.0.2.1"));
      long.threads.finish(9_000);
    }
    for (let n = 0; n < 6; n += 1) long.run(`x${n}`, at("192.0.2.1"));
    await long.settled();
    expect(long.refused.map(({ input }) => input)).toEqual(["x5"]);
  });

  it("lets a known browser go next, whatever crowd of changing addresses waits", async () => {
    const { threads, run, refused, settled } = open();
    for (let n = 0; n < 24; n += 1) run(`attack-${n}`, at(`2001:db8:1:${n.toString(16)}::1`));
    run("owner", at("198.51.100.7", true));
    threads.finish();
    expect(threads.inputs).toEqual(["owner"]);
    await settled();
    expect(refused.map(({ input }) => input)).not.toContain("owner");
  });

  it("gives a newcomer the next turn after one of the crowd's, and the crowd makes room", async () => {
    const { threads, run, refused, settled } = open();
    for (let n = 0; n < 24; n += 1) run(`attack-${n}`, at(`2001:db8:1:${n.toString(16)}::1`));
    run("newcomer", at("198.51.100.7"));
    threads.finish();
    threads.finish();
    expect(threads.inputs).toEqual(["newcomer"]);
    await settled();
    expect(refused.map(({ input }) => input)).not.toContain("newcomer");
    expect(refused).toHaveLength(24 - 11 + 1);
  });

  it("throws an error that every bundle of Next.js knows, whichever opened the pool", async () => {
    vi.resetModules();
    const other = await import("./password-pool");
    expect(other.PasswordQueueFullError).not.toBe(PasswordQueueFullError);
    expect(new other.PasswordQueueFullError(5)).toBeInstanceOf(PasswordQueueFullError);
    expect(new Error("another")).not.toBeInstanceOf(PasswordQueueFullError);
  });

  it("counts the work, so that a costly hash is not taken for a cheap one", async () => {
    const threads = new Threads();
    const pool = new PasswordPool(1, 3_000, threads.start);
    const results = [16, 16, 16, 16, 16, 16].map((costly) =>
      pool.run({ input: "x", cost: costly }, at("192.0.2.1")).then(
        () => "answered",
        (error: Error) => error.name,
      ),
    );
    expect(await results[5]).toBe("PasswordQueueFullError");
    await pool.close();
  });
});
