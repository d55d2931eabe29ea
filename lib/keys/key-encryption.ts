import type { JWK } from "jose";
import { openValue, sealValue } from "./sealed-value";

/** Encrypts a private key for the database. */
export function encryptPrivateJwk(jwk: JWK): Promise<string> {
  return sealValue("signing-keys", new TextEncoder().encode(JSON.stringify(jwk)));
}

/**
 * Reads back what {@link encryptPrivateJwk} made.
 * @throws {SecretError} when it was encrypted under another secret
 */
export async function decryptPrivateJwk(jwe: string): Promise<JWK> {
  return JSON.parse(new TextDecoder().decode(await openValue("signing-keys", jwe)));
}
