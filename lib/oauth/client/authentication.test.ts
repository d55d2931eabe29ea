import { describe, expect, it } from "vitest";
import { OAuthError } from "../errors";
import { hashSecret } from "../secrets";
import { at } from "../testing/fixtures";
import { basic, CONFIDENTIAL, encodeFields, PUBLIC, SECRET, TestPortal } from "../testing/test-context";
import { parseParams } from "../wire/params";
import { authenticateClient } from "./authentication";

const POST_CLIENT = { ...CONFIDENTIAL, clientId: "pt_cl_post", tokenEndpointAuthMethod: "client_secret_post" } as const;
const ONLY_BASIC = { ...CONFIDENTIAL, clientId: "pt_cl_only_basic", requireRegisteredAuthMethod: true };
const ONLY_POST = { ...POST_CLIENT, clientId: "pt_cl_only_post", requireRegisteredAuthMethod: true };
const SIGNING = { ...CONFIDENTIAL, clientId: "pt_cl_jwt", tokenEndpointAuthMethod: "client_secret_jwt" } as const;
const UNENCODED_SECRET = "q0+/%zz%41==";
const UNENCODED = {
  ...CONFIDENTIAL,
  clientId: "pt_cl_raw",
  secrets: [{ id: "raw", secretHash: hashSecret(UNENCODED_SECRET), secretJwe: null, expiresAt: null }],
};
const ODD_SECRET = "a:b%c+d e/é";
const ODD = {
  ...CONFIDENTIAL,
  clientId: "odd client",
  secrets: [{ id: "odd", secretHash: hashSecret(ODD_SECRET), secretJwe: null, expiresAt: null }],
};
const TWO_SECRETS = {
  ...CONFIDENTIAL,
  clientId: "pt_cl_two",
  secrets: [
    { id: "expired", secretHash: hashSecret("old"), secretJwe: null, expiresAt: at(-1) },
    { id: "first", secretHash: hashSecret("one"), secretJwe: null, expiresAt: null },
    { id: "second", secretHash: hashSecret("two"), secretJwe: null, expiresAt: at(1) },
  ],
};
const SUSPENDED = { ...CONFIDENTIAL, clientId: "pt_cl_suspended", suspendedAt: at(-1) };
const NO_SECRETS = { ...CONFIDENTIAL, clientId: "pt_cl_none", secrets: [] };

async function authenticate(fields: Record<string, string>, headers: Record<string, string> = {}) {
  const portal = new TestPortal({
    clients: [
      ...[CONFIDENTIAL, PUBLIC, POST_CLIENT, ONLY_BASIC, ONLY_POST, SIGNING],
      ...[ODD, UNENCODED, TWO_SECRETS, SUSPENDED, NO_SECRETS],
    ],
  });
  const request = new Request("https://id.example/oauth/token", { method: "POST", headers });
  try {
    const { client, secretId } = await authenticateClient(request, parseParams(encodeFields(fields)), portal.context);
    return [client.clientId, secretId];
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return [error.code, error.status, error.description];
  }
}

const raw = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
const REFUSED = ["invalid_client", 401, "Client authentication failed"];

describe("client authentication (RFC 6749 §2.3.1)", () => {
  it("accepts Basic, whatever the case of its name", async () => {
    const id = CONFIDENTIAL.secrets[0]?.id;
    expect(await authenticate({}, basic(CONFIDENTIAL.clientId))).toEqual([CONFIDENTIAL.clientId, id]);
    const { authorization = "" } = basic(CONFIDENTIAL.clientId);
    const lower = { authorization: authorization.replace("Basic", "basic") };
    expect(await authenticate({}, lower)).toEqual([CONFIDENTIAL.clientId, id]);
  });

  it("decodes Basic credentials as forms after base64", async () => {
    expect(await authenticate({}, basic(ODD.clientId, ODD_SECRET))).toEqual([ODD.clientId, "odd"]);
    expect(await authenticate({}, raw("odd+client:a%3Ab%25c%2Bd+e%2F%C3%A9"))).toEqual([ODD.clientId, "odd"]);
  });

  it("accepts the body for a client that registered it", async () => {
    expect((await authenticate({ client_id: "pt_cl_post", client_secret: SECRET }))[0]).toBe("pt_cl_post");
  });

  it.each([
    ["client_secret_basic", CONFIDENTIAL],
    ["client_secret_post", POST_CLIENT],
  ] as const)("accepts the secret in header and body alike of a client registered with %s", async (_method, client) => {
    const id = client.secrets[0]?.id;
    expect(await authenticate({}, basic(client.clientId))).toEqual([client.clientId, id]);
    expect(await authenticate({ client_id: client.clientId, client_secret: SECRET })).toEqual([client.clientId, id]);
  });

  it("accepts the registered way of a client that has only this way", async () => {
    expect((await authenticate({}, basic(ONLY_BASIC.clientId)))[0]).toBe(ONLY_BASIC.clientId);
    const posted = { client_id: ONLY_POST.clientId, client_secret: SECRET };
    expect((await authenticate(posted))[0]).toBe(ONLY_POST.clientId);
  });

  it("accepts Basic credentials that were not form-encoded, as many libraries send them", async () => {
    expect(await authenticate({}, raw(`${UNENCODED.clientId}:${UNENCODED_SECRET}`))).toEqual([
      UNENCODED.clientId,
      "raw",
    ]);
    expect(await authenticate({}, basic(UNENCODED.clientId, UNENCODED_SECRET))).toEqual([UNENCODED.clientId, "raw"]);
  });

  it("accepts an empty secret of a public client, which may send it or leave it out", async () => {
    expect(await authenticate({ client_id: PUBLIC.clientId, client_secret: "" })).toEqual([PUBLIC.clientId, null]);
    expect(await authenticate({}, raw(`${PUBLIC.clientId}:`))).toEqual([PUBLIC.clientId, null]);
    const both = { client_id: PUBLIC.clientId };
    expect(await authenticate(both, raw(`${PUBLIC.clientId}:`))).toEqual([PUBLIC.clientId, null]);
  });

  it("accepts a public client by its client_id", async () => {
    expect(await authenticate({ client_id: PUBLIC.clientId })).toEqual([PUBLIC.clientId, null]);
  });

  it("accepts the same client_id in header and body", async () => {
    const fields = { client_id: CONFIDENTIAL.clientId };
    expect((await authenticate(fields, basic(CONFIDENTIAL.clientId)))[0]).toBe(CONFIDENTIAL.clientId);
  });

  it.each([
    ["one", ["pt_cl_two", "first"]],
    ["two", ["pt_cl_two", "second"]],
    ["old", REFUSED],
  ])("of several secrets, '%s' gives %j", async (secret, expected) => {
    expect(await authenticate({}, basic("pt_cl_two", secret))).toEqual(expected);
  });

  it.each([
    ["an unknown client", {}, basic("pt_cl_unknown")],
    ["a wrong secret", {}, basic(CONFIDENTIAL.clientId, "wrong")],
    ["a prefix of the secret", {}, basic(CONFIDENTIAL.clientId, SECRET.slice(0, -1))],
    ["the hash of the secret", {}, basic(CONFIDENTIAL.clientId, hashSecret(SECRET))],
    ["a client without any secret", {}, basic(NO_SECRETS.clientId, "no such client")],
    ["the body, where Basic is the only way", { client_id: ONLY_BASIC.clientId, client_secret: SECRET }, {}],
    ["Basic, where the body is the only way", {}, basic(ONLY_POST.clientId)],
    ["the secret itself, where it signs a JWT", {}, basic(SIGNING.clientId)],
    ["the secret itself in the body, where it signs", { client_id: SIGNING.clientId, client_secret: SECRET }, {}],
    ["an empty secret in the body, where there is one", { client_id: CONFIDENTIAL.clientId, client_secret: "" }, {}],
    ["an empty secret in the header, where there is one", {}, raw(`${CONFIDENTIAL.clientId}:`)],
    ["no secret, where there is one", { client_id: CONFIDENTIAL.clientId }, {}],
    ["a secret, where there is none", { client_id: PUBLIC.clientId, client_secret: SECRET }, {}],
    ["nothing at all", {}, {}],
    ["a suspended client", {}, basic(SUSPENDED.clientId)],
    ["a bearer token", { client_id: PUBLIC.clientId }, { authorization: "Bearer x" }],
    ["no colon", {}, raw("nothing")],
    ["an empty secret of an unknown client", {}, raw("client:")],
    ["an empty client_id", {}, raw(":secret")],
    ["a broken escape", {}, raw("client:%zz")],
    ["a NUL", {}, raw("cli%00ent:x")],
    ["no base64", {}, { authorization: "Basic ?" }],
    ["a client assertion", { client_assertion: "x", client_id: CONFIDENTIAL.clientId }, {}],
  ])("refuses %s with the same answer", async (_case, fields, headers) => {
    expect(await authenticate(fields, headers)).toEqual(REFUSED);
  });

  it.each([
    ["header and body", { client_id: CONFIDENTIAL.clientId, client_secret: SECRET }, basic(CONFIDENTIAL.clientId)],
    ["header and assertion", { client_assertion: "x" }, basic(CONFIDENTIAL.clientId)],
    ["body and assertion", { client_id: "a", client_secret: SECRET, client_assertion_type: "x" }, {}],
    ["two different clients", { client_id: PUBLIC.clientId }, basic(CONFIDENTIAL.clientId)],
  ])("refuses %s as invalid_request (RFC 6749 §2.3)", async (_case, fields, headers) => {
    expect((await authenticate(fields, headers)).slice(0, 2)).toEqual(["invalid_request", 400]);
  });
});
