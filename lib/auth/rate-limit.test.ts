import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { countTry, keyOf, limitAddress, type RateLimit, rateLimitRules } from "./rate-limit";

useTestDatabase();

const start = new Date("2026-03-03T12:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const small: RateLimit = { rule: { name: "small", max: 2, seconds: 60 }, subject: "one" };
const large: RateLimit = { rule: { name: "large", max: 4, seconds: 60 }, subject: "one" };

beforeEach(async () => {
  resetEnv({ PORTICO_RATE_LIMITS: "on" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  await (await getDb()).rateLimit.deleteMany();
});
afterAll(() => {
  resetMasterKey();
  resetEnv();
});

async function countOf(limit: RateLimit): Promise<number> {
  const row = await (await getDb()).rateLimit.findUnique({ where: { key: keyOf(limit) } });
  return row?.count ?? 0;
}

const subjectOf = (address: string | null) => limitAddress(rateLimitRules.signInByAddress, address)[0]?.subject;

describe("the limit of an address", () => {
  it("counts an IPv4 address by itself, and an IPv6 address with its whole /64 (RFC 6177 §2)", () => {
    expect(subjectOf("192.0.2.1")).toBe("192.0.2.1");
    expect(subjectOf("192.0.2.2")).toBe("192.0.2.2");
    const network = "2001:db8:1:2";
    for (const address of ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:0:0:1", "2001:db8:1:2::", "2001:0db8:0001:0002::9"]) {
      expect(subjectOf(address), address).toBe(network);
    }
    expect(subjectOf("2001:db8:1:3::1")).toBe("2001:db8:1:3");
    expect(subjectOf("2001:db8::1")).toBe("2001:db8:0:0");
    expect(subjectOf("::1")).toBe("0:0:0:0");
    expect(subjectOf("fe80::1%eth0")).toBe("fe80:0:0:0");
    expect(subjectOf(null)).toBeUndefined();
  });
});

describe("a limit", () => {
  it("lets so many through in a window, and tells the others how long to wait", async () => {
    expect(await countTry([small], start)).toBeNull();
    expect(await countTry([small], at(10))).toBeNull();
    expect(await countTry([small], at(20))).toBe(40);
    expect(await countTry([small], at(60))).toBeNull();
  });

  it("does not count what it refused, nor does any other limit of the same try", async () => {
    for (let n = 0; n < 10; n += 1) await countTry([large, small], start);
    expect(await countOf(small)).toBe(2);
    expect(await countOf(large)).toBe(2);
    expect(await countTry([large], start)).toBeNull();
  });

  it("is exact for tries at the same moment", async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => countTry([small], start)));
    expect(waits.filter((wait) => wait === null)).toHaveLength(2);
  });

  it("knows no window that ends further away than its length: a clock that ran ahead wrote it", async () => {
    const month = 30 * 86_400;
    for (let n = 0; n < 3; n += 1) await countTry([small], at(month));
    expect(await countTry([small], start)).toBeNull();
    expect(await countTry([small], at(1))).toBeNull();
    expect(await countTry([small], at(2))).toBe(58);
  });

  it("never tells anybody to wait for longer than its window, whatever the clocks of other instances say", async () => {
    await countTry([small], at(20));
    await countTry([small], at(20));
    expect(await countTry([small], start)).toBe(60);
  });
});
