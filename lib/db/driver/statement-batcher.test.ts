import { describe, expect, it } from "vitest";
import { createStatementBatcher } from "./statement-batcher";

/** An error as the database answers it. */
const refusal = (code: string) => Object.assign(new Error(code), { code });

describe("a batcher of statements", () => {
  it("lets a bad item fail alone: what the database refused is tried one by one", async () => {
    const batches: string[][] = [];
    const ask = createStatementBatcher(async (items: string[]) => {
      batches.push(items);
      if (items.includes("bad")) throw refusal("23505");
      return items;
    });
    const results = await Promise.allSettled(["a", "bad", "b"].map(ask));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(batches).toEqual([["a", "bad", "b"], ["a"], ["bad"], ["b"]]);
  });

  it.each(["57P01", "ECONNRESET"])("tries nothing again when nobody knows what happened (%s)", async (code) => {
    const batches: string[][] = [];
    const ask = createStatementBatcher(async (items: string[]) => {
      batches.push(items);
      throw refusal(code);
    });
    const results = await Promise.allSettled(["a", "b"].map(ask));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(batches).toEqual([["a", "b"]]);
  });
});
