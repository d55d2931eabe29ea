import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as database from "../driver/database";
import { useTestDatabase } from "../testing/test-database";

useTestDatabase();

// Whether a process listens already is kept in the module.
beforeEach(() => vi.resetModules());
afterEach(() => vi.restoreAllMocks());

it("whoever waits for news while the database is away fails, and the next one hears of them", async () => {
  const changes = await database.findChanges();
  const listen = vi.spyOn(changes, "onNotice").mockImplementationOnce(() => {
    throw new Error("the database is away");
  });
  const { eventStore } = await import("./event-store");
  const never = new AbortController().signal;
  await expect(eventStore.waitForNews("pt_cl_web", 10_000, never)).rejects.toThrow("the database is away");
  expect(listen).toHaveBeenCalledTimes(1);
  const waiting = eventStore.waitForNews("pt_cl_web", 10_000, never);
  await expect.poll(() => listen.mock.calls.length).toBe(2);
  const [, wake] = listen.mock.calls.at(-1) ?? [];
  // It waits once it listens.
  await new Promise((resolve) => setImmediate(resolve));
  wake?.("pt_cl_web");
  await waiting;
});
