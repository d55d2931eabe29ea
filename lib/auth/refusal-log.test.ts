import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import type { NewEvent } from "@/lib/events/catalogue";
import { anyEvent } from "../events/testing/any-event";
import { filedRefusals, RefusalLog } from "./refusal-log";

const start = new Date("2026-03-03T12:00:00.000Z");
const refused = anyEvent({ type: "authorize.refused", outcome: "refused", clientId: "pt_cl_one" });
let now = start;
let log: RefusalLog;
beforeEach(() => {
  resetEnv({ PORTICO_RATE_LIMITS: "on" });
  now = start;
  log = new RefusalLog(() => now);
});
afterAll(() => resetEnv());

/** Events that are filed of so many refused requests of one address. */
function refuse(times: number, address: string | null = "192.0.2.1"): NewEvent[] {
  return Array.from({ length: times }, () => log.select(refused, address)).flat();
}

describe("which refused requests are filed", () => {
  it("all of them, up to the limit; then one that says that no more follow, and nothing for a while", () => {
    const events = refuse(filedRefusals.max + 100);
    expect(events).toHaveLength(filedRefusals.max + 1);
    expect(events.at(-1)).toEqual({ type: "refusals.unfiled", outcome: "refused", data: { seconds: 300 } });
    now = new Date(start.getTime() + filedRefusals.seconds * 1000);
    expect(refuse(1)).toEqual([refused]);
  });

  it("those of other addresses too, and of senders whose address is unknown", () => {
    refuse(filedRefusals.max + 1);
    expect(refuse(1, "192.0.2.2")).toEqual([refused]);
    expect(refuse(filedRefusals.max + 5, null)).toHaveLength(filedRefusals.max + 5);
  });

  it("counts the addresses of one IPv6 network together (RFC 6177 §2)", () => {
    refuse(filedRefusals.max + 1, "2001:db8::1");
    expect(refuse(1, "2001:db8::2")).toEqual([]);
    expect(refuse(1, "2001:db8:0:1::2")).toEqual([refused]);
  });

  it("never drops what succeeded or failed", () => {
    refuse(filedRefusals.max + 1);
    for (const outcome of ["ok", "failed"] as const) {
      expect(log.select(anyEvent({ type: "token.issued", outcome }), "192.0.2.1")).toHaveLength(1);
    }
  });

  it("drops nothing when limits are off", () => {
    resetEnv({ PORTICO_RATE_LIMITS: "off" });
    expect(refuse(filedRefusals.max + 5)).toHaveLength(filedRefusals.max + 5);
  });
});
