import { beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { listGroupsOf } from "../db/people/groups";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, BOB, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { api, callApi, giveToken } from "./testing/call-api";

useTestDatabase();

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  await db.group.deleteMany();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
});

describe("groups in the API", () => {
  it("are made, listed page by page, renamed and deleted", async () => {
    await giveToken();
    const made = await callApi("POST", "/admin/groups", { name: "editors" });
    expect([made.status, made.headers.get("location")]).toEqual([201, `${api}/admin/groups/${made.body.id}`]);
    expect((await callApi("POST", "/admin/groups", { name: "EDITORS" })).status).toBe(409);
    expect((await callApi("POST", "/admin/groups", { name: "a,b" })).status).toBe(422);
    expect((await callApi("POST", "/admin/groups", { name: 7 })).status).toBe(422);
    await callApi("POST", "/admin/groups", { name: "writers" });

    const first = await callApi("GET", "/admin/groups?limit=1");
    expect(first.body.groups).toMatchObject([{ id: made.body.id, name: "editors", members: 0 }]);
    expect(first.headers.get("link")).toBe(`<${first.body.next}>; rel="next"`);
    const second = await callApi("GET", String(first.body.next).slice(api.length));
    expect(second.body).toMatchObject({ groups: [{ name: "writers" }], next: null });
    expect((await callApi("GET", "/admin/groups?limit=0")).status).toBe(400);

    const one = `/admin/groups/${made.body.id}`;
    expect((await callApi("PATCH", one, { name: "authors" })).body).toMatchObject({
      id: made.body.id,
      name: "authors",
    });
    expect((await callApi("PATCH", one, { name: "writers" })).status).toBe(409);
    expect((await callApi("GET", one)).body).toMatchObject({ name: "authors" });
    expect((await callApi("DELETE", one)).status).toBe(204);
    expect((await callApi("GET", one)).status).toBe(404);
  });

  it("take people in by their address and let them out by their id", async () => {
    await giveToken();
    const { id } = (await callApi("POST", "/admin/groups", { name: "editors" })).body;
    const members = `/admin/groups/${id}/members`;
    expect((await callApi("POST", members, { email: BOB.email })).status).toBe(204);
    expect((await callApi("POST", members, { email: ALICE.email })).status).toBe(204);
    expect((await callApi("POST", members, { email: "nobody@example.org" })).status).toBe(422);
    const first = (await callApi("GET", `${members}?limit=1`)).body;
    const rest = (await callApi("GET", String(first.next).slice(api.length))).body;
    const ids = [...first.members, ...rest.members].map((member: { id: string }) => member.id);
    expect([ids.sort(), rest.next]).toEqual([[ALICE.userId, BOB.userId].sort(), null]);
    expect((await callApi("GET", `/admin/users/${BOB.userId}`)).body.groups).toEqual([{ id, name: "editors" }]);
    expect((await callApi("DELETE", `${members}/${BOB.userId}`)).status).toBe(204);
    expect((await callApi("DELETE", `${members}/no-id`)).status).toBe(204);
    expect(await listGroupsOf(BOB.userId)).toEqual([]);
  });

  it("are nobody's business without the scope, or when the person is no administrator any more", async () => {
    await giveToken();
    const { id } = (await callApi("POST", "/admin/groups", { name: "editors" })).body;
    const calls: [string, string, unknown?][] = [
      ["GET", "/admin/groups"],
      ["POST", "/admin/groups", { name: "writers" }],
      ["GET", `/admin/groups/${id}`],
      ["PATCH", `/admin/groups/${id}`, { name: "writers" }],
      ["DELETE", `/admin/groups/${id}`],
      ["GET", `/admin/groups/${id}/members`],
      ["POST", `/admin/groups/${id}/members`, { email: BOB.email }],
      ["DELETE", `/admin/groups/${id}/members/${BOB.userId}`],
    ];
    const db = await getDb();
    await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: false } });
    for (const [method, path, body] of calls) expect((await callApi(method, path, body)).status).toBe(403);
    await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
    await db.accessToken.deleteMany();
    await giveToken(["clients:write", "account:read"]);
    for (const [method, path, body] of calls) expect((await callApi(method, path, body)).status).toBe(403);
    expect(await db.group.findMany({ select: { name: true } })).toEqual([{ name: "editors" }]);
  });
});
