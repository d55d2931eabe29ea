import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { makePerson, setSuspended } from "../clients/testing/people";
import { createUser } from "../db/people/users";
import { useTestDatabase } from "../db/testing/test-database";
import { listPeople, type PeopleFilter } from "./list-people";

useTestDatabase();

let administrator: Actor & { userId: string };
const ids = new Map<string, string>();

beforeAll(async () => {
  administrator = await makePerson("root@portal.example", true);
  const people = [
    ["minjun@corp.example", "김민준"],
    ["anna_lee@corp.example", "Anna Lee"],
    ["bo@other.example", "Bo Anderson"],
    ["xn@xn--bcher-kva.example", null],
  ] as const;
  for (const [email, name] of people) {
    const now = new Date();
    const user = await createUser(
      { email, passwordHash: null, name, isAdmin: false, emailVerifiedAt: null, claims: {} },
      now,
    );
    if (user) ids.set(email, user.userId);
  }
});

async function find(filter: Partial<PeopleFilter>, actor: Actor = administrator): Promise<string[]> {
  const found = await listPeople(actor, { limit: 50, ...filter });
  return found?.people.map(({ email }) => email.split("@")[0] ?? "") ?? ["nobody may"];
}

describe("the list of people", () => {
  it.each([
    ["CORP.ex", ["anna_lee", "minjun"]],
    ["na_l", ["anna_lee"]],
    ["na%l", []],
    ["민준", ["minjun"]],
    ["김", ["minjun"]],
    ["bo", ["bo"]],
    ["an", ["bo", "anna_lee"]],
    ["derson", ["bo"]],
    ["nn an", []],
    ["a\0b", []],
    ["nobody", []],
  ])("searched for %s has %o", async (query, expected) => {
    expect(await find({ query })).toEqual(expected);
  });

  it("finds an id, and shows addresses as people read them", async () => {
    const id = ids.get("xn@xn--bcher-kva.example") ?? "";
    const found = await listPeople(administrator, { query: ` ${id} `, limit: 10 });
    expect(found?.people.map(({ email }) => email)).toEqual(["xn@bücher.example"]);
  });

  it("goes page by page, newest first, without losing or doubling anybody", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await listPeople(operator, { limit: 2, after });
      seen.push(...(page?.people.map(({ email }) => email) ?? []));
      if (!page?.hasMore) break;
      after = page.people.at(-1)?.userId;
    }
    expect(seen).toHaveLength(5);
    expect(seen.at(-1)).toBe("root@portal.example");
    expect(new Set(seen).size).toBe(5);
    expect(await find({ after: "no id" })).toEqual([]);
  });

  it("can show administrators, or suspended people", async () => {
    expect(await find({ state: "administrators" })).toEqual(["root"]);
    const bo = { userId: ids.get("bo@other.example") ?? "" };
    await setSuspended(bo, new Date());
    expect(await find({ state: "suspended" })).toEqual(["bo"]);
    expect(await find({ state: "suspended", query: "anna" })).toEqual([]);
    await setSuspended(bo, null);
  });

  it("is nobody's business but administrators', whoever says they are one", async () => {
    const person = await makePerson("person@portal.example");
    for (const actor of [person, { ...person, isAdmin: true }, { ...administrator, isAdmin: false }]) {
      expect(await find({}, actor)).toEqual(["nobody may"]);
    }
    await setSuspended(administrator, new Date());
    expect(await find({})).toEqual(["nobody may"]);
    await setSuspended(administrator, null);
  });
});
