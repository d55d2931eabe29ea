import { beforeEach, describe, expect, it, vi } from "vitest";
import { openMemoryTestDatabase } from "../testing/test-database";
import { ChangeChannel } from "./changes";
import { DatabaseAwayError } from "./outage";
import { createReadiness, type ReadinessTarget } from "./readiness";

const own = ["1_first", "2_second"];
const rows = (...names: string[]) => names.map((name) => ({ name, needs: null }));

/** A database that can do everything, but for what a test takes from it. */
function createTarget(changes: Partial<ReadinessTarget> = {}): ReadinessTarget & { looks: number } {
  const channel = new ChangeChannel();
  channel.setLive(true, null);
  const target = {
    looks: 0,
    isAway: () => false,
    changes: channel,
    tryOut: async () => rows(...own),
    notify: async (payload: string) => channel.hear(payload),
    ...changes,
  };
  const { tryOut } = target;
  target.tryOut = (statements) => {
    target.looks += 1;
    return tryOut(statements);
  };
  return target;
}

const failing = (code: string) => async () => {
  throw Object.assign(new Error("no"), { code });
};

const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => void errors.mockClear());

describe("a process is ready", () => {
  it("when it writes, hears, and finds exactly its own schema", async () => {
    expect(await createReadiness(createTarget(), own)()).toBeNull();
    expect(errors).not.toHaveBeenCalled();
  });

  it("when it can run on the schema of a newer one, which it says once", async () => {
    const newer = [...rows(...own, "4_fourth"), { name: "5_fifth", needs: "2_second" }];
    vi.useFakeTimers();
    try {
      const findProblem = createReadiness(createTarget({ tryOut: async () => newer }), own);
      expect(await findProblem()).toBeNull();
      await vi.advanceTimersByTimeAsync(1_001);
      expect(await findProblem()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    const sentence =
      "A newer version of Portico has migrated the database (5_fifth). This version can run on its schema, and goes on.";
    expect(errors.mock.calls).toEqual([[sentence]]);
  });

  it.each([
    ["database_away", createTarget({ isAway: () => true })],
    ["database_away", createTarget({ tryOut: () => Promise.reject(new DatabaseAwayError()) })],
    ["database_away", createTarget({ tryOut: failing("ECONNREFUSED") })],
    ["database_read_only", createTarget({ tryOut: failing("25006") })],
    ["disk_full", createTarget({ tryOut: failing("53100") })],
    ["connections_exhausted", createTarget({ tryOut: failing("53300") })],
    ["rights_missing", createTarget({ tryOut: failing("42501") })],
    ["database_timeout", createTarget({ tryOut: failing("55P03") })],
    ["database_timeout", createTarget({ tryOut: failing("57014") })],
    ["write_failed", createTarget({ tryOut: failing("XX000") })],
    ["schema_older", createTarget({ tryOut: async () => rows("1_first") })],
    ["schema_older", createTarget({ tryOut: failing("42P01") })],
    ["schema_newer", createTarget({ tryOut: async () => [...rows(...own), { name: "3_third", needs: "3_third" }] })],
    ["changes_unheard", createTarget({ notify: async () => undefined })],
    ["changes_unheard", createTarget({ changes: new ChangeChannel() })],
  ])("and otherwise says why: %s", async (reason, target) => {
    expect(await createReadiness(target, own)()).toBe(reason);
  });
});

describe("a look at the database", () => {
  it("that does not end counts as failed after less than a second, and no other begins meanwhile", async () => {
    const target = createTarget({ tryOut: () => new Promise(() => undefined) });
    const findProblem = createReadiness(target, own);
    const since = performance.now();
    expect(await findProblem()).toBe("database_timeout");
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(await Promise.all(Array.from({ length: 1_000 }, findProblem))).toContain("database_timeout");
    expect(target.looks).toBe(1);
  });

  it("is shared by all who ask within a second", async () => {
    vi.useFakeTimers();
    try {
      const target = createTarget();
      const findProblem = createReadiness(target, own);
      await Promise.all(Array.from({ length: 1_000 }, findProblem));
      await vi.advanceTimersByTimeAsync(999);
      await findProblem();
      expect(target.looks).toBe(1);
      await vi.advanceTimersByTimeAsync(2);
      await findProblem();
      expect(target.looks).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is told to the operator when its result changes, and only then", async () => {
    vi.useFakeTimers();
    try {
      let isFull = true;
      const target = createTarget({ tryOut: () => (isFull ? failing("53100")() : Promise.resolve(rows(...own))) });
      const findProblem = createReadiness(target, own);
      for (const full of [true, true, false, false]) {
        isFull = full;
        await findProblem();
        await vi.advanceTimersByTimeAsync(1_001);
      }
      expect(errors.mock.calls).toEqual([["Not ready: disk_full."], ["Ready again."]]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a real database", () => {
  it("passes, and keeps nothing of what a look writes", async () => {
    const database = await openMemoryTestDatabase();
    const isPassed = (problem: unknown) => problem === null || problem === "changes_unheard";
    try {
      // This one does not listen, so what is written before that shows. On a busy machine a look can take longer than it
      // may.
      await expect.poll(() => database.findProblem()).toSatisfy(isPassed);
      expect(await database.run({ name: "count_limits", text: "SELECT FROM rate_limits" }, [])).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
