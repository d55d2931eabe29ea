import { CompactEncrypt, compactDecrypt } from "jose";
import { deriveKey } from "./secret";

/**
 * Encrypts the secret of an authenticator app for the database. Codes are computed from it, so a hash is not enough.
 * @returns a compact JWE
 * @see RFC 7516 §3.1, RFC 7518 §4.5 (dir), §5.3 (A256GCM)
 */
export async function sealAuthenticatorSecret(secret: Uint8Array): Promise<string> {
  return new CompactEncrypt(secret)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(deriveKey("authenticators"));
}

/** Reads back what {@link sealAuthenticatorSecret} made. Throws when it was encrypted under another secret. */
export async function openAuthenticatorSecret(jwe: string): Promise<Uint8Array> {
  const { plaintext } = await compactDecrypt(jwe, deriveKey("authenticators"), {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  return plaintext;
}
