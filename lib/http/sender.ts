import { BlockList, isIP } from "node:net";
import { deriveValue } from "../keys/secret";
import { equalInConstantTime } from "../oauth/secrets";

/** Request headers by which a proxy identifies itself, or says for whom it asks. */
export const PROXY_HEADERS = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-real-ip",
] as const;

/** Request header by which the server in front tells pages who really connected, and what the peer claimed. */
export const PEER_HEADER = "x-portico-peer";

/** The value in that header for "no proxy headers". */
const NOTHING = "none";

/** Who connected to the portal. */
export interface Peer {
  address: string;
  /** whether PORTICO_TRUST_PROXY names it */
  isTrusted: boolean;
  /** the {@link PROXY_HEADERS} that it sent */
  proxyHeaders: string[];
}

/**
 * One spelling of an address: without the IPv6 form of an IPv4 address, without zone and port; null if it is not an
 * address.
 */
export function toAddress(text: string): string | null {
  const trimmed = text.trim();
  const [, inBrackets] = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed) ?? [];
  const [, withPort] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed) ?? [];
  const [withoutZone = ""] = (inBrackets ?? withPort ?? trimmed).split("%", 1);
  const bare = withoutZone.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) === 0 ? null : bare;
}

/** A list of addresses and networks (`10.0.0.0/8`) that can tell whether it contains an address. */
export class AddressList {
  readonly #list = new BlockList();
  readonly isEmpty: boolean;

  constructor(entries: readonly string[]) {
    this.isEmpty = entries.length === 0;
    for (const entry of entries) {
      const [address = "", prefix] = entry.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      if (prefix === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(prefix), family);
    }
  }

  has(address: string): boolean {
    return !this.isEmpty && this.#list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  }
}

/**
 * Where a request came from. Only what trusted proxies wrote into `X-Forwarded-For` counts. Each proxy appended the
 * address that it saw, so the list is walked from the right for as long as the proxy that wrote an entry is trusted. If
 * a trusted proxy names no address (`unknown`, `unix:`, nothing), the request counts as the proxy's own, because an
 * unknown address would have no limits.
 * @param peer address of the peer
 * @param forwardedFor the header as it came
 * @returns the address; "" only where `peer` is
 */
export function findSender(peer: string, forwardedFor: string | undefined, trusted: AddressList): string {
  // The operating system supplies it, so there is nothing to check, and hot endpoints need it.
  let sender = peer.startsWith("::ffff:") ? peer.slice("::ffff:".length) : peer;
  if (trusted.isEmpty || forwardedFor === undefined) return sender;
  const hops = forwardedFor.split(",");
  while (trusted.has(sender)) {
    const seen = toAddress(hops.pop() ?? "");
    if (seen === null) return sender;
    sender = seen;
  }
  return sender;
}

/** The value of {@link PEER_HEADER}. Writing it takes the portal's secret, so a stranger cannot pass for the server. */
export function writePeer({ address, isTrusted, proxyHeaders: seen }: Peer): string {
  const text = `${address} ${isTrusted ? "trusted" : "unknown"} ${seen.join(",") || NOTHING}`;
  return `${deriveValue("peer", text)} ${text}`;
}

/** Who connected to the server in front; null if the portal's own server is not in front. */
export function readPeer(headers: Headers): Peer | null {
  const [seal = "", ...rest] = (headers.get(PEER_HEADER) ?? "").split(" ");
  const [address = "", trust, seen = NOTHING] = rest;
  if (!equalInConstantTime(seal, deriveValue("peer", rest.join(" ")))) return null;
  return { address, isTrusted: trust === "trusted", proxyHeaders: seen === NOTHING ? [] : seen.split(",") };
}
