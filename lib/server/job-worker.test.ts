import { beforeEach, describe, expect, it } from "vitest";
import { SEND_MAIL_KIND } from "../auth/mail";
import { FETCH_LOGO_KIND } from "../db/clients/logos";
import { ChangeChannel } from "../db/driver/changes";
import { getDb, openDatabase } from "../db/driver/database";
import { BACKCHANNEL_LOGOUT_KIND } from "../db/people/end-sessions";
import { SHORTEN_CONSENTS_KIND } from "../db/people/shorten-consents";
import { claimJobs, enqueueJob, finishJob, onUrgentJob, retryJob } from "../db/portal/jobs";
import { DELIVER_EVENT_KIND } from "../db/protocol/event-store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { jobLanes } from "./job-handlers";
import { FinalJobError, type JobHandlers, type JobLane, RETRY_DELAYS, runDueJobs, startJobWorker } from "./job-worker";

useTestDatabase();

const start = new Date("2026-03-03T12:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const lane: JobLane = { kinds: ["test"], slots: 10, perHost: 2, perOwner: 3 };
const claim = (now: Date, limit = 10) => claimJobs({ ...lane, now, limit, leaseSeconds: 60 });

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
  expect(await runDueJobs(lane, handlers, () => at(9))).toBe(0);
  expect(await runDueJobs(lane, handlers, () => at(10))).toBe(1);
  expect(await runDueJobs(lane, handlers, () => at(100_000))).toBe(0);
  expect(done).toEqual([{ n: 1 }]);
  expect(await onlyRow()).toMatchObject({ finishedAt: at(10), lastError: null });
});

it("leaves kinds alone that it has no handler for", async () => {
  await enqueueJob("another", {}, start);
  expect(await runDueJobs(lane, { test: async () => undefined }, () => start)).toBe(0);
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
      expect(isLastTry).toBe(tries > RETRY_DELAYS.length);
      throw new Error("away");
    },
  };
  await enqueueJob("test", {}, start);
  let time = 0;
  for (const delay of RETRY_DELAYS) {
    expect(await runDueJobs(lane, handlers, () => at(time))).toBe(1);
    expect(await runDueJobs(lane, handlers, () => at(time + delay - 1))).toBe(0);
    time += delay;
  }
  expect((await onlyRow()).finishedAt).toBeNull();
  expect(await runDueJobs(lane, handlers, () => at(time))).toBe(1);
  expect(await runDueJobs(lane, handlers, () => at(time + 1_000_000))).toBe(0);
  expect(tries).toBe(RETRY_DELAYS.length + 1);
  expect(await onlyRow()).toMatchObject({ lastError: "away", attempts: tries, finishedAt: at(time) });
});

it("gives up at once what would fail again", async () => {
  const handlers: JobHandlers = {
    test: async () => {
      throw new FinalJobError("wrong");
    },
  };
  await enqueueJob("test", {}, start);
  await runDueJobs(lane, handlers, () => start);
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

describe("jobs for hosts that hang", () => {
  const owners = [1, 2, 3, 4].map((n) => ({
    ...ALICE,
    userId: `018f4a00-0000-7000-8000-00000000f00${n}`,
    email: `owner-${n}@example.org`,
  }));
  const ownerOf = (n: number) => owners[n % owners.length]?.userId ?? "";

  /** An app of one owner that wants to be told at one host. */
  async function addApp(clientId: string, ownerId: string | null, host: string): Promise<void> {
    const backchannelLogoutUri = `https://${host}/logout`;
    await (await getDb()).client.create({
      data: { id: clientId, name: clientId, kind: "web", ownerId, backchannelLogoutUri },
    });
  }
  const idsOf = (jobs: { payload: Record<string, unknown> }[]) => jobs.map(({ payload }) => payload.clientId);

  beforeEach(async () => {
    await seedStore({ ...CONTRACT_SEED, subjects: [...CONTRACT_SEED.subjects, ...owners], clients: [] });
  });

  it("take their share, and those of others go on, although they came later", async () => {
    for (let n = 0; n < 50; n += 1) {
      await addApp(`hanging-${n}`, ownerOf(0), `hanging-${n}.example.org`);
      await enqueueJob("test", { clientId: `hanging-${n}` }, start);
    }
    await addApp("other", ownerOf(1), "other.example.org");
    await enqueueJob("test", { clientId: "other" }, at(5));
    const taken = idsOf(await claim(at(5)));
    expect(taken).toHaveLength(lane.perOwner + 1);
    expect(taken).toContain("other");
    expect(await claim(at(6))).toEqual([]);
  });

  it("count together for one host, whoever owns its apps, and also while another instance does them", async () => {
    for (let n = 0; n < 8; n += 1) {
      await addApp(`shared-${n}`, ownerOf(n), "Shared.example.org");
      await enqueueJob("test", { clientId: `shared-${n}` }, start);
    }
    expect(await claim(start, 1)).toHaveLength(1);
    expect(await claim(start)).toHaveLength(lane.perHost - 1);
    expect(await claim(start)).toEqual([]);
    expect(await claim(at(60))).toHaveLength(lane.perHost);
  });

  it("leave a host's share to others while their owner's own is used up", async () => {
    for (let n = 0; n < 20; n += 1) {
      const host = n < lane.perOwner ? `hanging-${n}.example.org` : "shared.example.org";
      await addApp(`many-${n}`, ownerOf(0), host);
      await enqueueJob("test", { clientId: `many-${n}` }, start);
      // The owner's share is taken by hosts of their own.
      if (n === lane.perOwner - 1) expect(await claim(start)).toHaveLength(lane.perOwner);
    }
    await addApp("other", ownerOf(1), "shared.example.org");
    await enqueueJob("test", { clientId: "other" }, at(5));
    expect(idsOf(await claim(at(5)))).toEqual(["other"]);
  });

  it("leave an owner's share to their apps at other hosts while a host's own is used up", async () => {
    for (let n = 0; n < lane.perHost; n += 1) {
      await addApp(`full-${n}`, ownerOf(n), "full.example.org");
      await enqueueJob("test", { clientId: `full-${n}` }, start);
    }
    expect(await claim(start)).toHaveLength(lane.perHost);
    for (let n = 0; n < 20; n += 1) {
      await addApp(`waiting-${n}`, ownerOf(3), "full.example.org");
      await enqueueJob("test", { clientId: `waiting-${n}` }, at(1));
    }
    await addApp("elsewhere", ownerOf(3), "quick.example.org");
    await enqueueJob("test", { clientId: "elsewhere" }, at(5));
    expect(idsOf(await claim(at(5)))).toEqual(["elsewhere"]);
  });

  it("are taken up to both shares, however many wait", async () => {
    for (let n = 0; n < 40; n += 1) {
      await addApp(`app-${n}`, ownerOf(n % 2), `host-${n % 4}.example.org`);
      await enqueueJob("test", { clientId: `app-${n}` }, at(n));
    }
    expect(await claim(at(40), 100)).toHaveLength(2 * lane.perOwner);
    expect(await claim(at(40), 100)).toEqual([]);
  });

  it("of apps that registered themselves count together for the person whom they concern", async () => {
    for (let n = 0; n < 9; n += 1) {
      await addApp(`self-${n}`, null, `self-${n}.example.org`);
      await enqueueJob("test", { clientId: `self-${n}`, userId: n === 8 ? "another" : "one" }, start);
    }
    const taken = idsOf(await claim(start));
    expect(taken).toHaveLength(lane.perOwner + 1);
    expect(taken).toContain("self-8");
  });

  it("wait for those that were never tried", async () => {
    await enqueueJob("test", { n: "tried" }, start);
    const [first] = await claim(start);
    if (!first) throw new Error("nothing was taken");
    await retryJob(first, at(10), "away");
    await enqueueJob("test", { n: "new" }, at(20));
    expect((await claim(at(20), 1)).map(({ payload }) => payload.n)).toEqual(["new"]);
  });

  it("hold up nothing of another lane, and of their own only what their share holds", async () => {
    const lanes: JobLane[] = [
      { ...lane, kinds: ["urgent"] },
      { ...lane, kinds: ["picture"] },
    ];
    let release = () => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const done: unknown[] = [];
    const handlers: JobHandlers = {
      picture: async ({ clientId }) => (clientId === "quick" ? void done.push(clientId) : hanging),
      urgent: async ({ n }) => void done.push(n),
    };
    const now = new Date();
    for (let n = 0; n < 30; n += 1) {
      await addApp(`slow-${n}`, ownerOf(0), `slow-${n}.example.org`);
      await enqueueJob("picture", { clientId: `slow-${n}` }, now);
    }
    await addApp("quick", ownerOf(1), "quick.example.org");
    const worker = startJobWorker(lanes, handlers, 10);
    await expect.poll(async () => (await getDb()).job.count({ where: { attempts: 1 } })).toBe(lane.perOwner);
    await enqueueJob("urgent", { n: "notice" }, now);
    await enqueueJob("picture", { clientId: "quick" }, now);
    await expect.poll(() => done).toHaveLength(2);
    expect(done).toEqual(expect.arrayContaining(["notice", "quick"]));
    release();
    await worker.stop();
  });
});

it("a job that is urgent is done at once when the worker hears of it, long before its next look", async () => {
  const done: string[] = [];
  const lanes = [lane, { ...lane, kinds: ["other"] }];
  const worker = startJobWorker(lanes, { test: async () => void done.push("test") }, 3_600_000);
  await enqueueJob("test", {}, new Date());
  worker.wake("other");
  const { changes } = await openDatabase();
  if (!(changes instanceof ChangeChannel)) throw new Error("the test is wrong");
  const forgotten: unknown[] = [];
  changes.subscribe((change) => forgotten.push(change));
  await onUrgentJob(worker.wake);
  changes.hear("job test");
  await expect.poll(() => done).toEqual(["test"]);
  expect(forgotten).toEqual([]);
  await worker.stop();
});

describe("jobs that a clock put down which ran ahead", () => {
  const month = 30 * 86_400;

  it("are done all the same", async () => {
    await enqueueJob("test", {}, at(month));
    expect(await claim(start)).toHaveLength(1);
  });

  it("are taken again by others when their instance is gone", async () => {
    await enqueueJob("test", {}, start);
    expect(await claim(at(month))).toHaveLength(1);
    expect(await claim(start)).toHaveLength(1);
    expect(await claim(at(1))).toEqual([]);
  });
});

it("every kind of job is in one lane", () => {
  const kinds = jobLanes.flatMap((each) => each.kinds);
  expect(kinds.toSorted()).toEqual(
    [BACKCHANNEL_LOGOUT_KIND, DELIVER_EVENT_KIND, FETCH_LOGO_KIND, SEND_MAIL_KIND, SHORTEN_CONSENTS_KIND].toSorted(),
  );
});
