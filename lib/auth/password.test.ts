import bcrypt from "bcryptjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import type { Waiter } from "./fair-queue";
import { hashPassword, isHashOutdated, verifyPassword } from "./password";
import { getPasswordPool, PasswordPool } from "./password-pool";

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

describe("a stored password", () => {
  it("is a bcrypt hash of a keyed digest, so that the table alone is of no use", async () => {
    const hash = await hashPassword("four quiet grey herons");
    expect(hash).toMatch(/^\$2[aby]\$04\$/);
    expect(await bcrypt.compare("four quiet grey herons", hash)).toBe(false);
    expect(await verifyPassword("four quiet grey herons", hash)).toBe(true);
    expect(await verifyPassword("four quiet grey heron", hash)).toBe(false);
  });

  it("counts beyond bcrypt's 72 bytes and beyond a NUL", async () => {
    const long = "x".repeat(100);
    expect(await verifyPassword(`${long}b`, await hashPassword(`${long}a`))).toBe(false);
    expect(await verifyPassword("before\0other", await hashPassword("before\0after"))).toBe(false);
  });

  it("is the same however the keyboard composes its letters", async () => {
    expect(await verifyPassword("pa\u0308ssword ﬁ", await hashPassword("p\u00e4ssword fi"))).toBe(true);
  });

  it("is of no use under another secret of the portal", async () => {
    const hash = await hashPassword("four quiet grey herons");
    resetMasterKey("another secret for tests, 32 characters");
    expect(await verifyPassword("four quiet grey herons", hash)).toBe(false);
    resetMasterKey("a secret for tests, 32 characters and more");
  });

  it("is made anew after the configured rounds changed", async () => {
    const hash = await hashPassword("four quiet grey herons");
    expect(isHashOutdated(hash)).toBe(false);
    resetEnv({ PORTICO_BCRYPT_COST: "5" });
    expect(isHashOutdated(hash)).toBe(true);
    resetEnv({ PORTICO_BCRYPT_COST: "4" });
  });
});

describe("an account that does not exist", () => {
  it("is never right, and costs as many rounds of bcrypt as one that does, so that time tells nothing", async () => {
    const known = await hashPassword("four quiet grey herons");
    const run = vi.spyOn(getPasswordPool(), "run");
    for (const hash of [known, null]) expect(await verifyPassword("something else altogether", hash)).toBe(false);
    const hashes = run.mock.calls.map(([task]) => ("hash" in task ? task.hash : ""));
    run.mockRestore();
    expect(hashes.map((hash) => bcrypt.getRounds(hash))).toEqual([4, 4]);
    // bcrypt takes a shortcut when a hash is not whole or its salt cannot be read: this one is, and can be.
    const [, standIn = ""] = hashes;
    expect(standIn).toHaveLength(known.length);
    expect(await bcrypt.hash("anything", bcrypt.getSalt(standIn))).toHaveLength(known.length);
  });
});

const someone: Waiter = { isKnown: false, network: "192.0.2" };

describe("the pool of threads", () => {
  it("leaves the event loop free while it hashes", async () => {
    const pool = new PasswordPool(1, 10_000);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await pool.run({ input: "x", cost: 11 }, someone);
    clearInterval(timer);
    await pool.close();
    expect(turns).toBeGreaterThan(3);
  });

  it("survives a thread that dies: that task fails, the next one is answered", async () => {
    const pool = new PasswordPool(1, 10_000);
    // What is no text at all makes the library throw in the thread.
    await expect(pool.run({ input: "x", hash: 7 as unknown as string }, someone)).rejects.toThrow();
    expect(await pool.run({ input: "x", cost: 4 }, someone)).toMatch(/^\$2/);
    await pool.close();
  });
});
