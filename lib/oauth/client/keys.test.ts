import { describe, expect, it } from "vitest";
import { at } from "../testing/fixtures";
import { publicJwk } from "../testing/public-jwks";
import { clientJwksSchema } from "./jwks-schema";
import { ClientKeySets, FETCH_LIMIT, FETCH_WINDOW, KEYS_MAX_AGE } from "./keys";

const URI = "https://client.example/keys";
const ec = (kid: string, more: object = {}) => publicJwk("P-256", { kid, ...more });
const rsa = (kid: string, more: object = {}) => publicJwk("RSA 2048", { kid, ...more });

/** A client's published keys, and how often they were read. */
function publish(first: unknown[]) {
  const state = { keys: first as unknown, reads: 0, seconds: 0, status: 200, problem: null as Error | null };
  const sets = new ClientKeySets({
    now: () => at(state.seconds),
    fetch: async () => {
      state.reads += 1;
      if (state.problem) throw state.problem;
      return { status: state.status, body: JSON.stringify({ keys: state.keys }) };
    },
  });
  const find = async (kid?: string, alg: "ES256" | "RS256" | "PS256" | "EdDSA" = "ES256") =>
    (await sets.find({ jwks: null, jwksUri: URI }, { alg, kid })).length;
  return { state, find };
}

describe("published keys (OIDC Core §10.1.1)", () => {
  it("are read once and kept for a while", async () => {
    const { state, find } = publish([ec("one")]);
    for (let n = 0; n < 20; n += 1) expect(await find("one")).toBe(1);
    expect(state.reads).toBe(1);
    state.seconds = KEYS_MAX_AGE - 1;
    await find("one");
    expect(state.reads).toBe(1);
    state.seconds = KEYS_MAX_AGE;
    await find("one");
    expect(state.reads).toBe(2);
  });

  it("are read once for many who ask at once", async () => {
    const { state, find } = publish([ec("one")]);
    await Promise.all(Array.from({ length: 25 }, () => find("one")));
    expect(state.reads).toBe(1);
  });

  it("are read anew for an unknown kid, so that a rotation works at once", async () => {
    const { state, find } = publish([ec("one")]);
    await find("one");
    state.keys = [ec("two")];
    expect(await find("two")).toBe(1);
    expect(await find("one")).toBe(0);
  });

  it("are not read more often than the limit, whatever kids come", async () => {
    const { state, find } = publish([ec("one")]);
    for (let n = 0; n < 100; n += 1) expect(await find(`unknown ${n}`)).toBe(0);
    expect(state.reads).toBe(FETCH_LIMIT);
    expect(await find("one")).toBe(1);
    state.seconds = FETCH_WINDOW;
    await find("unknown");
    expect(state.reads).toBe(FETCH_LIMIT + 1);
  });

  it("that cannot be read are not asked for more often than the limit either", async () => {
    const { state, find } = publish([ec("one")]);
    state.problem = new Error("client.example redirects");
    for (let n = 0; n < FETCH_LIMIT; n += 1) await expect(find("one")).rejects.toThrow("redirects");
    await expect(find("one")).rejects.toThrow("several times in a row");
    expect(state.reads).toBe(FETCH_LIMIT);
    state.problem = null;
    state.seconds = FETCH_WINDOW;
    expect(await find("one")).toBe(1);
  });

  it("are read anew when the clock ran ahead and was set right, however often they were read before", async () => {
    const { state, find } = publish([ec("one")]);
    state.seconds = 30 * 86_400;
    for (let n = 0; n < 100; n += 1) await find(`unknown ${n}`);
    state.seconds = 0;
    state.keys = [ec("two")];
    expect(await find("two")).toBe(1);
  });

  it.each([
    ["an answer that is not 200", { status: 500 }, "answered 500"],
    ["no list", { keys: "x" }, "list of keys"],
    ["no key", { keys: [] }, "no key"],
    ["101 keys", { keys: Array.from({ length: 101 }, (_, n) => ec(`${n}`)) }, "more than 100 keys"],
    ["1,000 keys", { keys: Array.from({ length: 1000 }, (_, n) => ec(`${n}`)) }, "more than 4000 values"],
    ["a private key", { keys: [ec("one", { d: "ZA" })] }, "a key in it is not a public key"],
    ["a symmetric key", { keys: [{ kty: "oct", k: "aw" }] }, "a key in it is not a public key"],
    ["an RSA key below 2048 bits", { keys: [ec("one"), publicJwk("RSA 1024")] }, "fewer than 2048 bits"],
    ["a key beside its curve", { keys: [ec("one", { x: "eA" })] }, "not on the curve P-256"],
    ["no key type", { keys: [{ kid: "one" }] }, "is not usable"],
  ])("refuses %s", async (_case, change, message) => {
    const { state, find } = publish([ec("one")]);
    Object.assign(state, change);
    await expect(find("one")).rejects.toThrow(message);
  });
});

describe("the key of a signature (RFC 7517 §4)", () => {
  it.each([
    ["of the right type", "EdDSA", [publicJwk("Ed25519")], 1],
    ["not of another type", "ES256", [rsa("one")], 0],
    ["not of another curve", "ES256", [publicJwk("P-384")], 0],
    ["not X25519, which cannot sign", "EdDSA", [publicJwk("X25519")], 0],
    ["with its alg", "PS256", [rsa("one", { alg: "PS256" })], 1],
    ["not with another alg", "PS256", [rsa("one", { alg: "RS256" })], 0],
    ["for signatures", "RS256", [rsa("one", { use: "sig" })], 1],
    ["not for encryption", "RS256", [rsa("one", { use: "enc" })], 0],
    ["for verifying", "RS256", [rsa("one", { key_ops: ["verify"] })], 1],
    ["not for something else", "RS256", [rsa("one", { key_ops: ["encrypt"] })], 0],
    ["beside unknown types, which are ignored", "RS256", [{ kty: "new" }, rsa("one")], 1],
    ["four at most without a kid", "RS256", [1, 2, 3, 4, 5, 6].map((n) => rsa(`${n}`)), 4],
  ] as const)("is %s", async (_case, alg, keys, count) => {
    const sets = new ClientKeySets({ now: () => at(0), fetch: () => Promise.reject(new Error("not by value")) });
    const jwks = clientJwksSchema.parse({ keys });
    expect(await sets.find({ jwks, jwksUri: null }, { alg, kid: undefined })).toHaveLength(count);
  });

  it("is missing, and said so, when the client has registered none", async () => {
    const sets = new ClientKeySets({ now: () => at(0), fetch: () => Promise.reject(new Error("nothing to read")) });
    await expect(sets.find({ jwks: null, jwksUri: null }, { alg: "ES256", kid: "x" })).rejects.toThrow("no keys");
  });
});
