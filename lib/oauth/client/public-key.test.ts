import { describe, expect, it } from "vitest";
import { publicJwk } from "../testing/public-jwks";
import { findKeyFault } from "./public-key";

const encode = (bytes: Buffer) => bytes.toString("base64url");
const decode = (text: unknown) => Buffer.from(String(text), "base64url");

/** The same number with its last bit turned. */
function turned(text: unknown): string {
  const bytes = decode(text);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return encode(bytes);
}

describe("the public key of a client", () => {
  it.each(["P-256", "P-384", "Ed25519", "X25519", "RSA 2048"] as const)("may be of %s", (kind) => {
    expect(findKeyFault(publicJwk(kind, { kid: "one", use: "sig" }))).toBeNull();
  });

  it("may be of a kind that this server has no use for", () => {
    expect(findKeyFault({ kty: "AKP", alg: "ML-DSA-44", pub: "x" })).toBeNull();
    expect(findKeyFault({ kty: "EC", crv: "P-1024", x: "x", y: "y" })).toBeNull();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["has fewer than 2048 bits (RFC 7518 §3.3)", publicJwk("RSA 1024"), "fewer than 2048 bits"],
    [
      "has fewer bits than its length says",
      publicJwk("RSA 1024", { n: `AAAA${"A".repeat(170)}${publicJwk("RSA 1024").n}` }),
      "fewer than 2048",
    ],
    [
      "has more bits than anybody needs",
      { kty: "RSA", n: encode(Buffer.alloc(1025, 0xff)), e: "AQAB" },
      "more than 8192",
    ],
    ["is so long that it is not even read", { kty: "RSA", n: "_".repeat(50_000), e: "AQAB" }, "more than 8192"],
    ["has the exponent 1, of which every number is its own signature", publicJwk("RSA 2048", { e: "AQ" }), "exponent"],
    [
      "has an exponent so long that each check takes 20 ms",
      publicJwk("RSA 2048", { e: encode(Buffer.alloc(250, 0xff)) }),
      "exponent",
    ],
    ["has an even exponent", publicJwk("RSA 2048", { e: "AQAA" }), "exponent"],
    ["has no modulus", { kty: "RSA", e: "AQAB" }, "is not an RSA key"],
    [
      "is beside its curve (RFC 7518 §6.2.1, RFC 8725 §3.4)",
      publicJwk("P-256", { y: turned(publicJwk("P-256").y) }),
      "on the curve P-256",
    ],
    ["is on another curve", publicJwk("P-384", { crv: "P-256" }), "on the curve P-256"],
    [
      "is the point at infinity",
      publicJwk("P-256", { x: encode(Buffer.alloc(32)), y: encode(Buffer.alloc(32)) }),
      "on the curve",
    ],
    ["has no y", publicJwk("P-256", { y: undefined }), "on the curve"],
    ["has a coordinate that is no text", publicJwk("P-256", { x: 7 }), "on the curve"],
    ["is too short for its curve (RFC 8037 §2)", { kty: "OKP", crv: "Ed25519", x: "eA" }, "on the curve Ed25519"],
    ["is a symmetric one", { kty: "oct", k: "x" }, "public key"],
    ["is a private one (RFC 7517 §9.2)", publicJwk("P-256", { d: "x" }), "public key"],
    ["is a private one of an unknown kind", { kty: "new", crv: "x", d: "x" }, "public key"],
    ["has a private factor", publicJwk("RSA 2048", { p: "x" }), "public key"],
  ])("is refused when it %s", (_case, jwk, fault) => {
    expect(findKeyFault(jwk)).toContain(fault);
  });
});
