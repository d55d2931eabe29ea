import { openValue, sealValue } from "./sealed-value";

/** Encrypts the Authorization header with which a client wants its events sent: the portal has to send it as it is. */
export function sealEventAuthorization(header: string): Promise<string> {
  return sealValue("event-authorizations", new TextEncoder().encode(header));
}

/** Reads back what {@link sealEventAuthorization} made. @throws {SecretError} when it was encrypted under another secret */
export async function openEventAuthorization(jwe: string): Promise<string> {
  return new TextDecoder().decode(await openValue("event-authorizations", jwe));
}
