import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { findClientDetails } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { openClientSecret } from "../keys/client-secret-encryption";
import { REDIRECT_URI_MAX_COUNT } from "../oauth/client/redirect-uri";
import type { ClientKind } from "../oauth/model";
import { publicJwk } from "../oauth/testing/public-jwks";
import { changeClient } from "./change-client";
import { createSecret } from "./client-secrets";
import { describeSecret } from "./new-client-secret";
import { newClientId, registerClient } from "./register-client";
import { makeClient, makePerson, manage, setSuspended } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
});

const code = ["authorization_code", "refresh_token"];

describe("registering a client", () => {
  it.each<[ClientKind, { method: string; grants: string[]; scopes: string[]; hasSecret: boolean }]>([
    ["web", { method: "client_secret_basic", grants: code, scopes: ["openid", "profile", "email"], hasSecret: true }],
    ["spa", { method: "none", grants: code, scopes: ["openid", "profile", "email"], hasSecret: false }],
    ["native", { method: "none", grants: code, scopes: ["openid", "profile", "email"], hasSecret: false }],
    [
      "device",
      {
        method: "none",
        grants: ["urn:ietf:params:oauth:grant-type:device_code", ...code],
        scopes: ["openid", "profile", "email"],
        hasSecret: false,
      },
    ],
    ["service", { method: "client_secret_basic", grants: ["client_credentials"], scopes: [], hasSecret: true }],
  ])("%s gets the defaults of its kind, and PKCE where it has no secret (RFC 9700 §2.1.1)", async (kind, expected) => {
    const { clientId, clientSecret } = await makeClient(developer, { kind });
    const client = await findClientDetails(clientId);
    expect(client).toMatchObject({
      ownerId: developer.userId,
      kind,
      status: "development",
      isTrusted: false,
      requirePkce: !expected.hasSecret,
      tokenEndpointAuthMethod: expected.method,
      grantTypes: expected.grants,
      scopes: expected.scopes,
    });
    expect(clientId).toMatch(/^pt_cl_[\w-]{22}$/);
    expect(clientSecret !== null).toBe(expected.hasSecret);
  });

  it("keeps only the fingerprint of the secret, which has 256 random bits", async () => {
    const { clientId, clientSecret } = await makeClient(developer);
    expect(clientSecret).toMatch(/^pt_cs_[\w-]{43}$/);
    const db = await getDb();
    const rows = await db.clientSecret.findMany({ where: { clientId } });
    expect(rows.map((row) => row.secretHash)).toEqual([describeSecret(clientSecret ?? "").secretHash]);
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
    expect(rows[0]?.hint).toBe(clientSecret?.slice(-4));
    const events = await db.auditEvent.findMany({ where: { clientId } });
    expect(events.map((event) => event.type)).toEqual(["client.registered"]);
    expect(JSON.stringify(events)).not.toContain(clientSecret);
  });

  it("keeps its redirect URIs in the order they were written, each once", async () => {
    const redirectUris = ["https://b.example.org/cb", "https://a.example.org/cb", "https://b.example.org/cb", " "];
    const { clientId } = await makeClient(developer, { redirectUris });
    expect((await findClientDetails(clientId))?.redirectUris).toEqual([
      "https://b.example.org/cb",
      "https://a.example.org/cb",
    ]);
  });

  it.each([
    [{ name: " " }, "name", "name_missing"],
    [{ name: "x".repeat(81) }, "name", "name_long"],
    [{ name: "Acme\u202eradnelaC" }, "name", "name_characters"],
    [{ policyUri: "http://example.org/policy" }, "policyUri", "link_invalid"],
    [{ tosUri: "https://user:password@example.org/terms" }, "tosUri", "link_invalid"],
    [{ clientUri: "javascript:alert(1)" }, "clientUri", "link_invalid"],
    [{ contacts: ["nobody"] }, "contacts", "contact_invalid"],
    [{ redirectUris: ["http://app.example.org/cb"] }, "redirectUris", "check_uris"],
    [
      { kind: "service" as const, redirectUris: ["https://a.example.org/"] },
      "redirectUris",
      "service_has_no_redirect_uris",
    ],
  ])("refuses %o and stores nothing", async (wrong, field, key) => {
    const db = await getDb();
    const before = await db.client.count();
    const result = await registerClient(developer, { name: "Acme", kind: "web", ...wrong });
    expect(result).toMatchObject({ ok: false, problem: { fields: { [field]: key } } });
    expect(await db.client.count()).toBe(before);
  });

  it("keeps the keys of a client that signs (RFC 7591 §2), and gives it no secret", async () => {
    const tokenEndpointAuthMethod = "private_key_jwt";
    const jwks = { keys: [publicJwk("P-256")] };
    const byValue = await makeClient(operator, { tokenEndpointAuthMethod, jwks, tokenEndpointAuthSigningAlg: "ES256" });
    expect(byValue.clientSecret).toBeNull();
    const kept = { jwks, jwksUri: null, tokenEndpointAuthSigningAlg: "ES256", tokenEndpointAuthMethod };
    expect(await findClientDetails(byValue.clientId)).toMatchObject(kept);
    const jwksUri = "https://client.example/keys";
    const byAddress = await makeClient(operator, { tokenEndpointAuthMethod, jwksUri });
    expect(await findClientDetails(byAddress.clientId)).toMatchObject({ jwks: null, jwksUri });
  });

  it("keeps the secret of client_secret_jwt encrypted, since no HMAC can be checked with a hash", async () => {
    const { clientId, clientSecret } = await makeClient(operator, { tokenEndpointAuthMethod: "client_secret_jwt" });
    const second = await createSecret(await manage(operator, clientId), null);
    const rows = await (await getDb()).clientSecret.findMany({ where: { clientId }, orderBy: { createdAt: "asc" } });
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
    const opened = await Promise.all(rows.map((row) => openClientSecret(row.secretJwe ?? "")));
    expect(opened).toEqual([clientSecret, second.ok && second.value.value]);
    const { clientId: other } = await makeClient(operator);
    expect((await (await getDb()).clientSecret.findFirst({ where: { clientId: other } }))?.secretJwe).toBeNull();
  });

  it.each([
    [{ tokenEndpointAuthMethod: "private_key_jwt" }, "jwks_missing"],
    [{ jwks: { keys: [publicJwk("P-256")] }, jwksUri: "https://client.example/keys" }, "jwks_missing"],
    [{ jwks: { keys: [publicJwk("P-256", { d: "x" })] } }, "jwks_invalid"],
    [{ jwks: { keys: [publicJwk("RSA 1024")] } }, "jwks_invalid"],
    [{ jwks: { keys: [] } }, "jwks_invalid"],
    [{ jwksUri: "http://client.example/keys" }, "jwks_invalid"],
    [{ tokenEndpointAuthSigningAlg: "RS256" }, "signing_alg_mismatch"],
    [{ tokenEndpointAuthMethod: "client_secret_jwt", tokenEndpointAuthSigningAlg: "ES256" }, "signing_alg_mismatch"],
  ] as const)("refuses keys that do not fit: %j", async (wrong, key) => {
    const input = { name: "Acme", kind: "web", ...structuredClone(wrong) } as Parameters<typeof registerClient>[1];
    const result = await registerClient(operator, input);
    expect(result.ok ? [] : Object.values(result.problem.fields)).toEqual([key]);
  });

  it("says everything that is wrong at once", async () => {
    const result = await registerClient(developer, {
      name: "Portico",
      kind: "web",
      redirectUris: ["http://app.example.org/cb"],
      postLogoutRedirectUris: ["https://*.example.org/"],
    });
    expect(result).toMatchObject({
      problem: {
        key: "check_fields",
        fields: { name: "name_like_portal", redirectUris: "check_uris", postLogoutRedirectUris: "check_uris" },
        refusedUris: [{ message: "http" }, { message: "wildcard" }],
      },
    });
  });

  it("refuses a redirect URI beyond the limit", async () => {
    const redirectUris = Array.from(
      { length: REDIRECT_URI_MAX_COUNT + 1 },
      (_, index) => `https://app.example.org/${index}`,
    );
    const result = await registerClient(developer, { name: "Acme", kind: "web", redirectUris });
    expect(result).toMatchObject({ ok: false, problem: { refusedUris: [{ message: "too_many" }] } });
  });

  it("ignores what only administrators may set", async () => {
    const { clientId } = await makeClient(developer, {
      clientId: "mine",
      isTrusted: true,
      status: "verified",
      scopes: ["clients:write"],
      ownerId: null,
    });
    expect(clientId).not.toBe("mine");
    expect(await findClientDetails(clientId)).toMatchObject({
      isTrusted: false,
      status: "development",
      ownerId: developer.userId,
      scopes: ["openid", "profile", "email"],
    });
  });

  it("lets every developer say how the protocol treats the client (RFC 7591 §2)", async () => {
    const said = {
      tokenEndpointAuthMethod: "client_secret_post",
      requireRegisteredAuthMethod: true,
      requirePkce: true,
      idTokenClaims: true,
      idTokenSignedResponseAlg: "ES256",
      userinfoSignedResponseAlg: "RS256",
      requestObjectSigningAlg: "PS256",
      defaultMaxAge: 600,
      requireAuthTime: true,
    } as const;
    const { clientId } = await makeClient(developer, {
      ...said,
      grantTypes: ["authorization_code"],
      defaultAcrValues: ["urn:example:gold"],
    });
    expect(await findClientDetails(clientId)).toMatchObject({
      ...said,
      grantTypes: ["authorization_code"],
      defaultAcrValues: ["urn:example:gold"],
    });
  });

  it("requires PKCE of a public client whatever was said (RFC 9700 §2.1.1)", async () => {
    const { clientId } = await makeClient(developer, { kind: "spa", requirePkce: false });
    expect((await findClientDetails(clientId))?.requirePkce).toBe(true);
  });

  it("refuses grant and response types that this portal does not have", async () => {
    const wrong = { grantTypes: ["password"], responseTypes: ["token"] };
    const result = await registerClient(developer, { name: "Acme", kind: "web", ...wrong });
    expect(result).toMatchObject({
      problem: { fields: { grantTypes: "type_unsupported", responseTypes: "type_unsupported" } },
    });
  });

  it("lets the operator set everything, with a chosen id and secret", async () => {
    const clientSecret = "a-secret-that-was-set-up-elsewhere-before";
    const made = await makeClient(operator, {
      clientId: "calendar-client",
      clientSecret,
      ownerId: developer.userId,
      tokenEndpointAuthMethod: "client_secret_post",
      requirePkce: false,
      scopes: ["openid", "offline_access"],
      optionalScopes: ["offline_access"],
    });
    expect(made).toEqual({ clientId: "calendar-client", clientSecret });
    expect(await findClientDetails("calendar-client")).toMatchObject({
      ownerId: developer.userId,
      tokenEndpointAuthMethod: "client_secret_post",
      requirePkce: false,
      optionalScopes: ["offline_access"],
    });
    expect(await registerClient(operator, { name: "Again", kind: "web", clientId: "calendar-client" })).toMatchObject({
      problem: { key: "client_id_taken" },
    });
    expect(await registerClient(operator, { name: "Acme", kind: "web", scopes: ["nonsense"] })).toMatchObject({
      problem: { key: "unknown_scope" },
    });
  });

  it("registers one client when the form is sent ten times at once", async () => {
    const input = { name: "Twice", kind: "web" as const, requestKey: "key of the form" };
    const results = await Promise.all(Array.from({ length: 10 }, () => registerClient(developer, input)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const db = await getDb();
    expect(await db.client.findMany({ where: { name: "Twice" }, select: { id: true } })).toEqual([
      { id: newClientId(developer, "key of the form") },
    ]);
  });

  it("gives another person another client for the same key", async () => {
    const other = await makePerson("other@example.org");
    expect(newClientId(other, "k")).not.toBe(newClientId(developer, "k"));
  });

  it("refuses a suspended account, one that is gone, and one that only says it is an administrator", async () => {
    const person = await makePerson("suspended@example.org");
    await setSuspended(person, new Date());
    expect(await registerClient(person, { name: "Acme", kind: "web" })).toMatchObject({
      problem: { key: "account_suspended" },
    });
    const nobody = { ...developer, userId: "00000000-0000-7000-8000-000000000000", isAdmin: true };
    expect(await registerClient(nobody, { name: "Acme", kind: "web" })).toMatchObject({
      problem: { key: "account_suspended" },
    });
    const { clientId } = await makeClient({ ...developer, isAdmin: true }, { isTrusted: true });
    expect((await findClientDetails(clientId))?.isTrusted).toBe(false);
  });
});

describe("a name that looks like another's (UTS #39 §4)", () => {
  const web = { kind: "web" as const, redirectUris: ["https://app.example.org/callback"] };
  const problemOf = async (actor: Actor, name: string) => {
    const result = await registerClient(actor, { ...web, name });
    return result.ok ? null : [result.problem.key, result.problem.fields.name];
  };

  it("is refused to developers where it is the portal's or a verified app's, also when they rename", async () => {
    const verified = await registerClient(operator, { ...web, name: "Payroll", status: "verified" });
    expect(verified.ok).toBe(true);
    const portal = ["name_like_portal", "name_like_portal"];
    const like = ["name_like_verified", "name_like_verified"];
    expect(await problemOf(developer, "Роrtiсо")).toEqual(portal);
    expect(await problemOf(developer, "P O R T I C O")).toEqual(portal);
    expect(await problemOf(developer, "Payroll")).toEqual(like);
    expect(await problemOf(developer, "Pаyrо11")).toEqual(like);
    expect(await problemOf(developer, "Payroll reports")).toBeNull();

    const { clientId } = await makeClient(developer, { name: "Honest" });
    const renamed = await changeClient(await manage(developer, clientId), { name: "ΡΑΥROLL" });
    expect(renamed).toMatchObject({ ok: false, problem: { key: "name_like_verified" } });
    expect((await changeClient(await manage(developer, clientId), { name: "Honest 2" })).ok).toBe(true);
  });

  it("is an administrator's to give, and its own app's and its owner's to keep", async () => {
    const own = await registerClient(operator, {
      ...web,
      ...{ name: "Travel", status: "verified", ownerId: developer.userId },
    });
    expect(own.ok).toBe(true);
    expect(await problemOf(operator, "Travel")).toBeNull();
    expect(await problemOf(developer, "Travel"), "of the same owner").toBeNull();
    expect(await problemOf(await makePerson("traveller@example.org"), "Travel")).not.toBeNull();
  });
});
