import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { describeAuditQueue } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { addMember } from "../people/group-members";
import { createGroup } from "../people/groups";
import { ManagedGroup } from "../people/managed-group";
import { group, NOW, patch, TestDirectory } from "./testing/directory";

useTestDatabase();

let acme: TestDirectory;
let people: string[];

beforeEach(async () => {
  const db = await getDb();
  await db.directory.deleteMany();
  await db.group.deleteMany();
  await db.user.deleteMany();
  await db.rateLimit.deleteMany();
  acme = await TestDirectory.add("Acme");
  people = [];
  for (const name of ["a", "b", "c"]) people.push(await acme.addPerson(`${name}@example.org`, { displayName: name }));
});

const idOf = (index: number) => people[index] ?? "";

async function addGroup(name: string, members: string[] = []): Promise<string> {
  const { status, body } = await acme.call("POST", "/Groups", group(name, members));
  expect(status).toBe(201);
  return body.id;
}

async function membersOf(id: string): Promise<number[]> {
  const { body } = await acme.call("GET", `/Groups/${id}`);
  return (body.members ?? []).map(({ value }: { value: string }) => people.indexOf(value));
}

it("a group is made with its people, read, found, renamed and deleted (RFC 7643 §8.4)", async () => {
  const id = await addGroup("Tour Guides", [idOf(0), idOf(2)]);
  const { body } = await acme.call("GET", `/Groups/${id}`);
  expect(body).toMatchObject({
    displayName: "Tour Guides",
    members: [
      { value: idOf(0), type: "User", $ref: expect.stringMatching(new RegExp(`/Users/${idOf(0)}$`)) },
      { value: idOf(2) },
    ],
  });
  // As in the schema, and no more: a directory that compares what it sent with what it reads finds no change.
  expect(Object.keys(body.members[0])).toEqual(["value", "$ref", "type"]);
  const { body: schema } = await acme.call("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group");
  const members = schema.attributes.find(({ name }: { name: string }) => name === "members");
  expect(members.subAttributes.map(({ name }: { name: string }) => name)).toEqual(["value", "$ref", "type"]);
  const find = async (filter: string) =>
    (await acme.call("GET", `/Groups?${new URLSearchParams({ filter })}`)).body.totalResults;
  expect(await find('displayName eq "TOUR guides"')).toBe(1);
  expect(await find(`members.value eq "${idOf(2)}"`)).toBe(1);
  expect(await find(`members[value eq "${idOf(1)}"]`)).toBe(0);
  expect(await find('externalId eq "x" or displayName eq "tour guides"')).toBe(1);
  const renamed = await acme.call("PUT", `/Groups/${id}`, { ...group("Guides", [idOf(1)]), externalId: "x" });
  expect(renamed.body).toMatchObject({ displayName: "Guides", externalId: "x", members: [{ value: idOf(1) }] });
  expect(await find('externalId eq "x"')).toBe(1);
  const listed = await acme.call("GET", "/Groups?excludedAttributes=members");
  expect(listed.body.Resources[0]).not.toHaveProperty("members");
  expect((await acme.call("DELETE", `/Groups/${id}`)).status).toBe(204);
  expect((await acme.call("GET", `/Groups/${id}`)).status).toBe(404);
  expect(await (await getDb()).user.count()).toBe(3);
});

describe("RFC 7644 §3.5.2: who is in a group changes by PATCH", () => {
  it.each([
    ["one is added", [{ op: "add", path: "members", value: [{ value: 1 }] }], [0, 1]],
    ["in capitals, and not in a list", [{ op: "Add", path: "members", value: { value: 1 } }], [0, 1]],
    ["twice is harmless", [{ op: "add", path: "members", value: [{ value: 0 }, { value: 0 }] }], [0]],
    ["one is removed by a filter", [{ op: "remove", path: 'members[value eq "0"]' }], []],
    ["one is removed as Entra ID does", [{ op: "Remove", path: "members", value: [{ value: 0 }] }], []],
    ["all are removed", [{ op: "remove", path: "members" }], []],
    ["all are replaced", [{ op: "replace", path: "members", value: [{ value: 1 }, { value: 2 }] }], [1, 2]],
    ["without a path, as Okta does", [{ op: "replace", value: { id: "x", members: [{ value: 2 }] } }], [2]],
    [
      "one after the other",
      [
        { op: "remove", path: 'members[value eq "0"]' },
        { op: "add", path: "members", value: [{ value: 0 }, { value: 2 }] },
        { op: "remove", path: 'members[value eq "2"]' },
      ],
      [0],
    ],
    [
      "all are replaced, and then one is removed",
      [
        { op: "replace", path: "members", value: [{ value: 1 }, { value: 2 }] },
        { op: "remove", path: 'members[value eq "1" or value eq "0"]' },
      ],
      [2],
    ],
    ["somebody who is not in it is removed", [{ op: "remove", path: 'members[value eq "2"]' }], [0]],
  ])("%s", async (_, operations, expected) => {
    const id = await addGroup("Group", [idOf(0)]);
    // Numbers stand for people.
    const text = JSON.stringify(patch(...operations));
    const body = text.replace(/("value":|eq \\")(\d)/g, (_match, before, n) =>
      before === '"value":' ? `${before}"${idOf(Number(n))}"` : `${before}${idOf(Number(n))}`,
    );
    expect((await acme.call("PATCH", `/Groups/${id}`, body)).status).toBe(204);
    expect(await membersOf(id)).toEqual(expected);
  });

  it("with the group as the answer, where attributes are asked for", async () => {
    const id = await addGroup("Group");
    const operations = patch({ op: "replace", value: { id, displayName: "Other" } });
    const { status, body } = await acme.call("PATCH", `/Groups/${id}?attributes=displayName`, operations);
    expect([status, body.displayName]).toEqual([200, "Other"]);
  });

  it.each([
    ["somebody of another directory", async () => (await TestDirectory.add("Other")).addPerson("x@example.org")],
    ["somebody whom no directory made", async () => (await makePerson("x@example.org", false)).userId],
    ["nobody", async () => crypto.randomUUID()],
    ["what is no id", async () => "../../etc"],
  ])("but %s is not added, and nobody else is then", async (_, stranger) => {
    const id = await addGroup("Group", [idOf(0)]);
    const members = [{ value: idOf(1) }, { value: await stranger() }];
    const { status, body } = await acme.call(
      "PATCH",
      `/Groups/${id}`,
      patch({ op: "add", path: "members", value: members }),
    );
    expect([status, body.scimType]).toEqual([400, "invalidValue"]);
    expect(await membersOf(id)).toEqual([0]);
  });

  it.each([
    ["a part of a member", [{ op: "replace", path: 'members[value eq "x"].type', value: "y" }], "mutability"],
    [
      "members by another filter, after all were replaced",
      [
        { op: "replace", path: "members", value: [] },
        { op: "remove", path: 'members[display co "x"]' },
      ],
      "invalidFilter",
    ],
    ["members by another filter", [{ op: "remove", path: 'members[display co "x"]' }], "invalidFilter"],
    ["no name any more", [{ op: "remove", path: "displayName" }], "mutability"],
    ["a name with a comma", [{ op: "replace", path: "displayName", value: "a, b" }], "invalidValue"],
    ["an unknown attribute", [{ op: "add", path: "owner", value: "x" }], "invalidPath"],
  ])("and %s is refused", async (_, operations, scimType) => {
    const id = await addGroup("Group", [idOf(0)]);
    const { status, body } = await acme.call("PATCH", `/Groups/${id}`, patch(...operations));
    expect([status, body.scimType]).toEqual([400, scimType]);
  });

  it("and 10,000 members, of whom 999 operations remove 30 each, are no more work than the request is long", async () => {
    const id = await addGroup("Group", [idOf(0)]);
    const members = Array.from({ length: 10_000 }, () => crypto.randomUUID());
    const path = `members[${Array(30).fill('value eq "x"').join(" or ")}]`;
    const operations = Array(999).fill({ op: "remove", path });
    const sent = patch({ op: "replace", path: "members", value: [...members, idOf(1)] }, ...operations);
    const { status, body } = await acme.call("PATCH", `/Groups/${id}`, sent);
    expect([status, body.scimType]).toEqual([400, "invalidValue"]);
  });

  it("and a group that is not the directory's is 404, whatever the operations say", async () => {
    const id = await addGroup("Group");
    const other = await TestDirectory.add("Other");
    const { status } = await other.call("PATCH", `/Groups/${id}`, patch({ op: "remove", path: "members[x co 1]" }));
    expect(status).toBe(404);
  });

  it("and 10,000 members in one request are bounded work: one is a stranger, and nothing happens", async () => {
    const id = await addGroup("Group", [idOf(0)]);
    const members = Array.from({ length: 10_000 }, () => ({ value: crypto.randomUUID() }));
    const { status } = await acme.call("PATCH", `/Groups/${id}`, patch({ op: "add", path: "members", value: members }));
    expect([status, await membersOf(id)]).toEqual([400, [0]]);
  });
});

it("names of groups are the portal's: one that there is, whoever's, is 409, and stays whose it was", async () => {
  await createGroup(operator, "Editors", NOW);
  const { status, body } = await acme.call("POST", "/Groups", group("EDITORS"));
  expect([status, body.scimType]).toEqual([409, "uniqueness"]);
  const editors = await ManagedGroup.findByName(operator, "Editors");
  expect((await acme.call("GET", `/Groups/${editors?.group.groupId}`)).status).toBe(404);
  expect((await acme.call("GET", "/Groups")).body.totalResults).toBe(0);
});

it("two groups of one name at the same time: one is made", async () => {
  const answers = await Promise.all([1, 2].map(() => acme.call("POST", "/Groups", group("Twins"))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

it("a group with a member who cannot be in it is not made", async () => {
  expect((await acme.call("POST", "/Groups", group("Half", [idOf(0), crypto.randomUUID()]))).status).toBe(400);
  expect(await (await getDb()).group.count()).toBe(0);
});

describe("a change of a group is made as a whole or not at all (RFC 7644 §3.5.2)", () => {
  const everything = (displayName: string, members: string[]) => [
    { op: "replace", path: "displayName", value: displayName },
    { op: "replace", path: "externalId", value: "x" },
    { op: "replace", path: "members", value: members.map((value) => ({ value })) },
  ];

  it.each([
    ["a member who is a stranger", () => everything("Other", [idOf(1), crypto.randomUUID()]), 400],
    ["a name that there is", () => everything("EDITORS", [idOf(1)]), 409],
    ["a name with a comma", () => everything("a, b", [idOf(1)]), 400],
  ])("%s: name, externalId, members and log stay", async (_, operations, expected) => {
    await createGroup(operator, "Editors", NOW);
    const id = await addGroup("Group", [idOf(0)]);
    const before = await acme.call("GET", `/Groups/${id}`);
    const [last] = await listEvents({ limit: 1 });
    expect((await acme.call("PATCH", `/Groups/${id}`, patch(...operations()))).status).toBe(expected);
    expect((await acme.call("GET", `/Groups/${id}`)).body).toEqual(before.body);
    expect(await listEvents({ limit: 1 })).toEqual([last]);
  });

  it("and each part of it is an event", async () => {
    const id = await addGroup("Group", [idOf(0)]);
    await acme.call("PATCH", `/Groups/${id}`, patch(...everything("Other", [idOf(1)])));
    const events = await listEvents({ limit: 3 });
    expect(events.map(({ type, userId, data }) => [type, userId, data.name ?? data.to]).sort()).toEqual([
      ["group.member_added", idOf(1), "Other"],
      ["group.member_removed", idOf(0), "Other"],
      ["group.renamed", null, "Other"],
    ]);
  });
});

describe("a large group", () => {
  /** Puts new people of the directory into a group, without a request for each. */
  async function fill(groupId: string, count: number): Promise<void> {
    const db = await getDb();
    await db.$executeRaw`
      INSERT INTO users (id, email, updated_at)
      SELECT gen_random_uuid(), 'many' || n || '@example.org', ${NOW} FROM generate_series(1, ${count}::int) n`;
    await db.$executeRaw`
      INSERT INTO directory_people (user_id, directory_id, emails, attributes, is_linked, created_at, updated_at)
      SELECT id, ${acme.directoryId}::uuid, ARRAY[email], '{}', false, ${NOW}, ${NOW} FROM users WHERE email LIKE 'many%'`;
    await db.$executeRaw`
      INSERT INTO group_members (group_id, user_id, added_at)
      SELECT ${groupId}::uuid, id, ${NOW} FROM users WHERE email LIKE 'many%'`;
  }

  it("is emptied without holding up what others do: its events are handed in a few at a time", async () => {
    const id = await addGroup("Group");
    await fill(id, 700);
    let isOver = false;
    let most = 0;
    const emptied = acme.call("PATCH", `/Groups/${id}`, patch({ op: "remove", path: "members" })).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      most = Math.max(most, describeAuditQueue(Date.now()).waiting);
      await setImmediate();
    }
    expect((await emptied).status).toBe(204);
    expect(most).toBeLessThanOrEqual(200);
    const db = await getDb();
    expect(await db.auditEvent.count({ where: { type: "group.member_removed" } })).toBeGreaterThanOrEqual(700);
  });

  it("of more than 20,000 is emptied by several requests", async () => {
    const id = await addGroup("Group");
    await fill(id, 20_001);
    const { status, body } = await acme.call("PATCH", `/Groups/${id}`, patch({ op: "remove", path: "members" }));
    expect([status, body.scimType]).toEqual([400, "tooMany"]);
    expect(await (await getDb()).groupMember.count({ where: { groupId: id } })).toBe(20_001);
  });
});

it("people whom an administrator added stay, unseen by the directory, whatever it replaces", async () => {
  const id = await addGroup("Group", [idOf(0)]);
  const own = await makePerson("own@example.org", false);
  const managed = await ManagedGroup.find(operator, id);
  if (managed) await addMember(managed, "own@example.org", NOW);
  await acme.call("PUT", `/Groups/${id}`, group("Group", [idOf(1)]));
  expect(await membersOf(id)).toEqual([1]);
  expect(await (await getDb()).groupMember.count({ where: { groupId: id, userId: own.userId } })).toBe(1);
});

it("each change is an event of the person's, by the directory", async () => {
  const id = await addGroup("Group", [idOf(0)]);
  await acme.call("PATCH", `/Groups/${id}`, patch({ op: "remove", path: "members" }));
  const events = await listEvents({ userId: idOf(0), limit: 2 });
  const { directoryId } = acme;
  expect(events.map(({ type, data }) => [type, data.by, data.directoryId])).toEqual([
    ["group.member_removed", null, directoryId],
    ["group.member_added", null, directoryId],
  ]);
});
