import { beforeEach, expect, it } from "vitest";
import { getDb } from "../db/client";
import { claimJobs, enqueueJob, finishJob, retryJob } from "../db/jobs";
import { useTestDatabase } from "../db/testing/test-database";
import { FinalJobError, type JobHandlers, retryDelays, runDueJobs } from "./job-worker";

useTestDatabase();

const start = new Date("2026-03-03T12:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const claim = (now: Date, limit = 10) => claimJobs({ kinds: ["test"], now, limit, leaseSeconds: 60 });

beforeEach(async () => {
  const db = await getDb();
  await db.job.deleteMany();
});

async function onlyRow() {
  const [row, ...others] = await (await getDb()).job.findMany();
  if (!row || others.length > 0) throw new Error("there is not one job");
  return row;
}

it("does a job once, when it is due, with its payload", async () => {
  const done: unknown[] = [];
  const handlers: JobHandlers = { test: async (payload) => void done.push(payload) };
  await enqueueJob("test", { n: 1 }, at(10));
  expect(await runDueJobs(handlers, () => at(9))).toBe(0);
  expect(await runDueJobs(handlers, () => at(10))).toBe(1);
  expect(await runDueJobs(handlers, () => at(100_000))).toBe(0);
  expect(done).toEqual([{ n: 1 }]);
  expect(await onlyRow()).toMatchObject({ finishedAt: at(10), lastError: null });
});

it("leaves kinds alone that it has no handler for", async () => {
  await enqueueJob("another", {}, start);
  expect(await runDueJobs({ test: async () => undefined }, () => start)).toBe(0);
});

it("of instances at once, each gets other jobs", async () => {
  for (let n = 0; n < 20; n += 1) await enqueueJob("test", { n }, start);
  const taken = await Promise.all(Array.from({ length: 8 }, () => claim(start, 4)));
  const ids = taken.flat().map((job) => job.id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claim(start, 100);
  expect(ids.length + rest.length).toBe(20);
});

it("tries again ever later, and gives up in the end", async () => {
  let tries = 0;
  const handlers: JobHandlers = {
    test: async (_payload, { isLastTry }) => {
      tries += 1;
      expect(isLastTry).toBe(tries > retryDelays.length);
      throw new Error("away");
    },
  };
  await enqueueJob("test", {}, start);
  let time = 0;
  for (const delay of retryDelays) {
    expect(await runDueJobs(handlers, () => at(time))).toBe(1);
    expect(await runDueJobs(handlers, () => at(time + delay - 1))).toBe(0);
    time += delay;
  }
  expect((await onlyRow()).finishedAt).toBeNull();
  expect(await runDueJobs(handlers, () => at(time))).toBe(1);
  expect(await runDueJobs(handlers, () => at(time + 1_000_000))).toBe(0);
  expect(tries).toBe(retryDelays.length + 1);
  expect(await onlyRow()).toMatchObject({ lastError: "away", attempts: tries, finishedAt: at(time) });
});

it("gives up at once what would fail again", async () => {
  const handlers: JobHandlers = {
    test: async () => {
      throw new FinalJobError("wrong");
    },
  };
  await enqueueJob("test", {}, start);
  await runDueJobs(handlers, () => start);
  expect(await onlyRow()).toMatchObject({ lastError: "wrong", attempts: 1, finishedAt: start });
});

it("takes over a job whose instance died; that one can settle nothing any more", async () => {
  await enqueueJob("test", {}, start);
  const [first] = await claim(start);
  expect(await claim(at(59))).toEqual([]);
  const [second] = await claim(at(60));
  if (!first || !second) throw new Error("nothing was taken");
  expect(second.id).toBe(first.id);
  expect(await finishJob(first, at(61), null)).toBe(false);
  expect(await retryJob(first, at(61), "late")).toBe(false);
  expect(await finishJob(second, at(61), null)).toBe(true);
});
