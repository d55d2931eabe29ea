import { beforeEach, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { makeClient, makePerson } from "../clients/testing/people";
import { findClientDetails } from "../db/clients/clients";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { hashSecret } from "../oauth/secrets";
import { CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
let count = 0;
let giver = "";
let taker = "";
let takerId = "";
let clientId = "";

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: ISSUER });
  await seedStore(CONTRACT_SEED);
  count += 1;
  const person = await makePerson(`giver-${count}@example.org`);
  const other = await makePerson(`taker-${count}@example.org`);
  takerId = other.userId;
  ({ clientId } = await makeClient(person, { name: `Acme Calendar ${count}` }));
  [giver, taker] = [await giveToken(person.userId), await giveToken(takerId)];
});

async function giveToken(userId: string): Promise<string> {
  const token = `pt_at_of-${userId}`;
  const scopes = ["clients:read", "clients:write"];
  await allowApp(userId, WEB_CLIENT.clientId, {
    scopes,
    token: { tokenHash: hashSecret(token), scopes, audience: [api] },
  });
  return token;
}

function call(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers, ...sent }), context);
}

const one = () => `/clients/${clientId}/handover`;

it("a client is offered, listed for whom it is offered to, and theirs once they accept", async () => {
  expect((await call(giver, "GET", one())).status).toBe(404);
  const offered = await call(giver, "POST", one(), { email: `taker-${count}@example.org` });
  expect(offered.status).toBe(201);
  const offer = { client_id: clientId, client_name: `Acme Calendar ${count}`, to: `taker-${count}@example.org` };
  expect(await offered.json()).toMatchObject(offer);
  expect(await (await call(giver, "GET", one())).json()).toMatchObject(offer);
  expect(await (await call(taker, "GET", "/handovers")).json()).toMatchObject({ handovers: [offer], next: null });
  expect((await call(taker, "GET", "/handovers?limit=0")).status).toBe(400);
  expect((await call(giver, "POST", `${one()}/accept`)).status, "it is not the giver's").toBe(404);
  expect((await call(taker, "POST", `${one()}/accept`)).status).toBe(204);
  expect((await findClientDetails(clientId))?.ownerId).toBe(takerId);
  expect((await call(giver, "GET", one())).status).toBe(404);
  expect((await call(giver, "POST", one(), { email: "x@example.org" })).status).toBe(404);
});

it("an offer is withdrawn by its owner, and declined by whom it is made to", async () => {
  const email = `taker-${count}@example.org`;
  await call(giver, "POST", one(), { email });
  expect((await call(giver, "DELETE", one())).status).toBe(204);
  expect((await call(taker, "POST", `${one()}/accept`)).status).toBe(404);
  await call(giver, "POST", one(), { email });
  expect((await call(taker, "DELETE", one())).status, "it is not the taker's to withdraw").toBe(404);
  expect((await call(taker, "POST", `${one()}/decline`)).status).toBe(204);
  expect((await call(taker, "POST", `${one()}/decline`)).status).toBe(404);
  expect((await call(giver, "GET", one())).status).toBe(404);
});

it("an offer to no address is refused with the field, and too many with 429", async () => {
  const wrong = await call(giver, "POST", one(), { email: "nobody" });
  expect([wrong.status, (await wrong.json()).errors]).toMatchObject([422, [{ name: "email" }]]);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1)
    statuses.push((await call(giver, "POST", one(), { email: `x${n}-${count}@example.org` })).status);
  expect(statuses.at(-1)).toBe(429);
});
