import { beforeEach, expect, it } from "vitest";
import { makeClient, makePerson } from "../clients/testing/people";
import { keepRequest } from "../db/clients/client-requests";
import { countRequest } from "../db/clients/client-usage";
import { getDb } from "../db/driver/database";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { refusedAt } from "../events/catalogue";
import { ALICE, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { ISSUER } from "../oauth/testing/test-context";
import { api, callApi, giveToken } from "./testing/call-api";

useTestDatabase();

let clientId = "";
let others = "";

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: ISSUER });
  await seedStore(CONTRACT_SEED);
  await giveToken(["clients:read"]);
  const alice = { userId: ALICE.userId, isAdmin: false, source: { ipAddress: null, requestId: null } };
  ({ clientId } = await makeClient(alice));
  ({ clientId: others } = await makeClient(await makePerson("stranger@example.org")));
});

it("answers a developer the requests of their own app, with filters, pages, and what to do", async () => {
  for (let n = 0; n < 3; n += 1) {
    const data = {
      error: "invalid_request",
      description: "redirect_uri is not registered for this client",
      cause: "redirect_uri_unregistered",
      receivedRedirectUri: "https://app.example/cb",
    } as const;
    keepRequest({ type: "authorize.refused", outcome: "refused", clientId, data }, `request-${n}`);
  }
  keepRequest({ type: "userinfo.read", outcome: "ok", clientId, userId: ALICE.userId, data: {} }, "request-3");

  const path = `/clients/${clientId}/events`;
  const first = await callApi("GET", `${path}?limit=3`);
  expect(first.body.events).toMatchObject([
    { endpoint: "userinfo", outcome: "ok", cause: null, fix: null, request_id: "request-3" },
    { cause: "redirect_uri_unregistered", fix: { add_redirect_uri: "https://app.example/cb" } },
    { request_id: "request-1" },
  ]);
  const next = await callApi("GET", String(first.body.next).slice(api.length));
  expect([next.body.events.length, next.body.events[0].request_id, next.body.next]).toEqual([1, "request-0", null]);

  expect((await callApi("GET", `${path}?request_id=request-1`)).body.events).toHaveLength(1);
  expect((await callApi("GET", `${path}?outcome=problem&endpoint=token`)).body.events).toEqual([]);
  // The app's own `sub` of a person finds them, and a pseudonym stands in its place.
  const ofPerson = await callApi("GET", `${path}?person=${ALICE.userId}`);
  expect(ofPerson.body.events).toMatchObject([
    { endpoint: "userinfo", person: expect.not.stringContaining(ALICE.userId) },
  ]);
  const groups = await callApi("GET", `${path}?group=problems`);
  expect(groups.body.problems).toMatchObject([{ count: 3, newest: { request_id: "request-2" } }]);
});

it("answers the usage of their own app in numbers", async () => {
  const data = { error: "invalid_client", description: "", cause: "secret_wrong" } as const;
  const now = new Date("2026-03-03T12:00:00Z");
  countRequest({ type: refusedAt("token"), outcome: "refused", clientId, data }, null, now);
  const { body } = await callApi("GET", `/clients/${clientId}/usage?range=24h`);
  expect(body).toMatchObject({ range: "24h", people: 0, total: { errors: { secret_wrong: 1 } } });
  expect(body.counts).toEqual([
    { starts_at: "2026-03-03T12:00:00.000Z", measure: "errors", name: "secret_wrong", value: 1 },
  ]);
});

it("knows no app of another developer, and nothing without the scope", async () => {
  for (const part of ["events", "usage"]) {
    expect((await callApi("GET", `/clients/${others}/${part}`)).status).toBe(404);
  }
  const db = await getDb();
  await db.accessToken.updateMany({ data: { scopes: ["account:read"] } });
  expect((await callApi("GET", `/clients/${clientId}/events`)).status).toBe(403);
});
