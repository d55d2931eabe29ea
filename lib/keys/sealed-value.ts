import { createHash } from "node:crypto";
import { base64url, CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from "jose";
import { getEnv } from "../env";
import { deriveKey, deriveKeys, SecretError } from "./secret";

/** What is encrypted in the database, and stays there. */
export const SEALED = ["signing-keys", "authenticators", "client-secrets", "upstreams", "kept-keys"] as const;

export type Sealed = (typeof SEALED)[number];

/** Identifies the key that encrypted, so that another secret can be told from damage. */
const idOf = (key: Buffer) => createHash("sha256").update(key).digest("base64url").slice(0, 12);

function headerOf(purpose: Sealed, key: Buffer) {
  const header = { alg: "dir", enc: "A256GCM", kid: idOf(key) };
  return purpose === "signing-keys" ? { ...header, cty: "jwk+json" } : header;
}

/**
 * Encrypts a value for the database, under a key derived from the portal's secret.
 * @returns a compact JWE
 * @see RFC 7516 §3.1, RFC 7518 §4.5 (dir), §5.3 (A256GCM)
 */
export async function sealValue(purpose: Sealed, value: Uint8Array): Promise<string> {
  const key = deriveKey(purpose);
  return new CompactEncrypt(value).setProtectedHeader(headerOf(purpose, key)).encrypt(key);
}

/** What each value that is encrypted now begins with; one that begins otherwise was encrypted under another secret. */
export function sealedStart(purpose: Sealed): string {
  return `${base64url.encode(JSON.stringify(headerOf(purpose, deriveKey(purpose))))}.`;
}

/** The sentence about what neither of the secrets opens. */
function describeOther(): string {
  return getEnv().previousSecret === null
    ? "The keys in the database were encrypted under another PORTICO_SECRET; start with that one, or put it into PORTICO_SECRET_PREVIOUS."
    : "The keys in the database were encrypted under another secret than PORTICO_SECRET and PORTICO_SECRET_PREVIOUS; set one of the two to that secret.";
}

/**
 * Reads back what {@link sealValue} made, under the portal's secret or, while it is being changed, under the other one.
 * @throws {SecretError} when it was encrypted under neither
 */
export async function openValue(purpose: Sealed, jwe: string): Promise<Uint8Array> {
  const { kid } = decodeProtectedHeader(jwe);
  // Versions before named no key, except for signing keys.
  const keys = deriveKeys(purpose).filter((key) => kid === undefined || kid === idOf(key));
  for (const key of keys) {
    try {
      const { plaintext } = await compactDecrypt(jwe, key, {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return plaintext;
    } catch (error) {
      // With a name, it is the right key, and the value is damaged.
      if (!(error instanceof errors.JWEDecryptionFailed) || kid !== undefined) throw error;
    }
  }
  throw new SecretError(describeOther());
}

/** Which of the portal's secrets a value was encrypted under, by its place in `listMasterKeys`; null: none, or it does not say. */
export function findSealingSecret(purpose: Sealed, jwe: string): number | null {
  const { kid } = decodeProtectedHeader(jwe);
  const place = deriveKeys(purpose).findIndex((key) => kid === idOf(key));
  return place < 0 ? null : place;
}
