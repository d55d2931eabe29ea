import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { resetMasterKey } from "./secret";
import { createSigningKeys, listUsedAlgs, rotateKeys } from "./signing-keys";

useTestDatabase();

const start = Date.UTC(2026, 0, 1);
let seconds = 0;
const clock = () => new Date(start + seconds * 1000);
const minutes = 60;
const hours = 60 * minutes;

beforeEach(async () => {
  seconds = 0;
  resetMasterKey("a secret for tests, of 32 characters or more");
  await (await getDb()).signingKey.deleteMany();
});
afterEach(() => resetMasterKey());

const sign = async (alg: "ES256" | "RS256" = "ES256") =>
  createSigningKeys(clock).sign({ sub: "x" }, { alg, typ: "JWT" });
/** For tests of what is signed, whenever that may be. */
const noWait = async () => undefined;
const kidOf = (jwt: string) => decodeProtectedHeader(jwt).kid;
const publishedKids = async () => (await createSigningKeys(clock).listPublicJwks()).map((jwk) => jwk.kid);

describe("the first keys", () => {
  it("sign although a clock that ran ahead made them, and stay the ones that sign", async () => {
    seconds = 30 * 24 * hours;
    const kid = kidOf(await sign());
    seconds = 0;
    expect(kidOf(await sign())).toBe(kid);
    expect(await publishedKids()).toContain(kid);
    seconds = 31 * 24 * hours;
    expect(kidOf(await sign())).toBe(kid);
  });

  it.each(["ES256", "RS256"] as const)("sign %s so that the published half verifies it", async (alg) => {
    const keys = createSigningKeys(clock);
    const jwt = await keys.sign({ sub: "x" }, { alg, typ: "at+jwt" });
    const jwks = createLocalJWKSet({ keys: await keys.listPublicJwks() });
    const { payload, protectedHeader } = await jwtVerify(jwt, jwks);
    expect(payload.sub).toBe("x");
    expect(protectedHeader).toEqual({ alg, kid: expect.any(String), typ: "at+jwt" });
  });

  it("are never a successor, which waits for its time though a clock that ran ahead made the key before it", async () => {
    seconds = 30 * 24 * hours;
    const kid = kidOf(await sign());
    seconds = 0;
    const rotation = await rotateKeys("ES256", clock());
    expect(kidOf(await sign())).toBe(kid);
    seconds = 15 * minutes;
    expect(kidOf(await sign())).toBe(rotation.kid);
    seconds = 31 * 24 * hours;
    expect(kidOf(await sign())).toBe(rotation.kid);
  });

  it("of an algorithm that is needed later sign when every process publishes them, and not before", async () => {
    // Each process has read the keys and written its JWKS just before.
    const waited: number[] = [];
    const wait = async (milliseconds: number) => {
      waited.push(milliseconds);
      // What a process answers at the very end of the wait is a document that it wrote a second ago.
      const written = clock();
      seconds += milliseconds / 1000 - 1;
      published.push((await other.listPublicJwks()).map((jwk) => jwk.alg));
      seconds = written.getTime() / 1000 - start / 1000 + milliseconds / 1000;
    };
    const published: unknown[] = [];
    const [keys, other] = [createSigningKeys(clock, wait), createSigningKeys(clock, wait)];
    for (const each of [keys, other]) await each.listPublicJwks();
    const first = await keys.sign({ sub: "x" }, { alg: "PS256", typ: "JWT" });
    expect(waited).toEqual([3000]);
    expect(published).toEqual([expect.arrayContaining(["PS256"])]);
    const second = await other.sign({ sub: "x" }, { alg: "PS256", typ: "JWT" });
    expect(kidOf(second)).toBe(kidOf(first));
    expect(waited).toHaveLength(1);
  });

  it("of an algorithm that another process needed a moment ago wait as long as that one does", async () => {
    const waited: [process: string, milliseconds: number][] = [];
    const process = (name: string) =>
      createSigningKeys(clock, async (milliseconds) => void waited.push([name, milliseconds]));
    await process("one").sign({}, { alg: "EdDSA", typ: "JWT" });
    seconds = 1;
    await process("other").sign({}, { alg: "EdDSA", typ: "JWT" });
    expect(waited).toEqual([
      ["one", 3000],
      ["other", 2000],
    ]);
  });

  it.each(["PS256", "EdDSA"] as const)("of %s are made when first needed, and then last", async (alg) => {
    const keys = createSigningKeys(clock, noWait);
    expect((await keys.listPublicJwks()).map((jwk) => jwk.alg)).not.toContain(alg);
    const jwts = await Promise.all(Array.from({ length: 4 }, () => keys.sign({ sub: "x" }, { alg, typ: "JWT" })));
    const jwks = createLocalJWKSet({ keys: await keys.listPublicJwks() });
    for (const jwt of jwts) expect((await jwtVerify(jwt, jwks)).protectedHeader.alg).toBe(alg);
    expect(new Set(jwts.map(kidOf)).size).toBe(1);
    const { activeAt, kid } = await rotateKeys(alg, clock());
    seconds = 20 * minutes;
    expect(clock() > activeAt).toBe(true);
    expect(kidOf(await createSigningKeys(clock).sign({}, { alg, typ: "JWT" }))).toBe(kid);
  });

  it("are listed by algorithm once they are there", async () => {
    expect((await listUsedAlgs(clock())).sort()).toEqual(["ES256", "RS256"]);
    await createSigningKeys(clock, noWait).sign({}, { alg: "PS256", typ: "JWT" });
    expect((await listUsedAlgs(clock())).sort()).toEqual(["ES256", "PS256", "RS256"]);
  });

  it("of an algorithm that nobody used can be rotated as well", async () => {
    await rotateKeys("EdDSA", clock());
    const jwks = await createSigningKeys(clock).listPublicJwks();
    expect(jwks.map((jwk) => jwk.alg).sort()).toEqual(["ES256", "EdDSA", "EdDSA", "RS256"]);
  });

  it("are published without a private member, RSA with 2048 bits or more (RFC 7517 §9.2, RFC 7518 §3.3)", async () => {
    const jwks = await createSigningKeys(clock).listPublicJwks();
    expect(jwks.map((jwk) => jwk.alg).sort()).toEqual(["ES256", "RS256"]);
    for (const jwk of jwks) {
      for (const member of ["d", "p", "q", "dp", "dq", "qi", "k"]) expect(jwk).not.toHaveProperty(member);
      if (jwk.kty === "RSA") expect(Buffer.from(jwk.n ?? "", "base64url").length * 8).toBeGreaterThanOrEqual(2048);
    }
  });

  it("are the same for instances that start at once", async () => {
    const kids = await Promise.all(Array.from({ length: 8 }, async () => kidOf(await sign())));
    expect(new Set(kids).size).toBe(1);
    expect(await (await getDb()).signingKey.count()).toBe(2);
  });

  it("are stored encrypted", async () => {
    const jwt = await sign();
    const row = await (await getDb()).signingKey.findUniqueOrThrow({ where: { kid: kidOf(jwt) } });
    expect(decodeProtectedHeader(row.privateJwe)).toMatchObject({
      alg: "dir",
      enc: "A256GCM",
      kid: expect.any(String),
    });
  });

  it("do not open under another secret, and say so", async () => {
    await sign();
    resetMasterKey("another secret, also of 32 characters or more");
    await expect(sign()).rejects.toThrow("another PORTICO_SECRET");
  });
});

describe("a rotation", () => {
  it("publishes the new key before it signs, and keeps the old one until its tokens have expired", async () => {
    const oldKid = kidOf(await sign());
    const rotation = await rotateKeys("ES256", clock());

    expect(await publishedKids()).toEqual(expect.arrayContaining([oldKid, rotation.kid]));
    seconds = 14 * minutes;
    expect(kidOf(await sign())).toBe(oldKid);
    seconds = 15 * minutes;
    expect(rotation.activeAt).toEqual(clock());
    expect(kidOf(await sign())).toBe(rotation.kid);

    seconds = 24 * hours;
    expect(await publishedKids()).toContain(oldKid);
    seconds = 24 * hours + 15 * minutes;
    expect(await publishedKids()).not.toContain(oldKid);
    expect(await publishedKids()).toContain(rotation.kid);
  });

  it("leaves the other algorithm alone", async () => {
    const rsaKid = kidOf(await sign("RS256"));
    await rotateKeys("ES256", clock());
    seconds = 30 * 24 * hours;
    expect(kidOf(await sign("RS256"))).toBe(rsaKid);
  });

  it("keeps the old key as long as the longest access token lives", async () => {
    const oldKid = kidOf(await sign());
    const db = await getDb();
    await db.resource.create({
      data: {
        id: "01900000-0000-7000-8000-000000000001",
        identifier: "https://api.example.org",
        name: "API",
        accessTokenTtl: 48 * hours,
      },
    });
    await rotateKeys("ES256", clock());
    await db.resource.deleteMany();
    seconds = 48 * hours;
    expect(await publishedKids()).toContain(oldKid);
  });

  it("twice in a row leaves a key that signs at every moment", async () => {
    const oldKid = kidOf(await sign());
    await rotateKeys("ES256", clock());
    seconds = 5 * minutes;
    const second = await rotateKeys("ES256", clock());
    seconds = 10 * minutes;
    expect(kidOf(await sign())).toBe(oldKid);
    seconds = 20 * minutes;
    expect(kidOf(await sign())).toBe(second.kid);
  });

  it("by another instance is seen within seconds", async () => {
    const keys = createSigningKeys(clock);
    await keys.sign({}, { alg: "ES256", typ: "JWT" });
    const rotation = await rotateKeys("ES256", clock());
    seconds = 3;
    expect(rotation.visibleAt).toEqual(clock());
    expect((await keys.listPublicJwks()).map((jwk) => jwk.kid)).toContain(rotation.kid);
  });

  it("is seen although the clock ran ahead before, and was set right", async () => {
    const keys = createSigningKeys(clock);
    seconds = 30 * 24 * hours;
    await keys.sign({}, { alg: "ES256", typ: "JWT" });
    seconds = 0;
    const rotation = await rotateKeys("ES256", clock());
    expect((await keys.listPublicJwks()).map((jwk) => jwk.kid)).toContain(rotation.kid);
  });
});
