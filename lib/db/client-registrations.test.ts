import { describe, expect, it } from "vitest";
import { emptySettings } from "../oauth/register/settings";
import { getDb } from "./client";
import { registrationStore } from "./client-registrations";
import { newId } from "./new-id";
import { oauthStore } from "./oauth-store";
import { createRegistrationToken } from "./registration-tokens";
import { useTestDatabase } from "./testing/test-database";

useTestDatabase();

const now = new Date();
const settings = {
  ...emptySettings,
  name: "Example App",
  kind: "web" as const,
  tokenEndpointAuthMethod: "client_secret_basic" as const,
  grantTypes: ["authorization_code"],
  responseTypes: ["code"],
  redirectUris: ["https://app.example.org/one", "https://app.example.org/two"],
  postLogoutRedirectUris: ["https://app.example.org/"],
  scopes: ["openid"],
  requirePkce: false,
  idTokenSignedResponseAlg: "RS256" as const,
  jwks: { keys: [{ kty: "EC" }] },
  contacts: ["developer@example.org"],
  backchannelLogoutUri: "https://app.example.org/logout",
  metadata: { software_id: "x", "client_name#ko": "예제" },
};

function newSecret(hash: string) {
  return { id: newId(), secretHash: hash, secretJwe: null, hint: "hint" };
}

async function create(clientId: string, reviewedHosts: string[] | null = null) {
  const secret = newSecret(`hash of ${clientId}`);
  const registrationTokenHash = `token of ${clientId}`;
  const registration = { clientId, settings, registrationTokenHash, secret, createdAt: now, reviewedHosts };
  await registrationStore.createRegistration(registration);
  return await get(clientId);
}

async function get(clientId: string) {
  const found = await registrationStore.findRegistration(clientId);
  if (found === null) throw new Error(`${clientId} is not registered`);
  return found;
}

const unchanged = { settings, pendingChanges: null };

describe("registrations in the database", () => {
  it("finds what was stored, whole", async () => {
    await create("one");
    expect(await registrationStore.findRegistration("one")).toMatchObject({
      clientId: "one",
      settings,
      registrationTokenHash: "token of one",
      secretHashes: ["hash of one"],
    });
    expect(await oauthStore.findClient("one")).toMatchObject({ name: "Example App", jwks: settings.jwks });
    expect(await registrationStore.findRegistration("two")).toBeNull();
    expect(await registrationStore.findRegistration("\0")).toBeNull();
  });

  it("does not find clients of the console", async () => {
    await (await getDb()).client.create({ data: { id: "console", name: "Console" } });
    expect(await registrationStore.findRegistration("console")).toBeNull();
    const row = await (await getDb()).client.findUniqueOrThrow({ where: { id: "console" } });
    const guessed = { ...(await create("another")), clientId: "console", updatedAt: row.updatedAt };
    expect(await registrationStore.replaceRegistration(guessed, unchanged, null)).toBe(false);
  });

  it("replaces everything, and keeps the time at which an address was last used", async () => {
    const before = await create("three");
    const db = await getDb();
    const kept = "https://app.example.org/two";
    await db.redirectUri.updateMany({ where: { clientId: "three", uri: kept }, data: { lastUsedAt: now } });
    const redirectUris = [kept, "https://app.example.org/three"];
    const changed = { ...settings, redirectUris, postLogoutRedirectUris: [], jwks: null, contacts: [], metadata: {} };
    const replaced = { settings: changed, pendingChanges: null };
    expect(await registrationStore.replaceRegistration(before, replaced, newSecret("another"))).toBe(true);
    const found = await registrationStore.findRegistration("three");
    expect(found?.settings).toMatchObject({ ...changed, redirectUris: expect.arrayContaining(redirectUris) });
    expect(found?.settings.redirectUris).toHaveLength(2);
    expect(found?.secretHashes.sort()).toEqual(["another", "hash of three"]);
    const row = await db.redirectUri.findFirst({ where: { clientId: "three", uri: kept } });
    expect(row?.lastUsedAt).toEqual(now);
  });

  it("is verified from the start where somebody vouches for it, and keeps what waits beside what counts", async () => {
    const before = await create("verified", ["app.example.org"]);
    expect(await oauthStore.findClient("verified")).toMatchObject({
      status: "verified",
      reviewedHosts: ["app.example.org"],
    });
    const pendingChanges = { name: "Bank", hosts: ["bank.example"] };
    expect(await registrationStore.replaceRegistration(before, { settings, pendingChanges }, null)).toBe(true);
    expect(await oauthStore.findClient("verified")).toMatchObject({ status: "verified", name: "Example App" });
    expect((await get("verified")).pendingChanges).toEqual(pendingChanges);
  });

  it("replaces nothing that was changed, or verified, since it was read", async () => {
    const before = await create("five");
    const db = await getDb();
    const updatedAt = new Date(before.updatedAt.getTime() + 1);
    await db.client.update({ where: { id: "five" }, data: { status: "verified", updatedAt } });
    const changed = { settings: { ...settings, name: "Bank" }, pendingChanges: null };
    expect(await registrationStore.replaceRegistration(before, changed, null)).toBe(false);
    expect(await oauthStore.findClient("five")).toMatchObject({ name: "Example App" });
  });

  it("does not let a suspended client change or delete itself", async () => {
    const before = await create("suspended");
    const db = await getDb();
    await db.client.update({ where: { id: "suspended" }, data: { suspendedAt: now } });
    expect(await registrationStore.findRegistration("suspended")).toBeNull();
    expect(await registrationStore.replaceRegistration(before, unchanged, null)).toBe(false);
  });

  it("deletes once, and nothing can be changed after it", async () => {
    const before = await create("four");
    expect(await registrationStore.deleteRegistration("four", now)).toBe(true);
    expect(await registrationStore.deleteRegistration("four", now)).toBe(false);
    expect(await registrationStore.findRegistration("four")).toBeNull();
    expect(await registrationStore.replaceRegistration(before, unchanged, null)).toBe(false);
  });
});

it("of any number of programs at once, an initial access token lets in as many as it says", async () => {
  const token = {
    id: newId(),
    tokenHash: "initial",
    note: null,
    usesLeft: 3,
    expiresAt: null,
    isTrusted: false,
    createdById: null,
  };
  await createRegistrationToken(token);
  const tries = Array.from({ length: 10 }, () => registrationStore.useRegistrationToken("initial", now));
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(3);
});
