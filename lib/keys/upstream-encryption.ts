import { openValue, sealValue } from "./sealed-value";

/** Encrypts the secret by which the portal is known to an upstream: it sends it there, so a hash is not enough. */
export function sealUpstreamSecret(secret: string): Promise<string> {
  return sealValue("upstreams", new TextEncoder().encode(secret));
}

/** Reads back what {@link sealUpstreamSecret} made. @throws {SecretError} when it was encrypted under another secret */
export async function openUpstreamSecret(jwe: string): Promise<string> {
  return new TextDecoder().decode(await openValue("upstreams", jwe));
}
