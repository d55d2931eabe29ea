import { expect, it } from "vitest";
import { operator } from "../auth/actor";
import { describeLookAlikes } from "../cli/describe-look-alikes";
import { changeClient } from "../clients/change-client";
import { makeClient, makePerson, manage } from "../clients/testing/people";
import { recordEvent } from "../db/audit/events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { findLookAlikes } from "./look-alikes";
import { findReview } from "./review-clients";

useTestDatabase();

it("lists apps with like names together, and no others", async () => {
  const first = await makeClient(operator, { name: "Acme Calendar" });
  const second = await makeClient(operator, { name: "ACME  Ca1endar" });
  await makeClient(operator, { name: "Build Notes" });
  const alike = await findLookAlikes(operator);
  expect(alike?.more).toBe(0);
  expect(alike?.groups.map(({ clients }) => clients.map((client) => client.clientId).sort())).toEqual([
    [first.clientId, second.clientId].sort(),
  ]);
});

it("finds an app by the name that it has now, and one that was stored before names were compared", async () => {
  const db = await getDb();
  const one = await makeClient(operator, { name: "Old Notes" });
  const two = await makeClient(operator, { name: "New Notes" });
  const others = async () =>
    (await findReview(operator, one.clientId))?.lookAlikes.clients.map(({ clientId }) => clientId);
  expect(await others()).toEqual([]);
  await changeClient(await manage(operator, two.clientId), { name: "0ld Notes" });
  expect(await others()).toEqual([two.clientId]);
  await db.client.updateMany({ data: { nameSkeleton: null } });
  expect(await others()).toEqual([two.clientId]);
  await db.client.update({ where: { id: two.clientId }, data: { deletedAt: new Date() } });
  expect(await others()).toEqual([]);
});

it("finds an app by the name that an older version of the portal gave it, which stores no skeleton", async () => {
  const db = await getDb();
  const one = await makeClient(operator, { name: "Team Wiki" });
  const two = await makeClient(operator, { name: "Something else" });
  const others = async () =>
    (await findReview(operator, one.clientId))?.lookAlikes.clients.map(({ clientId }) => clientId);
  expect(await others()).toEqual([]);
  await db.$executeRaw`UPDATE clients SET name = 'Team Wikі' WHERE id = ${two.clientId}`;
  expect(await others()).toEqual([two.clientId]);
});

it("finds an app whose skeleton an older version stored by its own table, also while that version runs", async () => {
  const db = await getDb();
  const one = await makeClient(operator, { name: "Lunch Orders" });
  const two = await makeClient(operator, { name: "Lunсh Orders" });
  for (const skeleton of ["lunсhorders", "1:lunсhorders"]) {
    await db.client.update({ where: { id: two.clientId }, data: { nameSkeleton: skeleton } });
    const others = (await findReview(operator, one.clientId))?.lookAlikes.clients;
    expect(others?.map(({ clientId }) => clientId)).toEqual([two.clientId]);
  }
});

it("compares the name that waits for review, too", async () => {
  const db = await getDb();
  const real = await makeClient(operator, { name: "Payroll" });
  const other = await makeClient(operator, { name: "Harmless" });
  await db.client.update({
    where: { id: other.clientId },
    data: { pendingChanges: { name: "Payro11", hosts: [] } },
  });
  const review = await findReview(operator, other.clientId);
  expect(review?.lookAlikes.clients.map(({ clientId }) => clientId)).toEqual([real.clientId]);
});

it("shows the apps that still work first, so that whoever suspended some sees the others, and counts all", async () => {
  const db = await getDb();
  const oldest = await makeClient(operator, { name: "Crowd" });
  for (let n = 0; n < 21; n += 1) await makeClient(operator, { name: "CROWD" });
  const find = async () => {
    const groups = (await findLookAlikes(operator))?.groups;
    const place = groups?.findIndex(({ skeleton }) => skeleton === "crowd") ?? -1;
    return { place, group: groups?.[place] };
  };
  const before = await find();
  expect([before.place, before.group?.count, before.group?.clients.length]).toEqual([0, 22, 20]);
  const review = await findReview(operator, oldest.clientId);
  expect([review?.lookAlikes.count, review?.lookAlikes.clients.length]).toEqual([21, 20]);
  await db.client.updateMany({ where: { name: "CROWD" }, data: { suspendedAt: new Date() } });
  const after = await find();
  expect(after.group?.clients[0]?.clientId).toBe(oldest.clientId);
  expect(after.place).toBeGreaterThan(0);
});

it("tells nobody but administrators, and says whom each app has to do with", async () => {
  const developer = await makePerson("developer@example.org");
  expect(await findLookAlikes(developer)).toBeNull();
  expect(await findLookAlikes({ ...developer, isAdmin: true })).toBeNull();
  const administrator = await makePerson("admin@example.org", true);
  const [group] = (await findLookAlikes(administrator))?.groups ?? [];
  const [first] = group?.clients ?? [];
  if (!first) throw new Error("there is no group");
  const { clientId } = first;
  await recordEvent(anyEvent({ type: "client.reported", outcome: "ok", clientId }), "command line");
  const db = await getDb();
  await db.consent.create({ data: { id: newId(), userId: developer.userId, clientId } });
  const [counted] = (await findLookAlikes(administrator))?.groups ?? [];
  const counts = counted?.clients.map(({ people, reports }) => ({ people, reports }));
  expect(counts).toEqual(
    expect.arrayContaining([
      { people: 1, reports: 1 },
      { people: 0, reports: 0 },
    ]),
  );
});

it("says how many groups there are besides those that it shows", async () => {
  const db = await getDb();
  const rows = Array.from({ length: 52 }, (_, n) => [`Pair ${n} a`, `Pair ${n} a`]).flat();
  await db.client.createMany({
    data: rows.map((name, n) => ({
      id: `pair-${n}`,
      name,
      kind: "web",
      nameSkeleton: `2:a pair ${Math.floor(n / 2)}`,
    })),
  });
  const alike = await findLookAlikes(operator);
  expect(alike?.groups).toHaveLength(50);
  const [counted] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM (
      SELECT FROM clients WHERE deleted_at IS NULL GROUP BY name_skeleton HAVING count(*) > 1) AS groups`;
  expect(alike?.more).toBe((counted?.count ?? 0) - 50);
  expect(describeLookAlikes(alike ?? { groups: [], more: 0 })).toContain(`and ${alike?.more} more groups`);
  await db.client.deleteMany({ where: { id: { startsWith: "pair-" } } });
});

it("fills in what an older version left out, also when two do so at once", async () => {
  const db = await getDb();
  await db.client.createMany({
    data: Array.from({ length: 300 }, (_, n) => ({ id: `blank-${n}`, name: `Blank ${n}`, kind: "web" })),
  });
  await db.client.updateMany({ where: { id: { startsWith: "blank-" } }, data: { nameSkeleton: null } });
  await Promise.all(Array.from({ length: 4 }, () => findLookAlikes(operator)));
  expect(await db.client.count({ where: { nameSkeleton: null } })).toBe(0);
  await db.client.deleteMany({ where: { id: { startsWith: "blank-" } } });
});
