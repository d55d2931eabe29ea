import { describe, expect, it } from "vitest";
import { BoundedMap } from "./bounded-map";

describe("a map with a bound", () => {
  it("never holds more, and keeps the half that came last", () => {
    const map = new BoundedMap<number, string>(10);
    for (let key = 0; key < 1_000; key += 1) {
      map.set(key, `value ${key}`);
      expect(map.size).toBeLessThanOrEqual(10);
    }
    for (let key = 995; key < 1_000; key += 1) expect(map.get(key)).toBe(`value ${key}`);
    expect(map.get(0)).toBeUndefined();
  });

  it("keeps what is asked for, whatever else comes", () => {
    const map = new BoundedMap<string, number>(10);
    map.set("asked for", 1);
    for (let key = 0; key < 1_000; key += 1) {
      map.set(`${key}`, key);
      expect(map.get("asked for")).toBe(1);
    }
  });

  it("forgets what is taken out, also what is old, and answers what was set last", () => {
    const map = new BoundedMap<string, number>(4);
    map.set("a", 1);
    for (const key of ["b", "c"]) map.set(key, 0);
    map.delete("a");
    expect(map.get("a")).toBeUndefined();
    map.set("b", 2);
    expect(map.get("b")).toBe(2);
    map.clear();
    expect(map.size).toBe(0);
  });
});
