import { BlockList, isIP } from "node:net";
import { deriveValue } from "../keys/secret";
import { equalInConstantTime } from "../oauth/constant-time";

/** Request headers by which a proxy says that it is one, or for whom it asks. */
export const proxyHeaders = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-real-ip",
] as const;

/** Request header by which the server in front tells pages who really connected, and what that one claimed. */
export const peerHeader = "x-portico-peer";

/** Stands in that header for no proxy headers. */
const nothing = "none";

/** Who connected to the portal. */
export interface Peer {
  address: string;
  /** whether PORTICO_TRUST_PROXY names it */
  isTrusted: boolean;
  /** those of {@link proxyHeaders} that came from it */
  proxyHeaders: string[];
}

/** One spelling of an address: without the IPv6 clothing of an IPv4 address, a zone or a port; null when it is none. */
export function toAddress(text: string): string | null {
  const trimmed = text.trim();
  const [, inBrackets] = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed) ?? [];
  const [, withPort] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed) ?? [];
  const bare = (inBrackets ?? withPort ?? trimmed).replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) === 0 ? null : bare;
}

/** Addresses and networks (`10.0.0.0/8`), of which one asks whether an address is among them. */
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
 * Where a request came from. Of `X-Forwarded-For` only what a trusted proxy wrote counts: each wrote at the right end
 * whom it saw, so the list is walked from there for as long as the one who says so is trusted.
 * @param peer address of the one who connected
 * @param forwardedFor the header as it came
 * @returns the address, or "" when nobody trusted knows it
 */
export function findSender(peer: string, forwardedFor: string | undefined, trusted: AddressList): string {
  // The operating system tells it: there is nothing to check, and hot endpoints ask for it.
  let sender = peer.startsWith("::ffff:") ? peer.slice("::ffff:".length) : peer;
  if (trusted.isEmpty || forwardedFor === undefined) return sender;
  const hops = forwardedFor.split(",");
  while (hops.length > 0 && sender !== "" && trusted.has(sender)) sender = toAddress(hops.pop() ?? "") ?? "";
  return sender;
}

/** The value of {@link peerHeader}. Only who has the portal's secret can write it: a stranger cannot pass for the server. */
export function writePeer({ address, isTrusted, proxyHeaders: seen }: Peer): string {
  const text = `${address} ${isTrusted ? "trusted" : "unknown"} ${seen.join(",") || nothing}`;
  return `${deriveValue("peer", text)} ${text}`;
}

/** Who connected to the server in front; null where none of the portal's own stands there. */
export function readPeer(headers: Headers): Peer | null {
  const [seal = "", ...rest] = (headers.get(peerHeader) ?? "").split(" ");
  const [address = "", trust, seen = nothing] = rest;
  if (!equalInConstantTime(seal, deriveValue("peer", rest.join(" ")))) return null;
  return { address, isTrusted: trust === "trusted", proxyHeaders: seen === nothing ? [] : seen.split(",") };
}
