import { describe, expect, it } from "vitest";
import { findCircles } from "./circles";

const find = (arrows: Record<string, string[]>) => findCircles(new Map(Object.entries(arrows)));

describe("circles", () => {
  it("are groups in which everything leads back to itself", () => {
    expect(find({ a: ["b"], b: ["c"], c: ["a"], d: ["a"] })).toEqual([["a", "b", "c"]]);
    expect(find({ a: ["a"] })).toEqual([["a"]]);
    expect(find({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] })).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("are not two ways to one place, nor ways out of the graph", () => {
    expect(find({ a: ["b", "c"], b: ["d"], c: ["d"], d: ["elsewhere"] })).toEqual([]);
  });
});
