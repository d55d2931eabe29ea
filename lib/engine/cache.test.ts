import { describe, expect, it, vi } from "vitest";
import { ChangeChannel } from "../db/driver/changes";
import { createCache } from "./cache";

describe("what is remembered", () => {
  const changes = new ChangeChannel();
  let reads: string[] = [];
  const values = new Map<string, string>();
  const find = createCache(
    "client",
    async (key) => {
      reads.push(key);
      return values.get(key) ?? null;
    },
    () => changes,
  );

  async function countReads(key: string, steps: () => void = () => undefined): Promise<number> {
    reads = [];
    await find(key);
    steps();
    await find(key);
    return reads.length;
  }

  it("is read once while changes are heard, and each time while they are not", async () => {
    values.set("a", "1");
    expect(await countReads("a")).toBe(2);
    changes.setLive(true, null);
    expect(await countReads("a")).toBe(1);
    expect(await find("a")).toBe("1");
    expect(await countReads("a", () => changes.setLive(false, null))).toBe(1);
    changes.setLive(true, null);
  });

  it("is read anew after a change of that thing, or of any, and not after others", async () => {
    expect(await countReads("a", () => changes.hear("client a"))).toBe(2);
    expect(await countReads("a", () => changes.hear("client"))).toBe(1);
    expect(await countReads("a", () => changes.hear("client b"))).toBe(0);
    expect(await countReads("a", () => changes.hear("catalogue"))).toBe(0);
    expect(await countReads("a", () => changes.hear("what another version says"))).toBe(1);
  });

  it("is not what somebody read while it changed", async () => {
    values.set("b", "old");
    const reading = find("b");
    await Promise.resolve();
    await Promise.resolve();
    changes.hear("client b");
    values.set("b", "new");
    await reading;
    expect(await find("b")).toBe("new");
  });

  it("is never that there is nothing", async () => {
    expect(await countReads("nobody")).toBe(2);
  });

  it("is not pushed out by names that do not exist, however many are asked for", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(5_000);
    try {
      changes.hear("client a");
      await find("a");
      for (let n = 0; n < 20_000; n += 1) await find(`no such name ${n}`);
      expect(await countReads("a")).toBe(0);
    } finally {
      now.mockRestore();
    }
  });

  it("is read once for all who ask at the same time, whether it exists or not", async () => {
    reads = [];
    await Promise.all(["b", "b", "nobody", "nobody"].map((key) => find(key)));
    expect(reads.filter((key) => key === "nobody")).toHaveLength(1);
  });

  it("is read anew after a second, should a change have gone unheard", async () => {
    const now = vi.spyOn(performance, "now");
    try {
      now.mockReturnValue(10_000);
      changes.hear("client a");
      await find("a");
      reads = [];
      now.mockReturnValue(10_999);
      await find("a");
      expect(reads).toEqual([]);
      now.mockReturnValue(11_000);
      await find("a");
      expect(reads).toEqual(["a"]);
    } finally {
      now.mockRestore();
    }
  });
});
