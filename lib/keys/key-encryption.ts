import { createHash } from "node:crypto";
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, type JWK } from "jose";
import { deriveKey, SecretError } from "./secret";

/** Identifies the key that encrypted, so that a changed secret can be told from damage. */
function encryptionKey(): { key: Buffer; kid: string } {
  const key = deriveKey("signing-keys");
  return { key, kid: createHash("sha256").update(key).digest("base64url").slice(0, 12) };
}

/**
 * Encrypts a private key for the database.
 * @returns a compact JWE
 * @see RFC 7516 §3.1, RFC 7518 §4.5 (dir), §5.3 (A256GCM)
 */
export async function encryptPrivateJwk(jwk: JWK): Promise<string> {
  const { key, kid } = encryptionKey();
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid, cty: "jwk+json" })
    .encrypt(key);
}

/**
 * Reads back what {@link encryptPrivateJwk} made.
 * @throws {SecretError} when it was encrypted under another secret
 */
export async function decryptPrivateJwk(jwe: string): Promise<JWK> {
  const { key, kid } = encryptionKey();
  if (decodeProtectedHeader(jwe).kid !== kid) {
    throw new SecretError("The signing keys were encrypted under another PORTICO_SECRET; start with that one.");
  }
  const { plaintext } = await compactDecrypt(jwe, key, {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  return JSON.parse(new TextDecoder().decode(plaintext));
}
