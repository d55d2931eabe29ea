import { beforeAll, describe, expect, it } from "vitest";
import { anyEvent } from "@/lib/events/testing/any-event";
import { flushEvents } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { getRequestContext } from "./request-context";

useTestDatabase();
beforeAll(() => seedStore(CONTRACT_SEED));

describe("an event of the core that names no request", () => {
  it("is recorded with the address of the form it came from", async () => {
    const headers = { "x-forwarded-for": "192.0.2.7" };
    const context = await getRequestContext(new Request("http://localhost:3000/consent/submit", { headers }), null);
    const type = "authorize.allowed";
    context.record(anyEvent({ type, outcome: "ok", userId: ALICE.userId, clientId: WEB_CLIENT.clientId }), null);
    await flushEvents();
    const events = await listEvents({ userId: ALICE.userId, type, limit: 1 });
    expect(events).toMatchObject([{ clientId: WEB_CLIENT.clientId, ipAddress: "192.0.2.7" }]);
  });
});
