import { beforeEach, expect, it } from "vitest";
import { makeClient, makePerson } from "../clients/testing/people";
import { findClientDetails } from "../db/clients/clients";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { CONTRACT_SEED } from "../oauth/testing/fixtures";
import { ISSUER } from "../oauth/testing/test-context";
import { callApiWith, giveTokenOf } from "./testing/call-api";

useTestDatabase();

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
  [giver, taker] = [await giveTokenOf(person.userId, scopes), await giveTokenOf(takerId, scopes)];
});

const scopes = ["clients:read", "clients:write"];

const one = () => `/clients/${clientId}/handover`;

it("a client is offered, listed for whom it is offered to, and theirs once they accept", async () => {
  expect((await callApiWith(giver, "GET", one())).status).toBe(404);
  const offered = await callApiWith(giver, "POST", one(), { email: `taker-${count}@example.org` });
  expect(offered.status).toBe(201);
  const offer = { client_id: clientId, client_name: `Acme Calendar ${count}`, to: `taker-${count}@example.org` };
  expect(offered.body).toMatchObject(offer);
  expect((await callApiWith(giver, "GET", one())).body).toMatchObject(offer);
  expect((await callApiWith(taker, "GET", "/handovers")).body).toMatchObject({ handovers: [offer], next: null });
  expect((await callApiWith(taker, "GET", "/handovers?limit=0")).status).toBe(400);
  expect((await callApiWith(giver, "POST", `${one()}/accept`)).status, "it is not the giver's").toBe(404);
  expect((await callApiWith(taker, "POST", `${one()}/accept`)).status).toBe(204);
  expect((await findClientDetails(clientId))?.ownerId).toBe(takerId);
  expect((await callApiWith(giver, "GET", one())).status).toBe(404);
  expect((await callApiWith(giver, "POST", one(), { email: "x@example.org" })).status).toBe(404);
});

it("an offer is withdrawn by its owner, and declined by whom it is made to", async () => {
  const email = `taker-${count}@example.org`;
  await callApiWith(giver, "POST", one(), { email });
  expect((await callApiWith(giver, "DELETE", one())).status).toBe(204);
  expect((await callApiWith(taker, "POST", `${one()}/accept`)).status).toBe(404);
  await callApiWith(giver, "POST", one(), { email });
  expect((await callApiWith(taker, "DELETE", one())).status, "it is not the taker's to withdraw").toBe(404);
  expect((await callApiWith(taker, "POST", `${one()}/decline`)).status).toBe(204);
  expect((await callApiWith(taker, "POST", `${one()}/decline`)).status).toBe(404);
  expect((await callApiWith(giver, "GET", one())).status).toBe(404);
});

it("an offer to no address is refused with the field, and too many with 429", async () => {
  const wrong = await callApiWith(giver, "POST", one(), { email: "nobody" });
  expect([wrong.status, wrong.body.errors]).toMatchObject([422, [{ name: "email" }]]);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1)
    statuses.push((await callApiWith(giver, "POST", one(), { email: `x${n}-${count}@example.org` })).status);
  expect(statuses.at(-1)).toBe(429);
});
