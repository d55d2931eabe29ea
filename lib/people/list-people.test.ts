import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { createSession, findSession } from "../auth/session";
import { makePerson, setSuspended } from "../clients/testing/people";
import { getDb } from "../db/driver/database";
import { inTransaction } from "../db/driver/transaction";
import { deleteAuthenticators, insertPendingAuthenticator } from "../db/people/authenticators";
import { selectUsers } from "../db/people/directory";
import { insertPasskey } from "../db/people/passkeys";
import { removeSecondFactors } from "../db/people/second-factors";
import { createUser } from "../db/people/users";
import { newAuthenticator } from "../db/testing/new-authenticator";
import { useTestDatabase } from "../db/testing/test-database";
import { FACTOR_FILTERS, listPeople, PEOPLE_STATES, type PeopleFilter, SEEN_FILTERS } from "./list-people";

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

const NOW = new Date("2026-11-30T12:00:00Z");
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

async function find(filter: Partial<PeopleFilter>, actor: Actor = administrator): Promise<string[]> {
  const found = await listPeople(actor, { limit: 50, ...filter }, NOW);
  return found?.people.map(({ email }) => email.split("@")[0] ?? "") ?? ["nobody may"];
}

const idOf = (name: string) => [...ids].find(([email]) => email.startsWith(name))?.[1] ?? "";

describe("the list of people by their second factor", () => {
  it("follows what they add and remove", async () => {
    const [minjun, anna] = [idOf("minjun"), idOf("anna")];
    expect(await find({ factor: "none" })).toHaveLength(5);
    const waiting = { secretJwe: "sealed", before: days(-1) };
    await insertPendingAuthenticator({ userId: minjun, shownTo: crypto.randomUUID() }, waiting, NOW);
    expect(await find({ factor: "authenticator" }), "one that waits for its first code is none").toEqual([]);
    await newAuthenticator(minjun, NOW);
    for (const userId of [minjun, anna]) {
      const key = { credentialId: userId, publicKey: new Uint8Array(), counter: 0, transports: [], aaguid: "" };
      const person = { userId, browsersForgottenAt: null, isFirst: false };
      await insertPasskey(person, { ...key, isSynced: false }, NOW);
    }
    expect(await find({ factor: "passkey" })).toEqual(["anna_lee", "minjun"]);
    expect(await find({ factor: "authenticator" })).toEqual(["minjun"]);
    expect(await find({ factor: "passkey", query: "anna" })).toEqual(["anna_lee"]);
    expect(await find({ factor: "none" })).toEqual(["xn", "bo", "root"]);
    await deleteAuthenticators(minjun, { mustKeepFactor: false });
    expect(await find({ factor: "authenticator" })).toEqual([]);
    expect(await find({ factor: "passkey", limit: 1, after: anna })).toEqual(["minjun"]);
    await removeSecondFactors(minjun, "everybody", NOW);
    await removeSecondFactors(anna, "everybody", NOW);
    expect(await find({ factor: "none" })).toHaveLength(5);
  });
});

describe("the list of people by when they were last seen", () => {
  it("counts days, from any sign-in and any use of a session, also when the session is gone", async () => {
    const bo = idOf("bo@");
    const request = new Request("http://localhost:3000/login/submit", { method: "POST" });
    expect(await find({ seen: "never" })).toHaveLength(5);
    const { setCookies } = await createSession({ userId: bo, amr: ["pwd"], request }, days(-92));
    expect(await find({ seen: "over-90-days" })).toEqual(["bo"]);
    expect(await find({ seen: "within-90-days" })).toEqual([]);
    const cookie = setCookies.map((each) => each.split(";")[0]).join("; ");
    await findSession(new Headers({ cookie }), days(-90));
    expect(await find({ seen: "within-90-days" })).toEqual(["bo"]);
    expect(await find({ seen: "within-30-days" })).toEqual([]);
    await (await getDb()).session.deleteMany();
    expect((await listPeople(administrator, { limit: 1, seen: "within-90-days" }, NOW))?.people).toMatchObject([
      { lastSeenAt: new Date("2026-09-01T00:00:00Z") },
    ]);
    await createSession({ userId: bo, amr: ["pwd"], request }, days(-30));
    expect(await find({ seen: "within-30-days" })).toEqual(["bo"]);
    expect(await find({ seen: "within-30-days", factor: "none", query: "bo" })).toEqual(["bo"]);
    expect(await find({ seen: "within-30-days", factor: "passkey" })).toEqual([]);
    expect(await find({ seen: "never" })).toEqual(["xn", "anna_lee", "minjun", "root"]);
  });
});

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

describe("with many people", () => {
  const others: Partial<PeopleFilter>[] = [
    ...FACTOR_FILTERS.flatMap((factor) => SEEN_FILTERS.map((seen) => ({ factor, seen }))),
    ...PEOPLE_STATES.map((state) => ({ state })),
    { query: "user17" },
    { query: "user17", factor: "passkey", seen: "within-30-days" },
  ];

  beforeAll(async () => {
    const db = await getDb();
    await db.$executeRaw`
      INSERT INTO users (id, email, name, factors, seen_on, updated_at)
      SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'user' || i || '@many.example',
        CASE WHEN i <= 300 THEN 'Whole words, frequent' WHEN i <= 2000 THEN 'Frequent' WHEN i <= 2900 THEN 'Whole of it, le words, frequent' END,
        i % 4,
        CASE WHEN i = 5 THEN date '1969-12-31' WHEN i % 5 > 0 THEN date '2026-11-30' - (i % 200) END, now()
      FROM generate_series(1, 5000) AS i`;
    await db.$executeRaw`ANALYZE users`;
  }, 60_000);

  it.each(others)("the list reads an index, not everybody, for %j", async (given) => {
    const filter = { query: "", state: "all", factor: "all", seen: "all", limit: 51, ...given } as const;
    const statement = selectUsers(filter, NOW);
    const plan = await inTransaction(async (tx) => {
      // The page's 51 rows are found by id where there are many; a table as small as this one is faster read whole.
      await tx.$executeRaw`SET LOCAL enable_hashjoin = off`;
      await tx.$executeRaw`SET LOCAL enable_mergejoin = off`;
      return tx.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN ${statement.text}`, ...statement.values);
    });
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text).not.toContain("Seq Scan on users");
  });

  it.each([
    [{ factor: "passkey", seen: "within-30-days" }, "factors IN (2, 3) AND seen_on >= '2026-10-31'"],
    [{ factor: "authenticator", seen: "over-90-days" }, "factors IN (1, 3) AND seen_on <= '2026-08-31'"],
    [{ query: "user4" }, "email LIKE '%user4%'"],
    // More than half, none of whom is among the newest.
    [{ query: "frequent" }, "name ILIKE '%frequent%'"],
    // One letter is in no index.
    [{ query: "w" }, "' ' || name ILIKE '% w%'"],
    // Many who came later have all its pieces, but apart from each other.
    [{ query: "whole words" }, "name ILIKE '%whole words%'"],
    [{ query: "whole words", factor: "passkey" }, "name ILIKE '%whole words%' AND factors IN (2, 3)"],
  ] as const)("the pages of %j hold exactly those whom reading everybody finds", async (filter, condition) => {
    const db = await getDb();
    const all = await db.$queryRawUnsafe<{ id: string }[]>(`SELECT id FROM users WHERE ${condition} ORDER BY id DESC`);
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listPeople(operator, { ...filter, limit: 100, after }, NOW);
      found.push(...(page?.people.map(({ userId }) => userId) ?? []));
      if (!page?.hasMore) break;
      after = found.at(-1);
    }
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(all.map(({ id }) => id));
  });
});
