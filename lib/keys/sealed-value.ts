import { base64url, CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from "jose";
import { getEnv } from "../env";
import { deriveFrom, deriveKey, getMasterKey, identifyKey, listMasterKeys, SecretError } from "./secret";

/** What is encrypted in the database, and stays there. */
export const SEALED = [
  "signing-keys",
  "authenticators",
  "client-secrets",
  "upstreams",
  "event-authorizations",
  "kept-keys",
] as const;

export type Sealed = (typeof SEALED)[number];

/** Names the key that encrypted, so that another secret can be told from damage. */
function headerOf(purpose: Sealed) {
  const header = { alg: "dir", enc: "A256GCM", kid: identifyKey(getMasterKey(), purpose) };
  return purpose === "signing-keys" ? { ...header, cty: "jwk+json" } : header;
}

/**
 * Encrypts a value for the database, under a key derived from the portal's secret.
 * @returns a compact JWE
 * @see RFC 7516 §3.1, RFC 7518 §4.5 (dir), §5.3 (A256GCM)
 */
export async function sealValue(purpose: Sealed, value: Uint8Array): Promise<string> {
  const key = deriveKey(purpose);
  return new CompactEncrypt(value).setProtectedHeader(headerOf(purpose)).encrypt(key);
}

/** What each value that is encrypted now begins with; one that begins otherwise was encrypted under another secret. */
export function sealedStart(purpose: Sealed): string {
  return `${base64url.encode(JSON.stringify(headerOf(purpose)))}.`;
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
  const masters = listMasterKeys().filter((each) => kid === undefined || kid === identifyKey(each, purpose));
  for (const master of masters) {
    try {
      const { plaintext } = await compactDecrypt(jwe, deriveFrom(master, purpose), {
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
  const place = listMasterKeys().findIndex((master) => kid === identifyKey(master, purpose));
  return place < 0 ? null : place;
}
