import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../auth/actor";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { listDirectories, removeDirectory, rotateDirectoryToken } from "../people/directories";
import { NOW, person, send, TestDirectory } from "./testing/directory";

useTestDatabase();

const DAY = 86_400_000;
let acme: TestDirectory;

beforeEach(async () => {
  const db = await getDb();
  await db.directory.deleteMany();
  await db.user.deleteMany();
  await db.rateLimit.deleteMany();
  acme = await TestDirectory.add("Acme");
});

describe("who may", () => {
  it.each([
    ["nobody without a token", undefined],
    ["nobody with another one", "pt_dr_of-somebody"],
    ["nobody with a long one", "x".repeat(10_000)],
  ])("%s, at no address", async (_, token) => {
    for (const path of ["/Users", "/ServiceProviderConfig", "/nothing"]) {
      const answer = await send("GET", path, token === undefined ? {} : { token });
      expect([answer.status, answer.body.status]).toEqual([401, "401"]);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
    }
  });

  it("guessing is limited by address", async () => {
    let last = 0;
    for (let tries = 0; tries <= 100 && last !== 429; tries += 1)
      last = (await send("GET", "/Users", { token: "pt_dr_wrong", from: "192.0.2.7" })).status;
    expect(last).toBe(429);
    expect((await acme.call("GET", "/Users")).status).toBe(200);
  });

  it("a token is stored as a hash, its use is noted, and a second one replaces it after seven days", async () => {
    const stored = JSON.stringify(await (await getDb()).directoryToken.findMany());
    expect(stored).not.toContain(acme.token);
    await acme.call("GET", "/Users");
    const [listed] = (await listDirectories(operator, NOW)) ?? [];
    expect(listed?.tokens).toMatchObject([{ lastUsedAt: NOW, expiresAt: null }]);
    const rotated = await rotateDirectoryToken(operator, acme.directoryId, NOW);
    if (!rotated.ok) throw new Error(rotated.problem);
    const status = async (token: string, days: number) =>
      (await send("GET", "/Users", { token, now: new Date(NOW.getTime() + days * DAY) })).status;
    expect(await status(acme.token, 6.9)).toBe(200);
    expect(await status(acme.token, 7)).toBe(401);
    expect(await status(rotated.value.token, 70)).toBe(200);
    await rotateDirectoryToken(operator, acme.directoryId, NOW);
    expect(await status(acme.token, 1), "after two more tokens").toBe(401);
    expect(await status(rotated.value.token, 1)).toBe(200);
  });

  it("with its directory a token is gone, and the people stay", async () => {
    const id = await acme.addPerson("a@example.org");
    await removeDirectory(operator, acme.directoryId, NOW);
    expect((await acme.call("GET", "/Users")).status).toBe(401);
    expect(await (await getDb()).user.count({ where: { id } })).toBe(1);
  });
});

describe("RFC 7644 §4: what the portal can do is told", () => {
  it("with what it cannot", async () => {
    const { body, headers } = await acme.call("GET", "/ServiceProviderConfig");
    expect(headers.get("content-type")).toBe("application/scim+json");
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 200 },
      sort: { supported: false },
      etag: { supported: false },
      changePassword: { supported: false },
    });
  });

  it("by schemas and resource types, each at an address of its own", async () => {
    for (const folder of ["/Schemas", "/ResourceTypes"]) {
      const { body } = await acme.call("GET", folder);
      for (const document of body.Resources)
        expect((await acme.call("GET", `${folder}/${document.id}`)).body).toEqual(document);
      expect((await acme.call("GET", `${folder}/none`)).status).toBe(404);
      expect((await acme.call("GET", `${folder}?filter=id+pr`)).status).toBe(403);
    }
  });
});

it.each([
  ["GET", "/Me", 501],
  ["POST", "/Bulk", 501],
  ["POST", "/.search", 501],
  ["GET", "/nothing", 404],
  ["GET", "/Users/no-id", 404],
  ["GET", "/Users/%ff", 404],
  ["GET", "/Groups/%00", 404],
  ["DELETE", "/Users", 405],
  ["POST", "/ServiceProviderConfig", 405],
])("%s %s is answered with %i in SCIM's own form (RFC 7644 §3.12)", async (method, path, status) => {
  const answer = await acme.call(method, path, method === "POST" ? {} : undefined);
  expect([answer.status, answer.body.schemas, answer.body.status]).toEqual([
    status,
    ["urn:ietf:params:scim:api:messages:2.0:Error"],
    String(status),
  ]);
});

it("bodies are JSON of SCIM's type or plain, and bounded", async () => {
  const post = (type: string, body: unknown) => send("POST", "/Users", { token: acme.token, type, body });
  expect((await post("application/json; charset=utf-8", person("a@example.org"))).status).toBe(201);
  expect((await post("text/plain", person("b@example.org"))).status).toBe(415);
  const large = { ...person("c@example.org"), note: "x".repeat(1024 * 1024) };
  expect((await post("application/scim+json", large)).status).toBe(413);
  const deep = `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`;
  expect((await post("application/scim+json", deep)).body.scimType).toBe("invalidSyntax");
});
