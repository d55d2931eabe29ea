import { beforeEach, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { api, callApi, giveToken } from "./testing/call-api";

useTestDatabase();

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  await db.directory.deleteMany();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
  await giveToken();
});

it("directories are added, read, changed, given another token and removed by an administrator's program", async () => {
  const made = await callApi("POST", "/admin/directories", { name: "Acme", domains: ["Example.org"] });
  const { token, ...shown } = made.body;
  expect([made.status, made.headers.get("location")]).toEqual([201, `${api}/admin/directories/${shown.id}`]);
  expect(token).toMatch(/^pt_dr_/);
  const path = `/admin/directories/${shown.id}`;
  const changed = await callApi("PATCH", path, { links_existing: true });
  expect(changed.body).toMatchObject({ name: "Acme", domains: ["example.org"], links_existing: true });
  expect((await callApi("PATCH", path, { domains: [] })).status, "it takes accounts at none").toBe(422);
  const other = await callApi("POST", `${path}/token`);
  expect([other.status, other.body.token === token]).toEqual([201, false]);
  const { body } = await callApi("GET", "/admin/directories");
  expect(body.directories).toMatchObject([{ id: shown.id, tokens: [{ expires_at: null }, {}] }]);
  expect(JSON.stringify(body)).not.toContain("pt_dr_");
  expect((await callApi("POST", "/admin/directories", { name: "ACME" })).status).toBe(409);
  expect((await callApi("DELETE", path)).status).toBe(204);
  for (const method of ["GET", "PATCH", "DELETE"])
    expect((await callApi(method, path, method === "PATCH" ? {} : undefined)).status).toBe(404);
});

it("and by nobody else", async () => {
  await (await getDb()).user.update({ where: { id: ALICE.userId }, data: { isAdmin: false } });
  const path = `/admin/directories/${crypto.randomUUID()}`;
  expect((await callApi("GET", "/admin/directories")).status).toBe(403);
  expect((await callApi("POST", "/admin/directories", { name: "Acme" })).status).toBe(403);
  for (const method of ["GET", "PATCH", "DELETE"])
    expect((await callApi(method, path, method === "PATCH" ? {} : undefined)).status).toBe(403);
});
