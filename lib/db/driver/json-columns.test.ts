import { expect, it } from "vitest";
import { readClientJwks, readPublicJwk } from "./json-columns";

it("a public key comes back as it was stored, and never with a private member", () => {
  const key = { kty: "EC", crv: "P-256", x: "x", y: "y", kid: "one", alg: "ES256", use: "sig" };
  expect(readPublicJwk({ ...key, d: "private" })).toEqual(key);
});

it.each([null, [], "key", { kid: "one" }, { kty: 7 }])("%j is no public key", (value) => {
  expect(() => readPublicJwk(value)).toThrow();
});

it("a client's keys keep all their members; null stays null", () => {
  const jwks = { keys: [{ kty: "RSA", n: "n", e: "AQAB", x5t: "thumbprint" }] };
  expect(readClientJwks(jwks)).toEqual(jwks);
  expect(readClientJwks(null)).toBeNull();
  expect(() => readClientJwks({ keys: "none" })).toThrow();
});
