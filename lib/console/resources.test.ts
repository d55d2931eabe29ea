import { beforeAll, describe, expect, it } from "vitest";
import { updateClient } from "../db/clients";
import { oauthStore } from "../db/oauth-store";
import { findResourceDetails } from "../db/resources";
import { listScopes } from "../db/scopes";
import { useTestDatabase } from "../db/testing/test-database";
import { getEnv } from "../env";
import { type Actor, operator } from "./authorise";
import { createIntrospectionCredentials } from "./resource-credentials";
import { addScope, changeScope, retireScope } from "./resource-scopes";
import {
  changeResource,
  deleteResource,
  findResource,
  listResources,
  type RegisterResourceInput,
  registerResource,
} from "./resources";
import { makeClient, makePerson, setSuspended } from "./testing/people";

useTestDatabase();

let administrator: Actor & { userId: string };
let developer: Actor & { userId: string };
beforeAll(async () => {
  administrator = await makePerson("admin@example.org", true);
  developer = await makePerson("developer@example.org");
});

const read = { name: "calendar:read", title: "Read your calendars" };
let count = 0;
/** Another API each time, registered by the administrator. */
async function makeApi(input: Partial<RegisterResourceInput> = {}) {
  count += 1;
  const identifier = `https://api-${count}.example.org/v1`;
  const result = await registerResource(administrator, { identifier, name: "Calendar", ...input });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return { identifier, resourceId: result.value.resourceId };
}

describe("registering an API", () => {
  it("stores it with its scopes as the protocol reads them", async () => {
    const scopes = [
      { ...read, detail: "Titles and times.", icon: "calendar" as const },
      { name: "calendar:audit", title: "Read everybody's calendars", risk: "sensitive" as const, isPublic: false },
    ];
    const { identifier } = await makeApi({ tokenFormat: "jwt", accessTokenTtl: 120, scopes });
    expect(await oauthStore.findResource(identifier)).toEqual({
      identifier,
      normalIdentifier: identifier,
      name: "Calendar",
      tokenFormat: "jwt",
      accessTokenTtl: 120,
      // RFC 9068 §2.1: what every resource server must check, where nothing else was chosen.
      signingAlg: "RS256",
      tokenTyp: "at+jwt",
      clientPolicy: "scopes",
      listedClients: [],
      allowsQueryToken: false,
      introspectionClientId: null,
      scopes: ["calendar:audit", "calendar:read"],
    });
    const stored = await oauthStore.findScopes(["calendar:read", "calendar:audit"]);
    expect(stored).toEqual([
      expect.objectContaining({ name: "calendar:read", risk: "read", isPublic: true, icon: "calendar" }),
      expect.objectContaining({ name: "calendar:audit", risk: "sensitive", isPublic: false, detail: null }),
    ]);
  });

  it.each([
    ["no scheme", "api.example.org"],
    ["a fragment (RFC 8707 §2)", "https://api.example.org/#v1"],
    ["a space", "https://api.example.org/a b"],
    ["a name and password", "https://user:pw@api.example.org/"],
    ["the portal's own API", `${getEnv().issuer}/api/v1`],
    ["the issuer, which stands for userinfo", getEnv().issuer],
    ["the issuer, with a slash", `${getEnv().issuer}/`],
    ["the portal's own API, with a slash", `${getEnv().issuer}/api/v1/`],
    ["a backslash, which browsers take for a slash", "https://api.example.org\\v1"],
  ])("refuses an identifier with %s", async (_name, identifier) => {
    const result = await registerResource(administrator, { identifier, name: "Calendar" });
    expect(result).toMatchObject({ ok: false, problem: { fields: { identifier: expect.any(String) } } });
  });

  it("takes identifiers that are no web addresses", async () => {
    expect((await registerResource(administrator, { identifier: "urn:example:api", name: "Mail" })).ok).toBe(true);
  });

  it("refuses an identifier twice, and a scope that another API has; nothing is written", async () => {
    const { identifier } = await makeApi({ scopes: [{ ...read, name: "mail:read" }] });
    const again = await registerResource(administrator, { identifier, name: "Mail" });
    expect(again).toMatchObject({ problem: { fields: { identifier: "identifier_taken" } } });
    const other = { identifier: "https://other.example.org", name: "Other", scopes: [{ ...read, name: "mail:read" }] };
    expect(await registerResource(administrator, other)).toMatchObject({
      problem: { fields: { scopes: "scope_taken" } },
    });
    expect(await oauthStore.findResource("https://other.example.org")).toBeNull();
  });

  it.each([
    ["another case, the default port and a slash", "https://twin.example.org", "HTTPS://TWIN.example.org:443/"],
    ["dot segments and an escape", "https://twin2.example.org/~a/b", "https://twin2.example.org/x/../%7ea/./b"],
  ])("refuses one that is registered already, written with %s (RFC 3986 §6.2)", async (_way, identifier, again) => {
    expect((await registerResource(administrator, { identifier, name: "Twin" })).ok).toBe(true);
    expect(await registerResource(administrator, { identifier: again, name: "Twin" })).toMatchObject({
      problem: { fields: { identifier: "identifier_taken" } },
    });
  });

  it("keeps its identifier as it was written, and finds it by its normal form", async () => {
    const identifier = "https://Kept.example.org";
    expect((await registerResource(administrator, { identifier, name: "Kept" })).ok).toBe(true);
    expect(await oauthStore.findResource("https://kept.example.org/")).toMatchObject({ identifier });
  });

  it("lists only apps that there are", async () => {
    const input = { identifier: "https://listed.example.org", name: "Listed", clientPolicy: "listed" as const };
    const unknown = { problem: { fields: { listedClients: "client_unknown" } } };
    expect(await registerResource(administrator, { ...input, listedClients: ["nobody"] })).toMatchObject(unknown);
    const { clientId } = await makeClient(developer);
    const { resourceId, identifier } = await makeApi({ clientPolicy: "listed", listedClients: [clientId] });
    expect(await oauthStore.findResource(identifier)).toMatchObject({ listedClients: [clientId] });
    expect(await changeResource(administrator, resourceId, { listedClients: ["nobody"] })).toMatchObject(unknown);
    expect((await changeResource(administrator, resourceId, { clientPolicy: "open", listedClients: [] })).ok).toBe(
      true,
    );
    expect(await oauthStore.findResource(identifier)).toMatchObject({ clientPolicy: "open", listedClients: [] });
  });

  it("changes how its JWT access tokens are signed", async () => {
    const { resourceId, identifier } = await makeApi({ tokenFormat: "jwt" });
    expect((await changeResource(administrator, resourceId, { signingAlg: "ES256", tokenTyp: "JWT" })).ok).toBe(true);
    expect(await oauthStore.findResource(identifier)).toMatchObject({ signingAlg: "ES256", tokenTyp: "JWT" });
  });

  it.each([0, -1, 1.5, 86_401, Number.NaN])("refuses a lifetime of %d seconds", async (accessTokenTtl) => {
    const input = { identifier: "https://ttl.example.org", name: "Ttl", accessTokenTtl };
    expect(await registerResource(administrator, input)).toMatchObject({
      problem: { fields: { accessTokenTtl: "ttl_invalid" } },
    });
  });

  it("is for administrators: to others there is no such page, suspended ones included", async () => {
    const input = { identifier: "https://mine.example.org", name: "Mine" };
    const notFound = { problem: { key: "not_found" } };
    expect(await registerResource(developer, input)).toMatchObject(notFound);
    expect(await registerResource({ ...developer, isAdmin: true }, input)).toMatchObject(notFound);
    const { resourceId } = await makeApi();
    await setSuspended(administrator, new Date());
    expect(await listResources(administrator)).toBeNull();
    await setSuspended(administrator, null);
    expect(await findResource(developer, resourceId)).toBeNull();
    expect(await changeResource(developer, resourceId, { name: "Taken over" })).toMatchObject(notFound);
    expect(await addScope(developer, resourceId, { ...read, name: "x:y" })).toMatchObject(notFound);
    expect(await createIntrospectionCredentials(developer, resourceId)).toMatchObject(notFound);
    expect(await deleteResource(developer, resourceId)).toMatchObject(notFound);
  });
});

describe("scopes of an API", () => {
  it("are added, reworded and retired; a retired one cannot be asked for until it comes back", async () => {
    const { resourceId } = await makeApi();
    const name = "tasks:write";
    expect((await addScope(administrator, resourceId, { name, title: "Change your tasks", risk: "change" })).ok).toBe(
      true,
    );
    const words = { title: "Create and change your tasks", detail: "In all lists.", risk: "change" as const };
    expect((await changeScope(administrator, resourceId, name, words)).ok).toBe(true);
    expect((await listScopes()).find((scope) => scope.name === name)).toMatchObject(words);

    const now = new Date("2026-11-22T10:00:00Z");
    await retireScope(administrator, resourceId, name, true, now);
    expect((await listScopes()).map((scope) => scope.name)).not.toContain(name);
    expect((await findResourceDetails(resourceId))?.scopes).toMatchObject([{ name, retiredAt: now }]);
    await retireScope(administrator, resourceId, name, false);
    expect((await listScopes()).map((scope) => scope.name)).toContain(name);
  });

  it.each([
    [{ name: "has space" }, { name: "scope_name_invalid" }],
    [{ name: 'quo"te' }, { name: "scope_name_invalid" }],
    [{ name: "openid" }, { name: "scope_taken" }],
    [{ title: "  " }, { title: "scope_title_missing" }],
    [{ title: "Read\u202eyour" }, { title: "name_characters" }],
    [{ title: "x".repeat(81) }, { title: "words_long" }],
  ])("refuse %j", async (values, fields) => {
    const { resourceId } = await makeApi();
    const result = await addScope(administrator, resourceId, { name: "new:scope", title: "Read", ...values });
    expect(result).toMatchObject({ ok: false, problem: { fields } });
  });

  it("of another API cannot be reached through this one", async () => {
    const mine = await makeApi();
    await makeApi({ scopes: [{ ...read, name: "other:read" }] });
    expect(await changeScope(administrator, mine.resourceId, "other:read", { title: "Mine" })).toMatchObject({
      problem: { key: "unknown_scope" },
    });
  });

  it("of the portal's own API can be reworded, but neither added nor retired", async () => {
    const own = (await listResources(operator))?.find((each) => each.identifier === `${getEnv().issuer}/api/v1`);
    const id = own?.id ?? "";
    expect(await addScope(administrator, id, { ...read, name: "a:b" })).toMatchObject({
      problem: { key: "api_own_scopes" },
    });
    expect(await retireScope(administrator, id, "account:read", true)).toMatchObject({
      problem: { key: "api_own_scopes" },
    });
    expect((await changeScope(administrator, id, "account:read", { title: "Read your profile" })).ok).toBe(true);
    expect(await deleteResource(administrator, id)).toMatchObject({ problem: { key: "api_own" } });
    await changeResource(administrator, id, { name: "Account", tokenFormat: "jwt", allowsQueryToken: true });
    expect(await findResourceDetails(id)).toMatchObject({ tokenFormat: "opaque", allowsQueryToken: true });
  });
});

describe("introspection credentials", () => {
  it("are made once, as a service of the administrator; a form sent twice makes no second client", async () => {
    const { identifier, resourceId } = await makeApi();
    const [first, second] = await Promise.all([
      createIntrospectionCredentials(administrator, resourceId, "form"),
      createIntrospectionCredentials(administrator, resourceId, "form"),
    ]);
    const given = [first, second].filter((result) => result.ok);
    expect(given).toHaveLength(1);
    const clientId = given[0]?.ok ? given[0].value.clientId : "";
    expect((await oauthStore.findResource(identifier))?.introspectionClientId).toBe(clientId);
    expect(await oauthStore.findClient(clientId)).toMatchObject({ kind: "service", ownerId: administrator.userId });
    expect(await createIntrospectionCredentials(administrator, resourceId)).toMatchObject({
      problem: { key: "introspection_there" },
    });
  });

  it("can be those of a client that exists, and of no other", async () => {
    const { clientId } = await makeClient(developer, { kind: "service" });
    const { identifier } = await makeApi({ introspectionClientId: clientId });
    expect((await oauthStore.findResource(identifier))?.introspectionClientId).toBe(clientId);
    const input = { identifier: "https://x.example.org", name: "X", introspectionClientId: "nobody" };
    expect(await registerResource(administrator, input)).toMatchObject({
      problem: { fields: { introspectionClientId: "client_unknown" } },
    });
  });
});

describe("deleting an API", () => {
  it("waits until no app asks for its scopes, and takes them along", async () => {
    const { identifier, resourceId } = await makeApi({ scopes: [{ ...read, name: "files:read" }] });
    const { clientId } = await makeClient(developer);
    await updateClient(clientId, { scopes: ["openid", "files:read"] });
    expect(await deleteResource(administrator, resourceId)).toMatchObject({ problem: { key: "api_in_use" } });
    await updateClient(clientId, { scopes: ["openid"] });
    expect(await deleteResource(administrator, resourceId)).toMatchObject({ ok: true });
    expect(await oauthStore.findResource(identifier)).toBeNull();
    expect(await oauthStore.findScopes(["files:read"])).toEqual([]);
  });
});
