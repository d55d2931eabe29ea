import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findOfferedSettings } from "../console/offered-settings";
import { saveSettings } from "../console/save-settings";
import { settingFields } from "../console/setting-fields";
import { findClientDetails } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { readFields, readTyped } from "../forms/fields";
import type { OwnInput } from "../oauth/client/members";
import { withPending } from "../oauth/client/review";
import { publicJwk } from "../oauth/testing/public-jwks";
import { changeClient } from "./change-client";
import { nameSeenMembers } from "./seen-members";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  const redirectUris = ["https://app.example.org/callback"];
  ({ clientId } = await makeClient(developer, { redirectUris }));
});

describe("the addresses for logout and third-party initiated login", () => {
  it("are kept as they are written, with an empty one for none, and count for the protocol", async () => {
    const addresses = {
      initiateLoginUri: "https://app.example.org/start",
      backchannelLogoutUri: "https://logout.example.org/token?x=1",
      backchannelLogoutSessionRequired: true,
      frontchannelLogoutUri: "https://app.example.org/logout",
      frontchannelLogoutSessionRequired: true,
    };
    expect(await changeClient(await manage(developer, clientId), addresses)).toEqual({ ok: true, value: null });
    expect(await findClientDetails(clientId)).toMatchObject(addresses);
    const { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri } = addresses;
    const shown = { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri };
    expect(await oauthStore.findClient(clientId)).toMatchObject(shown);
    const emptied = { initiateLoginUri: " ", backchannelLogoutUri: "", frontchannelLogoutUri: "" };
    await changeClient(await manage(developer, clientId), emptied);
    const none = { initiateLoginUri: null, backchannelLogoutUri: null, frontchannelLogoutUri: null };
    expect(await findClientDetails(clientId)).toMatchObject(none);
  });

  it.each([
    ["initiateLoginUri", "http://app.example.org/start", "initiate_login_uri_invalid"],
    ["initiateLoginUri", "start", "initiate_login_uri_invalid"],
    ["backchannelLogoutUri", "http://app.example.org/logout", "logout_uri_invalid"],
    ["backchannelLogoutUri", "https://app.example.org/logout#x", "logout_uri_invalid"],
    ["frontchannelLogoutUri", "https://app.example.org/logout#x", "logout_uri_invalid"],
    ["frontchannelLogoutUri", "https://app.example.org:8443/logout", "logout_uri_origin"],
    ["frontchannelLogoutUri", "javascript:alert(1)", "logout_uri_invalid"],
  ])("%s %s is refused at its field, as registration would, and nothing changes", async (field, uri, key) => {
    const before = await findClientDetails(clientId);
    const result = await changeClient(await manage(developer, clientId), { name: "Another", [field]: uri });
    expect(result).toMatchObject({ ok: false, problem: { key: "check_fields", fields: { [field]: key } } });
    expect(await findClientDetails(clientId)).toEqual(before);
  });
});

describe("how the protocol treats the client (RFC 7591 §2)", () => {
  it("is changed member by member, and counts for the protocol at once", async () => {
    const changes = {
      tokenEndpointAuthMethod: "client_secret_post",
      requireRegisteredAuthMethod: true,
      requirePkce: true,
      idTokenClaims: true,
      idTokenSignedResponseAlg: "ES256",
      userinfoSignedResponseAlg: "RS256",
      requestObjectSigningAlg: "PS256",
      requestUris: ["https://app.example.org/request.jwt"],
      defaultMaxAge: 600,
      requireAuthTime: true,
      defaultAcrValues: ["urn:example:gold"],
    } as const;
    const { requestUris, defaultAcrValues } = changes;
    const input = { ...changes, requestUris: [...requestUris], defaultAcrValues: [...defaultAcrValues] };
    expect(await changeClient(await manage(developer, clientId), input)).toMatchObject({ ok: true });
    expect(await oauthStore.findClient(clientId)).toMatchObject(input);
    await changeClient(await manage(developer, clientId), {
      requirePkce: false,
      defaultMaxAge: null,
      userinfoSignedResponseAlg: null,
    });
    expect(await oauthStore.findClient(clientId)).toMatchObject({
      ...input,
      requirePkce: false,
      defaultMaxAge: null,
      userinfoSignedResponseAlg: null,
    });
  });

  it("keeps keys by value or by address, and takes them away", async () => {
    const jwks = { keys: [publicJwk("P-256")] };
    const signing = { tokenEndpointAuthMethod: "private_key_jwt", jwks } as const;
    await changeClient(await manage(developer, clientId), {
      ...structuredClone(signing),
      tokenEndpointAuthSigningAlg: "ES256",
    });
    expect(await oauthStore.findClient(clientId)).toMatchObject(signing);
    const secret = { tokenEndpointAuthMethod: "client_secret_basic", tokenEndpointAuthSigningAlg: null } as const;
    await changeClient(await manage(developer, clientId), { ...secret, jwks: null });
    expect(await oauthStore.findClient(clientId)).toMatchObject({ ...secret, jwks: null });
  });

  it("follows: a client that gives up its secret needs PKCE (RFC 9700 §2.1.1), response types go with grant types", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris: ["https://app.example.org/callback"] });
    await changeClient(await manage(developer, id), { tokenEndpointAuthMethod: "none", requirePkce: false });
    expect((await findClientDetails(id))?.requirePkce).toBe(true);
    await changeClient(await manage(developer, id), { tokenEndpointAuthMethod: "client_secret_basic" });
    await changeClient(await manage(developer, id), { grantTypes: ["client_credentials"] });
    expect((await findClientDetails(id))?.responseTypes).toEqual([]);
    await changeClient(await manage(developer, id), { grantTypes: ["authorization_code", "refresh_token"] });
    expect((await findClientDetails(id))?.responseTypes).toEqual(["code"]);
  });

  it("keeps a secret from an app that is answered at a scheme without a dot (RFC 8252 §7.1, §8.1)", async () => {
    const { clientId: id } = await makeClient(developer, { kind: "native", redirectUris: ["myapp:/callback"] });
    const result = await changeClient(await manage(developer, id), { tokenEndpointAuthMethod: "client_secret_basic" });
    expect(result).toMatchObject({ problem: { fields: { tokenEndpointAuthMethod: "auth_method_dotless" } } });
  });

  it.each([
    [{ tokenEndpointAuthMethod: "magic" }, "tokenEndpointAuthMethod", "auth_method_unknown"],
    [{ tokenEndpointAuthMethod: "private_key_jwt" }, "jwks", "jwks_missing"],
    [{ tokenEndpointAuthSigningAlg: "ES256" }, "tokenEndpointAuthSigningAlg", "signing_alg_mismatch"],
    [{ idTokenSignedResponseAlg: "none" }, "idTokenSignedResponseAlg", "alg_unknown"],
    [{ defaultMaxAge: 1.5 }, "defaultMaxAge", "max_age_invalid"],
    [{ defaultMaxAge: Number.NaN }, "defaultMaxAge", "max_age_invalid"],
    [{ grantTypes: ["password"] }, "grantTypes", "type_unsupported"],
    [{ responseTypes: [] }, "responseTypes", "types_mismatch"],
    [{ tokenEndpointAuthMethod: "none", grantTypes: ["client_credentials"] }, "grantTypes", "grant_unsuitable"],
    [{ jwks: { keys: [{ kty: "oct", k: "x" }] } }, "jwks", "jwks_invalid"],
    [{ requestUris: ["http://app.example.org/r"] }, "requestUris", "request_uri_invalid"],
  ])("refuses %j at its field, and nothing changes", async (wrong, field, key) => {
    const before = await findClientDetails(clientId);
    const result = await changeClient(await manage(developer, clientId), wrong as OwnInput);
    expect(result).toMatchObject({ ok: false, problem: { fields: { [field]: key } } });
    expect(await findClientDetails(clientId)).toEqual(before);
  });
});

describe("response types that carry tokens, where the operator allows them (RFC 7591 §2.1)", () => {
  beforeAll(() => resetEnv({ PORTICO_LEGACY_RESPONSE_TYPES: "on" }));
  afterAll(() => resetEnv());
  const redirectUris = ["https://app.example.org/callback"];
  const typesOf = async (id: string) => {
    const client = await findClientDetails(id);
    return { grantTypes: client?.grantTypes, responseTypes: client?.responseTypes };
  };

  it("bring the grant type that they need, also when the form sends the grant types without it", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris });
    expect(await changeClient(await manage(developer, id), { responseTypes: ["code", "id_token"] })).toMatchObject({
      ok: true,
    });
    const grantTypes = ["authorization_code", "refresh_token", "implicit"];
    expect(await typesOf(id)).toEqual({ grantTypes, responseTypes: ["code", "id_token"] });
    const { clientId: other } = await makeClient(developer, { redirectUris });
    await changeClient(await manage(developer, other), {
      grantTypes: ["authorization_code"],
      responseTypes: ["code", "code id_token"],
    });
    expect((await typesOf(other)).grantTypes).toEqual(["authorization_code", "implicit"]);
  });

  it("bring it to a new app too", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris, responseTypes: ["code", "id_token"] });
    expect((await typesOf(id)).grantTypes).toContain("implicit");
  });

  it.each([
    ["the grant type that a registered one needs goes", { grantTypes: ["authorization_code"] }],
    ["implicit comes or stays alone", { responseTypes: ["code"] }],
  ])("are told at their field that both go together: %s", async (_case, changed) => {
    const { clientId: id } = await makeClient(developer, { redirectUris, responseTypes: ["code", "id_token"] });
    const before = await typesOf(id);
    const all = { grantTypes: ["authorization_code", "implicit"], responseTypes: ["code", "id_token"], ...changed };
    const result = await changeClient(await manage(developer, id), all);
    expect(result).toMatchObject({ problem: { fields: { responseTypes: "types_mismatch" } } });
    expect(await typesOf(id)).toEqual(before);
  });

  it("are not saved over a change that came after their page was opened", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris });
    const members = ["clientUri", "policyUri"] as const;
    const seen = nameSeenMembers((await manage(developer, id)).client, members);
    const change = async (clientUri: string, shown: string) =>
      changeClient(await manage(developer, id), { clientUri }, { members, seen: shown });
    expect(await change("https://one.example.org/", seen)).toMatchObject({ ok: true });
    expect(await change("https://two.example.org/", seen)).toMatchObject({ problem: { key: "overtaken" } });
    const { client } = await manage(developer, id);
    expect(client.clientUri).toBe("https://one.example.org/");
    expect(await change("https://two.example.org/", nameSeenMembers(client, members))).toMatchObject({ ok: true });
  });

  it.each([
    ["", false],
    [" of a verified app, whose change waits", true],
  ])("are saved for both presses of a button, which come at once%s", async (_kind, isVerified) => {
    const { clientId: id } = await makeClient(developer, { redirectUris });
    if (isVerified) await (await getDb()).client.update({ where: { id }, data: { status: "verified" } });
    const members = ["clientUri", "policyUri"] as const;
    const { client } = await manage(developer, id);
    const shown = { members, seen: nameSeenMembers(client, members) };
    const press = async () =>
      changeClient(await manage(developer, id), { clientUri: "https://one.example.org/", policyUri: "" }, shown);
    expect(await Promise.all([press(), press()])).toMatchObject([{ ok: true }, { ok: true }]);
    const { client: after } = await manage(developer, id);
    expect(withPending(after)).toMatchObject({ clientUri: "https://one.example.org/", policyUri: null });
    expect(after.pendingChanges !== null).toBe(isVerified);
  });

  it("come back ticked as they were when the form is refused, also those of several words", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris });
    const form = new FormData();
    for (const shown of ["grantTypes", "responseTypes"]) form.append("shown", shown);
    form.append("grantTypes", "authorization_code");
    for (const type of ["code", "code id_token"]) form.append("responseTypes", type);
    form.append("defaultMaxAge", "soon");
    const signInFields = settingFields("signIn");
    const result = await saveSettings(await manage(developer, id), readFields(signInFields, form), null);
    expect(result).toHaveProperty("fields.defaultMaxAge");
    expect(readTyped(signInFields, form).responseTypes?.split("\n")).toEqual(["code", "code id_token"]);
  });

  it("are not offered to a service, nor anywhere when the operator does not allow them", async () => {
    const offeredFor = async (id: string) => {
      return await findOfferedSettings(await manage(developer, id));
    };
    const { clientId: web } = await makeClient(developer, { redirectUris });
    const { clientId: service } = await makeClient(developer, { kind: "service" });
    expect((await offeredFor(web))?.responseTypes).toContain("id_token");
    expect((await offeredFor(service))?.responseTypes).toEqual([]);
    resetEnv();
    expect(await offeredFor(web)).toMatchObject({
      responseTypes: [],
      grantTypes: expect.not.arrayContaining(["implicit"]),
    });
    const result = await changeClient(await manage(developer, web), { responseTypes: ["code", "id_token"] });
    expect(result).toMatchObject({ problem: { fields: { responseTypes: "type_unsupported" } } });
  });
});
