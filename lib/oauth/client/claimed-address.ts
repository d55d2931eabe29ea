import { isOwnMachine } from "./loopback";

/**
 * Whether TLS proves who owns the host of a redirect URI. A loopback address or private-use scheme proves nothing: any
 * program can listen on the former, and any app can register the latter.
 * @see RFC 8252 §7.2, §8.6
 */
export function isClaimedAddress(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === "https:" && !isOwnMachine(hostname);
}
