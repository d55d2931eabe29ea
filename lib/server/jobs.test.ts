import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as endedConsents from "../account/ended-consents";
import * as sweep from "../db/portal/sweep";
import { startJobs } from "./jobs";

beforeEach(() => {
  vi.useFakeTimers();
  // A database takes time of its own, which the moved clock does not wait for.
  vi.spyOn(endedConsents, "endConsents").mockResolvedValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("sweeps what requests fill every half minute, and everything every ten, a failure in between included", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const runs = vi.spyOn(sweep, "sweepExpired").mockImplementation(async ({ isBusyOnly }) => {
    if (!isBusyOnly) throw new Error("away");
    return {};
  });
  const stop = startJobs();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(runs).toHaveBeenCalledTimes(1);
  expect(log).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(600_000);
  const kinds = runs.mock.calls.map(([{ isBusyOnly }]) => (isBusyOnly ? "busy" : "all"));
  expect(kinds).toEqual(["all", ...Array.from({ length: 19 }, () => "busy"), "all"]);
  await stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(runs).toHaveBeenCalledTimes(21);
});

it("waits, when it is stopped, for the run that is under way", async () => {
  let finish = () => {};
  vi.spyOn(sweep, "sweepExpired").mockReturnValue(
    new Promise((resolve) => {
      finish = () => resolve({});
    }),
  );
  const stop = startJobs();
  await vi.advanceTimersByTimeAsync(30_000);
  let isStopped = false;
  const stopped = stop().then(() => {
    isStopped = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isStopped).toBe(false);
  finish();
  await stopped;
});
