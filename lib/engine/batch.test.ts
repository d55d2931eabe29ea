import { describe, expect, it, vi } from "vitest";
import { createBatcher } from "./batch";

/** A statement that is under way until it is let go. */
function heldStatement() {
  const batches: string[][] = [];
  const finish: (() => void)[] = [];
  const run = async (items: string[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => finish.push(resolve));
    return items.map((item) => item.toUpperCase());
  };
  return { batches, finish, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a batcher", () => {
  it("lets those that came while a statement was under way share the next one", async () => {
    const { batches, finish, run } = heldStatement();
    const ask = createBatcher(run);
    const first = ask("a");
    await turn();
    const others = [ask("b"), ask("c")];
    await turn();
    expect(batches).toEqual([["a"]]);
    finish.shift()?.();
    expect(await first).toBe("A");
    await turn();
    await turn();
    expect(batches).toEqual([["a"], ["b", "c"]]);
    finish.shift()?.();
    expect(await Promise.all(others)).toEqual(["B", "C"]);
  });

  it("answers nobody before their own statement is done", async () => {
    const { finish, run } = heldStatement();
    const ask = createBatcher(run);
    let isAnswered = false;
    const answer = ask("a").then(() => {
      isAnswered = true;
    });
    await turn();
    await turn();
    expect(isAnswered).toBe(false);
    finish.shift()?.();
    await answer;
    expect(isAnswered).toBe(true);
  });

  it("sends the next statement before those whom the last one answered go on", async () => {
    const { batches, finish, run } = heldStatement();
    const ask = createBatcher(run, { overlaps: true });
    const first = ask("a").then(() => batches.length);
    await turn();
    const second = ask("b");
    finish.shift()?.();
    expect(await first).toBe(2);
    finish.shift()?.();
    expect(await second).toBe("B");
  });

  it("takes half of those who are here, so that the others have work for the database when these go on", async () => {
    const { batches, finish, run } = heldStatement();
    const ask = createBatcher(run, { overlaps: true });
    const answers = [ask("a"), ask("b")];
    await turn();
    answers.push(...["c", "d", "e", "f"].map(ask));
    finish.shift()?.();
    await turn();
    expect(batches.at(-1)).toEqual(["c", "d", "e"]);
    finish.shift()?.();
    await turn();
    expect(batches.at(-1)).toEqual(["f"]);
    finish.shift()?.();
    expect(await Promise.all(answers)).toEqual(["A", "B", "C", "D", "E", "F"]);
  });

  it("never puts two items of one key into a statement", async () => {
    const batches: string[][] = [];
    const ask = createBatcher(
      async (items: string[]) => {
        batches.push(items);
        return items;
      },
      { keyOf: (item) => item },
    );
    await Promise.all(["a", "b", "a", "a", "c"].map(ask));
    expect(batches).toEqual([["a", "b", "c"], ["a"], ["a"]]);
  });

  it("keeps to its size", async () => {
    const batches: string[][] = [];
    const ask = createBatcher(
      async (items: string[]) => {
        batches.push(items);
        return items;
      },
      { maxSize: 2 },
    );
    expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(["a", "b", "c"]);
    expect(batches).toEqual([["a", "b"], ["c"]]);
  });

  it("lets others go when a statement is held up, only so many at once", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const { batches, finish, run } = heldStatement();
      const ask = createBatcher(run, { maxInFlight: 2 });
      const answers = ["a", "b"].map(async (item, index) => {
        if (index > 0) await turn();
        return ask(item);
      });
      await turn();
      await turn();
      vi.advanceTimersByTime(24);
      await turn();
      expect(batches).toEqual([["a"]]);
      vi.advanceTimersByTime(1);
      await turn();
      expect(batches).toEqual([["a"], ["b"]]);
      const third = ask("c");
      vi.advanceTimersByTime(1_000);
      await turn();
      expect(batches).toHaveLength(2);
      finish.pop()?.();
      expect(await answers[1]).toBe("B");
      await turn();
      await turn();
      expect(batches.at(-1)).toEqual(["c"]);
      for (const done of finish.splice(0)) done();
      expect([await answers[0], await third]).toEqual(["A", "C"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("lets a bad item fail alone: what was refused because of an item is tried one by one", async () => {
    const batches: string[][] = [];
    const ask = createBatcher(
      async (items: string[]) => {
        batches.push(items);
        if (items.includes("bad")) throw new RangeError("bad");
        return items;
      },
      { isItemError: (error) => error instanceof RangeError },
    );
    const results = await Promise.allSettled(["a", "bad", "b"].map(ask));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(batches).toEqual([["a", "bad", "b"], ["a"], ["bad"], ["b"]]);
  });

  it("tries nothing again when nobody knows what happened", async () => {
    const batches: string[][] = [];
    const ask = createBatcher(async (items: string[]) => {
      batches.push(items);
      throw new Error("gone");
    });
    const results = await Promise.allSettled(["a", "b"].map(ask));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(batches).toEqual([["a", "b"]]);
  });
});
