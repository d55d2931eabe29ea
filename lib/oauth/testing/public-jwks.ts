import { generateKeyPairSync } from "node:crypto";

const made = {
  "P-256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "P-384": () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  Ed25519: () => generateKeyPairSync("ed25519"),
  X25519: () => generateKeyPairSync("x25519"),
  "RSA 1024": () => generateKeyPairSync("rsa", { modulusLength: 1024 }),
  "RSA 2048": () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

const known = new Map<string, Record<string, unknown>>();

/** A public key of a client, made once for each kind; `more` adds members or changes them. */
export function publicJwk(kind: keyof typeof made, more: object = {}): Record<string, unknown> & { kty: string } {
  const jwk = known.get(kind) ?? { ...made[kind]().publicKey.export({ format: "jwk" }) };
  known.set(kind, jwk);
  return { kty: String(jwk.kty), ...jwk, ...more };
}
