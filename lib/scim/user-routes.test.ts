import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../auth/actor";
import { makeClient, makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { insertSession, listSessions } from "../db/people/sessions";
import { useTestDatabase } from "../db/testing/test-database";
import { ManagedPerson } from "../people/managed-person";
import { resumePerson, suspendPerson } from "../people/suspend-person";
import { BASE, NOW, patch, person, TestDirectory } from "./testing/directory";

useTestDatabase();

let acme: TestDirectory;

beforeEach(async () => {
  const db = await getDb();
  await db.directory.deleteMany();
  await db.client.deleteMany();
  await db.user.deleteMany();
  await db.rateLimit.deleteMany();
  acme = await TestDirectory.add("Acme", { domains: ["example.org"] });
});

const userOf = async (userId: string) => (await getDb()).user.findUnique({ where: { id: userId } });

/** RFC 7643 §8.2, with an address as its userName, and what the portal does not keep. */
const BARBARA = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  externalId: "701984",
  userName: "bjensen@example.org",
  name: { formatted: "Ms. Barbara J Jensen, III", familyName: "Jensen", givenName: "Barbara", middleName: "Jane" },
  displayName: "Babs Jensen",
  nickName: "Babs",
  profileUrl: "https://login.example.org/bjensen",
  emails: [
    { value: "bjensen@example.org", type: "work", primary: true },
    { value: "babs@jensen.example", type: "home" },
  ],
  addresses: [{ type: "work", streetAddress: "100 Universal City Plaza" }],
  phoneNumbers: [{ value: "tel:+1-555-555-8377", type: "work" }],
  photos: [{ value: "https://photos.example.org/profilephoto/72930000000Ccne/F", type: "photo" }],
  userType: "Employee",
  title: "Tour Guide",
  preferredLanguage: "ko-KR",
  locale: "en-US",
  timezone: "America/Los_Angeles",
  active: true,
  password: "t1meMa$heen",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { employeeNumber: "701984" },
};

describe("RFC 7644 §3.3: a person is made", () => {
  it("with all that the portal keeps, and without what it does not", async () => {
    const made = await acme.call("POST", "/Users", BARBARA);
    const { addresses, userType, password, schemas, [schemas[1] as "password"]: _, ...kept } = BARBARA;
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...kept, schemas: [schemas[0]] });
    expect(made.headers.get("location")).toBe(`${BASE}/Users/${made.body.id}`);
    expect(made.body.meta).toMatchObject({ resourceType: "User", location: `${BASE}/Users/${made.body.id}` });
    for (const name of ["password", "addresses", "userType"]) expect(made.body).not.toHaveProperty(name);
    expect((await acme.call("GET", `/Users/${made.body.id}`)).body).toEqual(made.body);
  });

  it("whose account has no password, is told to apps by the claims of OpenID Connect, and administers nothing", async () => {
    const made = await acme.call("POST", "/Users", BARBARA);
    expect(await userOf(made.body.id)).toMatchObject({
      email: "bjensen@example.org",
      emailVerifiedAt: NOW,
      passwordHash: null,
      name: "Babs Jensen",
      locale: "ko",
      isAdmin: false,
      claims: {
        given_name: "Barbara",
        family_name: "Jensen",
        middle_name: "Jane",
        nickname: "Babs",
        profile: "https://login.example.org/bjensen",
        picture: "https://photos.example.org/profilephoto/72930000000Ccne/F",
        zoneinfo: "America/Los_Angeles",
        phone_number: "+1-555-555-8377",
      },
    });
  });

  it("whose address counts as proved only where the operator trusts the directory", async () => {
    const id = await acme.addPerson("guest@elsewhere.example");
    expect((await userOf(id))?.emailVerifiedAt).toBeNull();
  });

  it("and cannot be made twice, however the address is written", async () => {
    await acme.addPerson("jose@example.org");
    for (const userName of ["JOSE@EXAMPLE.ORG", " jose@example.org "]) {
      const again = await acme.call("POST", "/Users", person(userName));
      expect([again.status, again.body.scimType, again.body.status]).toEqual([409, "uniqueness", "409"]);
    }
    await acme.addPerson("anna@b\u00fccher.example");
    expect((await acme.call("POST", "/Users", person("Anna@bu\u0308cher.example"))).status).toBe(409);
  });

  it("once, by two requests at the same time", async () => {
    const answers = await Promise.all([1, 2].map(() => acme.call("POST", "/Users", person("twin@example.org"))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it("who is suspended from the start where active is False, as Entra ID writes it", async () => {
    const made = await acme.call("POST", "/Users", { ...person("later@example.org"), active: "False" });
    expect(made.body.active).toBe(false);
    expect((await userOf(made.body.id))?.suspendedAt).toEqual(NOW);
  });

  it("and gets a mail where the operator wants that, in their language", async () => {
    const inviting = await TestDirectory.add("Inviting", { invites: true });
    await inviting.addPerson("new@example.org", { preferredLanguage: "ko" });
    const mails = await (await getDb()).mail.findMany({ where: { recipient: "new@example.org" } });
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining("계정이 만들어졌습니다")]);
    await acme.addPerson("quiet@example.org");
    expect(await (await getDb()).mail.count({ where: { recipient: "quiet@example.org" } })).toBe(0);
  });

  it.each([
    ["no userName", { ...person(""), userName: undefined }, "invalidValue"],
    ["a userName that is no address", person("bjensen"), "invalidValue"],
    ["NUL in it", person("a\0@example.org"), "invalidSyntax"],
    ["no schemas", { userName: "a@example.org" }, "invalidSyntax"],
    ["a list", [person("a@example.org")], "invalidSyntax"],
    ["text in place of JSON", "{", "invalidSyntax"],
    ["active that is neither", { ...person("a@example.org"), active: "perhaps" }, "invalidValue"],
    ["a name that is a text", { ...person("a@example.org"), name: "Anna" }, "invalidValue"],
    ["a title of 2,000 characters", { ...person("a@example.org"), title: "x".repeat(2_000) }, "invalidValue"],
    ["51 telephones", { ...person("a@example.org"), phoneNumbers: Array(51).fill({ value: "1" }) }, "invalidValue"],
  ])("not with %s", async (_, body, scimType) => {
    const answer = await acme.call("POST", "/Users", body);
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    expect(await (await getDb()).user.count()).toBe(0);
  });

  it("and __proto__ in the body changes nothing but the answer's absence of it", async () => {
    const body =
      '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"p@example.org","__proto__":{"active":false},"name":{"__proto__":{"polluted":true},"givenName":"P"}}';
    const made = await acme.call("POST", "/Users", body);
    expect(made.body).toMatchObject({ active: true, name: { givenName: "P" } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("an account that is there already", () => {
  it("is not taken over: 409, and the account stays nobody's but its person's", async () => {
    const { userId } = await makePerson("here@example.org", false);
    const answer = await acme.call("POST", "/Users", person("Here@example.org"));
    expect([answer.status, answer.body.scimType]).toEqual([409, "uniqueness"]);
    expect((await acme.call("GET", `/Users/${userId}`)).status).toBe(404);
  });

  it("comes under the directory where an administrator allows that, at its domains", async () => {
    const linking = await TestDirectory.add("Linking", { domains: ["example.org"], linksExisting: true });
    const { userId } = await makePerson("here@example.org", false);
    const answer = await linking.call("POST", "/Users", { ...person("here@example.org"), externalId: "7" });
    expect([answer.status, answer.body.id, answer.body.externalId]).toEqual([201, userId, "7"]);
    const events = await listEvents({ userId, limit: 5 });
    expect(events.map(({ type }) => type)).toContain("directory.person_linked");
    const moved = await linking.call("PUT", `/Users/${userId}`, person("here@elsewhere.example"));
    expect(moved.status, "its address stays at these domains").toBe(403);
    expect((await linking.call("PUT", `/Users/${userId}`, person("there@example.org"))).status).toBe(200);
  });

  it.each([
    ["an administrator's", { isAdmin: true }],
    ["somebody's of the support", { isSupport: true }],
    ["one whose address nobody proved", { emailVerifiedAt: null }],
  ])("never does so if it is %s", async (_, data) => {
    const linking = await TestDirectory.add("Linking", { domains: ["example.org"], linksExisting: true });
    const { userId } = await makePerson("here@example.org", false);
    await (await getDb()).user.update({ where: { id: userId }, data });
    expect((await linking.call("POST", "/Users", person("here@example.org"))).status).toBe(409);
  });
});

describe("RFC 7644 §3.4: people are found", () => {
  let ids: string[];
  beforeEach(async () => {
    ids = [
      await acme.addPerson("a@example.org", {
        externalId: "A",
        emails: [{ value: "Anna@home.example", type: "home" }],
      }),
      await acme.addPerson("b@example.org", { externalId: "B" }),
      await acme.addPerson("c@example.org"),
    ];
    const other = await TestDirectory.add("Other");
    await other.addPerson("d@example.org", { externalId: "A", emails: [{ value: "anna@home.example" }] });
  });
  const find = async (filter: string) => {
    const { status, body } = await acme.call("GET", `/Users?${new URLSearchParams({ filter })}`);
    return status === 200 ? body.Resources.map(({ id }: { id: string }) => ids.indexOf(id)) : body.scimType;
  };

  it.each([
    ['userName eq "A@Example.org"', [0]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "b@example.org"', [1]],
    ['externalId eq "A"', [0]],
    ['emails.value eq "ANNA@home.example"', [0]],
    ['emails eq "anna@home.example"', [0]],
    ['emails[value eq "anna@home.example"]', [0]],
    ['userName eq "a@example.org" or userName eq "c@example.org"', [0, 2]],
    ['(userName eq "a@example.org" or externalId eq "B") and externalId eq "B"', [1]],
    ['userName eq "a@example.org" and externalId eq "B"', []],
    ['userName eq "d@example.org"', []],
    ['id eq "no id"', []],
    ['userName eq "\\u0000"', []],
  ])("by %s", async (filter, found) => {
    expect(await find(filter)).toEqual(found);
  });

  it.each([
    'userName co "example"',
    "title pr",
    'not (userName eq "a@example.org")',
    'displayName eq "Anna"',
    "active eq true",
  ])("but not by %s, for which everybody would have to be read", async (filter) => {
    expect(await find(filter)).toBe("invalidFilter");
  });

  it("by the id of somebody else's directory neither", async () => {
    const [other] = await (await getDb()).user.findMany({ where: { email: "d@example.org" } });
    expect(await find(`id eq "${other?.id}"`)).toEqual([]);
  });

  it("page by page (§3.4.2.4)", async () => {
    const page = async (query: string) => {
      const { body } = await acme.call("GET", `/Users?${query}`);
      const { totalResults, startIndex, itemsPerPage, Resources } = body;
      return [totalResults, startIndex, itemsPerPage, Resources.map(({ id }: { id: string }) => ids.indexOf(id))];
    };
    expect(await page("startIndex=1&count=2")).toEqual([3, 1, 2, [0, 1]]);
    expect(await page("startIndex=3&count=2")).toEqual([3, 3, 1, [2]]);
    expect(await page("startIndex=0&count=0")).toEqual([3, 1, 0, []]);
    expect(await page("count=-1")).toEqual([3, 1, 0, []]);
    expect((await acme.call("GET", "/Users?count=many")).status).toBe(400);
  });

  it("with the attributes that are wanted (§3.9), by a search too (§3.4.3)", async () => {
    const { body } = await acme.call("GET", `/Users/${ids[0]}?attributes=userName,emails.value`);
    expect(body).toEqual({
      schemas: expect.anything(),
      id: ids[0],
      meta: expect.anything(),
      userName: "a@example.org",
      emails: [{ value: "Anna@home.example" }],
    });
    const search = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
      filter: 'externalId eq "B"',
      excludedAttributes: ["externalId"],
      count: 10,
    };
    const found = await acme.call("POST", "/Users/.search", search);
    expect([found.status, found.body.totalResults]).toEqual([200, 1]);
    expect(found.body.Resources[0]).not.toHaveProperty("externalId");
    const both = await acme.call("GET", "/Users?attributes=userName&excludedAttributes=emails");
    expect(both.status).toBe(400);
  });
});

describe("RFC 7644 §3.5: a person is changed", () => {
  let id: string;
  beforeEach(async () => {
    id = (await acme.call("POST", "/Users", BARBARA)).body.id;
  });
  const change = async (...operations: object[]) => acme.call("PATCH", `/Users/${id}`, patch(...operations));

  it("as a whole by PUT: what is left out has no value any more, and whether the account works stays", async () => {
    await change({ op: "replace", path: "active", value: false });
    const put = await acme.call("PUT", `/Users/${id}`, { ...person("babs@example.org"), displayName: "Babs" });
    expect(put.body).toMatchObject({ userName: "babs@example.org", displayName: "Babs", active: false });
    expect(put.body).not.toHaveProperty("title");
    expect(await userOf(id)).toMatchObject({ email: "babs@example.org", name: "Babs", claims: {} });
  });

  it.each([
    ["an attribute", [{ op: "replace", path: "title", value: "CEO" }], { title: "CEO" }],
    ["in capitals", [{ op: "Replace", path: "NickName", value: "Barb" }], { nickName: "Barb" }],
    [
      "a part of one",
      [{ op: "add", path: "name.givenName", value: "B" }],
      { name: { givenName: "B", familyName: "Jensen" } },
    ],
    [
      "by its schema's name",
      [{ op: "add", path: "urn:ietf:params:scim:schemas:core:2.0:User:title", value: "CEO" }],
      { title: "CEO" },
    ],
    [
      "several without a path, with dots in their names, as Entra ID sends it",
      [{ op: "Add", value: { "name.givenName": "B", displayName: "B J", "urn:x:y": { z: 1 } } }],
      { displayName: "B J", name: { givenName: "B" } },
    ],
    [
      "a value of a list by a filter, as Entra ID sends it",
      [{ op: "Replace", path: 'emails[type eq "work"].value', value: "barbara@example.org" }],
      { emails: [{ value: "barbara@example.org", type: "work", primary: true }, { type: "home" }] },
    ],
    [
      "a value of a list that is not there yet",
      [{ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+1 425 555 0100" }],
      { phoneNumbers: [{ type: "work" }, { type: "mobile", value: "+1 425 555 0100" }] },
    ],
    [
      "the main value of a list (RFC 7644 §3.5.2)",
      [{ op: "replace", path: 'emails[type eq "home"].primary', value: "True" }],
      {
        emails: [
          { type: "work", primary: false },
          { type: "home", primary: true },
        ],
      },
    ],
    [
      "a list as a whole",
      [{ op: "replace", path: "emails", value: [{ value: "only@example.org" }] }],
      { emails: [{ value: "only@example.org" }] },
    ],
    [
      "a list by what is taken out",
      [{ op: "remove", path: 'emails[type eq "home" and value ew "jensen.example"]' }],
      { emails: [{ type: "work" }] },
    ],
    ["what is not kept", [{ op: "add", path: "userType", value: "x" }], { userName: "bjensen@example.org" }],
    [
      "the enterprise extension, without effect",
      [
        {
          op: "Add",
          path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          value: "Sales",
        },
      ],
      { userName: "bjensen@example.org" },
    ],
  ])("by PATCH: %s", async (_, operations, expected) => {
    const { status, body } = await change(...operations);
    expect(status).toBe(200);
    expect(body).toMatchObject(expected);
    expect((await acme.call("GET", `/Users/${id}`)).body).toEqual(body);
  });

  it.each([
    ["no operations", [], "invalidSyntax"],
    ["an unknown operation", [{ op: "move", path: "title", value: "x" }], "invalidSyntax"],
    ["an unknown attribute", [{ op: "add", path: "favourite", value: "x" }], "invalidPath"],
    ["a path that is none", [{ op: "add", path: "__proto__.x", value: "x" }], "invalidPath"],
    ["the id", [{ op: "replace", path: "id", value: "x" }], "mutability"],
    ["no userName any more", [{ op: "remove", path: "userName" }], "mutability"],
    ["a removal without a path", [{ op: "remove" }], "noTarget"],
    [
      "a value of a list that is not there",
      [{ op: "replace", path: 'emails[type eq "x"].value', value: "y" }],
      "noTarget",
    ],
    ["a filter in a filter", [{ op: "remove", path: 'emails[a[b eq "c"]]' }], "invalidFilter"],
    ["a userName that is no address", [{ op: "replace", path: "userName", value: "x" }], "invalidValue"],
    ["1,001 operations", Array(1_001).fill({ op: "add", path: "title", value: "x" }), "tooMany"],
    [
      "5,050 comparisons",
      Array(101).fill({ op: "add", path: `emails[${Array(50).fill("value pr").join(" and ")}].type`, value: "x" }),
      "tooMany",
    ],
  ])("not by PATCH with %s, and then nothing counts", async (_, operations, scimType) => {
    const before = await acme.call("GET", `/Users/${id}`);
    const { status, body } = await change({ op: "add", path: "title", value: "Nobody" }, ...operations);
    if (operations.length > 0) expect([status, body.scimType]).toEqual([400, scimType]);
    else expect((await acme.call("PATCH", `/Users/${id}`, patch())).body.scimType).toBe(scimType);
    if (operations.length > 0) expect((await acme.call("GET", `/Users/${id}`)).body).toEqual(before.body);
  });

  it("and what the person changed stays where the directory says the same as before", async () => {
    await (await getDb()).user.update({ where: { id }, data: { name: "My own name" } });
    await change({ op: "replace", path: "title", value: "CEO" });
    expect((await userOf(id))?.name).toBe("My own name");
    await change({ op: "replace", path: "displayName", value: "Barbara Jensen" });
    expect((await userOf(id))?.name).toBe("Barbara Jensen");
  });

  it("whose new address is at the trusted domains, and is nobody else's", async () => {
    await acme.addPerson("taken@example.org");
    const taken = await change({ op: "replace", path: "userName", value: "Taken@example.org" });
    expect([taken.status, taken.body.scimType]).toEqual([409, "uniqueness"]);
    expect((await change({ op: "replace", path: "userName", value: "babs@elsewhere.example" })).status).toBe(403);
    await change({ op: "replace", path: "userName", value: "babs@example.org" });
    expect(await userOf(id)).toMatchObject({ email: "babs@example.org", emailVerifiedAt: NOW });
  });

  describe("whose address is outside the trusted domains", () => {
    const moveTo = (userId: string, userName: string, more: object = {}) =>
      acme.call("PUT", `/Users/${userId}`, { ...person(userName), ...more });
    let guest: string;
    beforeEach(async () => {
      guest = await acme.addPerson("guest@elsewhere.example");
    });

    it("gets one at these while nobody has used the account", async () => {
      expect((await moveTo(guest, "guest@example.org")).status).toBe(200);
    });

    it.each([
      ["signed in once", { seenOn: NOW }],
      ["proved the address", { emailVerifiedAt: NOW }],
      ["has a password", { passwordHash: "a hash" }],
      ["has a passkey or an authenticator app", { factors: 1 }],
      ["has a recovery code", { recoveryCodes: { create: { codeHash: "of a guest", createdAt: NOW } } }],
    ])("keeps it as soon as its person %s: the directory would take the account over", async (_, data) => {
      await (await getDb()).user.update({ where: { id: guest }, data });
      expect((await moveTo(guest, "mallory@example.org")).status).toBe(403);
      expect((await userOf(guest))?.email).toBe("guest@elsewhere.example");
      expect((await moveTo(guest, "guest@elsewhere.example", { title: "Guest" })).body.title).toBe("Guest");
    });

    it("is suspended all the same where the directory says another address with it, and keeps its own", async () => {
      await (await getDb()).user.update({ where: { id: guest }, data: { emailVerifiedAt: NOW } });
      const { status, body } = await moveTo(guest, "mallory@example.org", { active: false });
      expect([status, body.active, body.userName]).toEqual([200, false, "guest@elsewhere.example"]);
      expect((await moveTo(guest, "mallory@example.org", { active: true })).status).toBe(403);
    });
  });

  it("with the directory as the actor in the log", async () => {
    await change({ op: "replace", path: "active", value: false }, { op: "replace", path: "title", value: "CEO" });
    const events = await listEvents({ userId: id, limit: 3 });
    expect(events.map(({ type, data }) => [type, data.directoryId])).toEqual([
      ["user.suspended", acme.directoryId],
      ["profile.changed", acme.directoryId],
      ["user.created", acme.directoryId],
    ]);
  });
});

describe("active false suspends, as an administrator does", () => {
  const setActive = (id: string, value: unknown) =>
    acme.call("PATCH", `/Users/${id}`, patch({ op: "Replace", path: "active", value }));

  it("and sessions end at once", async () => {
    const userId = await acme.addPerson("a@example.org");
    const sessionId = newId();
    const seen = { authenticatedAt: NOW, createdAt: NOW, lastSeenAt: NOW, ipAddress: null, userAgent: null };
    const expiresAt = new Date(NOW.getTime() + 86_400_000);
    await insertSession({ ...seen, sessionId, userId, amr: ["pwd"], tokenHash: sessionId, expiresAt });
    expect((await setActive(userId, "False")).body.active).toBe(false);
    expect(await listSessions(userId, NOW)).toEqual([]);
    expect((await setActive(userId, "True")).body.active).toBe(true);
  });

  it("but never lets somebody in whom an administrator keeps out", async () => {
    const userId = await acme.addPerson("a@example.org");
    const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    const managed = async () => {
      const found = await ManagedPerson.find(operator, userId);
      if (!found) throw new Error("missing");
      return found;
    };
    await suspendPerson(await managed(), later(1));
    expect((await setActive(userId, true)).body.active).toBe(false);
    await resumePerson(await managed(), later(2));
    await setActive(userId, false);
    await resumePerson(await managed(), later(3));
    await suspendPerson(await managed(), later(4));
    expect((await setActive(userId, true)).body.active, "after the directory itself had suspended once").toBe(false);
  });

  it("nor somebody whom the directory had suspended before the administrator did", async () => {
    const userId = await acme.addPerson("a@example.org");
    await setActive(userId, false);
    const found = await ManagedPerson.find(operator, userId);
    if (!found) throw new Error("missing");
    await suspendPerson(found, NOW);
    await suspendPerson(found, NOW);
    expect((await setActive(userId, true)).body.active).toBe(false);
    const events = await listEvents({ userId, limit: 10 });
    expect(events.filter(({ type }) => type === "user.suspended")).toHaveLength(2);
  });

  it("and touches nobody who administers the portal or looks after its people", async () => {
    const userId = await acme.addPerson("a@example.org");
    for (const data of [
      { isAdmin: true, isSupport: false },
      { isAdmin: false, isSupport: true },
    ]) {
      await (await getDb()).user.update({ where: { id: userId }, data });
      expect((await setActive(userId, false)).status).toBe(403);
      expect((await acme.call("PUT", `/Users/${userId}`, person("b@example.org"))).status).toBe(403);
      expect((await acme.call("DELETE", `/Users/${userId}`)).status).toBe(403);
    }
    expect(await userOf(userId)).toMatchObject({ email: "a@example.org", suspendedAt: null });
  });
});

describe("RFC 7644 §3.6: a person is deleted", () => {
  it("for good: 404 afterwards, and the address is free again", async () => {
    const id = await acme.addPerson("a@example.org");
    expect((await acme.call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect((await acme.call("GET", `/Users/${id}`)).status).toBe(404);
    expect((await acme.call("DELETE", `/Users/${id}`)).status).toBe(404);
    expect((await acme.call("GET", "/Users")).body.totalResults).toBe(0);
    expect(await acme.addPerson("a@example.org")).not.toBe(id);
  });

  it("unless they own apps: then they are suspended, and an administrator decides about the rest", async () => {
    const id = await acme.addPerson("a@example.org");
    await makeClient({ userId: id, isAdmin: false, source: "command line" });
    expect((await acme.call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect((await acme.call("GET", `/Users/${id}`)).status).toBe(404);
    expect((await userOf(id))?.suspendedAt).toEqual(NOW);
    expect((await acme.call("POST", "/Users", person("a@example.org"))).status).toBe(409);
  });

  it("by nobody but their own directory", async () => {
    const id = await acme.addPerson("a@example.org");
    const other = await TestDirectory.add("Other");
    for (const [method, body] of [
      ["GET", undefined],
      ["PUT", person("b@example.org")],
      ["PATCH", patch({ op: "replace", path: "active", value: false })],
      ["DELETE", undefined],
    ] as const)
      expect((await other.call(method, `/Users/${id}`, body)).status, method).toBe(404);
    expect((await other.call("POST", "/Users", person("a@example.org"))).status).toBe(409);
    expect(await userOf(id)).toMatchObject({ email: "a@example.org", suspendedAt: null });
  });
});
