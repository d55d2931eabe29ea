import { describe, expect, it } from "vitest";
import { flushEvents, recordEvent } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { resetMasterKey } from "../keys/secret";
import { sourceOf } from "./act-source";
import { getRequestId, REQUEST_ID_HEADER } from "./request-id";

useTestDatabase();

describe("where an act came from", () => {
  it("is the address and the id of its request", () => {
    const request = new Request("https://id.example.org/login/submit", { headers: { "x-forwarded-for": "192.0.2.7" } });
    expect(sourceOf(request)).toEqual({ ipAddress: "192.0.2.7", requestId: getRequestId(request) });
  });

  it("is the same for a Server Action, which sees headers only", () => {
    const headers = new Headers({ "x-forwarded-for": "2001:db8::7", [REQUEST_ID_HEADER]: "0f0e" });
    expect(sourceOf(headers)).toEqual({ ipAddress: "2001:db8::7", requestId: "0f0e" });
  });

  const named = (id: string) =>
    new Request("https://id.example.org/oauth/token", { headers: { [REQUEST_ID_HEADER]: id } });

  it("has the id that a sender gave the request, so that logs of both sides can be compared", () => {
    expect(sourceOf(named("req_01J-9:a/b=="))).toMatchObject({ requestId: "req_01J-9:a/b==" });
  });

  it.each(["", "two words", "a,b", 'a"b', "<a>", "é", "a".repeat(129)])("has an id of its own instead of %j", (id) => {
    expect(sourceOf(named(id))).toMatchObject({ requestId: expect.stringMatching(/^[\da-f-]{36}$/) });
  });

  it("is a word of its own for the operator and for jobs", async () => {
    resetMasterKey("a secret for tests, of 32 characters or more");
    await recordEvent(anyEvent({ type: "keys.rotated", outcome: "ok", data: { n: 1 } }), "command line");
    await flushEvents();
    const [event] = await listEvents({ type: "keys.rotated", limit: 1 });
    expect(event).toMatchObject({ ipAddress: null, requestId: null, data: { n: 1, source: "command line" } });
    resetMasterKey();
  });
});
