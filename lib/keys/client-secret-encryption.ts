import { openValue, sealValue } from "./sealed-value";

/**
 * Encrypts a client secret for the database. Only for clients that sign with it (client_secret_jwt): an HMAC cannot be
 * checked with a hash. All other secrets are stored as hashes only.
 */
export function sealClientSecret(secret: string): Promise<string> {
  return sealValue("client-secrets", new TextEncoder().encode(secret));
}

/** Reads back what {@link sealClientSecret} made. @throws {SecretError} when it was encrypted under another secret */
export async function openClientSecret(jwe: string): Promise<string> {
  return new TextDecoder().decode(await openValue("client-secrets", jwe));
}
