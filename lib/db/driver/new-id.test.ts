import { expect, it } from "vitest";
import { newId } from "./new-id";

it("ids of one millisecond sort in the order in which they were made (RFC 9562 §6.2)", () => {
  for (const now of [1_796_000_000_000, 1_796_000_000_001]) {
    const made = Array.from({ length: 2_000 }, () => newId(now));
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  }
});

it("an id of a later millisecond sorts after all of an earlier one", () => {
  const earlier = Array.from({ length: 5_000 }, () => newId(1_796_000_000_002)).sort();
  expect(newId(1_796_000_000_003) > (earlier.at(-1) ?? "")).toBe(true);
  expect(new Set(earlier).size).toBe(earlier.length);
});

it("an id is a UUID of version 7", () => {
  expect(newId(0)).toMatch(/^00000000-0000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
