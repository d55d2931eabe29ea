import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import * as oauth from "oauth4webapi";
import { beforeAll, describe, expect, it } from "vitest";
import type { Client, ClientSigningAlg } from "../model";
import { CONFIDENTIAL, ISSUER, SECRET, SERVICE, TestPortal } from "../testing/test-context";
import { token } from "../testing/test-grants";
import { handleTokenRequest } from "../token/handle-request";
import { ASSERTION_TYPE } from "./assertion";

const JWKS_URI = "https://client.example/keys";
const ALGS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"] as const;
type Key = Awaited<ReturnType<typeof makeKey>>;
const keys = new Map<ClientSigningAlg, Key>();

async function makeKey(alg: ClientSigningAlg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `client-${alg}` } };
}

function keyOf(alg: ClientSigningAlg): Key {
  const key = keys.get(alg);
  if (!key) throw new Error(`no ${alg} key`);
  return key;
}

beforeAll(async () => {
  for (const alg of ALGS) keys.set(alg, await makeKey(alg));
});

const KEYED: Client = { ...SERVICE, clientId: "pt_cl_keyed", tokenEndpointAuthMethod: "private_key_jwt", secrets: [] };
const SEALED: Client = {
  ...SERVICE,
  clientId: "pt_cl_sealed",
  tokenEndpointAuthMethod: "client_secret_jwt",
  secrets: SERVICE.secrets.map((secret) => ({ ...secret, secretJwe: `encrypted:${SECRET}` })),
};

/** A portal with the two clients, of which one publishes all its keys by value. */
function givenPortal(values: Partial<Client> = {}): TestPortal {
  const jwks = { keys: [...keys.values()].map(({ jwk }) => jwk as Record<string, unknown>) };
  return new TestPortal({ clients: [{ ...KEYED, jwks, ...values }, { ...SEALED, ...values }, SERVICE, CONFIDENTIAL] });
}

let counter = 0;
/** The claims of a good assertion; null leaves one out. */
function claims(portal: TestPortal, clientId: string, changes: Record<string, unknown> = {}): JWTPayload {
  counter += 1;
  const now = portal.now.getTime() / 1000;
  const all = { iss: clientId, sub: clientId, aud: ISSUER, iat: now, exp: now + 60, jti: `jti ${counter}`, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

async function sign(payload: JWTPayload, alg: ClientSigningAlg = "ES256", header: object = {}): Promise<string> {
  const { privateKey, jwk } = keyOf(alg);
  return await new SignJWT(payload).setProtectedHeader({ alg, kid: jwk.kid, ...header }).sign(privateKey);
}

async function signWithSecret(payload: JWTPayload, secret: string | Uint8Array = SECRET, alg = "HS256") {
  const key = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
  return await new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
}

async function present(portal: TestPortal, assertion: string, fields: Record<string, string | null> = {}) {
  const form = {
    grant_type: "client_credentials",
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    ...fields,
  };
  const { error, cause, problem, access_token: accessToken } = await token(portal, form, {});
  return error === undefined ? typeof accessToken : [error, cause, problem].filter(Boolean).join(": ");
}

const OK = "string";

describe("private_key_jwt (RFC 7523 §2.2, §3; OIDC Core §9)", () => {
  it.each(ALGS)("accepts %s, for the issuer and for the token endpoint", async (alg) => {
    const portal = givenPortal();
    expect(await present(portal, await sign(claims(portal, KEYED.clientId), alg))).toBe(OK);
    const aud = `${ISSUER}/oauth/token`;
    expect(await present(portal, await sign(claims(portal, KEYED.clientId, { aud }), alg))).toBe(OK);
  });

  it("takes EdDSA and Ed25519 for one algorithm, whichever was registered, and no other for it (RFC 9864 §2.2)", async () => {
    for (const registered of ["EdDSA", "Ed25519"] as const) {
      const portal = givenPortal({ tokenEndpointAuthSigningAlg: registered });
      for (const alg of ["EdDSA", "Ed25519"] as const) {
        expect(await present(portal, await sign(claims(portal, KEYED.clientId), alg))).toBe(OK);
      }
      expect(await present(portal, await sign(claims(portal, KEYED.clientId), "ES256"))).toContain("invalid_client");
    }
  });

  it("accepts the client_id besides, when it is the same (RFC 7521 §4.2)", async () => {
    const portal = givenPortal();
    const same = await sign(claims(portal, KEYED.clientId));
    expect(await present(portal, same, { client_id: KEYED.clientId })).toBe(OK);
    const other = await sign(claims(portal, KEYED.clientId));
    expect(await present(portal, other, { client_id: SERVICE.clientId })).toContain(
      "invalid_client: client_id_differs",
    );
  });

  it("accepts a clock that is 10 s off either way", async () => {
    const portal = givenPortal();
    const now = portal.now.getTime() / 1000;
    const early = { iat: now + 10, nbf: now + 10 };
    expect(await present(portal, await sign(claims(portal, KEYED.clientId, early)))).toBe(OK);
    expect(await present(portal, await sign(claims(portal, KEYED.clientId, { exp: now - 10 })))).toBe(OK);
  });

  it("accepts an assertion without iat, which is optional", async () => {
    const portal = givenPortal();
    expect(await present(portal, await sign(claims(portal, KEYED.clientId, { iat: null })))).toBe(OK);
  });

  it.each([
    ["iss", { iss: SERVICE.clientId }, "iss"],
    ["no iss", { iss: null }, "iss"],
    ["sub of nobody", { sub: "pt_cl_nobody" }, "client_unknown"],
    ["no sub", { sub: null }, "assertion_malformed"],
    ["aud of another server", { aud: "https://other.example" }, "aud"],
    ["aud that only starts like ours", { aud: `${ISSUER}.evil.example` }, "aud"],
    ["no aud", { aud: null }, "aud"],
    // draft-ietf-oauth-rfc7523bis: one string, so that no other server could present it here, nor this one elsewhere.
    ["aud that names another server too", { aud: [ISSUER, "https://other.example"] }, "aud must be one string"],
    ["aud that names issuer and token endpoint", { aud: [ISSUER, `${ISSUER}/oauth/token`] }, "aud must be one string"],
    ["aud that is a list of one", { aud: [ISSUER] }, "aud must be one string"],
    ["no exp", { exp: null }, "exp"],
    ["exp that is text", { exp: "tomorrow" }, "exp"],
    ["an exp a minute ago", { exp: 1772539140 }, "expired"],
    ["an exp in two hours", { exp: 1772546400 }, "exp"],
    ["an nbf in a minute", { nbf: 1772539260 }, "nbf"],
    ["an iat in a minute", { iat: 1772539260 }, "iat"],
    ["no jti", { jti: null }, "jti"],
    ["an empty jti", { jti: "" }, "jti"],
    ["a jti that is a number", { jti: 1 }, "jti"],
  ])("refuses a wrong or missing claim: %s", async (_case, changes, reason) => {
    const portal = givenPortal();
    const answer = await present(portal, await sign(claims(portal, KEYED.clientId, changes)));
    expect(answer).toMatch(/^invalid_client: /);
    expect(answer).toContain(reason);
  });

  it("accepts a jti once, also of many at once, and that of another client (RFC 7523 §3 item 7)", async () => {
    const portal = givenPortal();
    const assertion = await sign(claims(portal, KEYED.clientId, { jti: "once" }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => present(portal, assertion)));
    expect(answers.filter((answer) => answer === OK)).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes("jti was used before"))).toHaveLength(9);
    expect(await present(portal, await signWithSecret(claims(portal, SEALED.clientId, { jti: "once" })))).toBe(OK);
  });

  it("remembers a jti for as long as its assertion could count", async () => {
    const portal = givenPortal();
    const assertion = await sign(claims(portal, KEYED.clientId));
    expect(await present(portal, assertion)).toBe(OK);
    for (const seconds of [59, 60, 89, 90]) {
      portal.moveTo(seconds);
      expect(await present(portal, assertion)).toMatch(/^invalid_client: /);
    }
  });

  it("does not use a jti up for an assertion that was forged", async () => {
    const portal = givenPortal();
    const payload = claims(portal, KEYED.clientId);
    const forger = await makeKey("ES256");
    const header = { alg: "ES256", kid: "client-ES256" };
    const forged = await new SignJWT(payload).setProtectedHeader(header).sign(forger.privateKey);
    expect(await present(portal, forged)).toContain("signature cannot be verified");
    expect(await present(portal, await sign(payload))).toBe(OK);
  });

  it("refuses a foreign kid", async () => {
    const portal = givenPortal();
    const assertion = await sign(claims(portal, KEYED.clientId), "ES256", { kid: "unknown" });
    expect(await present(portal, assertion)).toContain("none of the client's keys fits");
  });

  it("takes no key that the assertion brings along or points to (RFC 7515 §4.1.2, §4.1.3, §4.1.5)", async () => {
    const forger = await makeKey("ES256");
    for (const brought of [
      { jwk: forger.jwk },
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example" },
    ]) {
      const portal = givenPortal();
      const header = { alg: "ES256", kid: "client-ES256", ...brought };
      const forged = await new SignJWT(claims(portal, KEYED.clientId))
        .setProtectedHeader(header)
        .sign(forger.privateKey);
      expect(await present(portal, forged)).toContain("signature cannot be verified");
      expect(portal.fetched).toEqual([]);
    }
  });

  it("refuses alg none and HMAC with a public key (RFC 8725 §2.1, §3.1)", async () => {
    const portal = givenPortal();
    const payload = claims(portal, KEYED.clientId);
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const none = `${encode({ alg: "none" })}.${encode(payload)}.`;
    expect(await present(portal, none)).toMatch(/^invalid_client: .*must be signed with RS256 or PS256/);
    const publicKey = JSON.stringify(keyOf("RS256").jwk);
    expect(await present(portal, await signWithSecret(payload, publicKey))).toContain("must be signed with");
  });

  it.each(["RS256", "PS256", "ES256"] as const)("takes only the registered algorithm: %s", async (registered) => {
    const portal = givenPortal({ tokenEndpointAuthSigningAlg: registered });
    const accepted = [];
    for (const alg of ALGS) {
      if ((await present(portal, await sign(claims(portal, KEYED.clientId), alg))) === OK) accepted.push(alg);
    }
    expect(accepted).toEqual([registered]);
  });

  it.each([undefined, "JWT", "jwt", "client-authentication+jwt", "application/client-authentication+jwt"])(
    "accepts the typ %s (RFC 8725 §3.11, draft-ietf-oauth-rfc7523bis)",
    async (typ) => {
      const portal = givenPortal();
      expect(await present(portal, await sign(claims(portal, KEYED.clientId), "ES256", { typ }))).toBe(OK);
    },
  );

  it.each(["oauth-authz-req+jwt", "at+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", ""])(
    "refuses the typ '%s': a JWT that was signed for something else (RFC 8725 §3.11)",
    async (typ) => {
      const portal = givenPortal();
      const assertion = await sign(claims(portal, KEYED.clientId), "ES256", { typ });
      expect(await present(portal, assertion)).toContain("its typ must be");
    },
  );

  it("refuses a payload that was changed after signing", async () => {
    const portal = givenPortal();
    const [header, , signature] = (await sign(claims(portal, KEYED.clientId))).split(".");
    const payload = Buffer.from(JSON.stringify(claims(portal, KEYED.clientId))).toString("base64url");
    expect(await present(portal, `${header}.${payload}.${signature}`)).toContain("signature cannot be verified");
  });

  it("refuses an RSA key below 2048 bits (RFC 7518 §3.3)", async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(
      {
        name: "RSASSA-PKCS1-v1_5",
        modulusLength: 1024,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: "SHA-256",
      },
      true,
      ["sign", "verify"],
    );
    const jwk = await exportJWK(publicKey);
    const portal = givenPortal({ jwks: { keys: [{ ...jwk, kid: "short" }] } });
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const input = `${encode({ alg: "RS256", kid: "short" })}.${encode(claims(portal, KEYED.clientId))}`;
    const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, Buffer.from(input));
    const answer = await present(portal, `${input}.${Buffer.from(signature).toString("base64url")}`);
    expect(answer).toMatch(/^invalid_client: .*2048/);
  });

  it("reads jwks_uri, and follows a rotation of the client's key at once", async () => {
    const portal = givenPortal({ jwks: null, jwksUri: JWKS_URI });
    portal.published.set(JWKS_URI, JSON.stringify({ keys: [keyOf("RS256").jwk] }));
    expect(await present(portal, await sign(claims(portal, KEYED.clientId), "RS256"))).toBe(OK);
    portal.published.set(JWKS_URI, JSON.stringify({ keys: [keyOf("ES256").jwk] }));
    expect(await present(portal, await sign(claims(portal, KEYED.clientId), "ES256"))).toBe(OK);
    expect(await present(portal, await sign(claims(portal, KEYED.clientId), "RS256"))).toContain(
      "none of the client's keys",
    );
    expect(portal.fetched.every((url) => url === JWKS_URI)).toBe(true);
  });

  it("tells the client's developers why jwks_uri does not help, and answers others as ever", async () => {
    const portal = givenPortal({ jwks: null, jwksUri: JWKS_URI });
    portal.published.set(JWKS_URI, new Error("client.example redirects, which is not followed."));
    const answer = await present(portal, await sign(claims(portal, KEYED.clientId)));
    expect(answer).toContain("invalid_client: assertion_refused: jwks_uri could not be read: client.example redirects");
  });

  it("reads nothing on behalf of a client that is registered with another method", async () => {
    const portal = givenPortal();
    const answer = await present(portal, await sign(claims(portal, SERVICE.clientId)));
    expect(answer).toContain("invalid_client: auth_method_differs");
    expect(portal.fetched).toEqual([]);
  });
});

describe("client_secret_jwt (OIDC Core §9)", () => {
  it("accepts HS256 with the client's secret", async () => {
    const portal = givenPortal();
    expect(await present(portal, await signWithSecret(claims(portal, SEALED.clientId)))).toBe(OK);
    expect(portal.events).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ secretId: SEALED.secrets[0]?.id }) }),
    );
  });

  it.each([
    [
      "another secret",
      async (payload: JWTPayload) => signWithSecret(payload, "pt_cs_another-secret-of-enough-letters"),
    ],
    ["another hash function", async (payload: JWTPayload) => signWithSecret(payload, SECRET.repeat(3), "HS512")],
    ["a key pair", async (payload: JWTPayload) => sign(payload, "ES256")],
  ])("refuses %s", async (_case, make) => {
    const portal = givenPortal();
    expect(await present(portal, await make(claims(portal, SEALED.clientId)))).toMatch(/^invalid_client: /);
  });

  it("refuses a secret of which only the hash is kept", async () => {
    const portal = givenPortal({ secrets: SERVICE.secrets });
    const answer = await present(portal, await signWithSecret(claims(portal, SEALED.clientId)));
    expect(answer).toContain("none of the client's keys fits");
  });

  it("refuses the secret itself in place of the signature", async () => {
    const portal = givenPortal();
    const form = { grant_type: "client_credentials", client_id: SEALED.clientId, client_secret: SECRET };
    expect((await token(portal, form, {})).error).toBe("invalid_client");
  });
});

describe("the assertions of an independent client", () => {
  const server = { issuer: ISSUER, token_endpoint: `${ISSUER}/oauth/token` };

  async function grant(client: Client, authentication: oauth.ClientAuth) {
    const portal = givenPortal();
    portal.now = new Date();
    const options = {
      [oauth.customFetch]: (url: string, init: RequestInit) =>
        handleTokenRequest(new Request(url, init), portal.context),
    };
    const asked = { client_id: client.clientId };
    const response = await oauth.clientCredentialsGrantRequest(server, asked, authentication, {}, options);
    return await oauth.processClientCredentialsResponse(server, asked, response);
  }

  it.each(["RS256", "PS256", "ES256"] as const)("are understood with %s", async (alg) => {
    const { privateKey: key, jwk } = keyOf(alg);
    const result = await grant(KEYED, oauth.PrivateKeyJwt({ key, kid: jwk.kid }));
    expect(result.access_token).toMatch(/^pt_at_/);
  });

  it("are understood with the secret", async () => {
    expect((await grant(SEALED, oauth.ClientSecretJwt(SECRET))).access_token).toMatch(/^pt_at_/);
  });
});

describe("a client_assertion (RFC 7521 §4.2)", () => {
  it.each([
    ["without its type", { client_assertion_type: null }],
    ["of another type", { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer" }],
    ["that is no JWT", { client_assertion: "x" }],
    ["with a payload that is no JSON", { client_assertion: "e30.eA.eA" }],
    ["that is absent", { client_assertion: null }],
  ])("is refused %s", async (_case, fields) => {
    const portal = givenPortal();
    const assertion = await sign(claims(portal, KEYED.clientId));
    expect(await present(portal, assertion, fields)).toMatch(/^invalid_client: /);
  });
});
