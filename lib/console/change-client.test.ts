import { beforeAll, describe, expect, it } from "vitest";
import { findClientDetails } from "../db/clients";
import { oauthStore } from "../db/oauth-store";
import { useTestDatabase } from "../db/testing/test-database";
import { publicJwk } from "../oauth/testing/public-jwks";
import type { Actor } from "./authorise";
import { changeClient } from "./change-client";
import { makeClient, makePerson } from "./testing/people";

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
    expect(await changeClient(developer, clientId, addresses)).toEqual({ ok: true, value: null });
    expect(await findClientDetails(clientId)).toMatchObject(addresses);
    const { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri } = addresses;
    const shown = { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri };
    expect(await oauthStore.findClient(clientId)).toMatchObject(shown);
    const emptied = { initiateLoginUri: " ", backchannelLogoutUri: "", frontchannelLogoutUri: "" };
    await changeClient(developer, clientId, emptied);
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
    const result = await changeClient(developer, clientId, { name: "Another", [field]: uri });
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
    expect(await changeClient(developer, clientId, input)).toMatchObject({ ok: true });
    expect(await oauthStore.findClient(clientId)).toMatchObject(input);
    await changeClient(developer, clientId, {
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
    await changeClient(developer, clientId, { ...structuredClone(signing), tokenEndpointAuthSigningAlg: "ES256" });
    expect(await oauthStore.findClient(clientId)).toMatchObject(signing);
    const secret = { tokenEndpointAuthMethod: "client_secret_basic", tokenEndpointAuthSigningAlg: null } as const;
    await changeClient(developer, clientId, { ...secret, jwks: null });
    expect(await oauthStore.findClient(clientId)).toMatchObject({ ...secret, jwks: null });
  });

  it("follows: a client that gives up its secret needs PKCE (RFC 9700 §2.1.1), response types go with grant types", async () => {
    const { clientId: id } = await makeClient(developer, { redirectUris: ["https://app.example.org/callback"] });
    await changeClient(developer, id, { tokenEndpointAuthMethod: "none", requirePkce: false });
    expect((await findClientDetails(id))?.requirePkce).toBe(true);
    await changeClient(developer, id, { tokenEndpointAuthMethod: "client_secret_basic" });
    await changeClient(developer, id, { grantTypes: ["client_credentials"] });
    expect((await findClientDetails(id))?.responseTypes).toEqual([]);
    await changeClient(developer, id, { grantTypes: ["authorization_code", "refresh_token"] });
    expect((await findClientDetails(id))?.responseTypes).toEqual(["code"]);
  });

  it("keeps a secret from an app that is answered at a scheme without a dot (RFC 8252 §7.1, §8.1)", async () => {
    const { clientId: id } = await makeClient(developer, { kind: "native", redirectUris: ["myapp:/callback"] });
    const result = await changeClient(developer, id, { tokenEndpointAuthMethod: "client_secret_basic" });
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
    const result = await changeClient(developer, clientId, wrong as Parameters<typeof changeClient>[2]);
    expect(result).toMatchObject({ ok: false, problem: { fields: { [field]: key } } });
    expect(await findClientDetails(clientId)).toEqual(before);
  });
});
