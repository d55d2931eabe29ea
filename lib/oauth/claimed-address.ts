/**
 * Names and addresses of the machine that the browser itself runs on. "This host" (0.0.0.0 and ::) is one of them: many
 * systems connect it to loopback.
 * @see RFC 1122 §3.2.1.3, RFC 4291 §2.5.2, §2.5.3, §2.5.5; RFC 6761 §6.3
 */
const LOCAL_HOST =
  /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::(?:ffff:)?(?:7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\])\.?$/;

/** Whether a host, as `URL` writes it, is the computer in front of the person. */
export function isLocalHost(hostname: string): boolean {
  return LOCAL_HOST.test(hostname);
}

/**
 * Whether a redirect URI leads to somebody who proved by TLS that the host is theirs. Any program can listen on a loopback
 * address, and any app can register a private-use scheme.
 * @see RFC 8252 §7.2, §8.6
 */
export function isClaimedAddress(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === "https:" && !isLocalHost(hostname);
}
