/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3 and §2.5.5, RFC 6761 §6.3; the last dot of an absolute name changes nothing. */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\]|\[::(?:ffff:)?7f[0-9a-f]{2}:[0-9a-f]{1,4}\])\.?$/;

/** "This host", RFC 1122 §3.2.1.3 and RFC 4291 §2.5.2. */
const UNSPECIFIED = /^(?:0\.0\.0\.0|\[::\]|\[::(?:ffff:)?0:0\])\.?$/;

/**
 * The addresses that RFC 8252 §7.3 tells apps to use, and `localhost`, which §8.3 advises against but many apps use.
 */
const APP_HOSTS: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

/** Whether a host, as `URL` writes it, is a name or address that a machine has for itself. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Whether a browser that is sent to this host stays on its own machine. Many systems connect "this host" to loopback.
 */
export function isOwnMachine(hostname: string): boolean {
  return isLoopback(hostname) || UNSPECIFIED.test(hostname);
}

/**
 * Whether an app may be answered over plain http at this host: nothing leaves the person's device.
 * @see RFC 8252 §7.3, §8.3
 */
export function isAppLoopback(hostname: string): boolean {
  return APP_HOSTS.includes(hostname);
}
