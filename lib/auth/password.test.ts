import bcrypt from "bcryptjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import type { Waiter } from "./fair-queue";
import { readForeignHash } from "./foreign-passwords/read-hash";
import { hashPassword, isHashOutdated, storeForeignHash, verifyPassword } from "./password";
import { getPasswordPool, PasswordPool } from "./password-pool";
import { type PasswordThread, startPasswordThread } from "./password-threads";

useTestDatabase();

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

/** As other programs wrote it: see foreign-passwords/digest.test.ts. */
const foreign = {
  pbkdf2: "$pbkdf2-sha256$2900$MoZQSkmplVLKGcMYY.x9zw$ppVIZQW7Qq8xzkOC47yZIVsdPR9tw4CixXpRRTEOdw4",
  argon2: "$argon2id$v=19$m=1024,t=2,p=2$PAQ6rcI10JUVIegxnYrT5g$XWXQ1gtvSN2zDvkDARSnY9NWSXuUwGaobF3L1v2+8QE",
  sha1: "{SHA}V+is/QzVtJBByQnO85Y0DtFOVBo=",
};

async function store(written: string): Promise<string> {
  const reading = readForeignHash(written);
  if ("problem" in reading) throw new Error(reading.problem);
  return storeForeignHash(reading.hash);
}

describe("an imported password", () => {
  const stored: Record<string, string> = {};
  beforeAll(async () => {
    const db = await getDb();
    for (const [name, written] of Object.entries(foreign)) {
      const hash = await store(written);
      stored[name] = hash;
      const user = await createAccount({ email: `${name}@example.org`, password: null });
      await db.user.update({ where: { id: user?.userId }, data: { passwordHash: hash } });
    }
  });
  afterAll(async () => {
    await (await getDb()).user.deleteMany({});
  });

  it.each(Object.keys(foreign))("is right or wrong: %s", async (name) => {
    expect(await verifyPassword("four quiet grey herons", stored[name] ?? null)).toBe(true);
    expect(await verifyPassword("four quiet grey heron", stored[name] ?? null)).toBe(false);
  });

  it("is of no use to who has the table alone, and never rests there as a hash that is quick to try", async () => {
    for (const [name, written] of Object.entries(foreign)) {
      const digest = written.split(/[$}]/).at(-1) ?? "";
      expect(stored[name]).not.toContain(digest);
      expect(stored[name]).not.toContain(Buffer.from(digest, "base64").toString("base64url"));
    }
    expect(stored.sha1).toMatch(/^imported:1:sha1,salt=end::\$2[aby]\$04\$/);
    resetMasterKey("another secret for tests, 32 characters");
    for (const hash of Object.values(stored)) expect(await verifyPassword("four quiet grey herons", hash)).toBe(false);
    resetMasterKey("a secret for tests, 32 characters and more");
  });

  it("counts as outdated, so that the first right sign-in makes it the portal's own", () => {
    for (const hash of Object.values(stored)) expect(isHashOutdated(hash)).toBe(true);
  });

  it("takes the same work as the portal's own, as another program's and as none, so that time tells nothing (ASVS 6.3.8)", async () => {
    const own = await hashPassword("four quiet grey herons");
    const run = vi.spyOn(getPasswordPool(), "run");
    const works: string[] = [];
    for (const hash of [own, null, ...Object.values(stored)]) {
      run.mockClear();
      await verifyPassword("something else altogether", hash);
      const tasks = run.mock.calls.map(([task]) => {
        if ("hash" in task) return `bcrypt ${bcrypt.getRounds(task.hash)}`;
        return "scheme" in task ? JSON.stringify(task.scheme) : "new";
      });
      works.push(tasks.join("; "));
    }
    run.mockRestore();
    expect(works[0]).toMatch(/^bcrypt 4; .*argon2id.*; .*pbkdf2/);
    expect(new Set(works).size).toBe(1);
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
    const { pool, threads } = openPool();
    const failed = expect(pool.run({ input: "x", cost: 12 }, someone)).rejects.toThrow("A password thread ended.");
    await threads[0]?.end();
    await failed;
    expect(await pool.run({ input: "x", cost: 4 }, someone)).toMatch(/^\$2/);
    expect(threads).toHaveLength(2);
    await pool.close();
  });

  it("keeps its thread when a task cannot be done, such as Argon2 with a salt under 8 bytes (RFC 9106 §3.1)", async () => {
    const { pool, threads } = openPool();
    const scheme = { kind: "argon2", type: "argon2id", m: 256, t: 1, p: 1, length: 32 } as const;
    await expect(pool.run({ password: "x", scheme, salt: Buffer.alloc(7) }, someone)).rejects.toThrow("Salt");
    await expect(pool.run({ input: "x", hash: 7 as unknown as string }, someone)).rejects.toThrow();
    expect(await pool.run({ input: "x", cost: 4 }, someone)).toMatch(/^\$2/);
    expect(threads).toHaveLength(1);
    await pool.close();
  });
});

/** A pool of one thread, and the threads that it started. */
function openPool() {
  const threads: PasswordThread[] = [];
  const pool = new PasswordPool(1, 10_000, (events) => {
    const thread = startPasswordThread(events);
    threads.push(thread);
    return thread;
  });
  return { pool, threads };
}
