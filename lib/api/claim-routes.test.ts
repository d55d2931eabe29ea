import { beforeEach, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { hashSecret } from "../oauth/secrets";
import { ALICE, BOB, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
const token = "pt_at_a-token-for-claims";
const TEAM = { name: "crew", type: "text", label: "Team", scope: "profile" };

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  await setAdministrator(true);
  const values = { tokenHash: hashSecret(token), scopes: ["admin"], audience: [api] };
  await allowApp(ALICE.userId, WEB_CLIENT.clientId, { scopes: ["admin"], token: values });
});

async function setAdministrator(isAdmin: boolean): Promise<void> {
  await (await getDb()).user.update({ where: { id: ALICE.userId }, data: { isAdmin } });
}

function call(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers, ...sent }), context);
}

it("claims are defined, read, changed and deleted by an administrator's program", async () => {
  const made = await call("POST", "/admin/claims", TEAM);
  expect([made.status, made.headers.get("location")]).toEqual([201, `${api}/admin/claims/crew`]);
  expect(await made.json()).toMatchObject({ ...TEAM, editor: "administrator", labels: {} });
  expect((await call("POST", "/admin/claims", TEAM)).status).toBe(409);
  expect((await call("POST", "/admin/claims", { ...TEAM, name: "sub" })).status).toBe(422);
  const changed = await call("PATCH", "/admin/claims/crew", { editor: "person", name: "other", type: "list" });
  expect(await changed.json()).toMatchObject({ ...TEAM, editor: "person" });
  await call("PATCH", "/admin/claims/crew", { labels: { de: "Gruppe", ko: "팀" } });
  const merged = await call("PATCH", "/admin/claims/crew", { labels: { de: null, fr: "Équipe" } });
  expect((await merged.json()).labels, "RFC 7396 §2").toEqual({ ko: "팀", fr: "Équipe" });
  expect((await (await call("GET", "/admin/claims")).json()).claims).toContainEqual(
    expect.objectContaining({ name: "crew", editor: "person" }),
  );
  expect((await call("PATCH", "/admin/claims/crew", { scope: "openid" })).status).toBe(422);
  expect((await call("DELETE", "/admin/claims/crew")).status).toBe(204);
  expect((await call("GET", "/admin/claims/crew")).status).toBe(404);
});

it("values of a person are set as JSON of the claim's type, and taken away by null", async () => {
  await call("POST", "/admin/claims", TEAM);
  await call("POST", "/admin/claims", { ...TEAM, name: "teams", type: "list" });
  await call("POST", "/admin/claims", { ...TEAM, name: "floor", type: "number" });
  const values = `/admin/users/${BOB.userId}/claims`;
  const set = await call("PATCH", values, { crew: "Red", teams: ["Red", "Blue"], floor: 3 });
  expect((await set.json()).claims).toEqual({ crew: "Red", teams: ["Red", "Blue"], floor: 3 });
  for (const wrong of [{ crew: 3 }, { teams: "Red" }, { teams: ["a\nb"] }, { floor: "3" }, { nobody: 1 }, { sub: "x" }])
    expect((await call("PATCH", values, wrong)).status, JSON.stringify(wrong)).toBe(422);
  const left = await call("PATCH", values, { crew: null });
  expect((await left.json()).claims).toEqual({ teams: ["Red", "Blue"], floor: 3 });
  expect((await call("PATCH", "/admin/users/nobody/claims", {})).status).toBe(404);
});

it("they are no business of somebody who is no administrator any more", async () => {
  await call("POST", "/admin/claims", TEAM);
  await setAdministrator(false);
  for (const [method, path, body] of [
    ["GET", "/admin/claims"],
    ["POST", "/admin/claims", { ...TEAM, name: "desk" }],
    ["GET", "/admin/claims/crew"],
    ["PATCH", "/admin/claims/crew", { label: "x" }],
    ["DELETE", "/admin/claims/crew"],
    ["PATCH", `/admin/users/${BOB.userId}/claims`, { crew: "Red" }],
  ] as const)
    expect((await call(method, path, body)).status, `${method} ${path}`).toBe(403);
});
