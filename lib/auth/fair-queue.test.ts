import { describe, expect, it } from "vitest";
import { FairQueue, type Waiter } from "./fair-queue";

interface Job {
  name: string;
  from: Waiter;
}

const job = (name: string, network: string | null, isKnown = false): Job => ({ name, from: { network, isKnown } });

function queueOf(...jobs: Job[]): FairQueue<Job> {
  const queue = new FairQueue<Job>();
  for (const each of jobs) queue.push(each);
  return queue;
}

function drain(queue: FairQueue<Job>): string[] {
  const names: string[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) names.push(next.name);
  return names;
}

describe("the order of those who wait", () => {
  it("is that of their coming within a network, and networks take turns", () => {
    const queue = queueOf(
      job("a1", "a"),
      job("a2", "a"),
      job("a3", "a"),
      job("b1", "b"),
      job("c1", "c"),
      job("b2", "b"),
    );
    expect(drain(queue)).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
  });

  it("puts known ones first, in three turns of four, so that the others are not shut out", () => {
    const known = [1, 2, 3, 4, 5].map((n) => job(`known-${n}`, `k${n}`, true));
    const others = [1, 2].map((n) => job(`other-${n}`, `o${n}`));
    expect(drain(queueOf(...others, ...known))).toEqual([
      "known-1",
      "known-2",
      "known-3",
      "other-1",
      "known-4",
      "known-5",
      "other-2",
    ]);
  });

  it("is nobody's when nobody waits", () => {
    expect(queueOf().shift()).toBeUndefined();
  });
});

describe("who makes room when the queue is full", () => {
  it("is the newest of the largest crowd", () => {
    const queue = queueOf(job("a1", "a"), job("a2", "a"), job("b1", "b"));
    expect(queue.findVictim(job("c1", "c")).name).toBe("a2");
  });

  it("is the newcomer itself, when its own crowd is as large as any", () => {
    const queue = queueOf(job("a1", "a"), job("a2", "a"), job("b1", "b"));
    expect(queue.findVictim(job("a3", "a")).name).toBe("a3");
    expect(queue.findVictim(job("b2", "b")).name).toBe("b2");
  });

  it("is one of the others for a known one, and never a known one for the others", () => {
    const queue = queueOf(job("k1", "k", true), job("k2", "k", true), job("k3", "k", true), job("a1", "a"));
    expect(queue.findVictim(job("k4", "k", true)).name).toBe("a1");
    expect(queue.findVictim(job("b1", "b")).name).toBe("b1");
  });

  it("is a known one of a crowd for another known one, when there are no others", () => {
    const queue = queueOf(job("k1", "k", true), job("k2", "k", true));
    expect(queue.findVictim(job("m1", "m", true)).name).toBe("k2");
  });

  it("is gone from the queue once it was removed", () => {
    const gone = job("a2", "a");
    const queue = queueOf(job("a1", "a"), gone, job("b1", "b"));
    queue.remove(gone);
    expect(queue.size).toBe(2);
    expect(drain(queue)).toEqual(["a1", "b1"]);
  });
});
