import { beforeEach, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { makePerson, setSuspended } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { listGroupsOf, MOST_GROUPS_OF_PERSON } from "../db/people/groups";
import { useTestDatabase } from "../db/testing/test-database";
import { deletePerson } from "./delete-person";
import { addMember, listMembers, removeMember, removeMemberByEmail } from "./group-members";
import {
  countMembers,
  createGroup,
  deleteGroup,
  GROUP_NAME_LIMIT,
  listGroups,
  nameSeenGroup,
  renameGroup,
} from "./groups";
import { ManagedGroup } from "./managed-group";
import { ManagedPerson } from "./managed-person";

useTestDatabase();

const now = new Date("2026-11-29T12:00:00Z");
let administrator: Actor & { userId: string };
let member: Actor & { userId: string };

beforeEach(async () => {
  const db = await getDb();
  await db.group.deleteMany();
  await db.user.deleteMany();
  await db.auditEvent.deleteMany();
  administrator = await makePerson("admin@example.org", true);
  member = await makePerson("member@example.org");
});

/** A group of this name, with these people. */
async function make(name: string, ...emails: string[]): Promise<ManagedGroup> {
  const made = await createGroup(administrator, name, now);
  if (!made.ok) throw new Error(made.problem);
  const managed = await ManagedGroup.find(administrator, made.value.groupId);
  if (!managed) throw new Error("may not be seen");
  for (const email of emails) expect(await addMember(managed, email, now)).toMatchObject({ ok: true });
  return managed;
}

async function namesOf(actor: { userId: string }): Promise<string[]> {
  return (await listGroupsOf(actor.userId)).map(({ name }) => name);
}

describe("the name of a group", () => {
  it.each([
    ["", "nameMissing"],
    [" \t ", "nameMissing"],
    ["x".repeat(GROUP_NAME_LIMIT + 1), "nameLong"],
    ["editors,admins", "nameCharacters"],
    ["edi\0tors", "nameCharacters"],
    ["edi\ntors", "nameCharacters"],
    ["edi\u202etors", "nameCharacters"],
  ])("%j is refused: %s", async (name, problem) => {
    expect(await createGroup(administrator, name, now)).toEqual({ ok: false, problem });
    expect(await renameGroup(await make("writers"), name)).toEqual({ ok: false, problem });
  });

  it("may be of any script, and of as many characters as the limit says, however long they are in UTF-16", async () => {
    const { group } = await make(" 편집자 ");
    expect(group.name).toBe("편집자");
    expect(await createGroup(administrator, "😀".repeat(GROUP_NAME_LIMIT), now)).toMatchObject({ ok: true });
  });

  it("is unique whatever its capital letters, and however its letters are composed", async () => {
    await make("Éditeurs");
    for (const name of ["Éditeurs", "éditeurs", "ÉDITEURS", "E\u0301diteurs"])
      expect(await createGroup(administrator, name, now)).toEqual({ ok: false, problem: "taken" });
    const writers = await make("writers");
    expect(await renameGroup(writers, "éditeurs")).toEqual({ ok: false, problem: "taken" });
    expect(await renameGroup(writers, "Writers")).toMatchObject({ ok: true, value: { name: "Writers" } });
  });

  it("is not saved over one that somebody else gave it after the form was opened", async () => {
    const opened = await make("Designers");
    const seen = nameSeenGroup(opened.group);
    await renameGroup(opened, "Design");
    const late = await ManagedGroup.find(administrator, opened.group.groupId);
    if (!late) throw new Error("The group is gone.");
    const overtaken = { ok: false, problem: "overtaken" };
    expect(await renameGroup(late, "Drawing", seen)).toEqual(overtaken);
    // The one whose page was opened before, in the moment in which it was saved.
    expect(await renameGroup(opened, "Drawing", seen)).toEqual(overtaken);
    expect(await renameGroup(late, "Drawing", nameSeenGroup(late.group))).toMatchObject({ ok: true });
  });

  it("is taken for both presses of a button, which come at once", async () => {
    const opened = await make("Testers");
    const press = () => renameGroup(opened, "Quality", nameSeenGroup(opened.group));
    expect(await Promise.all([press(), press()])).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it("is made once of two that come at the same time", async () => {
    const made = await Promise.all([1, 2].map(() => createGroup(administrator, "editors", now)));
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("people of a group", () => {
  it("are put in by their address and taken out, each audited once however often it is asked for", async () => {
    const group = await make("editors", "member@example.org", "MEMBER@example.org ");
    expect(await namesOf(member)).toEqual(["editors"]);
    expect((await listMembers(group, { limit: 10 })).members).toEqual([
      { userId: member.userId, email: "member@example.org", name: null, addedAt: now },
    ]);
    expect(await removeMember(group, member.userId)).toEqual({ ok: true, value: null });
    expect(await removeMemberByEmail(group, "member@example.org")).toMatchObject({ ok: true });
    expect(await namesOf(member)).toEqual([]);
    const events = await listEvents({ userId: member.userId, limit: 10 });
    const data = { by: administrator.userId, groupId: group.group.groupId, name: "editors" };
    expect(events).toMatchObject([
      { type: "group.member_removed", data, ipAddress: "192.0.2.1" },
      { type: "group.member_added", data },
    ]);
  });

  it.each(["nobody@example.org", "no address", "a\0@example.org", ""])("cannot be %j", async (email) => {
    const group = await make("editors");
    expect(await addMember(group, email, now)).toEqual({ ok: false, problem: "noAccount" });
    expect(await removeMemberByEmail(group, email)).toEqual({ ok: false, problem: "noAccount" });
  });

  it("are listed page by page, and so are groups", async () => {
    const others = await Promise.all(["b", "c"].map((name) => makePerson(`${name}@example.org`)));
    const group = await make("editors", "member@example.org", "b@example.org", "c@example.org");
    const first = await listMembers(group, { limit: 2 });
    const rest = await listMembers(group, { after: first.members.at(-1)?.userId, limit: 2 });
    expect([first.hasMore, rest.hasMore]).toEqual([true, false]);
    const seen = [...first.members, ...rest.members].map(({ userId }) => userId);
    expect(seen.sort()).toEqual([member, ...others].map(({ userId }) => userId).sort());
    expect(await countMembers(group)).toBe(3);

    await make("Authors");
    await make("writers");
    const page = await listGroups(administrator, { limit: 2 });
    expect(page?.groups.map(({ name, members }) => [name, members])).toEqual([
      ["Authors", 0],
      ["editors", 3],
    ]);
    const next = await listGroups(administrator, { after: page?.groups.at(-1)?.groupId, limit: 2 });
    expect(next).toMatchObject({ groups: [{ name: "writers" }], hasMore: false });
    expect(await listGroups(administrator, { after: "no id", limit: 2 })).toEqual({ groups: [], hasMore: false });
  });

  it("are in 100 groups each at most, also when the last two come at the same time", async () => {
    const db = await getDb();
    const ids = Array.from({ length: MOST_GROUPS_OF_PERSON - 1 }, (_, n) => ({
      id: `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`,
      name: `group ${n}`,
      nameKey: `group ${n}`,
      createdAt: now,
    }));
    await db.group.createMany({ data: ids });
    const { userId } = member;
    await db.groupMember.createMany({ data: ids.map(({ id }) => ({ groupId: id, userId, addedAt: now })) });
    const last = [await make("one"), await make("two")];
    const answers = await Promise.all(last.map((group) => addMember(group, "member@example.org", now)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers).toContainEqual({ ok: false, problem: "full" });
  });

  it("leave it with their account, and stay when the group is deleted", async () => {
    const [editors, writers] = [
      await make("editors", "member@example.org"),
      await make("writers", "admin@example.org"),
    ];
    const person = await ManagedPerson.find(administrator, member.userId);
    expect(person && (await deletePerson(person, now))).toMatchObject({ ok: true });
    expect(await countMembers(editors)).toBe(0);
    expect(await deleteGroup(writers)).toEqual({ ok: true, value: null });
    expect(await deleteGroup(writers)).toEqual({ ok: false, problem: "missing" });
    expect(await addMember(writers, "admin@example.org", now)).toEqual({ ok: false, problem: "missing" });
    expect(await namesOf(administrator)).toEqual([]);
    expect((await listEvents({ limit: 1 })).at(0)).toMatchObject({ type: "group.deleted", data: { name: "writers" } });
  });
});

describe("who may see and change groups", () => {
  it("are administrators and the operator, as the database knows them now", async () => {
    const { group } = await make("editors");
    expect(await ManagedGroup.find(operator, group.groupId)).not.toBeNull();
    expect(await ManagedGroup.findByName(operator, "EDITORS")).not.toBeNull();
    await setSuspended(administrator, now);
    for (const actor of [member, { ...member, isAdmin: true }, administrator]) {
      expect(await listGroups(actor, { limit: 10 })).toBeNull();
      expect(await createGroup(actor, "writers", now)).toEqual({ ok: false, problem: "missing" });
      expect(await ManagedGroup.find(actor, group.groupId)).toBeNull();
      expect(await ManagedGroup.findByName(actor, "editors")).toBeNull();
    }
  });

  it("find no group that there is not", async () => {
    for (const id of ["no id", "00000000-0000-7000-8000-000000000000"])
      expect(await ManagedGroup.find(administrator, id)).toBeNull();
    for (const name of ["nobody", "a\0"]) expect(await ManagedGroup.findByName(administrator, name)).toBeNull();
  });
});
