import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { CLIENT_SIGNING_ALGS } from "../algorithms";
import type { Client, ClientSigningAlg } from "../model";
import { CALENDAR_API } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, type encodeFields, get, ISSUER, TestPortal } from "../testing/test-context";
import { handleAuthorizeRequest } from "./handle-request";

const CALLBACK = "https://client.example/callback";
const SECOND = "https://client.example/second";
const REQUEST_URI = "https://client.example/request.jwt";
const CLIENT: Client = { ...CONFIDENTIAL, redirectUris: [CALLBACK, SECOND], requestUris: [REQUEST_URI] };
const keys = new Map<ClientSigningAlg, { jwk: JWK; privateKey: CryptoKey }>();

beforeAll(async () => {
  for (const alg of CLIENT_SIGNING_ALGS) {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    keys.set(alg, { jwk: { ...(await exportJWK(publicKey)), kid: `client-${alg}` }, privateKey });
  }
});

type Fields = Parameters<typeof encodeFields>[0];

/** What stands beside the request object. */
const BESIDE: Fields = { client_id: CLIENT.clientId, response_type: "code", scope: "openid" };
/** What is inside. */
const INSIDE = {
  iss: CLIENT.clientId,
  aud: ISSUER,
  client_id: CLIENT.clientId,
  response_type: "code",
  redirect_uri: CALLBACK,
  scope: "openid calendar:read",
  state: "the state inside",
  nonce: "the nonce inside",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

async function sign(claims: object, alg: ClientSigningAlg = "RS256", kid = `client-${alg}`): Promise<string> {
  const key = keys.get(alg);
  if (!key) throw new Error(`no ${alg} key`);
  return await new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(key.privateKey);
}

function makePortal(values: Partial<Client> = {}): TestPortal {
  const jwks = { keys: [...keys.values()].map(({ jwk }) => jwk as Record<string, unknown>) };
  return new TestPortal({ clients: [{ ...CLIENT, jwks, ...values }] });
}

/** What the client is told, and the request that waits for its person. */
async function authorize(portal: TestPortal, fields: Fields) {
  const response = await handleAuthorizeRequest(get("/oauth/authorize", { ...BESIDE, ...fields }), portal.context);
  const location = response.headers.get("location");
  const [pending] = portal.store.tables.requests.values();
  const [page] = portal.errorPages;
  const answer = location === null ? {} : Object.fromEntries(new URL(location).searchParams);
  return { pending, answer, location, page };
}

describe("a request object by value (OIDC Core §6.1, RFC 9101)", () => {
  it.each(CLIENT_SIGNING_ALGS)("signed with %s is the request", async (alg) => {
    const { pending } = await authorize(makePortal(), { request: await sign(INSIDE, alg) });
    expect(pending).toMatchObject({
      redirectUri: CALLBACK,
      scopes: ["openid", "calendar:read"],
      state: "the state inside",
      nonce: "the nonce inside",
      codeChallenge: CHALLENGE,
    });
  });

  it("wins over what stands beside it, and what it does not say is taken from there", async () => {
    const { nonce: _nonce, ...inside } = INSIDE;
    const fields = { redirect_uri: SECOND, state: "beside", nonce: "the nonce beside", prompt: "login" };
    const { pending } = await authorize(makePortal(), { ...fields, request: await sign(inside) });
    const expected = { redirectUri: CALLBACK, state: "the state inside", nonce: "the nonce beside", prompt: ["login"] };
    expect(pending).toMatchObject(expected);
  });

  it("holds numbers, claims as an object and several resources as a list", async () => {
    const resource = [CALENDAR_API.identifier, ISSUER];
    const claims = { id_token: { email: { essential: true } } };
    const request = await sign({ ...INSIDE, max_age: 300, claims, resource, unknown: true });
    const { pending } = await authorize(makePortal(), { request });
    expect(pending).toMatchObject({ maxAge: 300, resources: resource, claims: { id_token: claims.id_token } });
  });

  it("is checked like any request: what it asks wrongly goes to its redirect_uri with its state", async () => {
    const request = await sign({ ...INSIDE, prompt: "none login" });
    const { answer, location } = await authorize(makePortal(), { redirect_uri: SECOND, request });
    expect(location?.startsWith(CALLBACK)).toBe(true);
    expect(answer).toMatchObject({ error: "invalid_request", state: "the state inside", iss: ISSUER });
  });

  it("with a redirect_uri that is not registered redirects nobody", async () => {
    const request = await sign({ ...INSIDE, redirect_uri: "https://evil.example/" });
    const { page, location } = await authorize(makePortal(), { redirect_uri: CALLBACK, request });
    expect([page?.error, location]).toEqual(["invalid_request", null]);
  });

  it.each([
    ["the iss of another", { iss: "pt_cl_other" }, "iss"],
    ["the aud of another server", { aud: "https://other.example" }, "aud"],
    ["another client_id", { client_id: "pt_cl_other" }, "client_id"],
    ["another response_type", { response_type: "token" }, "response_type"],
    ["an exp that is over", { exp: 1772539000 }, "expired"],
    ["an nbf that is to come", { nbf: 1772542800 }, "nbf"],
    ["a request inside", { request: "x" }, "must not contain request"],
    ["a request_uri inside", { request_uri: "https://x.example" }, "must not contain request_uri"],
    ["the sub of a client assertion (RFC 9101 §10.8)", { sub: CLIENT.clientId }, "sub"],
    [
      "more parameters than any request has",
      Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`x${index}`, 1])),
      "200 parameters",
    ],
    ["a null", { nonce: null }, "nonce"],
    ["a NUL", { nonce: "a\0b" }, "nonce"],
  ])("with %s is refused", async (_case, changes, reason) => {
    const fields = { redirect_uri: CALLBACK, state: "beside", request: await sign({ ...INSIDE, ...changes }) };
    const { answer } = await authorize(makePortal(), fields);
    expect(answer).toMatchObject({ error: "invalid_request_object", state: "beside" });
    expect(answer.error_description).toContain(reason);
  });

  it("without a signature is refused (RFC 9101 §10.2, RFC 8725 §3.2)", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const request = `${encode({ alg: "none" })}.${encode(INSIDE)}.`;
    const { answer } = await authorize(makePortal(), { redirect_uri: CALLBACK, request });
    expect(answer).toMatchObject({ error: "invalid_request_object" });
  });

  it("signed by HMAC with the public key is refused (RFC 8725 §2.1)", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(keys.get("RS256")?.jwk));
    const request = await new SignJWT(INSIDE).setProtectedHeader({ alg: "HS256", kid: "client-RS256" }).sign(secret);
    const { answer } = await authorize(makePortal(), { redirect_uri: CALLBACK, request });
    expect(answer).toMatchObject({ error: "invalid_request_object" });
  });

  it("signed by another key is refused, also under the kid of a right one", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    for (const kid of ["unknown", "client-ES256", undefined]) {
      const header = { alg: "ES256", ...(kid !== undefined && { kid }) };
      const request = await new SignJWT(INSIDE).setProtectedHeader(header).sign(privateKey);
      const { answer } = await authorize(makePortal(), { redirect_uri: CALLBACK, request });
      expect(answer).toMatchObject({ error: "invalid_request_object" });
    }
  });

  it("takes the registered algorithm only", async () => {
    const accepted = [];
    for (const alg of CLIENT_SIGNING_ALGS) {
      const portal = makePortal({ requestObjectSigningAlg: "PS256" });
      const { pending } = await authorize(portal, { request: await sign(INSIDE, alg) });
      if (pending) accepted.push(alg);
    }
    expect(accepted).toEqual(["PS256"]);
  });

  it("that cannot be read, without a redirect_uri beside it, redirects nobody", async () => {
    const { page, location } = await authorize(makePortal(), { request: "a.b.c" });
    expect([page?.error, location]).toEqual(["invalid_request_object", null]);
  });

  it("of a client without keys is refused", async () => {
    const request = await sign(INSIDE);
    const { answer } = await authorize(makePortal({ jwks: null }), { redirect_uri: CALLBACK, request });
    expect(answer.error_description).toContain("has registered no keys");
  });
});

describe("a request object by reference (OIDC Core §6.2)", () => {
  it("is read at a registered address and is the request", async () => {
    const portal = makePortal();
    portal.published.set(REQUEST_URI, `${await sign(INSIDE)}\n`);
    const { pending } = await authorize(portal, { request_uri: REQUEST_URI });
    expect(pending).toMatchObject({ redirectUri: CALLBACK, state: "the state inside" });
  });

  it("is read without the fragment, which is no part of what is registered", async () => {
    const portal = makePortal({ requestUris: [`${REQUEST_URI}#first`] });
    portal.published.set(REQUEST_URI, await sign(INSIDE));
    const { pending } = await authorize(portal, { request_uri: `${REQUEST_URI}#second` });
    expect(pending).toMatchObject({ redirectUri: CALLBACK });
    expect(portal.fetched).toEqual([REQUEST_URI]);
  });

  it.each([
    ["is not registered", "https://client.example/other"],
    ["only starts like a registered one", `${REQUEST_URI}x`],
    ["adds a query", `${REQUEST_URI}?x=1`],
    ["is of another scheme", "urn:ietf:params:oauth:request_uri:x"],
    ["is over 512 characters", `${REQUEST_URI}#${"x".repeat(512)}`],
  ])("is not read at an address that %s", async (_case, requestUri) => {
    const portal = makePortal();
    const { answer } = await authorize(portal, { redirect_uri: CALLBACK, request_uri: requestUri });
    expect(answer.error).toBe("invalid_request_uri");
    expect(portal.fetched).toEqual([]);
  });

  it.each([
    ["is not there", null, "invalid_request_uri"],
    ["redirects, is slow, large or private", new Error("client.example redirects."), "invalid_request_uri"],
    ["holds no JWT", "<html>", "invalid_request_object"],
    ["holds nothing", "", "invalid_request_object"],
  ])("is refused when the address %s", async (_case, published, error) => {
    const portal = makePortal();
    if (published !== null) portal.published.set(REQUEST_URI, published);
    const fields = { redirect_uri: CALLBACK, state: "beside", request_uri: REQUEST_URI };
    const { answer } = await authorize(portal, fields);
    expect(answer).toMatchObject({ error, state: "beside", iss: ISSUER });
  });

  it("and by value at once is refused", async () => {
    const fields = { redirect_uri: CALLBACK, request: await sign(INSIDE), request_uri: REQUEST_URI };
    expect((await authorize(makePortal(), fields)).answer.error).toBe("invalid_request");
  });
});

describe("a request object with a shared secret (OIDC Core §6.1)", () => {
  const secret = "pt_cs_a-secret-of-at-least-32-characters";
  const secrets = [
    { id: "018f4a00-0000-7000-8000-00000005ec2e", secretHash: "x", secretJwe: `encrypted:${secret}`, expiresAt: null },
  ];
  const signed = (key: string) =>
    new SignJWT({ ...INSIDE }).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(key));

  it("counts for a client that registered HS256", async () => {
    const portal = makePortal({ requestObjectSigningAlg: "HS256", secrets });
    expect((await authorize(portal, { request: await signed(secret) })).pending?.state).toBe("the state inside");
  });

  it.each<[string, Partial<Client>, string]>([
    ["another secret", { requestObjectSigningAlg: "HS256", secrets }, "another secret of at least 32 characters"],
    ["no registration of it", { secrets }, secret],
    ["a key pair registered", { requestObjectSigningAlg: "ES256", secrets }, secret],
  ])("does not with %s", async (_case, values, key) => {
    expect((await authorize(makePortal(values), { request: await signed(key) })).pending).toBeUndefined();
  });

  it("is not made with a public key as the secret (RFC 8725 §3.1)", async () => {
    const publicKey = JSON.stringify(keys.get("RS256")?.jwk);
    const portal = makePortal({ requestObjectSigningAlg: "HS256", secrets });
    expect((await authorize(portal, { request: await signed(publicKey) })).pending).toBeUndefined();
  });
});
