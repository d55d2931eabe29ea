import { getDomain } from "tldts";

/**
 * Splits a host into what anybody can put before a domain and the part that somebody had to register, by the Public
 * Suffix List: customers of a shared host (`github.io`) are told apart. A host with nothing to split, such as an IP
 * address, a single label or a public suffix itself, is the registered part as a whole.
 * @param hostname as `URL` writes it: lower case, IDN in its ASCII form
 * @see https://publicsuffix.org/list/
 */
export function splitHost(hostname: string): { prefix: string; registrable: string } {
  const host = hostname.replace(/\.$/, "");
  // URL has checked the host; what else tldts would refuse, such as an underscore, is registered all the same.
  const registrable = getDomain(host, { allowPrivateDomains: true, validateHostname: false }) ?? host;
  return { prefix: host.slice(0, host.length - registrable.length), registrable };
}
