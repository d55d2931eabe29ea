import { CompactEncrypt, compactDecrypt } from "jose";
import { deriveKey } from "./secret";

/**
 * Encrypts a client secret for the database. Only for clients that sign with it (client_secret_jwt): an HMAC cannot be
 * checked with a hash. All other secrets are stored as hashes only.
 * @returns a compact JWE
 * @see RFC 7516 §3.1, RFC 7518 §4.5 (dir), §5.3 (A256GCM)
 */
export async function sealClientSecret(secret: string): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(secret))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(deriveKey("client-secrets"));
}

/** Reads back what {@link sealClientSecret} made. Throws when it was encrypted under another secret. */
export async function openClientSecret(jwe: string): Promise<string> {
  const { plaintext } = await compactDecrypt(jwe, deriveKey("client-secrets"), {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  return new TextDecoder().decode(plaintext);
}
