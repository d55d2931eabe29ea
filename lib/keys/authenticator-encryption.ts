import { openValue, sealValue } from "./sealed-value";

/** Encrypts the secret of an authenticator app for the database. Codes are computed from it, so a hash is not enough. */
export function sealAuthenticatorSecret(secret: Uint8Array): Promise<string> {
  return sealValue("authenticators", secret);
}

/** Reads back what {@link sealAuthenticatorSecret} made. @throws {SecretError} when it was encrypted under another secret */
export function openAuthenticatorSecret(jwe: string): Promise<Uint8Array> {
  return openValue("authenticators", jwe);
}
