import { isIP } from "node:net";

/** How many leading bits of an address identify a network. */
export interface PrefixLength {
  ipv4: number;
  ipv6: number;
}

/** One subscriber: an IPv4 address, or the /64 of an IPv6 address, because a subscriber has all addresses of a /64. */
export const subscriber: PrefixLength = { ipv4: 32, ipv6: 64 };

/**
 * One site or customer of a provider: the network within which somebody can change addresses freely.
 * @see RFC 6177 §2
 */
export const site: PrefixLength = { ipv4: 24, ipv6: 48 };

/** The address's numbers: four of 8 bits, or eight of 16. */
function toNumbers(address: string): number[] {
  if (isIP(address) === 4) return address.split(".").map(Number);
  const [bare = ""] = address.split("%");
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const last = tail?.split(":").filter((group) => group !== "") ?? [];
  const gap = tail === undefined ? 0 : 8 - groups.length - last.length;
  return [...groups, ...Array.from({ length: gap }, () => "0"), ...last].map((group) => Number.parseInt(group, 16));
}

/**
 * The name of the network of an IP address: the same for every address with the same leading bits. Prefix lengths are
 * whole numbers of an address's parts: multiples of 8 for IPv4, of 16 for IPv6.
 * @see RFC 6177 §2, RFC 7934 §1
 */
export function toNetwork(address: string, prefix: PrefixLength): string {
  switch (isIP(address)) {
    case 4:
      return toNumbers(address)
        .slice(0, prefix.ipv4 / 8)
        .join(".");
    case 6:
      return toNumbers(address)
        .slice(0, prefix.ipv6 / 16)
        .map((group) => group.toString(16))
        .join(":");
    default:
      return address;
  }
}
