import { beforeAll, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { type Actor, operator } from "../auth/actor";
import { makeClient, makePerson, setSuspended } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { findApiDetails } from "../db/clients/apis";
import { updateClient } from "../db/clients/clients";
import { listScopes } from "../db/clients/scopes";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { getEnv } from "../env";
import { wordsFor } from "../i18n/words";
import type { AccessToken } from "../oauth/model";
import { addScope, changeScope, nameSeenScope, retireScope } from "./api-scopes";
import { createIntrospectionCredentials } from "./introspection-credentials";
import {
  changeApi,
  deleteApi,
  findApi,
  listApis,
  nameSeenApi,
  type RegisterApiInput,
  registerApi,
} from "./registered-apis";

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
async function makeApi(input: Partial<RegisterApiInput> = {}) {
  count += 1;
  const identifier = `https://api-${count}.example.org/v1`;
  const result = await registerApi(administrator, { identifier, name: "Calendar", ...input });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return { identifier, apiId: result.value.apiId };
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
    const result = await registerApi(administrator, { identifier, name: "Calendar" });
    expect(result).toMatchObject({ ok: false, problem: { fields: { identifier: expect.any(String) } } });
  });

  it("takes identifiers that are no web addresses", async () => {
    expect((await registerApi(administrator, { identifier: "urn:example:api", name: "Mail" })).ok).toBe(true);
  });

  it("refuses an identifier twice, and a scope that another API has; nothing is written", async () => {
    const { identifier } = await makeApi({ scopes: [{ ...read, name: "mail:read" }] });
    const again = await registerApi(administrator, { identifier, name: "Mail" });
    expect(again).toMatchObject({ problem: { fields: { identifier: "identifier_taken" } } });
    const other = { identifier: "https://other.example.org", name: "Other", scopes: [{ ...read, name: "mail:read" }] };
    expect(await registerApi(administrator, other)).toMatchObject({
      problem: { fields: { scopes: "scope_taken" } },
    });
    expect(await oauthStore.findResource("https://other.example.org")).toBeNull();
  });

  it.each([
    ["another case, the default port and a slash", "https://twin.example.org", "HTTPS://TWIN.example.org:443/"],
    ["dot segments and an escape", "https://twin2.example.org/~a/b", "https://twin2.example.org/x/../%7ea/./b"],
  ])("refuses one that is registered already, written with %s (RFC 3986 §6.2)", async (_way, identifier, again) => {
    expect((await registerApi(administrator, { identifier, name: "Twin" })).ok).toBe(true);
    expect(await registerApi(administrator, { identifier: again, name: "Twin" })).toMatchObject({
      problem: { fields: { identifier: "identifier_taken" } },
    });
  });

  it("keeps its identifier as it was written, and finds it by its normal form", async () => {
    const identifier = "https://Kept.example.org";
    expect((await registerApi(administrator, { identifier, name: "Kept" })).ok).toBe(true);
    expect(await oauthStore.findResource("https://kept.example.org/")).toMatchObject({ identifier });
  });

  it("lists only apps that there are", async () => {
    const input = { identifier: "https://listed.example.org", name: "Listed", clientPolicy: "listed" as const };
    const unknown = { problem: { fields: { listedClients: "client_unknown" } } };
    expect(await registerApi(administrator, { ...input, listedClients: ["nobody"] })).toMatchObject(unknown);
    const { clientId } = await makeClient(developer);
    const { apiId, identifier } = await makeApi({ clientPolicy: "listed", listedClients: [clientId] });
    expect(await oauthStore.findResource(identifier)).toMatchObject({ listedClients: [clientId] });
    expect(await changeApi(administrator, apiId, { listedClients: ["nobody"] })).toMatchObject(unknown);
    expect((await changeApi(administrator, apiId, { clientPolicy: "open", listedClients: [] })).ok).toBe(true);
    expect(await oauthStore.findResource(identifier)).toMatchObject({ clientPolicy: "open", listedClients: [] });
  });

  it("changes how its JWT access tokens are signed", async () => {
    const { apiId, identifier } = await makeApi({ tokenFormat: "jwt" });
    expect((await changeApi(administrator, apiId, { signingAlg: "ES256", tokenTyp: "JWT" })).ok).toBe(true);
    expect(await oauthStore.findResource(identifier)).toMatchObject({ signingAlg: "ES256", tokenTyp: "JWT" });
  });

  it("is not changed over what somebody else changed after its page was opened, and neither are its scopes", async () => {
    const { apiId } = await makeApi();
    const name = "tasks:overtaken";
    expect((await addScope(administrator, apiId, { ...read, name })).ok).toBe(true);
    const opened = await findApi(administrator, apiId);
    const scope = opened?.scopes.find((each) => each.name === name);
    if (!opened || !scope) throw new Error("nothing was made");
    const overtaken = { problem: { key: "overtaken" } };
    const seen = nameSeenApi(opened);
    expect((await changeApi(administrator, apiId, { name: "One" }, seen)).ok).toBe(true);
    expect(await changeApi(administrator, apiId, { name: "Two" }, seen)).toMatchObject(overtaken);
    const seenScope = nameSeenScope(scope);
    expect((await changeScope(administrator, apiId, name, { title: "One" }, seenScope)).ok).toBe(true);
    expect(await changeScope(administrator, apiId, name, { title: "Two" }, seenScope)).toMatchObject(overtaken);
    expect(await findApi(administrator, apiId)).toMatchObject({ name: "One" });
    expect((await changeApi(administrator, apiId, { name: "One" }, seen)).ok, "a second press").toBe(true);
    expect((await changeScope(administrator, apiId, name, { title: "One" }, seenScope)).ok, "a second press").toBe(
      true,
    );
  });

  it("admits nobody but the apps that it lists while its stored policy is one of another version", async () => {
    const { clientId } = await makeClient(developer);
    const { apiId, identifier } = await makeApi({ clientPolicy: "open", listedClients: [clientId] });
    await (await getDb()).resource.update({ where: { id: apiId }, data: { clientPolicy: "friends" } });
    const stored = await oauthStore.findResource(identifier);
    expect(stored).toMatchObject({ clientPolicy: "listed", listedClients: [clientId] });
    expect(await findApi(administrator, apiId)).toMatchObject({ clientPolicy: "listed" });
  });

  it.each([0, -1, 1.5, 86_401, Number.NaN])("refuses a lifetime of %d seconds", async (accessTokenTtl) => {
    const input = { identifier: "https://ttl.example.org", name: "Ttl", accessTokenTtl };
    expect(await registerApi(administrator, input)).toMatchObject({
      problem: { fields: { accessTokenTtl: "ttl_invalid" } },
    });
  });

  it("is for administrators: to others there is no such page, suspended ones included", async () => {
    const input = { identifier: "https://mine.example.org", name: "Mine" };
    const notFound = { problem: { key: "not_found" } };
    expect(await registerApi(developer, input)).toMatchObject(notFound);
    expect(await registerApi({ ...developer, isAdmin: true }, input)).toMatchObject(notFound);
    const { apiId } = await makeApi();
    await setSuspended(administrator, new Date());
    expect(await listApis(administrator)).toBeNull();
    await setSuspended(administrator, null);
    expect(await findApi(developer, apiId)).toBeNull();
    expect(await changeApi(developer, apiId, { name: "Taken over" })).toMatchObject(notFound);
    expect(await addScope(developer, apiId, { ...read, name: "x:y" })).toMatchObject(notFound);
    expect(await createIntrospectionCredentials(developer, apiId)).toMatchObject(notFound);
    expect(await deleteApi(developer, apiId)).toMatchObject(notFound);
  });
});

describe("scopes of an API", () => {
  it("have words in other languages; those of languages that a change does not name stay", async () => {
    const { identifier, apiId } = await makeApi();
    const name = "tasks:read";
    const [ko, sv] = [{ title: "할 일 보기", detail: "모든 목록." }, { title: "Se dina uppgifter" }];
    const added = { name, title: "See your tasks", texts: { ko, sv, fr: null } };
    expect((await addScope(administrator, apiId, added)).ok).toBe(true);
    const stored = { ko, sv: { ...sv, detail: null } };
    expect(await oauthStore.findScopes([name])).toMatchObject([{ title: "See your tasks", texts: stored }]);
    const events = await listEvents({ type: "scope.created", limit: 1 });
    expect(events[0]?.data).toMatchObject({ identifier, scope: { name, texts: stored } });

    await changeScope(administrator, apiId, name, { title: "See tasks", texts: { sv: null, "en-xa": sv } });
    expect((await findApiDetails(apiId))?.scopes.find((scope) => scope.name === name)).toMatchObject({
      title: "See tasks",
      texts: { ko, "en-XA": { ...sv, detail: null } },
    });
  });

  it.each([
    ["a language that is none", { "no language": { title: "x" } }, { "texts#no language": "field_invalid" }],
    ["no title beside a detail", { ko: { title: "", detail: "x" } }, { "title#ko": "scope_title_missing" }],
    ["a title that is too long", { ko: { title: "x".repeat(81) } }, { "title#ko": "words_long" }],
  ])("have no words in other languages with %s", async (_case, texts, fields) => {
    const { apiId } = await makeApi();
    const result = await addScope(administrator, apiId, { ...read, name: "tasks:none", texts });
    expect(result).toMatchObject({ problem: { fields } });
  });

  it("of the portal itself go on in every language when they are saved as they were", async () => {
    const own = (await listApis(administrator))?.find(({ scopes }) =>
      scopes.some(({ name }) => name === "account:read"),
    );
    const { title, detail } = wordsFor("en").scopes["account:read"];
    const of = async () => (await oauthStore.findScopes(["account:read"]))[0];
    expect((await changeScope(administrator, own?.id ?? "", "account:read", { title, detail })).ok).toBe(true);
    expect(await of()).toMatchObject({ title: null, detail: null });
    await changeScope(administrator, own?.id ?? "", "account:read", { title: "See who you are", detail });
    expect(await of()).toMatchObject({ title: "See who you are", detail });
  });

  it("are added, reworded and retired; a retired one cannot be asked for until it comes back", async () => {
    const { apiId } = await makeApi();
    const name = "tasks:write";
    expect((await addScope(administrator, apiId, { name, title: "Change your tasks", risk: "change" })).ok).toBe(true);
    const words = { title: "Create and change your tasks", detail: "In all lists.", risk: "change" as const };
    expect((await changeScope(administrator, apiId, name, words)).ok).toBe(true);
    expect((await listScopes()).find((scope) => scope.name === name)).toMatchObject(words);

    const now = new Date("2026-11-22T10:00:00Z");
    await retireScope(administrator, apiId, name, true, now);
    expect((await listScopes()).map((scope) => scope.name)).not.toContain(name);
    expect((await findApiDetails(apiId))?.scopes).toMatchObject([{ name, retiredAt: now }]);
    await retireScope(administrator, apiId, name, false);
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
    const { apiId } = await makeApi();
    const result = await addScope(administrator, apiId, { name: "new:scope", title: "Read", ...values });
    expect(result).toMatchObject({ ok: false, problem: { fields } });
  });

  it("of another API cannot be reached through this one", async () => {
    const mine = await makeApi();
    await makeApi({ scopes: [{ ...read, name: "other:read" }] });
    expect(await changeScope(administrator, mine.apiId, "other:read", { title: "Mine" })).toMatchObject({
      problem: { key: "unknown_scope" },
    });
  });

  it("of the portal's own API can be reworded, but neither added nor retired", async () => {
    const own = (await listApis(operator))?.find((each) => each.identifier === `${getEnv().issuer}/api/v1`);
    const id = own?.id ?? "";
    expect(await addScope(administrator, id, { ...read, name: "a:b" })).toMatchObject({
      problem: { key: "api_own_scopes" },
    });
    expect(await retireScope(administrator, id, "account:read", true)).toMatchObject({
      problem: { key: "api_own_scopes" },
    });
    expect((await changeScope(administrator, id, "account:read", { title: "Read your profile" })).ok).toBe(true);
    expect(await deleteApi(administrator, id)).toMatchObject({ problem: { key: "api_own" } });
    await changeApi(administrator, id, { name: "Account", tokenFormat: "jwt", allowsQueryToken: true });
    expect(await findApiDetails(id)).toMatchObject({ tokenFormat: "opaque", allowsQueryToken: true });
  });
});

describe("introspection credentials", () => {
  it("are made once, as a service of the administrator; a form sent twice makes no second client", async () => {
    const { identifier, apiId } = await makeApi();
    const [first, second] = await Promise.all([
      createIntrospectionCredentials(administrator, apiId, "form"),
      createIntrospectionCredentials(administrator, apiId, "form"),
    ]);
    const given = [first, second].filter((result) => result.ok);
    expect(given).toHaveLength(1);
    const clientId = given[0]?.ok ? given[0].value.clientId : "";
    expect((await oauthStore.findResource(identifier))?.introspectionClientId).toBe(clientId);
    expect(await oauthStore.findClient(clientId)).toMatchObject({ kind: "service", ownerId: administrator.userId });
    expect(await createIntrospectionCredentials(administrator, apiId)).toMatchObject({
      problem: { key: "introspection_there" },
    });
  });

  it("can be those of a client that exists, and of no other", async () => {
    const { clientId } = await makeClient(developer, { kind: "service" });
    const { identifier } = await makeApi({ introspectionClientId: clientId });
    expect((await oauthStore.findResource(identifier))?.introspectionClientId).toBe(clientId);
    const input = { identifier: "https://x.example.org", name: "X", introspectionClientId: "nobody" };
    expect(await registerApi(administrator, input)).toMatchObject({
      problem: { fields: { introspectionClientId: "client_unknown" } },
    });
  });
});

describe("deleting an API", () => {
  const now = new Date();
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

  /** Deletes an API whose scope a person allowed to an app, with another one. */
  async function deleteAllowed(token: Partial<AccessToken> = {}) {
    const name = `files-${count}:read`;
    const { identifier, apiId } = await makeApi({ scopes: [{ ...read, name }] });
    const { clientId } = await makeClient(developer);
    await updateClient(clientId, { scopes: ["openid", name] });
    const options = { scopes: ["openid", name], resources: [identifier] };
    const allowed = await allowApp(developer.userId, clientId, { ...options, token });
    expect(await deleteApi(administrator, apiId)).toMatchObject({ problem: { key: "api_in_use" } });
    await updateClient(clientId, { scopes: ["openid"] });
    expect(await deleteApi(administrator, apiId, now)).toMatchObject({ ok: true });
    return { name, identifier, clientId, allowed };
  }

  /** The rows that hold this scope, or this API. */
  async function findTraces(scope: string, identifier: string) {
    const db = await getDb();
    const scoped = { scopes: { has: scope } };
    const api = { resources: { has: identifier } };
    return {
      consents: await db.consent.count({ where: { OR: [api, { scopes: { some: { scope } } }] } }),
      grants: await db.grant.count({ where: { OR: [scoped, api], revokedAt: null } }),
      refreshTokens: await db.refreshToken.count({ where: { ...scoped, revokedAt: null } }),
      accessTokens: await db.accessToken.count({
        where: { OR: [scoped, { audience: { has: identifier } }], revokedAt: null },
      }),
      requests: await db.authorizationRequest.count({ where: { OR: [scoped, api], consumedAt: null } }),
      clients: await db.client.count({ where: scoped }),
    };
  }
  const NO_TRACES = { consents: 0, grants: 0, refreshTokens: 0, accessTokens: 0, requests: 0, clients: 0 };

  it("waits until no app asks for its scopes, which then nobody has any more; the rest of what they allowed stays", async () => {
    const { name, identifier, clientId, allowed } = await deleteAllowed({ audience: ["https://other.example.org"] });
    expect(await oauthStore.findResource(identifier)).toBeNull();
    const [scope] = await oauthStore.findScopes([name]);
    expect(scope, "retired").toMatchObject({ retiredAt: now, resourceIdentifier: null });
    expect(await findTraces(name, identifier)).toEqual(NO_TRACES);
    const consent = await oauthStore.findConsent(developer.userId, clientId);
    expect(consent?.scopes.map(({ name }) => name)).toEqual(["openid"]);
    const db = await getDb();
    const where = { tokenHash: allowed.accessToken.tokenHash };
    expect(await db.accessToken.findUnique({ where })).toMatchObject({ scopes: ["openid"], revokedAt: null });
  });

  it("takes 5,000 scopes out of 5,000 grants and as many tokens at once", async () => {
    const { identifier, apiId } = await makeApi();
    const { clientId } = await makeClient(developer);
    const db = await getDb();
    const name = `large-${count}`;
    await db.$executeRaw`
      INSERT INTO scopes (name, resource_id, title)
      SELECT ${name} || n, ${apiId}::uuid, 'Read a part' FROM generate_series(1, 5000) n`;
    await db.$executeRaw`
      INSERT INTO grants (id, client_id, user_id, scopes, resources, authenticated_at, amr, created_at)
      SELECT gen_random_uuid(), ${clientId}, ${developer.userId}::uuid, ARRAY['openid', ${name} || n, ${name} || (5001 - n)],
        ARRAY[${identifier}], now(), '{}', now()
      FROM generate_series(1, 5000) n`;
    await db.$executeRaw`
      INSERT INTO access_tokens (token_hash, client_id, user_id, scopes, audience, created_at, expires_at)
      SELECT ${name} || n, ${clientId}, ${developer.userId}::uuid, ARRAY['openid', ${name} || n, ${name} || (5001 - n)],
        ARRAY[${identifier}], now(), now() + interval '1 hour'
      FROM generate_series(1, 5000) n`;
    expect(await deleteApi(administrator, apiId, now)).toMatchObject({ ok: true });
    expect(await findTraces(`${name}2500`, identifier)).toEqual(NO_TRACES);
  });

  it("revokes a token that was for nothing else", async () => {
    const { identifier, apiId } = await makeApi();
    const { clientId } = await makeClient(developer);
    const token = { scopes: [], audience: [identifier] };
    const { accessToken } = await allowApp(developer.userId, clientId, { scopes: ["openid"], token });
    expect(await deleteApi(administrator, apiId, now)).toMatchObject({ ok: true });
    const db = await getDb();
    const row = await db.accessToken.findUnique({ where: { tokenHash: accessToken.tokenHash } });
    expect(row).toMatchObject({ audience: [], revokedAt: now });
  });

  it("leaves the names of its scopes taken as long as a token with one lives, and then a later API inherits no yes", async () => {
    const expiresAt = later(3600);
    const { name, clientId } = await deleteAllowed({ expiresAt });
    const again = { identifier: "https://again.example.org", name: "Again", scopes: [{ ...read, name }] };
    const early = await registerApi(administrator, again, later(3599));
    expect(early).toMatchObject({ problem: { fields: { scopes: "scope_taken" } } });

    // A request that was under way at the deletion stored a yes after it, and an app that was deleted comes back.
    await allowApp(developer.userId, clientId, { scopes: ["openid", name] });
    await updateClient(clientId, { scopes: ["openid", name] });
    const made = await registerApi(administrator, again, expiresAt);
    expect(made).toMatchObject({ ok: true });
    expect(await findTraces(name, again.identifier)).toEqual(NO_TRACES);
    expect(await oauthStore.findScopes([name])).toMatchObject([
      { retiredAt: null, resourceIdentifier: again.identifier },
    ]);
  });

  it("lets another API have such a scope in the same way", async () => {
    const { apiId } = await makeApi({ scopes: [{ ...read, name: "mails:read" }] });
    await deleteApi(administrator, apiId, now);
    const other = await makeApi();
    const scope = { ...read, name: "mails:read" };
    expect(await addScope(administrator, other.apiId, scope, later(299))).toMatchObject({ ok: false });
    expect(await addScope(administrator, other.apiId, scope, later(300))).toMatchObject({ ok: true });
  });
});
