import { getDomain, parse } from "tldts";

/**
 * Splits a host, by the Public Suffix List, into the labels that anybody can put before a domain and the part that
 * somebody had to register. Customers of a shared host (`github.io`) are told apart. A host that cannot be split, such
 * as an IP address, a single label or a public suffix, is the registered part as a whole.
 * @param hostname as `URL` writes it: lower case, IDN in its ASCII form
 * @see https://publicsuffix.org/list/
 */
export function splitHost(hostname: string): { prefix: string; registrable: string } {
  const host = hostname.replace(/\.$/, "");
  // URL has checked the host already. tldts would also refuse, for example, underscores, but such hosts are in use.
  const registrable = getDomain(host, { allowPrivateDomains: true, validateHostname: false }) ?? host;
  return { prefix: host.slice(0, host.length - registrable.length), registrable };
}

/**
 * Whether anybody can register names directly under a host, so that it belongs to nobody: `co.uk`, `github.io`.
 * @param hostname as `URL` writes it
 */
export function isPublicSuffix(hostname: string): boolean {
  const { isIp, isIcann, isPrivate, domain } = parse(hostname, { allowPrivateDomains: true, validateHostname: false });
  // A single label that the list does not know may be the name of a computer in somebody's network.
  return !isIp && (isIcann === true || isPrivate === true) && domain === null;
}
