import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** Bits of an RSA key: fewer can be broken, and more only cost time with every signature. @see RFC 7518 §3.3, §4.2 */
const RSA_BITS = { min: 2048, max: 8192 };

/**
 * The most bits of an RSA key's public exponent, which in practice is 65537. A longer exponent makes every check
 * slower.
 */
const MAX_EXPONENT = 2n ** 32n;

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The curves whose points the platform can check. This server uses no key on another curve. */
const CURVES: Readonly<Record<string, readonly string[]>> = {
  EC: ["P-256", "P-384", "P-521", "secp256k1"],
  OKP: ["Ed25519", "Ed448", "X25519", "X448"],
};

/**
 * Why this server cannot accept a published key, in words that follow "a key"; null if it can. Keys of a kind that this
 * server does not use are accepted unless they are private.
 * @see RFC 7517 §9.2, RFC 7518 §3.3, §6.2.1, RFC 8037 §2, RFC 8725 §3.4
 */
export function findKeyFault(jwk: Readonly<Record<string, unknown>>): string | null {
  // RFC 7517 §9.2: a private key that was published is compromised, and a symmetric key can never be published.
  if (jwk.kty === "oct" || PRIVATE_MEMBERS.some((member) => member in jwk)) return "is not a public key";
  if (jwk.kty === "RSA") return findRsaFault(jwk);
  const curves = typeof jwk.kty === "string" ? CURVES[jwk.kty] : undefined;
  if (!curves?.some((curve) => curve === jwk.crv)) return null;
  return parse(jwk) === null ? `is not on the curve ${jwk.crv}` : null;
}

function findRsaFault(jwk: Readonly<Record<string, unknown>>): string | null {
  // The length in the JWK is checked first, before computing with numbers of any size.
  if (typeof jwk.n === "string" && jwk.n.length > RSA_BITS.max) return `has more than ${RSA_BITS.max} bits`;
  const { modulusLength = 0, publicExponent = 0n } = parse(jwk)?.asymmetricKeyDetails ?? {};
  if (modulusLength === 0) return "is not an RSA key";
  if (modulusLength < RSA_BITS.min) return `has fewer than ${RSA_BITS.min} bits`;
  if (modulusLength > RSA_BITS.max) return `has more than ${RSA_BITS.max} bits`;
  // With an exponent of 1, every number is its own signature; an even exponent has no inverse.
  const isUsable = publicExponent > 2n && publicExponent < MAX_EXPONENT && publicExponent % 2n === 1n;
  return isUsable ? null : "has an unusable exponent";
}

/** The platform checks that a point is on its curve. */
function parse(jwk: Readonly<Record<string, unknown>>): KeyObject | null {
  const { kty, crv, x, y, n, e } = jwk;
  try {
    return createPublicKey({ key: { kty, crv, x, y, n, e } as JsonWebKey, format: "jwk" });
  } catch {
    return null;
  }
}
