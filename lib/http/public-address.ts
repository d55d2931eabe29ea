import { BlockList, isIP } from "node:net";

/**
 * Networks that are not on the public Internet.
 * @see RFC 6890, IANA IPv4 and IPv6 Special-Purpose Address Registries
 */
const special = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  special.addSubnet(network, prefix, "ipv4");
}

/** Networks inside 2000::/3 that are not public, or that lead to an unchecked IPv4 address. */
const specialV6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  specialV6.addSubnet(network, prefix, "ipv6");
}

const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address is on the public Internet: not loopback, private, link-local, unique local, shared, multicast,
 * documentation or reserved, and no IPv6 form that could hide such an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  const [bare = ""] = address.split("%");
  if (isIP(bare) === 4) return !special.check(bare, "ipv4");
  // RFC 4291 §2.5.5.2: ::ffff:a.b.c.d is outside 2000::/3, as are ::1, fc00::/7, fe80::/10 and ff00::/8.
  return isIP(bare) === 6 && globalUnicast.check(bare, "ipv6") && !specialV6.check(bare, "ipv6");
}
