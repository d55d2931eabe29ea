import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { isDatabaseAway } from "../db/driver/outage";
import { useTestDatabase } from "../db/testing/test-database";
import { KEPT_PURPOSES } from "./kept-keys";
import { decryptPrivateJwk } from "./key-encryption";
import { limitSecret, SHARED_PURPOSES } from "./limit-secret.mjs";
import { limitVariables } from "./limit-variables.mjs";
import { LocalSigner } from "./local-signer";
import { SEALED, sealedStart } from "./sealed-value";
import { deriveFrom, identifySecret, type KeyPurpose, resetMasterKey, SecretError } from "./secret";
import { connectToSigner } from "./signer-client";
import { serveSigner } from "./signer-server";
import { createSigningKeys } from "./signing-keys";

useTestDatabase();

const secret = "a secret for tests, of 32 characters or more";
const folder = mkdtempSync(path.join(tmpdir(), "portico-signer-"));
const socket = path.join(folder, "signer");
let close = async () => {};

beforeEach(async () => {
  resetMasterKey(secret);
  close = await serveSigner(socket);
});
afterEach(async () => {
  await close();
  resetMasterKey();
});
afterAll(() => rmSync(folder, { recursive: true }));

const createKeys = () =>
  createSigningKeys(
    () => new Date(),
    async () => undefined,
    connectToSigner(socket),
  );
const header = (kid: string, typ = "JWT") =>
  Buffer.from(JSON.stringify({ alg: "ES256", kid, typ })).toString("base64url");

describe("a signer in a process of its own", () => {
  it("makes the signatures that the published keys verify (RFC 7515 §5.2)", async () => {
    const keys = createKeys();
    for (const alg of ["ES256", "RS256"] as const) {
      const jwts = await Promise.all([1, 2, 3].map((n) => keys.sign({ n }, { alg, typ: "JWT" })));
      const published = createLocalJWKSet({ keys: await keys.listPublicJwks() });
      for (const [index, jwt] of jwts.entries()) expect((await jwtVerify(jwt, published)).payload.n).toBe(index + 1);
    }
  });

  it("is away for a moment when it ends, so that requests are answered with 503, and signs again when it is back", async () => {
    const keys = createKeys();
    const sign = () => keys.sign({}, { alg: "ES256", typ: "JWT" });
    await sign();
    await close();
    const error = await sign().catch((reason: unknown) => reason);
    expect([isDatabaseAway(error), (error as Error).name]).toEqual([true, "SignerAwayError"]);
    close = await serveSigner(socket);
    expect(await sign()).toMatch(/^ey/);
  });

  it("has at most 2,000 requests of a process before it, and refuses the others at once", async () => {
    const signer = connectToSigner(socket);
    const key = { kid: "k", alg: "ES256" as const, ...(await new LocalSigner().makeKey("ES256", "k")) };
    const asked = Array.from({ length: 2_100 }, () => signer.sign(key, header("k"), "e30"));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2_000);
  });

  it("signs nothing but what the portal signs: a header that names the key, and a kind of token", async () => {
    const signer = connectToSigner(socket);
    const key = { kid: "k", alg: "ES256" as const, ...(await new LocalSigner().makeKey("ES256", "k")) };
    for (const wrong of [header("other"), header("k", "dpop+jwt"), header("k", "toString"), "e30"]) {
      await expect(signer.sign(key, wrong, "e30")).rejects.toThrow("none that the portal signs");
    }
  });

  it.each(["at+jwt", "logout+jwt", "statuslist+jwt", "userinfo+jwt", "secevent+jwt", "consent-receipt+jwt"] as const)(
    "signs %s",
    async (typ) => {
      expect(await createKeys().sign({}, { alg: "ES256", typ })).toMatch(/^ey/);
    },
  );

  it("says when it has another secret than the key was encrypted under", async () => {
    const { privateJwe } = await new LocalSigner().makeKey("ES256", "k");
    resetMasterKey("another secret for tests, of 32 characters or more");
    const signer = connectToSigner(socket);
    await expect(signer.sign({ kid: "k", alg: "ES256", privateJwe }, header("k"), "e30")).rejects.toThrow(SecretError);
  });
});

describe("the secret of a process that may not sign", () => {
  const ALL: Record<KeyPurpose, true> = {
    authenticators: true,
    "backup-seal": true,
    "backup-secret": true,
    "client-secrets": true,
    cookies: true,
    csrf: true,
    doctor: true,
    "email-codes": true,
    "event-authorizations": true,
    "kept-keys": true,
    "known-browser": true,
    "passkey-declined": true,
    peer: true,
    "person-marks": true,
    "secret-id": true,
    "signing-keys": true,
    upstreams: true,
  };

  it("leads to the same keys as the whole secret, for every purpose but one", () => {
    const limited = limitSecret(secret);
    const purposes = [...Object.keys(ALL), ...KEPT_PURPOSES].filter((purpose) => purpose !== "signing-keys");
    expect([...SHARED_PURPOSES].sort()).toEqual(purposes.sort());
    for (const purpose of purposes) expect(deriveFrom(limited, purpose)).toEqual(deriveFrom(secret, purpose));
    expect(() => deriveFrom(limited, "signing-keys")).toThrow(SecretError);
    expect(identifySecret(limited)).toBe(identifySecret(secret));
    expect(limited).not.toContain(secret);
  });

  it("opens no signing key, and tells which ones are under the newest secret", async () => {
    const { privateJwe } = await new LocalSigner().makeKey("ES256", "k");
    const starts = SEALED.map(sealedStart);
    resetMasterKey(limitSecret(secret));
    await expect(decryptPrivateJwk(privateJwe)).rejects.toThrow(SecretError);
    expect(SEALED.map(sealedStart)).toEqual(starts);
    // The key is encrypted again by the signer.
    resetMasterKey(secret);
    expect(await connectToSigner(socket).reseal(privateJwe)).toContain(sealedStart("signing-keys"));
  });

  it("stands in the variables in the place of the secrets, and of the files with secrets", () => {
    expect(limitVariables({ PORTICO_SECRET: secret })).toEqual({ PORTICO_SECRET: limitSecret(secret) });
    expect(limitVariables({ PORTICO_SECRET: "short" })).toBeNull();
    expect(limitVariables({})).toBeNull();
  });
});
