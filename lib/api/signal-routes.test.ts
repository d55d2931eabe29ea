import { beforeEach, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { makeClient, makePerson } from "../clients/testing/people";
import { getDb } from "../db/driver/database";
import { DELIVER_EVENT_KIND, eventStore } from "../db/protocol/event-store";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { hashSecret } from "../oauth/secrets";
import { CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore, now: () => new Date() };
const api = `${ISSUER}/api/v1`;
const push = { delivery: "push", endpoint_url: "https://app.example/events", events: ["consent-ended"] };
let count = 0;
let clientId = "";
let owner = "";
let reader = "";
let stranger = "";

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: ISSUER });
  resetMasterKey("a secret for tests, 32 characters and more");
  await seedStore(CONTRACT_SEED);
  count += 1;
  const person = await makePerson(`signals-${count}@example.org`);
  ({ clientId } = await makeClient(person, { name: `Listening Calendar ${count}` }));
  owner = await giveToken(person.userId, ["clients:read", "clients:write"]);
  reader = await giveToken(person.userId, ["clients:read"], "pt_cl_keys");
  const other = await makePerson(`stranger-${count}@example.org`);
  stranger = await giveToken(other.userId, ["clients:read", "clients:write"]);
});

async function giveToken(userId: string, scopes: string[], of = WEB_CLIENT.clientId): Promise<string> {
  const token = `pt_at_of-${userId}-${of}`;
  await allowApp(userId, of, {
    scopes,
    token: { tokenHash: hashSecret(token), scopes, audience: [api], expiresAt: new Date(Date.now() + 3_600_000) },
  });
  return token;
}

async function call(method: string, path = "", body?: unknown, token = owner) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const url = `${api}/clients/${clientId}/signals${path}`;
  const response = await handleApiRequest(new Request(url, { method, headers, ...sent }), context);
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), text };
}

/** The address takes what waits. */
async function takeAll(): Promise<void> {
  for (const { payload } of await (await getDb()).job.findMany({ where: { kind: DELIVER_EVENT_KIND } })) {
    const { eventId } = payload as { eventId: string };
    const event = await eventStore.takeNext(eventId, new Date());
    if (event && !("notBefore" in event)) await eventStore.noteDelivered(event, new Date());
  }
}

it("a stream is set, read, changed and ended, and its header is never answered", async () => {
  expect((await call("GET")).status).toBe(404);
  const set = await call("PUT", "", { ...push, authorization: "Bearer a-secret-of-the-app" });
  expect(set).toMatchObject({ status: 200, body: { ...push, has_authorization: true, verified_at: null } });
  expect(set.text).not.toContain("a-secret-of-the-app");
  expect((await call("GET", "/status")).body).toMatchObject({ status: "disabled", waiting: 1, delivered: 0 });
  await takeAll();
  expect((await call("GET", "/status")).body).toMatchObject({ status: "enabled", waiting: 0, delivered: 1 });
  const narrower = await call("PUT", "", { ...push, events: ["consent-given", "consent-ended"] });
  expect(narrower.body).toMatchObject({ has_authorization: true, verified_at: expect.any(String) });
  expect((await call("PUT", "", { ...push, authorization: null })).body).toMatchObject({ has_authorization: false });
  expect((await call("DELETE")).status).toBe(204);
  expect((await call("DELETE")).status).toBe(404);
  expect((await call("GET", "/log")).status).toBe(404);
});

it("a stream is refused with an address, a header or kinds that are none", async () => {
  const refused = [
    await call("PUT", "", { ...push, endpoint_url: "http://app.example/events" }),
    await call("PUT", "", { ...push, endpoint_url: null }),
    await call("PUT", "", { ...push, authorization: "two\nlines" }),
    await call("PUT", "", { ...push, events: [] }),
    await call("PUT", "", { ...push, events: ["everything"] }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  expect((await call("PUT", "", { ...push, delivery: "none" })).status).toBe(422);
  expect((await call("PUT", "", { ...push, stream_id: "1" })).status).toBe(422);
  expect((await call("GET")).status).toBe(404);
});

it("the log says what became of each event, and sends again what was not taken", async () => {
  await call("PUT", "", push);
  expect((await call("POST", "/replay", {})).status).toBe(409);
  await takeAll();
  await allowApp(CONTRACT_SEED.subjects[0]?.userId ?? "", clientId);
  await (await getDb()).consent.deleteMany({ where: { clientId } });
  const [waiting] = (await call("GET", "/log")).body.events;
  expect(waiting).toMatchObject({ kind: "consent-ended", state: "waiting", tries: 0, last_error: null });
  await eventStore.giveUp(waiting.event_id, "It answers 500.", new Date());
  const { body } = await call("GET", "/log?limit=1");
  expect(body.events).toMatchObject([{ state: "given_up", last_error: "It answers 500." }]);
  expect((await call("POST", "/replay", {})).body).toEqual({ replayed: 1 });
  expect((await call("GET", "/status")).body).toMatchObject({ waiting: 1, given_up: 0 });
  expect((await call("POST", "/replay", { event_id: waiting.event_id })).status).toBe(404);
  expect((await call("POST", "/replay", { event_id: "1" })).status).toBe(422);
  for (const limit of ["0", "501", "x"]) expect((await call("GET", `/log?limit=${limit}`)).status).toBe(400);
});

it("a verification event is sent again, one at a time", async () => {
  expect((await call("POST", "/verify")).status).toBe(404);
  await call("PUT", "", push);
  expect((await call("POST", "/verify")).status).toBe(202);
  expect((await call("GET", "/status")).body).toMatchObject({ waiting: 1 });
  await takeAll();
  expect((await call("POST", "/verify")).status).toBe(202);
  expect((await call("GET", "/status")).body).toMatchObject({ status: "enabled", waiting: 1 });
});

it("only its owner sees a client's stream, and only a token that may write changes it", async () => {
  await call("PUT", "", push);
  expect((await call("GET", "", undefined, stranger)).status).toBe(404);
  expect((await call("PUT", "", push, stranger)).status).toBe(404);
  expect((await call("POST", "/replay", {}, stranger)).status).toBe(404);
  expect((await call("GET", "/log", undefined, reader)).status).toBe(200);
  expect((await call("PUT", "", push, reader)).status).toBe(403);
  expect((await call("DELETE", "", undefined, reader)).status).toBe(403);
});
