import { describe, expect, it } from "vitest";
import { MEMBER_DEFAULTS } from "../../oauth/client/member-lists";
import type { ServerContext } from "../../oauth/feature";
import { handleRegistrationRequest } from "../../oauth/register/handle-request";
import { hashSecret } from "../../oauth/secrets";
import { publicJwk } from "../../oauth/testing/public-jwks";
import { ISSUER, TestPortal } from "../../oauth/testing/test-context";
import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { oauthStore } from "../protocol/store";
import { useTestDatabase } from "../testing/test-database";
import { createRegistrationToken } from "./registration-tokens";
import { registrationStore } from "./registrations";
import { verifySeenClient } from "./reviews";

useTestDatabase();

const now = new Date();
const settings = {
  ...MEMBER_DEFAULTS,
  pairwiseSector: null,
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

describe("a verified app that changes itself by PUT (RFC 7592 §2.2)", () => {
  const portal = new TestPortal();
  const context: ServerContext = {
    ...portal.context,
    store: oauthStore,
    registration: { ...portal.context.registration, mode: "open", store: registrationStore },
  };
  const ORIGINAL = {
    client_name: "Calendar",
    client_uri: "https://app.example.org/",
    redirect_uris: ["https://app.example.org/callback"],
    contacts: ["first@example.org"],
    scope: "openid profile",
    token_endpoint_auth_method: "client_secret_basic",
  };

  /** An app that registered itself and was verified: its id, and a PUT of its metadata. */
  async function verified(metadata: Record<string, unknown> = ORIGINAL) {
    const token = `vouched-${newId()}`;
    await createRegistrationToken({
      id: newId(),
      tokenHash: hashSecret(token),
      note: null,
      usesLeft: 1,
      expiresAt: null,
      isTrusted: true,
      createdById: null,
    });
    const { status, body } = await send("POST", `${ISSUER}/oauth/register`, token, metadata);
    expect(status).toBe(201);
    const clientId = String(body.client_id);
    const put = (changed: Record<string, unknown>) => {
      const json = { ...changed, client_id: clientId };
      return send("PUT", String(body.registration_client_uri), String(body.registration_access_token), json);
    };
    return { clientId, put };
  }

  async function send(method: string, url: string, token: string, json: Record<string, unknown>) {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const request = new Request(url, { method, headers, body: JSON.stringify(json) });
    const response = await handleRegistrationRequest(request, context);
    const body: Record<string, unknown> = await response.json();
    return { status: response.status, body };
  }

  /** An administrator looks at what waits now, and agrees. */
  async function verify(clientId: string) {
    const { pendingChanges, updatedAt } = await get(clientId);
    const { hosts = [], logo: _logo, ...members } = pendingChanges ?? {};
    const decided = { ...members, reviewedHosts: ["app.example.org", ...hosts] };
    expect(await verifySeenClient({ clientId, updatedAt, logoDigest: null }, decided)).toBe(true);
  }

  const CHANGED = {
    ...ORIGINAL,
    client_name: "My Bank",
    client_uri: "https://bank.example/",
    contacts: ["second@example.org"],
    scope: "openid email",
    redirect_uris: [...ORIGINAL.redirect_uris, "https://bank.example/callback"],
    default_max_age: 600,
  };

  it("what was looked at waits, the rest counts at once, and the answer tells what counts", async () => {
    const { clientId, put } = await verified();
    const { status, body } = await put(CHANGED);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      client_name: "Calendar",
      client_uri: "https://app.example.org/",
      contacts: ["second@example.org"],
      scope: "openid",
      redirect_uris: CHANGED.redirect_uris,
      default_max_age: 600,
    });
    expect(await oauthStore.findClient(clientId)).toMatchObject({
      status: "verified",
      name: "Calendar",
      scopes: ["openid"],
      redirectUris: CHANGED.redirect_uris,
      defaultMaxAge: 600,
      reviewedHosts: ["app.example.org"],
    });
    expect((await get(clientId)).pendingChanges).toEqual({
      name: "My Bank",
      clientUri: "https://bank.example/",
      scopes: ["openid", "email"],
      hosts: ["bank.example"],
    });
  });

  it("a second one takes the place of the first, and what it changes back waits no longer", async () => {
    const { clientId, put } = await verified();
    await put(CHANGED);
    const { status, body } = await put({ ...ORIGINAL, client_name: "Calendars", scope: "openid" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ client_name: "Calendar", contacts: ["first@example.org"], scope: "openid" });
    expect(body.redirect_uris).toEqual(ORIGINAL.redirect_uris);
    expect((await get(clientId)).pendingChanges).toEqual({ name: "Calendars" });
    expect((await put({ ...ORIGINAL, scope: "openid" })).status).toBe(200);
    expect((await get(clientId)).pendingChanges).toBeNull();
  });

  it("one right after a verification keeps what was verified, and what it changes then waits", async () => {
    const { clientId, put } = await verified();
    await put(CHANGED);
    await verify(clientId);
    const same = await put(CHANGED);
    expect(same).toMatchObject({ status: 200, body: { client_name: "My Bank", scope: "openid email" } });
    expect(await get(clientId)).toMatchObject({ isVerified: true, pendingChanges: null });
    const again = await put(ORIGINAL);
    expect(again).toMatchObject({ status: 200, body: { client_name: "My Bank", scope: "openid" } });
    expect((await get(clientId)).pendingChanges).toEqual({
      name: "Calendar",
      clientUri: "https://app.example.org/",
      scopes: ["openid", "profile"],
    });
  });

  it("keeps the keys of an app while its change to a secret waits", async () => {
    const jwks = { keys: [publicJwk("P-256")] };
    const keyed = { ...ORIGINAL, token_endpoint_auth_method: "private_key_jwt", jwks };
    const { clientId, put } = await verified({ ...keyed, token_endpoint_auth_signing_alg: "ES256" });
    const { status, body } = await put(ORIGINAL);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_endpoint_auth_method: "private_key_jwt", jwks });
    const kept = { tokenEndpointAuthMethod: "private_key_jwt", tokenEndpointAuthSigningAlg: "ES256", jwks };
    expect(await oauthStore.findClient(clientId)).toMatchObject(kept);
    const waiting = { tokenEndpointAuthMethod: "client_secret_basic", tokenEndpointAuthSigningAlg: null, jwks: null };
    expect((await get(clientId)).pendingChanges).toEqual(waiting);
    await verify(clientId);
    expect(await oauthStore.findClient(clientId)).toMatchObject(waiting);
  });

  it("is refused where it fits only the way to authenticate that waits (RFC 6749 §4.4)", async () => {
    const { clientId, put } = await verified({ ...ORIGINAL, token_endpoint_auth_method: "none" });
    const grant_types = ["authorization_code", "client_credentials"];
    await expect(put({ ...ORIGINAL, grant_types })).rejects.toMatchObject({
      code: "invalid_client_metadata",
      description: expect.stringContaining("grant_types: this depends on a change that waits for review"),
    });
    expect((await get(clientId)).pendingChanges).toBeNull();
  });

  it("requires PKCE of a public app while its change to a secret waits (RFC 9700 §2.1.1)", async () => {
    const { clientId, put } = await verified({ ...ORIGINAL, token_endpoint_auth_method: "none" });
    expect(await put(ORIGINAL)).toMatchObject({ status: 200, body: { token_endpoint_auth_method: "none" } });
    expect(await oauthStore.findClient(clientId)).toMatchObject({ tokenEndpointAuthMethod: "none", requirePkce: true });
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
