import { beforeEach, expect, it } from "vitest";
import { makeClient, makePerson } from "../clients/testing/people";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { CONTRACT_SEED } from "../oauth/testing/fixtures";
import { ISSUER } from "../oauth/testing/test-context";
import { callApiWith, giveTokenOf } from "./testing/call-api";

useTestDatabase();

let count = 0;
let owner = "";
let mate = "";
let stranger = "";
let mateId = "";
let clientId = "";

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: ISSUER });
  await seedStore(CONTRACT_SEED);
  count += 1;
  const person = await makePerson(`owner-${count}@example.org`);
  const other = await makePerson(`mate-${count}@example.org`);
  const third = await makePerson(`stranger-${count}@example.org`);
  mateId = other.userId;
  ({ clientId } = await makeClient(person));
  owner = await giveTokenOf(person.userId, scopes);
  mate = await giveTokenOf(other.userId, scopes);
  stranger = await giveTokenOf(third.userId, scopes);
});

const scopes = ["clients:read", "clients:write"];

const one = () => `/clients/${clientId}`;
const statusOf = async (...args: Parameters<typeof callApiWith>) => (await callApiWith(...args)).status;
const invite = (role: string) =>
  callApiWith(owner, "POST", `${one()}/team/invitations`, { email: `mate-${count}@example.org`, role });

it("a viewer reads the app by the API and changes nothing; a developer changes it, and does not delete it", async () => {
  expect(await statusOf(mate, "GET", one())).toBe(404);
  const invited = await invite("viewer");
  expect([invited.status, invited.body]).toMatchObject([201, { client_id: clientId, role: "viewer" }]);
  expect((await callApiWith(mate, "GET", "/team-invitations")).body).toMatchObject({
    invitations: [{ client_id: clientId }],
  });
  expect(await statusOf(mate, "POST", `/team-invitations/${clientId}/accept`)).toBe(204);
  expect(await statusOf(mate, "POST", `/team-invitations/${clientId}/accept`)).toBe(404);
  expect(await statusOf(mate, "GET", one())).toBe(200);
  expect(await statusOf(mate, "GET", `${one()}/secrets`)).toBe(200);
  expect(await statusOf(mate, "PATCH", one(), { client_uri: "https://example.org/" })).toBe(404);
  expect(await statusOf(mate, "POST", `${one()}/secrets`)).toBe(404);
  expect(await statusOf(mate, "PATCH", `${one()}/team/${mateId}`, { role: "developer" })).toBe(404);
  const changed = await callApiWith(owner, "PATCH", `${one()}/team/${mateId}`, { role: "developer" });
  expect(changed.body).toMatchObject({ teammates: [{ user_id: mateId, role: "developer" }], invitations: [] });
  expect(await statusOf(mate, "PATCH", one(), { client_uri: "https://example.org/" })).toBe(200);
  expect(await statusOf(mate, "DELETE", one())).toBe(404);
  expect(await statusOf(mate, "POST", `${one()}/handover`, { email: "a@example.org" })).toBe(404);
  expect(await statusOf(mate, "POST", `${one()}/team/invitations`, { email: "a@example.org", role: "viewer" })).toBe(
    404,
  );
});

it("somebody leaves the team, or is removed by the owner, and by nobody else", async () => {
  await invite("developer");
  await callApiWith(mate, "POST", `/team-invitations/${clientId}/accept`);
  expect(await statusOf(stranger, "DELETE", `${one()}/team/${mateId}`)).toBe(404);
  expect(await statusOf(mate, "DELETE", `${one()}/team/${mateId}`)).toBe(204);
  expect(await statusOf(mate, "GET", one())).toBe(404);
  await invite("developer");
  await callApiWith(mate, "POST", `/team-invitations/${clientId}/accept`);
  expect(await statusOf(owner, "DELETE", `${one()}/team/${mateId}`)).toBe(204);
  expect(await statusOf(mate, "GET", one())).toBe(404);
});

it("an invitation is withdrawn or declined, and a second one to somebody of the team is a conflict", async () => {
  await invite("viewer");
  expect(await statusOf(owner, "DELETE", `${one()}/team/invitations/mate-${count}%40example.org`)).toBe(204);
  expect(await statusOf(mate, "POST", `/team-invitations/${clientId}/accept`)).toBe(404);
  await invite("viewer");
  expect(await statusOf(mate, "POST", `/team-invitations/${clientId}/decline`)).toBe(204);
  expect(await statusOf(mate, "POST", `/team-invitations/${clientId}/decline`)).toBe(404);
  await invite("viewer");
  await callApiWith(mate, "POST", `/team-invitations/${clientId}/accept`);
  expect((await invite("developer")).status).toBe(409);
  expect(await statusOf(owner, "POST", `${one()}/team/invitations`, { email: "a@example.org", role: "owner" })).toBe(
    422,
  );
});

it("the team of somebody else's app is as if there were no such app, whatever is asked", async () => {
  const body = { email: "a@example.org", role: "viewer" };
  for (const [method, path, sent] of [
    ["GET", "team"],
    ["PATCH", `team/${mateId}`, { role: "viewer" }],
    ["DELETE", `team/${mateId}`],
    ["POST", "team/invitations", body],
    ["DELETE", "team/invitations/a%40example.org"],
  ] as const) {
    expect([method, path, await statusOf(stranger, method, `${one()}/${path}`, sent)]).toEqual([method, path, 404]);
  }
});
