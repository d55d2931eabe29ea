import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { flushEvents } from "@/lib/db/audit/events";
import { listEvents } from "@/lib/db/audit/list-events";
import { getDb } from "@/lib/db/driver/database";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { CrowdedAddresses, describeCrowdedAddress } from "./crowded-addresses";
import { rateLimitRules } from "./rate-limit";

useTestDatabase();

const start = new Date("2026-03-03T12:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const rule = rateLimitRules.signInByAddress;
const limit = { key: "sign-in-address:abc", rule, address: "203.0.113.7" };
const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
let waiting: (() => Promise<void>)[] = [];

beforeEach(async () => {
  resetEnv({ PORTICO_RATE_LIMITS: "on" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  waiting = [];
  warn.mockClear();
  const db = await getDb();
  await db.rateLimit.deleteMany();
});
afterEach(() => flushEvents());
afterAll(() => {
  warn.mockRestore();
  resetMasterKey();
  resetEnv();
});

const open = () => new CrowdedAddresses((tell) => void waiting.push(tell));
const goOn = () => Promise.all(waiting.splice(0).map((tell) => tell()));

describe("an address that fills a limit", () => {
  it("is named once for each window, with how many it kept out and what to do", async () => {
    const crowded = open();
    for (let n = 0; n < 12; n += 1) crowded.note(limit, at(n));
    await goOn();
    expect(warn).toHaveBeenCalledTimes(1);
    const [sentence] = warn.mock.calls[0] ?? [];
    expect(sentence).toMatch(/^12 sign-ins were refused because one address, 203\.0\.113\.7, sent 100 wrong passwords/);
    expect(sentence).toContain("set PORTICO_TRUST_PROXY=203.0.113.7");
    crowded.note(limit, at(rule.seconds - 1));
    expect(waiting).toHaveLength(0);
    const [event] = await listEvents({ type: "limit.reached", limit: 1 });
    expect(event).toMatchObject({ ipAddress: "203.0.113.7", data: { rule: rule.name, refused: 12 } });
  });

  it("is named by one of several processes only, and again in the next window", async () => {
    const processes = [open(), open(), open()];
    for (const each of processes) each.note(limit, start);
    await goOn();
    expect(warn).toHaveBeenCalledTimes(1);
    processes[1]?.note(limit, at(rule.seconds + 1));
    await goOn();
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it("is named once in five minutes where the window is shorter, which is told in seconds", async () => {
    const crowded = open();
    const wrong = { key: "wrong-signature-address:abc", rule: rateLimitRules.wrongSignatureByAddress, address: "::1" };
    for (const seconds of [0, 11, 299]) crowded.note(wrong, at(seconds));
    await goOn();
    crowded.note(wrong, at(301));
    await goOn();
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^3 signed requests were refused because .* sent 1000 wrong signatures within 10 seconds\./,
    );
  });

  it("is to be added to the proxies, where some are known", () => {
    expect(describeCrowdedAddress(limit, 1, true)).toMatch(
      /^1 of the sign-ins was refused .*add it to PORTICO_TRUST_PROXY\.$/,
    );
  });
});
