import { beforeAll, expect, it } from "vitest";
import { getProtocolContext } from "../../auth/protocol-context";
import { filedRefusals } from "../../auth/refusal-log";
import { makeClient, makePerson } from "../../clients/testing/people";
import { resetEnv } from "../../env";
import { type NewEvent, refusedAt } from "../../events/catalogue";
import { getDb } from "../driver/database";
import { useTestDatabase } from "../testing/test-database";
import { flushRequests, KEPT_A_MINUTE, KEPT_A_MINUTE_OF_NETWORK, keepRequest, MOST_KEPT_OF } from "./client-requests";

useTestDatabase();

beforeAll(() => resetEnv({ PORTICO_RATE_LIMITS: "on" }));

const START = new Date("2026-03-03T12:00:00Z").getTime();
const minutes = (count: number) => new Date(START + count * 60_000);

async function makeApp() {
  const { clientId } = await makeClient(await makePerson(`${Math.random()}@example.org`));
  const refused = { error: "invalid_grant", description: "" };
  return {
    clientId,
    junk: {
      type: "authorize.scope_ignored",
      outcome: "ok",
      clientId,
      data: { receivedScope: "openid junk", expectedScope: "openid" },
    } satisfies NewEvent,
    own: {
      type: refusedAt("token"),
      outcome: "refused",
      clientId,
      data: { ...refused, cause: "code_expired" },
    } satisfies NewEvent,
    count: async (type: string) => {
      await flushRequests();
      return (await getDb()).clientRequest.count({ where: { clientId, type } });
    },
  };
}

it("keeps few requests a minute of what anybody can send from one network, and of all networks, and leaves room for the rest", async () => {
  const { junk, own, count } = await makeApp();
  for (let time = 0; time < 100; time += 1) keepRequest(junk, null, { at: minutes(0), sender: "192.0.2.1" });
  expect(await count(junk.type)).toBe(KEPT_A_MINUTE_OF_NETWORK);
  for (let time = 0; time < 500; time += 1) keepRequest(junk, null, { at: minutes(0), sender: `network ${time}` });
  expect(await count(junk.type)).toBe(KEPT_A_MINUTE.anybody);
  keepRequest(own, null, { at: minutes(0), sender: "192.0.2.1" });
  expect(await count(own.type)).toBe(1);
});

it("pushes out nothing that the app itself did for what anybody can send", async () => {
  const { junk, own, count } = await makeApp();
  keepRequest(own, null, { at: minutes(0) });
  for (let minute = 1; minute <= 12; minute += 1) {
    for (let time = 0; time < KEPT_A_MINUTE.anybody; time += 1) keepRequest(junk, null, { at: minutes(minute) });
  }
  const kept = await count(junk.type);
  expect(kept).toBeGreaterThanOrEqual(MOST_KEPT_OF.anybody);
  expect(kept).toBeLessThanOrEqual(MOST_KEPT_OF.anybody + 250);
  expect(await count(own.type)).toBe(1);
});

it("keeps no refusal of a network of which the audit log takes no more", async () => {
  const { own, count } = await makeApp();
  const { record } = getProtocolContext();
  const from = (address: string) =>
    new Request("https://id.example/oauth/token", { headers: { "x-forwarded-for": address } });
  for (let time = 0; time <= filedRefusals.max; time += 1) record({ ...own, clientId: null }, from("198.51.100.7"));
  record(own, from("198.51.100.7"));
  expect(await count(own.type)).toBe(0);
  record(own, from("203.0.113.7"));
  expect(await count(own.type)).toBe(1);
});
